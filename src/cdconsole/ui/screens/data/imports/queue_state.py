"""Several files on their way in: one line each, with what it waits for. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from cdconsole.domain.extract import ExtractPreview


class FileStage(Enum):
    """How far a file is; the value is what its line says."""

    WAITING = "Waiting"
    READING = "Reading"
    READY = "Ready to import"
    ASKS = "Needs your answer"
    IMPORTING = "Importing"
    STORED = "Imported"
    REFUSED = "Not imported"


@dataclass(frozen=True)
class QueuedFile:
    """One file; ``said`` is what is known of it in words, ``preview`` what it looks like once it was read."""

    path: str
    stage: FileStage = FileStage.WAITING
    said: str = ""
    preview: ExtractPreview | None = None

    @property
    def name(self) -> str:
        """Return the file's name."""
        return PurePath(self.path).name

    @property
    def is_running(self) -> bool:
        """Return whether something is going on with it."""
        return self.stage in (FileStage.READING, FileStage.IMPORTING)

    @property
    def is_over(self) -> bool:
        """Return whether nothing is left to do with it."""
        return self.stage in (FileStage.STORED, FileStage.REFUSED)
