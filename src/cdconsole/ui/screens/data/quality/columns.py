"""The columns of a quality report and of the list of things to mend. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.data_quality import FixItem, FixState, QualityLine
from cdconsole.ui.tables.column import Alignment, Column

Numbered = tuple[int, QualityLine]


def _about(row: Numbered) -> str:
    return row[1].aspect.value


def _place(row: Numbered) -> object:
    return row[0]


def _found(row: Numbered) -> str:
    return row[1].sentence


def _share(row: Numbered) -> str:
    share = row[1].share
    return "" if share is None else f"{share:.1%}"


def _share_key(row: Numbered) -> object:
    share = row[1].share
    return -1.0 if share is None else share


def _care(row: Numbered) -> str:
    return "Look at this" if row[1].needs_care else ""


REPORT_COLUMNS: tuple[Column[Numbered], ...] = (
    Column("About", _about, _place, width=150),
    Column("Found", _found, tooltip=_found, width=560),
    Column("Share", _share, _share_key, Alignment.RIGHT, width=80),
    Column("", _care),
)


def _kind(item: FixItem) -> str:
    return item.aspect.value


def _where(item: FixItem) -> str:
    return item.where


def _what(item: FixItem) -> str:
    return item.what


def _advice(item: FixItem) -> str:
    return item.advice


def _state(item: FixItem) -> str:
    return item.state.value


def _decided(item: FixItem) -> str:
    if item.at is None or item.state is FixState.OPEN:
        return ""
    said = f": {item.note}" if item.note else ""
    return f"{item.person}, {moment_text(item.at)}{said}"


FIX_COLUMNS: tuple[Column[FixItem], ...] = (
    Column("About", _kind, width=140),
    Column("Where", _where, tooltip=_where, width=212),
    Column("What", _what, tooltip=_what, width=268),
    Column("What to do", _advice, tooltip=_advice, width=220),
    Column("State", _state, width=164),
    Column("Decided", _decided, tooltip=_decided),
)
