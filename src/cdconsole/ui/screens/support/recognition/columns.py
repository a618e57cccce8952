"""The columns of the log of thank-yous. No Qt."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.calendar import date_text
from cdconsole.domain.review import Recognition
from cdconsole.ui.corrections.state import thanked_text
from cdconsole.ui.tables.column import Column


def key_of(given: Recognition) -> str:
    """Return a row's id."""
    return given.id


def _on(given: Recognition) -> str:
    return date_text(given.at.astimezone().date())


def _at(given: Recognition) -> datetime:
    return given.at


def _whom(given: Recognition) -> str:
    return given.clinician


def words_of(given: Recognition) -> str:
    """Return the words on one line, and after them what was asked to be corrected."""
    return " ".join(thanked_text(given).split())


def _measured(given: Recognition) -> str:
    return given.measured


def _author(given: Recognition) -> str:
    return given.author


RECOGNITION_COLUMNS: tuple[Column[Recognition], ...] = (
    Column("When", _on, _at, width=124),
    Column("Thanked", _whom, width=180, tooltip=_whom),
    Column("For what", words_of, tooltip=thanked_text),
    Column("By", _author, width=160, tooltip=_author),
    Column("What was measured", _measured, width=230, tooltip=_measured),
)
