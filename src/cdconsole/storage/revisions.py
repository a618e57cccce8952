"""Catch edits of a record that somebody else changed since it was read."""

from __future__ import annotations

from cdconsole.domain.errors import StaleEdit


def check_revision(stored: int | None, edited: int, what: str) -> None:
    """Raise StaleEdit unless the stored revision, None where the record is gone, is the one that was edited."""
    if stored is None:
        raise StaleEdit(f"{what} is no longer there.", "Reload the page.")
    if stored != edited:
        raise StaleEdit(
            f"{what} was changed by somebody else while you were editing.", "Reload it and make the change again."
        )
