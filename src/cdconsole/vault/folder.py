"""The department folder: read its files whole, and add files so that none is ever half there or replaced."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cdconsole.domain.errors import CannotOpenDepartment, RuleBroken, UserFacingError

SUFFIX = ".cdv"
LARGEST_DOCUMENT = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_NUMBERED = re.compile(r"(org|commit)-(\d{6,9})\.json")
_SECTION_FILE = re.compile(r"(?:ward|records|review)-(\d{6,9})(?:-\d{1,3})?\.db")
_SECTION_TEMPORARY = re.compile(r"\.(?:ward|records|review)-(\d{6,9})\S*\.tmp")


class NameTaken(Exception):
    """Somebody else has written a file of this name."""


class PublishFailed(UserFacingError):
    """The department folder took no new file; what it held before is as it was."""


class PublishConflict(PublishFailed):
    """Somebody else has published since this department was read."""


def conflict() -> PublishConflict:
    """Return the error for a name that somebody else has taken first."""
    return PublishConflict(
        "Somebody else has saved this department since it was read here.",
        "Nothing of theirs was replaced, and nothing of yours is lost. It is tried again.",
    )


@dataclass(frozen=True)
class Placed:
    """A file as written, read back and named."""

    name: str
    sha256: str
    size: int


class DepartmentFolder:
    """A department's folder on a disk or share. Files are added under new names only."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, path: Path) -> DepartmentFolder:
        """Make the folder, open to this user only; ``.cdv`` is added where it is missing.

        Raises RuleBroken where the name is taken, PublishFailed where the disk refuses.
        """
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        with _said_plainly(path):
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise RuleBroken(f"{path} is already there.", "Choose another name or another folder.", "folder")
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
        return cls(path)

    @classmethod
    def existing(cls, path: Path) -> DepartmentFolder:
        """Return a folder that holds a department. Raises CannotOpenDepartment where it does not."""
        try:
            if not path.exists():
                raise CannotOpenDepartment(
                    f"{path} does not exist.", "Check the name, and that its drive is connected."
                )
            if not path.is_dir():
                raise CannotOpenDepartment(
                    f"{path} is a file, not a department.", f"Choose a folder ending in {SUFFIX}."
                )
            folder = cls(path)
            if not folder.numbers("org"):
                raise CannotOpenDepartment(
                    f"{path} is not a department: it has no list of people.",
                    f"Choose a folder ending in {SUFFIX}. If this was one, its org files are missing: copy them again.",
                )
        except OSError as problem:
            raise _unreadable(path, problem) from problem
        return folder

    def numbers(self, kind: str) -> list[int]:
        """Return the numbers of the ``org`` or ``commit`` files there, lowest first. Raises CannotOpenDepartment."""
        found = (_NUMBERED.fullmatch(name) for name in self.names())
        return sorted(int(match[2]) for match in found if match and match[1] == kind)

    def section_generations(self) -> list[int]:
        """Return the generation of each section file there, lowest first."""
        found = (_SECTION_FILE.fullmatch(name) for name in self.names())
        return sorted(int(match[1]) for match in found if match)

    def names(self) -> list[str]:
        """Return the names of all files there. Raises CannotOpenDepartment."""
        try:
            return [entry.name for entry in self.path.iterdir()]
        except OSError as problem:
            raise _unreadable(self.path, problem) from problem

    def read(self, name: str) -> bytes:
        """Return a document's bytes. Raises CannotOpenDepartment where it is missing, unreadable or absurdly large."""
        path = self.path / name
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_DOCUMENT + 1)
        except OSError as problem:
            raise _unreadable(path, problem) from problem
        if len(data) > LARGEST_DOCUMENT:
            raise CannotOpenDepartment(f"{path} is too large to be what its name says.", "Restore it from a backup.")
        return data

    def measure(self, name: str) -> Placed | None:
        """Return a file's hash and size, or nothing where there is none. Raises CannotOpenDepartment if unreadable."""
        path = self.path / name
        try:
            return _measured(path, name)
        except (FileNotFoundError, IsADirectoryError):
            return None
        except OSError as problem:
            raise _unreadable(path, problem) from problem

    def place_bytes(self, name: str, data: bytes) -> Placed:
        """Write a small file. Raises NameTaken or PublishFailed."""
        with _said_plainly(self.path), self._temporary(name) as (temporary, file):
            file.write(data)
            return self._settle(temporary, file, name, hashlib.sha256(data).hexdigest())

    def place_copy(self, name: str, source: Path) -> Placed:
        """Copy a file in. Raises NameTaken or PublishFailed."""
        with _said_plainly(self.path), source.open("rb") as original, self._temporary(name) as (temporary, file):
            hasher = hashlib.sha256()
            while chunk := original.read(_CHUNK):
                hasher.update(chunk)
                file.write(chunk)
            return self._settle(temporary, file, name, hasher.hexdigest())

    @contextmanager
    def _temporary(self, name: str) -> Iterator[tuple[Path, BinaryIO]]:
        path = self.path / f".{name}.{secrets.token_hex(8)}.tmp"
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                yield path, file
        finally:
            path.unlink(missing_ok=True)

    def _settle(self, temporary: Path, file: BinaryIO, name: str, sha256: str) -> Placed:
        """Make the written file durable, prove that it reads back the same, and only then give it its name."""
        file.flush()
        os.fsync(file.fileno())
        file.close()
        back = _measured(temporary, name)
        if back.sha256 != sha256:
            raise PublishFailed(
                f"What was written to {self.path} reads back differently.",
                "Nothing was replaced. The drive or the network may be faulty: try again, or tell its administrator.",
            )
        _name_without_replacing(temporary, self.path / name)
        _make_names_durable(self.path)
        return back

    def remove(self, names: Iterable[str]) -> None:
        """Remove files this person has just placed, or no longer needed; one that will not go is left for next time."""
        for name in names:
            with suppress(OSError):
                (self.path / name).unlink(missing_ok=True)

    def surplus(self, kept_files: frozenset[str], oldest: int, newest: int) -> list[str]:
        """Return which files no kept commit needs: older commits, their sections, and what broken saves left."""
        found: list[str] = []
        for name in self.names():
            numbered, section = _NUMBERED.fullmatch(name), _SECTION_FILE.fullmatch(name)
            left = _SECTION_TEMPORARY.fullmatch(name)
            old_commit = numbered is not None and numbered[1] == "commit" and int(numbered[2]) < oldest
            unneeded = section is not None and name not in kept_files and int(section[1]) <= newest
            # A live writer is never this far behind, so its temporary file is safe.
            abandoned = left is not None and int(left[1]) < oldest
            if old_commit or unneeded or abandoned:
                found.append(name)
        return found


def _measured(path: Path, name: str) -> Placed:
    with path.open("rb") as file:
        return Placed(name, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())


def document_name(kind: str, number: int) -> str:
    """Return ``org-000001.json`` or ``commit-000001.json``."""
    return f"{kind}-{number:06d}.json"


def _name_without_replacing(temporary: Path, final: Path) -> None:
    """Give a file its name, or raise NameTaken: of two racing writers exactly one succeeds."""
    try:
        if sys.platform == "win32":  # pragma: no cover - its rename never replaces
            temporary.rename(final)
        else:
            os.link(temporary, final)
    except FileExistsError as problem:
        # A network drive that repeats a lost request reports the name as taken by what it did the first time.
        if not final.samefile(temporary):
            raise NameTaken(final.name) from problem


def _make_names_durable(folder: Path) -> None:
    if sys.platform == "win32":  # pragma: no cover - NTFS journals names; a folder cannot be flushed
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
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


def _unreadable(path: Path, problem: OSError) -> CannotOpenDepartment:
    if problem.errno in {errno.EACCES, errno.EPERM}:
        return CannotOpenDepartment(
            f"You have no permission to read {path}.", "Ask who looks after the drive for access."
        )
    if problem.errno in {errno.ENOENT, errno.EISDIR}:
        return CannotOpenDepartment(f"{path} is missing from the department.", "Restore the department from a backup.")
    return CannotOpenDepartment(f"{path} cannot be read.", "Check that its drive is connected and try again.")
