"""The columns of what is past its period, of the periods, and of clinicians with their holds. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.retention import Leaver, PastPeriod, RetentionRule
from cdconsole.ui.tables.column import Alignment, Column


def _clinician(one: PastPeriod) -> str:
    return one.clinician


def _title(one: PastPeriod) -> str:
    return one.title


def _rows(one: PastPeriod) -> str:
    return f"{one.rows:,}"


def _rows_key(one: PastPeriod) -> object:
    return one.rows


def _oldest(one: PastPeriod) -> str:
    return date_text(one.oldest)


def _oldest_key(one: PastPeriod) -> object:
    return one.oldest or date.max


def _rule(one: PastPeriod) -> str:
    return one.rule


def _standing(one: PastPeriod) -> str:
    return one.standing


PAST_COLUMNS: tuple[Column[PastPeriod], ...] = (
    Column("Clinician", _clinician, tooltip=_clinician, width=125),
    Column("Kind of record", _title, tooltip=_rule, width=120),
    Column("Records", _rows, _rows_key, Alignment.RIGHT, width=70),
    Column("Oldest", _oldest, _oldest_key, width=112),
    Column("Standing", _standing, tooltip=_standing),
)


def _part(rule: RetentionRule) -> str:
    return rule.part.value


def _period(rule: RetentionRule) -> str:
    return rule.sentence


def _source(rule: RetentionRule) -> str:
    return f"{rule.source} ({rule.person})" if rule.person else rule.source


RULE_COLUMNS: tuple[Column[RetentionRule], ...] = (
    Column("What", _part, tooltip=_part, width=200),
    Column("Kept", _period, width=180),
    Column("Which schedule says so", _source, tooltip=_source),
)


def _name(leaver: Leaver) -> str:
    return leaver.name


def _left(leaver: Leaver) -> str:
    return date_text(leaver.left_on)


def _left_key(leaver: Leaver) -> object:
    return leaver.left_on or date.max


def _hold(leaver: Leaver) -> str:
    return "" if leaver.hold is None else leaver.hold.reason


LEAVER_COLUMNS: tuple[Column[Leaver], ...] = (
    Column("Clinician", _name, width=180),
    Column("Left on", _left, _left_key, width=110),
    Column("Held, because", _hold, tooltip=_hold),
)
