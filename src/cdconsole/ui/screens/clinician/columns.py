"""The columns of the records behind a point, and of their case mix. No Qt."""

from __future__ import annotations

from collections.abc import Hashable

from cdconsole.domain.calendar import MONTH_NAMES
from cdconsole.domain.case_mix import CaseMixLine
from cdconsole.domain.measure import SpellRecord
from cdconsole.ui.tables.column import Alignment, Column

Numbered = tuple[int, SpellRecord]


def numbered(records: tuple[SpellRecord, ...]) -> tuple[Numbered, ...]:
    """Return records with their place in the answer: a pseudonym may stand there twice."""
    return tuple(enumerate(records))


def place_of(row: Numbered) -> Hashable:
    """Return what tells rows apart."""
    return row[0]


def _days(row: Numbered) -> str:
    days = row[1].length_of_stay_days
    return "" if days is None else str(days)


def _days_key(row: Numbered) -> int:
    days = row[1].length_of_stay_days
    return -1 if days is None else days


def _pseudonym(row: Numbered) -> str:
    return row[1].pseudonym


def _admitted(row: Numbered) -> str:
    return row[1].admitted


def _discharged(row: Numbered) -> str:
    return row[1].discharged


def _class(row: Numbered) -> str:
    return row[1].patient_class


def _method(row: Numbered) -> str:
    return row[1].admission_method


def _ward(row: Numbered) -> str:
    return row[1].ward


def _age(row: Numbered) -> str:
    return row[1].age_band


def _hrg(row: Numbered) -> str:
    return row[1].hrg


def _said(row: Numbered) -> str:
    vote = row[1].vote
    return "" if vote is None or vote.vote is None else vote.vote.value


def _comment(row: Numbered) -> str:
    return "" if row[1].vote is None else row[1].vote.comment


def _counted(row: Numbered) -> str:
    return row[1].counted


def _import(row: Numbered) -> str:
    return row[1].batch


def _admitted_key(row: Numbered) -> tuple[int, int, int, str]:
    return _when(row[1].admitted)


def _discharged_key(row: Numbered) -> tuple[int, int, int, str]:
    return _when(row[1].discharged)


def _when(written: str) -> tuple[int, int, int, str]:
    """Return what ``3 Nov 2026 10:42`` sorts by; nothing sorts first."""
    day, month, year, *time = written.split() or ("0", MONTH_NAMES[0], "0")
    return int(year), MONTH_NAMES.index(month), int(day), "".join(time)


def _stratum(line: CaseMixLine) -> str:
    return line.stratum


def _group(line: CaseMixLine) -> str:
    return line.group


def _own(line: CaseMixLine) -> str:
    return line.own


def _own_value(line: CaseMixLine) -> str:
    return line.own_value


def _team(line: CaseMixLine) -> str:
    return line.team


def _team_value(line: CaseMixLine) -> str:
    return line.team_value


MIX_COLUMNS: tuple[Column[CaseMixLine], ...] = (
    Column("By", _stratum, width=84),
    Column("Group", _group, tooltip=_group, width=146),
    Column("Own n", _own, alignment=Alignment.RIGHT, width=78),
    Column("Own", _own_value, alignment=Alignment.RIGHT, width=70),
    Column("Team n", _team, alignment=Alignment.RIGHT, width=106),
    Column("Team", _team_value, alignment=Alignment.RIGHT, width=72),
)

RECORD_COLUMNS: tuple[Column[Numbered], ...] = (
    Column("Said", _said, tooltip=_comment, width=72),
    Column("Patient", _pseudonym, width=94),
    Column("Admitted", _admitted, sort_key=_admitted_key, width=162),
    Column("Discharged", _discharged, sort_key=_discharged_key, width=162),
    Column("Days", _days, sort_key=_days_key, alignment=Alignment.RIGHT, width=52),
    Column("Counted as", _counted, width=120),
    Column("Class", _class, width=156),
    Column("Admission", _method, width=96),
    Column("Age", _age, width=72),
    Column("HRG", _hrg, width=84),
    Column("Ward", _ward, width=104),
    Column("Import", _import, tooltip=_import, width=200),
)
