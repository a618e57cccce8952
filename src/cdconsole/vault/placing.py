"""Write a file so that nobody ever sees half of it, and give it a name that replaces nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import BinaryIO

from cdconsole.domain.errors import UserFacingError

_CHUNK = 1024 * 1024
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}


class NameTaken(Exception):
    """Somebody else has written a file of this name."""


class PublishFailed(UserFacingError):
    """The folder took no new file; what it held before is as it was."""


@dataclass(frozen=True)
class Placed:
    """A file as written, read back and named."""

    name: str
    sha256: str
    size: int


def place(folder: Path, name: str, chunks: Iterable[bytes], give: Callable[[Path, Path], None] | None = None) -> Placed:
    """Write a file, make it durable, prove that it reads back the same, and only then name it (``give_name``).

    Raises NameTaken, or PublishFailed where the disk refuses.
    """
    with said_plainly(folder), temporary_file(folder, name) as (temporary, file):
        hasher = hashlib.sha256()
        for chunk in chunks:
            hasher.update(chunk)
            file.write(chunk)
        make_durable(file)
        back = measured(temporary, name)
        if back.sha256 != hasher.hexdigest():
            raise reads_back_differently(folder)
        (give or give_name)(temporary, folder / name)
        return back


def chunks_of(file: BufferedIOBase) -> Iterator[bytes]:
    """Return what is left of a file, piece by piece."""
    while chunk := file.read(_CHUNK):
        yield chunk


@contextmanager
def temporary_file(folder: Path, name: str) -> Iterator[tuple[Path, BinaryIO]]:
    """Open a new file that only this user can read, under a passing name; it is gone afterwards."""
    path = folder / f".{name}.{secrets.token_hex(8)}.tmp"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def make_durable(file: BinaryIO) -> None:
    """Flush what was written to the disk itself, and close the file."""
    file.flush()
    os.fsync(file.fileno())
    file.close()


def reads_back_differently(folder: Path) -> PublishFailed:
    """Return the error for a disk that gives back something else than was written."""
    return PublishFailed(
        f"What was written to {folder} reads back differently.",
        "Nothing was replaced. The drive or the network may be faulty: try again, or tell its administrator.",
    )


def measured(path: Path, name: str) -> Placed:
    """Return a file's hash and size."""
    with path.open("rb") as file:
        return Placed(name, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def give_name(temporary: Path, final: Path) -> None:
    """Give a file its name, durably, or raise NameTaken: of two racing writers exactly one succeeds."""
    try:
        if sys.platform == "win32":  # pragma: no cover - its rename never replaces
            temporary.rename(final)
        else:
            os.link(temporary, final)
    except FileExistsError as problem:
        # A network drive that repeats a lost request reports the name as taken by what it did the first time.
        if not final.samefile(temporary):
            raise NameTaken(final.name) from problem
    make_names_durable(final.parent)


def give_name_on_any_disk(temporary: Path, final: Path) -> None:
    """As ``give_name``, also on a disk without links, as USB sticks are: there the empty name is taken first.

    Not for a department's folder, where somebody might read the file while it is still empty.
    """
    try:
        give_name(temporary, final)
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
        try:
            final.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            raise NameTaken(final.name) from None
        temporary.replace(final)
        make_names_durable(final.parent)


def make_names_durable(folder: Path) -> None:
    """Flush a folder's list of names."""
    if sys.platform == "win32":  # pragma: no cover - NTFS journals names; a folder cannot be flushed
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn a disk's refusal to write into words."""
    try:
        yield
    except OSError as problem:
        reasons = {
            errno.ENOSPC: ("the disk is full.", "Make room and try again."),
            errno.EDQUOT: ("your share of the disk is full.", "Make room and try again."),
            errno.EROFS: ("it can only be read.", "Choose a place where you may write."),
            errno.EACCES: ("you have no permission to write there.", "Ask who looks after the drive for write access."),
            errno.EPERM: ("the drive does not allow it.", "Choose a place where you may write."),
            errno.ENOENT: ("it is not there any more.", "Check that the drive is connected and try again."),
            errno.ENOTDIR: ("part of its path is a file.", "Choose another folder."),
        }
        why, what_to_do = reasons.get(
            problem.errno or 0, ("the drive does not answer properly.", "Check that it is connected and try again.")
        )
        raise PublishFailed(f"{path} could not be written: {why}", what_to_do) from problem
