"""The columns of the list of data queries. No Qt."""

from __future__ import annotations

from datetime import datetime

from cdconsole.domain.calendar import date_text
from cdconsole.domain.challenge import DataQuery
from cdconsole.ui.tables.column import Column


def key_of(query: DataQuery) -> str:
    """Return a row's id."""
    return query.id


def months_text(query: DataQuery) -> str:
    """Return the months that are asked about."""
    return str(query.period.first) if len(query.period) == 1 else str(query.period)


def _state(query: DataQuery) -> str:
    return "Open" if query.is_open else "Answered"


def _whose(query: DataQuery) -> str:
    return query.whose


def _months_key(query: DataQuery) -> object:
    return query.period.first


def _question(query: DataQuery) -> str:
    return query.question


def _asked(query: DataQuery) -> str:
    return date_text(query.asked_at.date())


def _asked_key(query: DataQuery) -> datetime:
    return query.asked_at


QUERY_COLUMNS: tuple[Column[DataQuery], ...] = (
    Column("State", _state, width=90),
    Column("Asked", _asked, _asked_key, width=115),
    Column("Whose records", _whose, width=160, tooltip=_whose),
    Column("Months", months_text, _months_key, width=175),
    Column("Question", _question, tooltip=_question),
)
