"""The words and columns of planned against delivered. No Qt."""

from __future__ import annotations

from cdconsole.domain.job_plan_delivery import JobPlanDelivery, PlannedDelivered
from cdconsole.ui.tables.column import Alignment, Column

EXPLAINED = (
    "Planned counts working weeks (42 of 52 unless the plan says otherwise). After leave counts every week that the"
    " exposure log does not show as away. Rows are counted by the words of their activity. Differences have many"
    " causes; look at the exposure log first."
)


def delivery_words(delivery: JobPlanDelivery | None) -> str:
    """Return the period and the days away."""
    if delivery is None:
        return "Counting planned and delivered sessions"
    if not delivery.kinds:
        return f"{delivery.period}: no clinics, lists, rounds or take shifts planned or imported."
    return f"{delivery.period}: {delivery.days} days, {delivery.days_away:g} of them away by the exposure log."


def _kind(one: PlannedDelivered) -> str:
    return one.kind.value


def _planned(one: PlannedDelivered) -> str:
    return f"{one.planned:.1f}"


def _after(one: PlannedDelivered) -> str:
    return f"{one.after_exposure:.1f}"


def _delivered(one: PlannedDelivered) -> str:
    if not one.is_imported:
        return "None of this kind imported"
    return f"{one.delivered:,} of {one.scheduled:,} imported"


def _rows(one: PlannedDelivered) -> str:
    return ", ".join(one.rows) or ("On-call rota" if one.planned else "Not in the plan")


DELIVERY_COLUMNS: tuple[Column[PlannedDelivered], ...] = (
    Column("Kind", _kind, width=130),
    Column("Planned", _planned, alignment=Alignment.RIGHT, width=84),
    Column("After leave", _after, alignment=Alignment.RIGHT, width=90),
    Column("Took place", _delivered, width=200),
    Column("Rows of the plan", _rows, tooltip=_rows),
)
