/*
 * What the disk is told, and what it answers: preloaded under the real program.
 *
 * Below the watched folders every call that touches a file is counted, and either recorded whole in a trace (for
 * power_cut.py, which replays it to a crash), or, at the n-th call, refused (for io_errors.py).
 *
 *     shim_watch(folder)                   watch one more folder
 *     shim_record(file)                    write a trace to a file; NULL ends it
 *     shim_mark(number)                    put a mark into the trace: what was acknowledged by now
 *     shim_fail(nth, error, sticky, part)  refuse the n-th call from now; sticky: all that follow too;
 *                                          part: carry out half of a read or write instead of refusing
 *     shim_calls()                         how many calls there were since shim_fail or shim_watch
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FOLDERS 8
#define DESCRIPTORS 4096
#define PIECE (1 << 20)

enum { OPENED = 1, WROTE, CUT, SYNCED, RENAMED, LINKED, UNLINKED, MADE, MARKED };

static char *folders[FOLDERS];
static int folder_count;
static char watched[DESCRIPTORS];
static int trace = -1;
static long calls, fail_at;
static int fail_error, fail_sticky, fail_part;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int below(const char *path) {
    if (!path || path[0] != '/') return 0;
    for (int i = 0; i < folder_count; i++) {
        size_t n = strlen(folders[i]);
        if (!strncmp(path, folders[i], n) && (path[n] == '/' || !path[n])) return 1;
    }
    return 0;
}

static int is_watched(int fd) { return fd >= 0 && fd < DESCRIPTORS && watched[fd]; }

struct header { uint32_t op; int32_t fd; int64_t a, b; uint32_t first, second; } __attribute__((packed));

static void note(int op, int fd, int64_t a, int64_t b, const void *first, size_t n, const void *second, size_t m) {
    if (trace < 0) return;
    int kept = errno;
    struct header head = {op, fd, a, b, n, m};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)first, n}, {(void *)second, m}};
    pthread_mutex_lock(&lock);
    ssize_t (*put)(int, const struct iovec *, int) = dlsym(RTLD_NEXT, "writev");
    if (put(trace, parts, 3) != (ssize_t)(sizeof head + n + m)) abort();
    pthread_mutex_unlock(&lock);
    errno = kept;
}

static void note_paths(int op, const char *first, const char *second) {
    note(op, -1, 0, 0, first, strlen(first), second, second ? strlen(second) : 0);
}

/* Count a call; return 0 to carry it out, 1 to refuse it with errno set, 2 to carry out half of it. */
static int fault(int can_be_part) {
    long now = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (!fail_at || now < fail_at || (now > fail_at && !fail_sticky)) return 0;
    if (fail_part && can_be_part) return 2;
    errno = fail_error;
    return 1;
}

void shim_watch(const char *folder) { folders[folder_count++] = strdup(folder); calls = 0; }
long shim_calls(void) { return calls; }
void shim_mark(long number) { note(MARKED, -1, number, 0, 0, 0, 0, 0); }
void shim_fail(long nth, int error, int sticky, int part) {
    calls = 0; fail_at = nth; fail_error = error; fail_sticky = sticky; fail_part = part;
}
void shim_record(const char *file) {
    int (*open_it)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    int (*close_it)(int) = dlsym(RTLD_NEXT, "close");
    if (trace >= 0) close_it(trace);
    trace = file ? open_it(file, O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600) : -1;
}

static int opened(int fd, const char *path, int flags) {
    if (fd < 0) return fd;
    if (fd < DESCRIPTORS) watched[fd] = below(path);
    if (is_watched(fd)) note(OPENED, fd, flags, 0, path, strlen(path), 0, 0);
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
        if (below(path) && fault(0)) return -1; \
        return opened(real(path, flags, mode), path, flags); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(name); \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
        if (below(path) && fault(0)) return -1; \
        return opened(real(folder, path, flags, mode), path, flags); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(close);
    if (is_watched(fd)) watched[fd] = 0;
    return real(fd);
}

#define READ(name, arguments, pass) \
    ssize_t name arguments { \
        REAL(name); \
        int wrong = is_watched(fd) ? fault(1) : 0; \
        if (wrong == 1) return -1; \
        if (wrong == 2 && count > 1) count /= 2; \
        return real pass; \
    }
READ(read, (int fd, void *data, size_t count), (fd, data, count))
READ(pread, (int fd, void *data, size_t count, off_t at), (fd, data, count, at))
READ(pread64, (int fd, void *data, size_t count, off64_t at), (fd, data, count, at))

ssize_t write(int fd, const void *data, size_t count) {
    REAL(write);
    if (!is_watched(fd)) return real(fd, data, count);
    int wrong = fault(1);
    if (wrong == 1) return -1;
    ssize_t done = real(fd, data, wrong == 2 && count > 1 ? count / 2 : count);
    if (done > 0) note(WROTE, fd, lseek(fd, 0, SEEK_CUR) - done, 0, data, done, 0, 0);
    return done;
}

#define PWRITE(name, offset) \
    ssize_t name(int fd, const void *data, size_t count, offset at) { \
        REAL(name); \
        if (!is_watched(fd)) return real(fd, data, count, at); \
        int wrong = fault(1); \
        if (wrong == 1) return -1; \
        ssize_t done = real(fd, data, wrong == 2 && count > 1 ? count / 2 : count, at); \
        if (done > 0) note(WROTE, fd, at, 0, data, done, 0, 0); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static ssize_t by_hand(int out, int in, off64_t *from, size_t count, off64_t *to) {
    static char piece[PIECE];
    ssize_t (*get)(int, void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pread64");
    ssize_t (*put)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    off64_t here = from ? *from : lseek64(in, 0, SEEK_CUR), there = to ? *to : lseek64(out, 0, SEEK_CUR);
    ssize_t got = get(in, piece, count < PIECE ? count : PIECE, here);
    if (got <= 0) return got;
    got = put(out, piece, got, there);
    if (got <= 0) return got;
    note(WROTE, out, there, 0, piece, got, 0, 0);
    if (from) *from += got; else lseek64(in, here + got, SEEK_SET);
    if (to) *to += got; else lseek64(out, there + got, SEEK_SET);
    return got;
}

#define SENDFILE(name, offset) \
    ssize_t name(int out, int in, offset *from, size_t count) { \
        REAL(name); \
        if (!is_watched(out) && !is_watched(in)) return real(out, in, from, count); \
        int wrong = fault(1); \
        if (wrong == 1) return -1; \
        return by_hand(out, in, (off64_t *)from, wrong == 2 && count > 1 ? count / 2 : count, 0); \
    }
SENDFILE(sendfile, off_t)
SENDFILE(sendfile64, off64_t)

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    REAL(copy_file_range);
    if (!is_watched(out) && !is_watched(in)) return real(in, from, out, to, count, flags);
    int wrong = fault(1);
    if (wrong == 1) return -1;
    return by_hand(out, in, from, wrong == 2 && count > 1 ? count / 2 : count, to);
}

#define TRUNCATE(name, offset) \
    int name(int fd, offset size) { \
        REAL(name); \
        if (is_watched(fd) && fault(0)) return -1; \
        int done = real(fd, size); \
        if (!done && is_watched(fd)) note(CUT, fd, size, 0, 0, 0, 0, 0); \
        return done; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
    int name(int fd) { \
        REAL(name); \
        if (is_watched(fd) && fault(0)) return -1; \
        int done = real(fd); \
        if (!done && is_watched(fd)) note(SYNCED, fd, 0, 0, 0, 0, 0, 0); \
        return done; \
    }
SYNC(fsync)
SYNC(fdatasync)

#define TWO_PATHS(name, op, arguments, pass) \
    int name arguments { \
        REAL(name); \
        int here = below(from) || below(to); \
        if (here && fault(0)) return -1; \
        int done = real pass; \
        if (!done && here) note_paths(op, from, to); \
        return done; \
    }
TWO_PATHS(rename, RENAMED, (const char *from, const char *to), (from, to))
TWO_PATHS(renameat, RENAMED, (int a, const char *from, int b, const char *to), (a, from, b, to))
TWO_PATHS(renameat2, RENAMED, (int a, const char *from, int b, const char *to, unsigned flags), (a, from, b, to, flags))
TWO_PATHS(link, LINKED, (const char *from, const char *to), (from, to))
TWO_PATHS(linkat, LINKED, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags))

#define ONE_PATH(name, op, arguments, pass) \
    int name arguments { \
        REAL(name); \
        int here = below(path); \
        if (here && fault(0)) return -1; \
        int done = real pass; \
        if (!done && here && op) note_paths(op, path, 0); \
        return done; \
    }
ONE_PATH(unlink, UNLINKED, (const char *path), (path))
ONE_PATH(unlinkat, UNLINKED, (int a, const char *path, int flags), (a, path, flags))
ONE_PATH(mkdir, MADE, (const char *path, mode_t mode), (path, mode))
ONE_PATH(mkdirat, MADE, (int a, const char *path, mode_t mode), (a, path, mode))
ONE_PATH(chmod, 0, (const char *path, mode_t mode), (path, mode))
ONE_PATH(stat, 0, (const char *path, struct stat *found), (path, found))
ONE_PATH(stat64, 0, (const char *path, struct stat64 *found), (path, found))
ONE_PATH(lstat, 0, (const char *path, struct stat *found), (path, found))
ONE_PATH(lstat64, 0, (const char *path, struct stat64 *found), (path, found))

#define ONE_DESCRIPTOR(name, kind) \
    int name(int fd, kind *found) { \
        REAL(name); \
        if (is_watched(fd) && fault(0)) return -1; \
        return real(fd, found); \
    }
ONE_DESCRIPTOR(fstat, struct stat)
ONE_DESCRIPTOR(fstat64, struct stat64)

DIR *opendir(const char *path) {
    REAL(opendir);
    if (below(path) && fault(0)) return NULL;
    return real(path);
}
