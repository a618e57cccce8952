"""The columns of the team board. No Qt."""

from __future__ import annotations

from cdconsole.domain.team_board import BoardLine
from cdconsole.ui.screens.data.team_board.state import difference_words
from cdconsole.ui.tables.column import Alignment, Column


def _activity(line: BoardLine) -> str:
    return line.activity


def _planned(line: BoardLine) -> str:
    return f"{line.planned:.2f}"


def _planned_key(line: BoardLine) -> object:
    return line.planned


def _plans(line: BoardLine) -> str:
    return f"{line.people} of {len(line.shares)}"


def _plans_key(line: BoardLine) -> object:
    return line.people


def _needed(line: BoardLine) -> str:
    return "" if line.need is None else f"{line.need.pas:.2f}"


def _needed_key(line: BoardLine) -> object:
    return -1.0 if line.need is None else line.need.pas


def _why(line: BoardLine) -> str:
    return "" if line.need is None else line.need.why


BOARD_COLUMNS: tuple[Column[BoardLine], ...] = (
    Column("Activity", _activity, width=201, tooltip=_activity),
    Column("Planned PAs", _planned, _planned_key, Alignment.RIGHT, width=104),
    Column("Plans", _plans, _plans_key, width=80),
    Column("Needed PAs", _needed, _needed_key, Alignment.RIGHT, width=104),
    Column("Difference", difference_words, width=173),
    Column("Why", _why, tooltip=_why),
)
