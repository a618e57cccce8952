"""A clinician's charts as tables: as drawn today, as frozen with each review, and their definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.definition_text import field_texts
from cdconsole.domain.held import HeldCount, HeldPart, HeldTable
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureChart
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.domain.review import Goal, Review
from cdconsole.services.charts import clinician_charts
from cdconsole.services.definitions import in_use
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import quarters, reviews

_ALL_MONTHS = 12 * 100
_VALUES = (
    *("measure", "definition version", "month", "numerator", "denominator", "value"),
    *("mean", "lower limit", "upper limit", "special cause", "left out of limits"),
)
_READINGS = ("measure", "definition version", "reading", "n and denominator", "data quality", "not available because")
_GOALS = ("goal", "action", "measure", "baseline", "target", "support", "due", "status", "outcome")
_TEAM_LEFT_OUT = "The team's line is left out: it is about others."


def charts_of(session: Session, clinician: ClinicianId, task: Task) -> ClinicianCharts:
    """Return every measure in use over all months for one clinician, without the team's line."""
    every = tuple(measure.id for measure in in_use(session))
    page = clinician_charts(session, ShowClinicianCharts(clinician, _ALL_MONTHS, measures=every), task)
    return replace(page, charts=tuple(map(_alone, page.charts)))


def chart_tables(page: ClinicianCharts) -> tuple[HeldTable, ...]:
    """Return the monthly values, the readings and the definitions of charts as they are drawn today."""
    return (
        _table("Measures, month by month", _VALUES, [row for chart in page.charts for row in _values(chart)]),
        _table("What the charts say", _READINGS, list(map(_reading, page.charts))),
        _table(
            "Definitions of these measures",
            ("measure", "definition version", "field", "text"),
            [
                (chart.measure.title, str(chart.measure.version), *field)
                for chart in page.charts
                for field in field_texts(chart.measure)
            ],
        ),
    )


def frozen_tables(session: Session, clinician: ClinicianId) -> tuple[HeldTable, ...]:
    """Return the values of charts that were frozen with reviews and quarters, and goals as they stood at the lock."""
    with session.snapshot(Section.REVIEW) as snapshot:
        found = reviews.of_clinician(snapshot, clinician)
    frozen = [
        (_day(review), *row)
        for review in found
        if review.charts is not None
        for chart in review.charts.charts
        for row in _values(chart)
    ]
    plans = [
        (_day(review), review.charts.job_plan, review.charts.data_to) for review in found if review.charts is not None
    ]
    quarters_frozen = list(_quarters(session, clinician))
    goals = [(_day(review), *row) for review in found for row in map(_goal, (*review.goals, *review.carried_forward))]
    return (
        _table("Charts frozen with reviews, month by month", ("review", *_VALUES), frozen, HeldPart.REVIEWS),
        _table("Figures frozen with quarters", ("quarter", *_VALUES), quarters_frozen, HeldPart.READING),
        _table("Job plans frozen with reviews", ("review", "job plan", "data to"), plans, HeldPart.REVIEWS),
        _table("Goals as reviews show them", ("review", *_GOALS), goals, HeldPart.REVIEWS),
    )


def _quarters(session: Session, clinician: ClinicianId) -> Iterator[tuple[str, ...]]:
    """Yield the values of every version of every frozen quarter that has a part of this clinician."""
    with session.snapshot(Section.REVIEW) as snapshot:
        for frozen in quarters.everything(snapshot):
            if any(part.clinician == clinician for part in frozen.parts):
                for one in quarters.figures_of(snapshot, frozen.id, clinician).measures:
                    yield from ((f"{frozen.quarter}, version {frozen.version}", *row) for row in _values(one.chart))


def _table(
    title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], part: HeldPart = HeldPart.CHARTS
) -> HeldTable:
    kept = tuple(rows)
    return HeldTable(HeldCount(part, title, len(kept)), columns, kept)


def _alone(chart: MeasureChart) -> MeasureChart:
    return replace(chart, team=tuple(None for _ in chart.team), team_note=_TEAM_LEFT_OUT)


def _values(chart: MeasureChart) -> Iterator[tuple[str, ...]]:
    for point in chart.chart.points:
        numbers = (point.numerator, point.denominator, point.value, point.centre, point.lower, point.upper)
        yield (
            *(chart.measure.title, str(chart.measure.version), Month.of(point.on).iso(), *map(_number, numbers)),
            *(point.special_cause.value.replace("_", " "), "yes" if point.is_excluded else ""),
        )


def _reading(chart: MeasureChart) -> tuple[str, ...]:
    measure = chart.measure
    said = (chart.spoken_reading, chart.n_text, chart.quality_words if not chart.unavailable else "")
    return measure.title, str(measure.version), *said, chart.unavailable


def _goal(goal: Goal) -> tuple[str, ...]:
    return (
        *(goal.text, goal.action, goal.measure or goal.no_measure_reason, goal.baseline_text, _number(goal.target)),
        *(goal.support, date_text(goal.due), goal.status.value, goal.outcome),
    )


def _day(review: Review) -> str:
    return date_text(review.held_on) or f"in preparation since {date_text(review.started.date())}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
