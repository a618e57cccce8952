"""A folder that somebody copies extracts into: its files, and which of them are new and complete."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class WatchedState(Enum):
    """Where a file of a watched folder stands; the value is what a list shows."""

    ARRIVING = "Still arriving"
    NEW = "New"
    IMPORTED = "Imported before"


@dataclass(frozen=True)
class WatchedFile:
    """One file of a watched folder.

    ``size`` in bytes and ``modified`` in nanoseconds tell whether it is still being copied: a file is complete once
    two looks found both the same. ``sha256`` is empty until then. ``imported`` says when and by whom it was imported.
    """

    path: str
    size: int
    modified: int
    sha256: str = ""
    imported: str = ""

    @property
    def state(self) -> WatchedState:
        """Return where it stands."""
        if not self.sha256:
            return WatchedState.ARRIVING
        return WatchedState.IMPORTED if self.imported else WatchedState.NEW
