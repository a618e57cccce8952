"""The columns of the exposure log. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.ui.screens.data.exposure.state import ExposureLine
from cdconsole.ui.tables.column import Alignment, Column


def key_of(line: ExposureLine) -> str:
    """Return a line's id."""
    return line.entry.id


def _whose(line: ExposureLine) -> str:
    return line.whose


def _kind(line: ExposureLine) -> str:
    return f"{line.entry.kind.letter}  {line.entry.kind.value}"


def _first(line: ExposureLine) -> str:
    return date_text(line.entry.first)


def _first_key(line: ExposureLine) -> date:
    return line.entry.first


def _last(line: ExposureLine) -> str:
    return date_text(line.entry.last)


def _last_key(line: ExposureLine) -> date:
    return line.entry.last


def _lost(line: ExposureLine) -> str:
    return f"{line.entry.fraction * 100:g}%"


def _lost_key(line: ExposureLine) -> float:
    return line.entry.fraction


def _note(line: ExposureLine) -> str:
    return line.remark


EXPOSURE_COLUMNS: tuple[Column[ExposureLine], ...] = (
    Column("Whose", _whose, width=190, tooltip=_whose),
    Column("Kind", _kind, width=150, tooltip=_kind),
    Column("First day", _first, _first_key, width=110),
    Column("Last day", _last, _last_key, width=110),
    Column("Lost", _lost, _lost_key, Alignment.RIGHT, width=70),
    Column("Note", _note, tooltip=_note),
)
