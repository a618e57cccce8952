"""The department folder: read its files whole, and add files so that none is ever half there or replaced."""

from __future__ import annotations

import errno
import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BufferedIOBase
from pathlib import Path

from cdconsole.domain.errors import CannotOpenDepartment, FolderUnreachable, RuleBroken, UserFacingError
from cdconsole.vault.placing import Placed, PublishFailed, chunks_of, place, said_plainly

SUFFIX = ".cdv"
LARGEST_DOCUMENT = 16 * 1024 * 1024
_NUMBERED = re.compile(r"(org|commit)-(\d{6,9})\.json")
_SECTION_FILE = re.compile(r"(?:ward|records|review)-(\d{6,9})(?:-\d{1,3})?\.db")
_SECTION_TEMPORARY = re.compile(r"\.(?:ward|records|review)-(\d{6,9})\S*\.tmp")


class PublishConflict(PublishFailed):
    """Somebody else has published since this department was read."""


def conflict() -> PublishConflict:
    """Return the error for a name that somebody else has taken first."""
    return PublishConflict(
        "Somebody else has saved this department since it was read here.",
        "Nothing of theirs was replaced, and nothing of yours is lost. It is tried again.",
    )


class DepartmentFiles(ABC):
    """A department's files wherever they are: to be read, and never believed before they are proved."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def numbers(self, kind: str) -> list[int]:
        """Return the numbers of the ``org`` or ``commit`` files there, lowest first. Raises CannotOpenDepartment."""
        found = (_NUMBERED.fullmatch(name) for name in self.names())
        return sorted(int(match[2]) for match in found if match and match[1] == kind)

    def section_generations(self) -> list[int]:
        """Return the generation of each section file there, lowest first."""
        found = (_SECTION_FILE.fullmatch(name) for name in self.names())
        return sorted(int(match[1]) for match in found if match)

    @abstractmethod
    def names(self) -> list[str]:
        """Return the names of all files there. Raises CannotOpenDepartment."""

    @abstractmethod
    def open(self, name: str) -> BufferedIOBase:
        """Open a file for reading. Raises OSError."""

    def read(self, name: str) -> bytes:
        """Return a document's bytes. Raises CannotOpenDepartment where it is missing, unreadable or absurdly large."""
        path = self.path / name
        try:
            with self.open(name) as file:
                data = file.read(LARGEST_DOCUMENT + 1)
        except OSError as problem:
            raise _unreadable(path, problem) from problem
        if len(data) > LARGEST_DOCUMENT:
            raise CannotOpenDepartment(f"{path} is too large to be what its name says.", "Restore it from a backup.")
        return data

    def chunks(self, name: str) -> Iterator[bytes]:
        """Return a file's bytes piece by piece. Raises CannotOpenDepartment where it is missing or unreadable."""
        try:
            with self.open(name) as file:
                yield from chunks_of(file)
        except OSError as problem:
            raise _unreadable(self.path / name, problem) from problem

    def measure(self, name: str) -> Placed | None:
        """Return a file's hash and size, or nothing where there is none. Raises CannotOpenDepartment if unreadable."""
        path = self.path / name
        try:
            with self.open(name) as file:
                return Placed(name, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
        except (FileNotFoundError, IsADirectoryError):
            return None
        except OSError as problem:
            raise _unreadable(path, problem) from problem


class DepartmentFolder(DepartmentFiles):
    """A department's folder on a disk or share. Files are added under new names only."""

    @classmethod
    def create(cls, path: Path) -> DepartmentFolder:
        """Make the folder, open to this user only; ``.cdv`` is added where it is missing.

        Raises RuleBroken where the name is taken, PublishFailed where the disk refuses.
        """
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        with said_plainly(path):
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

    def names(self) -> list[str]:
        """Return the names of all files there. Raises CannotOpenDepartment."""
        try:
            return [entry.name for entry in self.path.iterdir()]
        except FileNotFoundError as problem:
            raise FolderUnreachable(f"{self.path} is not there.", "Check that its drive is connected.") from problem
        except OSError as problem:
            raise _unreadable(self.path, problem) from problem

    def open(self, name: str) -> BufferedIOBase:
        """Open a file for reading. Raises OSError."""
        return (self.path / name).open("rb")

    def place_bytes(self, name: str, data: bytes) -> Placed:
        """Write a small file. Raises NameTaken or PublishFailed."""
        return place(self.path, name, [data])

    def place_copy(self, name: str, source: Path) -> Placed:
        """Copy a file in. Raises NameTaken or PublishFailed."""
        with said_plainly(self.path), source.open("rb") as original:
            return place(self.path, name, chunks_of(original))

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
        return sorted(found)  # commits first, the oldest first: one cut short leaves no gap among those that count


def folder_name(department: str) -> str:
    """Return a department's name as every file system takes it. Raises UserFacingError when nothing of it is left."""
    kept = "".join(letter for letter in department if letter.isalnum() or letter in " -_'&").strip()
    if not kept:
        raise UserFacingError("That name can't be a folder's name.", "Use letters and numbers.")
    return kept


def document_name(kind: str, number: int) -> str:
    """Return ``org-000001.json`` or ``commit-000001.json``."""
    return f"{kind}-{number:06d}.json"


def _unreadable(path: Path, problem: OSError) -> CannotOpenDepartment:
    if problem.errno in {errno.EACCES, errno.EPERM}:
        return CannotOpenDepartment(
            f"You have no permission to read {path}.", "Ask who looks after the drive for access."
        )
    if problem.errno in {errno.ENOENT, errno.EISDIR}:
        return CannotOpenDepartment(f"{path} is missing from the department.", "Restore the department from a backup.")
    return FolderUnreachable(f"{path} cannot be read.", "Check that its drive is connected and try again.")
