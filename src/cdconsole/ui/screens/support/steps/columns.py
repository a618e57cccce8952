"""The columns of who has a record of support. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.ui.screens.support.steps.state import SupportLine
from cdconsole.ui.tables.column import Column


def key_of(line: SupportLine) -> str:
    """Return a row's key."""
    return line.newest.clinician_id


def _whom(line: SupportLine) -> str:
    return line.newest.clinician


def _now(line: SupportLine) -> str:
    return line.newest.title


def _again(line: SupportLine) -> str:
    return date_text(line.review_on)


def _again_key(line: SupportLine) -> date:
    return line.review_on or date.max


SUPPORT_COLUMNS: tuple[Column[SupportLine], ...] = (
    Column("Clinician", _whom, width=170, tooltip=_whom),
    Column("Newest step", _now, tooltip=_now),
    Column("Look again", _again, _again_key, width=124),
)
