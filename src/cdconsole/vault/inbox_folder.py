"""The folder ``inbox/`` of a department: whoever may write there drops data packs, without any key."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import UserFacingError
from cdconsole.vault.data_pack import LARGEST_PACK, MEGABYTE
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.placing import NameTaken

_LEFT_BY_SYSTEMS = frozenset({"desktop.ini", "thumbs.db"})
_MOST_NAMESAKES = 1000


@dataclass(frozen=True)
class Lying:
    """A file in the inbox; ``problem`` says why it can't be read, and its hash is then empty."""

    name: str
    size: int
    sha256: str
    problem: str = ""


class InboxFolder:
    """Files are added under new names, read whole, and removed. Every method raises UserFacingError."""

    def __init__(self, department: Path) -> None:
        self.path = department / "inbox"

    def files(self) -> tuple[Lying, ...]:
        """Return the ordinary files there, by name: not hidden ones, and none whose name can't be shown."""
        try:
            if not self.path.is_dir():
                return ()
            return tuple(sorted(self._lying(), key=_by_name))
        except OSError as problem:
            raise UserFacingError(
                f"The inbox {self.path} can't be read ({problem.strerror}).", "Check that its drive is connected."
            ) from problem

    def read(self, sha256: str) -> tuple[str, bytes]:
        """Return the name and the bytes of the file with this content."""
        for lying in self.files():
            if lying.sha256 == sha256:
                data = self._content(lying.name)
                if hashlib.sha256(data).hexdigest() == sha256:
                    return lying.name, data
        raise UserFacingError("That pack is not in the inbox any more.", "Look at the inbox again.")

    def add(self, source: Path) -> str:
        """Copy a file in and return its name there; where the name is taken, a number is put to it."""
        try:
            if source.name.startswith(".") or not source.name.isprintable():
                raise UserFacingError(f"{source.name!r} is no name for a data pack.", "Give the file another name.")
            self.path.mkdir(mode=0o700, exist_ok=True)
            if source.stat().st_size > LARGEST_PACK:
                raise UserFacingError(
                    f"{source.name} is larger than a data pack can be.", "Ask the sender to seal it in parts."
                )
            for name in _names(source):
                try:
                    return DepartmentFolder(self.path).place_copy(name, source).name
                except NameTaken:
                    continue
        except OSError as problem:
            raise UserFacingError(
                f"{source.name} can't be copied to the inbox ({problem.strerror}).", "Check the file and the folder."
            ) from problem
        raise UserFacingError(f"The inbox is full of files called {source.name}.", "Remove some of them.")

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is gone already."""
        try:
            if Path(name).name == name:
                (self.path / name).unlink(missing_ok=True)
        except OSError as problem:
            raise UserFacingError(
                f"{name} can't be removed from the inbox ({problem.strerror}).", f"Remove it from {self.path} yourself."
            ) from problem

    def _lying(self) -> Iterator[Lying]:
        for path in self.path.iterdir():
            name = path.name
            if name.startswith(".") or not name.isprintable() or name.casefold() in _LEFT_BY_SYSTEMS:
                continue
            with suppress(FileNotFoundError):  # removed meanwhile
                status = path.lstat()
                if stat.S_ISREG(status.st_mode):
                    yield _measured(path, status.st_size)

    def _content(self, name: str) -> bytes:
        try:
            with (self.path / name).open("rb") as file:
                return file.read(LARGEST_PACK + 1)
        except OSError as problem:
            raise UserFacingError(
                f"{name} can't be read ({problem.strerror}).", "Look at the inbox again."
            ) from problem


def _measured(path: Path, size: int) -> Lying:
    if size > LARGEST_PACK:
        return Lying(path.name, size, "", f"It is larger than {LARGEST_PACK // MEGABYTE} MB.")
    try:
        with path.open("rb") as file:
            return Lying(path.name, size, hashlib.file_digest(file, "sha256").hexdigest())
    except PermissionError:
        return Lying(path.name, size, "", "You may not read it.")


def _names(source: Path) -> Iterator[str]:
    yield source.name
    for number in range(2, _MOST_NAMESAKES):
        yield f"{source.stem} ({number}){source.suffix}"


def _by_name(lying: Lying) -> str:
    return lying.name
