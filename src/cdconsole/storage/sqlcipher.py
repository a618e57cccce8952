"""Open and create SQLCipher files with the one set of settings that survives power cuts, and name failures by code."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2
from sqlcipher3.dbapi2 import Connection

from cdconsole.domain.errors import Cancelled, CannotOpenDepartment, DamagedSection, UserFacingError
from cdconsole.storage.disk import disk_asked

APPLICATION_ID = 0x43444356  # "CDCV", shown by the `file` command on a decrypted copy
FORMAT = 1
KEY_BYTES = 32
_CACHE_BESIDE_KIB = 32 * 1024

# The log level comes before the key: SQLCipher would otherwise write its findings to standard error.
_BEFORE_KEY = ("PRAGMA cipher_log_level = NONE",)
_AFTER_KEY = (
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA foreign_keys = ON",
)

_ALLOWED, _DENIED = 0, 1
_NO_OTHER_FILES = {24, 25}  # ATTACH and DETACH: no statement may reach another file, encrypted or not

_PERM, _BUSY, _LOCKED, _READONLY, _INTERRUPT, _IOERR = 3, 5, 6, 8, 9, 10
_CORRUPT, _FULL, _CANTOPEN, _NOTADB = 11, 13, 14, 26


def connect(path: Path, key: bytes) -> Connection:
    """Open an existing file with its 32-byte raw key and prove that it is ours.

    Raises DamagedSection (also for a wrong key: the two can't be told apart), CannotOpenDepartment where a later
    version wrote it, and UserFacingError where the disk refuses.
    """
    with disk_asked():
        is_empty = path.is_file() and path.stat().st_size == 0
    if is_empty:
        raise damaged(path.name, "is empty")
    connection = _opened(path, key)
    try:
        with failures_named(path.name):
            _check_is_ours(connection, path.name)
    except BaseException:
        connection.close()
        raise
    return connection


def create(path: Path, key: bytes) -> Connection:
    """Make a new, empty file under a 32-byte raw key. Raises UserFacingError where the name is taken."""
    reserve(path)
    connection = _opened(path, key)
    with failures_named(path.name):
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return connection


def connect_beside(path: Path, key: bytes, others: Mapping[str, tuple[Path, bytes]]) -> Connection:
    """Open a file with others beside it, each under a name of its own and its key; those can only be read.

    No statement can reach any further file. Raises what ``connect`` raises.
    """
    connection = _opened(path, key, others)
    try:
        for schema in ("main", *others):
            connection.execute(f"PRAGMA {schema}.cache_size = {-_CACHE_BESIDE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection


def copy_to(connection: Connection, path: Path, key: bytes) -> None:
    """Copy an open file, as it is at this moment, to a new encrypted one under a key, the same or another."""
    reserve(path)
    target = _opened(path, key)
    try:
        with failures_named(path.name, unnamed=_IOERR):
            connection.backup(target)
    finally:
        target.close()


def copy_over(connection: Connection, target: Connection, name: str) -> None:
    """Make an open file's content that of another, in one transaction; the target keeps its own key."""
    with failures_named(name):
        connection.backup(target)


def rebuild_to(connection: Connection, path: Path) -> None:
    """Write an open file's records, without free pages, to a new file under the same key."""
    reserve(path)
    with failures_named(path.name):
        connection.set_authorizer(None)  # VACUUM attaches the new file
        try:
            connection.execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.set_authorizer(_authorise)


def prove_pages(path: Path, key: bytes) -> None:
    """Read every page in use, and so check its HMAC; empty pages, which a power cut may spoil, hold nothing.

    Raises DamagedSection.
    """
    connection = connect(path, key)
    try:
        with failures_named(path.name):
            found = connection.execute("PRAGMA integrity_check(1)").fetchall()
    finally:
        connection.close()
    if found != [("ok",)]:
        raise damaged(path.name, "is damaged inside")


def reserve(path: Path) -> None:
    """Take a name that only this user can read, never over an existing file."""
    with disk_asked():
        # Left by a crash it would be of another file of this name, and SQLite would roll it back into the new one.
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            raise UserFacingError(f"{path.name} already exists.", "Nothing was written over.") from None


@contextmanager
def failures_named(name: str, unnamed: int = 0) -> Iterator[None]:
    """Turn what SQLite reports about a file into words a person can act on, by code; anything else is a bug.

    ``unnamed`` is the code of what is reported without one, as a copy's failures are.
    """
    try:
        yield
    except dbapi2.DatabaseError as problem:
        words = _in_words(getattr(problem, "sqlite_errorcode", unnamed) & 0xFF, name)
        if words is None:
            raise
        raise words from problem


def damaged(name: str, how: str) -> DamagedSection:
    """Return the error for a file that is not what it should be."""
    return DamagedSection(f"The file {name} {how}.", "Nothing was changed in it. Restore the department from a backup.")


def _in_words(code: int, name: str) -> Exception | None:
    if code in (_CORRUPT, _NOTADB):
        return damaged(name, "is damaged, or its key is not the right one")
    if code == _FULL:
        return UserFacingError("The disk is full; the last change was not stored.", "Make room and try again.")
    if code in (_READONLY, _CANTOPEN, _PERM):
        return UserFacingError(f"The file {name} can't be opened or written.", "Check that you may write to this disk.")
    if code == _IOERR:
        return UserFacingError(f"The disk reports a fault on {name}.", "Nothing was stored. Check the disk, try again.")
    if code in (_BUSY, _LOCKED):
        return UserFacingError("The department is open elsewhere on this computer.", "Close it there and try again.")
    return Cancelled() if code == _INTERRUPT else None


def _opened(path: Path, key: bytes, others: Mapping[str, tuple[Path, bytes]] | None = None) -> Connection:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a section key has {KEY_BYTES} bytes")
    with failures_named(path.name):
        # mode=rw never creates; autocommit, because transactions are begun and ended by hand.
        connection = dbapi2.connect(
            path.absolute().as_uri() + "?mode=rw", timeout=0, isolation_level=None, uri=True, cached_statements=256
        )
    try:
        with failures_named(path.name):
            for pragma in _BEFORE_KEY:
                connection.execute(pragma)
            connection.set_key(f"x'{key.hex()}'")
            for pragma in _AFTER_KEY:
                connection.execute(pragma)
            for name, (other, other_key) in (others or {}).items():
                _attach(connection, name, other, other_key)
            connection.set_authorizer(_authorise)
    except BaseException:
        connection.close()
        raise
    return connection


def _attach(connection: Connection, name: str, path: Path, key: bytes) -> None:
    with failures_named(path.name):
        address = path.absolute().as_uri() + "?mode=ro"
        connection.execute(f"ATTACH DATABASE ? AS {name} KEY ?", (address, f"x'{key.hex()}'"))
        connection.execute(f"SELECT count(*) FROM {name}.sqlite_schema").fetchone()


def _authorise(action: int, *_details: object) -> int:
    return _DENIED if action in _NO_OTHER_FILES else _ALLOWED


def _check_is_ours(connection: Connection, name: str) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'sentinel'").fetchone()
    if application != (APPLICATION_ID,) or tables != (1,):
        raise damaged(name, "is not part of a department")
    sentinel = connection.execute("SELECT format FROM sentinel").fetchall()
    if len(sentinel) != 1:
        raise damaged(name, "has lost its first record")
    if sentinel[0][0] > FORMAT:
        raise later_version(name)


def later_version(name: str) -> CannotOpenDepartment:
    """Return the error for a file from the future."""
    return CannotOpenDepartment(
        f"The file {name} was written by a later version of this program.",
        "Nothing was changed in it. Install the newer version on this computer.",
    )
