"""The columns of the list of measures. No Qt."""

from __future__ import annotations

from cdconsole.ui.screens.data.measures.state import MeasureLine
from cdconsole.ui.tables.column import Column


def key_of(line: MeasureLine) -> str:
    """Return a line's id."""
    return line.definition.id


def _title(line: MeasureLine) -> str:
    return line.definition.measure.title


def _outcome(line: MeasureLine) -> str:
    return line.outcome


def _state(line: MeasureLine) -> str:
    return line.state


MEASURE_COLUMNS: tuple[Column[MeasureLine], ...] = (
    Column("Measure", _title, width=230, tooltip=_title),
    Column("State", _state, width=80),
    Column("Outcome it serves", _outcome, tooltip=_outcome),
)
