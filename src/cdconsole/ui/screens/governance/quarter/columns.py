"""The columns of the list of people, of their charts, and of two quarters side by side. No Qt."""

from __future__ import annotations

from cdconsole.domain.quarter import ComparedMeasure, InterpretedMeasure, QuarterRow
from cdconsole.ui.tables.column import Column

_SHORT = (
    ("Common-cause variation", "Common cause"),
    ("Special cause earlier in the quarter", "Special, earlier"),
    ("Special cause: ", "Special: "),
)


def _name(row: QuarterRow) -> str:
    return row.name


def _state(row: QuarterRow) -> str:
    return row.state


def _missing(row: QuarterRow) -> str:
    return "\n".join((row.state, *row.missing))


def _review(row: QuarterRow) -> str:
    return row.review


def _title(one: InterpretedMeasure) -> str:
    return one.title


def _stands(one: InterpretedMeasure) -> str:
    return one.state


def _measure(one: ComparedMeasure) -> str:
    return one.title


def _before(one: ComparedMeasure) -> str:
    return one.before


def _now(one: ComparedMeasure) -> str:
    return one.now


def _icon_before(one: ComparedMeasure) -> str:
    return one.icon_before


def _icon_now(one: ComparedMeasure) -> str:
    return one.icon_now


def _short_before(one: ComparedMeasure) -> str:
    return _short(one.icon_before)


def _short_now(one: ComparedMeasure) -> str:
    return _short(one.icon_now)


def _short(icon: str) -> str:
    """Return an icon's words as they fit a column; the whole of them is its tooltip."""
    for whole, short in _SHORT:
        icon = icon.replace(whole, short)
    return icon


def _change(one: ComparedMeasure) -> str:
    return one.change


PEOPLE_COLUMNS: tuple[Column[QuarterRow], ...] = (
    Column("Whose", _name, width=168, tooltip=_name, sorts=False),
    Column("Quarter", _state, width=222, tooltip=_missing, sorts=False),
    Column("Review", _review, width=124, tooltip=_review, sorts=False),
)
CHART_COLUMNS: tuple[Column[InterpretedMeasure], ...] = (
    Column("Chart", _title, width=250, tooltip=_title, sorts=False),
    Column("Interpretation", _stands, width=256, tooltip=_stands, sorts=False),
)


def compared_columns(before: str, now: str) -> tuple[Column[ComparedMeasure], ...]:
    """Return the columns of two quarters side by side, under their months."""
    return (
        Column("Measure", _measure, width=180, tooltip=_measure, sorts=False),
        Column(before, _before, width=230, tooltip=_before, sorts=False),
        Column(now, _now, width=230, tooltip=_now, sorts=False),
        Column("Special cause", _change, width=144, tooltip=_change, sorts=False),
        Column("Variation then", _short_before, width=160, tooltip=_icon_before, sorts=False),
        Column("Variation now", _short_now, width=160, tooltip=_icon_now, sorts=False),
    )
