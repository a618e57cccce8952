"""What is read: a file on a disk, or bytes already in memory that no disk may ever hold in the clear."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class HeldFile:
    """A file's bytes under the name people are told; it reaches the reading process through its pipe."""

    name: str
    content: bytes = field(repr=False)


Source = Path | HeldFile
