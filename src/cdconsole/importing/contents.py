"""Takes a file's bytes from a disk or from memory, bounded, and says in plain words why it cannot."""

from __future__ import annotations

import stat
from pathlib import Path

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.limits import MEGABYTE, Limits
from cdconsole.importing.source import HeldFile, Source

CHOOSE_ANOTHER = "Choose another file."


def content_of(source: Source, limits: Limits) -> bytes:
    """Return a file's bytes. Raises ImportRefused if it is empty, too large, or cannot be read."""
    content = source.content if isinstance(source, HeldFile) else _read(source, limits)
    if not content or content.isspace():
        raise ImportRefused(f"{source.name} is empty.", "Export the file again.")
    if len(content) > limits.file_bytes:
        raise ImportRefused(
            f"{source.name} is larger than {limits.file_bytes // MEGABYTE:,} MB.",
            "Split it, for example by year, and import the parts one after another.",
        )
    return content


def refusal(error: OSError, name: str) -> ImportRefused:
    """Return what an operating system's error means for the file called ``name``."""
    if isinstance(error, FileNotFoundError):
        return ImportRefused(f"{name} is not there any more.", CHOOSE_ANOTHER)
    if isinstance(error, PermissionError):
        return ImportRefused(
            f"You may not read {name}.", "Ask whoever owns it for permission, or copy it to your own folder."
        )
    return ImportRefused(f"{name} cannot be read from its disk or share.", "Copy it to this computer and try again.")


def _read(path: Path, limits: Limits) -> bytes:
    """Return a file's bytes; of one that is too large, one more than allowed."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ImportRefused(f"{path.name} is a folder, not a file.", "Choose the file inside it.")
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefused(f"{path.name} is not an ordinary file.", CHOOSE_ANOTHER)
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except OSError as error:
        raise refusal(error, path.name) from None
