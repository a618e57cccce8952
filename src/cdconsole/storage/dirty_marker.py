"""A note beside a local file that it holds work found nowhere else; it outlives a crash."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cdconsole.storage.sqlcipher import disk_refused


class DirtyMarker:
    """The marker of one local file: a small file that names the published state the work is based on."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_suffix(".dirty")

    @property
    def is_set(self) -> bool:
        """Return whether the file holds unpublished work."""
        return self._path.exists()

    @property
    def base(self) -> str:
        """Return the SHA-256 of the published file the work is based on, empty where there was none."""
        return self._path.read_text(encoding="ascii")

    def set(self, base: str) -> None:
        """Set the marker, durably, before the first change; nothing happens where it is set already."""
        if self.is_set:
            return
        fresh = self._path.with_suffix(".marking")
        try:
            with fresh.open("w", encoding="ascii") as file:
                file.write(base)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
            sync_folder(self._path.parent)
        except OSError as problem:
            raise disk_refused(self._path.name) from problem

    def clear(self) -> None:
        """Take the marker away."""
        self._path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a changed list of files durable; Windows does so by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
