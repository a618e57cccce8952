"""The columns of the list of challenges. No Qt."""

from __future__ import annotations

from cdconsole.domain.challenge import ChallengeRow
from cdconsole.ui.tables.column import Alignment, Column


def key_of(row: ChallengeRow) -> str:
    """Return a row's id."""
    return row.challenge.id


def _state(row: ChallengeRow) -> str:
    return row.challenge.status.value


def _whose(row: ChallengeRow) -> str:
    return row.whose


def _measure(row: ChallengeRow) -> str:
    return row.measure


def _months(row: ChallengeRow) -> str:
    period = row.challenge.period
    return str(period.first) if len(period) == 1 else str(period)


def _months_key(row: ChallengeRow) -> object:
    return row.challenge.period.first


def _days(row: ChallengeRow) -> str:
    days = row.challenge.turnaround_days
    return "" if days is None else f"{days:,}"


def _days_key(row: ChallengeRow) -> object:
    days = row.challenge.turnaround_days
    return -1 if days is None else days


CHALLENGE_COLUMNS: tuple[Column[ChallengeRow], ...] = (
    Column("State", _state, width=116),
    Column("Whose", _whose, width=172, tooltip=_whose),
    Column("Measure", _measure, width=212, tooltip=_measure),
    Column("Months", _months, _months_key, width=168, tooltip=_months),
    Column("Days", _days, _days_key, Alignment.RIGHT, width=50),
)
