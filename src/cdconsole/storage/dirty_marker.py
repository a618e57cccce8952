"""A note beside a local file that it holds work found nowhere else, and what it is based on; it outlives a crash."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cdconsole.storage.disk import disk_asked


@dataclass(frozen=True)
class Base:
    """A published file that work is based on: its SHA-256, empty where there was none, and the epoch of its key."""

    sha256: str = ""
    epoch: int = 1


class DirtyMarker:
    """The marker of one local file: a small file that names the published state the work is based on.

    Where merged work takes the place of the file, both bases stand in it until that has happened; the file's own hash
    says which of them holds. So the base and the work change together, whatever comes in between.
    """

    def __init__(self, file: Path) -> None:
        self._path = file.with_suffix(".dirty")

    @property
    def is_set(self) -> bool:
        """Return whether the file holds unpublished work. Raises UserFacingError where the disk does not say."""
        with disk_asked():
            return self._path.exists()

    @property
    def base(self) -> Base:
        """Return the base of the work."""
        return _read(self._path.read_text(encoding="ascii").partition("\n")[0])

    def set(self, base: Base) -> None:
        """Set the marker, durably, before the first change; nothing happens where it is set already."""
        if not self.is_set:
            self.replace(base)

    def replace(self, base: Base) -> None:
        """Name another base for the work that is there, durably."""
        self._write([f"{base.sha256} {base.epoch}"])

    def announce(self, base: Base, sha256: str) -> None:
        """Name the base of a file of this SHA-256, which is about to take the place of the one there."""
        now = self.base
        self._write([f"{now.sha256} {now.epoch}", f"{base.sha256} {base.epoch} {sha256}"])

    def settle(self, hash_of_file: Callable[[], str]) -> None:
        """Decide between two bases, where a crash came while one took the other's place."""
        lines = self._path.read_text(encoding="ascii").splitlines() if self.is_set else []
        if len(lines) > 1:
            after, _, sha256 = lines[1].rpartition(" ")
            self.replace(_read(after if hash_of_file() == sha256 else lines[0]))

    def clear(self) -> None:
        """Take the marker away."""
        with disk_asked():
            self._path.unlink(missing_ok=True)

    def _write(self, lines: list[str]) -> None:
        fresh = self._path.with_suffix(".marking")
        with disk_asked():
            with fresh.open("w", encoding="ascii") as file:
                file.write("\n".join(lines))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            sync_folder(self._path.parent)


def _read(line: str) -> Base:
    sha256, _, epoch = line.partition(" ")  # before departments had epochs there was the hash only
    return Base(sha256, int(epoch or "1"))


def sync_file(path: Path) -> None:
    """Make a file's content durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make a changed list of files durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
