"""The columns of the list of people, of their charts, and of two quarters side by side. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.domain.quarter import ComparedMeasure, InterpretedMeasure, QuarterRow, ReleaseMode
from cdconsole.ui.tables.column import Column

_SHORT = {"Common-cause variation": "Common cause", "Special cause earlier in the quarter": "Earlier month"}


def _name(row: QuarterRow) -> str:
    return row.name


def _state(row: QuarterRow) -> str:
    """Return where it stands as it fits the column; how it was released is in the tooltip and the heading."""
    if row.release is None:
        return row.state
    if row.release.mode is ReleaseMode.NOT_RELEASED:
        return "not released, reason kept"
    disputed = ", disputed" if row.is_disputed or row.release.is_disputed else ""
    return f"released {date_text(row.release.at.astimezone().date())}{disputed}"


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
    words = _SHORT.get(icon, icon.removeprefix("Special cause: "))
    return words[:1].upper() + words[1:]


def _change(one: ComparedMeasure) -> str:
    return one.change


PEOPLE_COLUMNS: tuple[Column[QuarterRow], ...] = (
    Column("Whose", _name, width=172, tooltip=_name, sorts=False),
    Column("Quarter", _state, width=206, tooltip=_missing, sorts=False),
    Column("Review", _review, width=132, tooltip=_review, sorts=False),
)
CHART_COLUMNS: tuple[Column[InterpretedMeasure], ...] = (
    Column("Chart", _title, width=242, tooltip=_title, sorts=False),
    Column("Interpretation", _stands, width=268, tooltip=_stands, sorts=False),
)


def compared_columns(before: str, now: str) -> tuple[Column[ComparedMeasure], ...]:
    """Return the columns of two quarters side by side, under their months."""
    return (
        Column("Measure", _measure, width=170, tooltip=_measure, sorts=False),
        Column(before, _before, width=256, tooltip=_before, sorts=False),
        Column(now, _now, width=256, tooltip=_now, sorts=False),
        Column("Special cause", _change, width=148, tooltip=_change, sorts=False),
        Column("Variation then", _short_before, width=126, tooltip=_icon_before, sorts=False),
        Column("Variation now", _short_now, width=152, tooltip=_icon_now, sorts=False),
    )
