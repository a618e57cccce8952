"""The columns of the versions, of the plan being typed, and of the rows an import could not read. No Qt."""

from __future__ import annotations

from functools import partial

from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract import RowFinding
from cdconsole.domain.job_plan import JobPlan
from cdconsole.ui.screens.data.job_plans.state import CELLS, DraftRow
from cdconsole.ui.tables.column import Alignment, Column


def _version(plan: JobPlan) -> str:
    return f"v{plan.version}"


def _version_key(plan: JobPlan) -> object:
    return plan.version


def _starts(plan: JobPlan) -> str:
    return date_text(plan.effective_from)


def _starts_key(plan: JobPlan) -> object:
    return plan.effective_from


def _pas(plan: JobPlan) -> str:
    return f"{plan.total_pas:g}"


def _pas_key(plan: JobPlan) -> object:
    return plan.total_pas


VERSION_COLUMNS: tuple[Column[JobPlan], ...] = (
    Column("Version", _version, _version_key, width=72),
    Column("From", _starts, _starts_key, width=112),
    Column("PAs", _pas, _pas_key, Alignment.RIGHT, width=60),
)


def _always(_row: DraftRow) -> bool:
    return True


def _cell(name: str, row: DraftRow) -> str:
    return str(getattr(row, name))


def _order(row: DraftRow) -> object:
    return row.number


def _typed(title: str, name: str, width: int = 0, alignment: Alignment = Alignment.LEFT) -> Column[DraftRow]:
    return Column(title, partial(_cell, name), _order, alignment, editable=_always, width=width)


_TITLES = ("Activity", "Category", "PAs a week", "Day", "Half day", "Starts", "Ends", "Location", "How often")
_WIDTHS = (150, 80, 96, 48, 78, 60, 62, 120, 0)
DRAFT_COLUMNS: tuple[Column[DraftRow], ...] = tuple(
    _typed(title, name, width, Alignment.RIGHT if name == "pas" else Alignment.LEFT)
    for title, name, width in zip(_TITLES, CELLS, _WIDTHS, strict=True)
)


def _row(finding: RowFinding) -> str:
    return f"{finding.row:,}"


def _row_key(finding: RowFinding) -> object:
    return finding.row


def _column(finding: RowFinding) -> str:
    return finding.column


def _reason(finding: RowFinding) -> str:
    return finding.reason


def _value(finding: RowFinding) -> str:
    return finding.value


REJECTED_COLUMNS: tuple[Column[RowFinding], ...] = (
    Column("Row", _row, _row_key, Alignment.RIGHT, width=72),
    Column("Column", _column, width=150),
    Column("Reason", _reason, width=400),
    Column("Value", _value),
)
