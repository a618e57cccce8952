"""Freeze a quarter: everybody's charts and the team's as they are, with what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from operator import attrgetter

from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Form, Source
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart, MonthlyValue
from cdconsole.domain.people import Section
from cdconsole.domain.quarter import (
    FrozenDefinition,
    FrozenFigures,
    FrozenMeasure,
    QuarterFigure,
    QuarterFreeze,
    Whose,
    months_text,
)
from cdconsole.domain.quarter_requests import FreezeQuarter
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.chance_words import chance_words
from cdconsole.services.charts import clinician_charts, team_charts
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.expected_values import expected_words
from cdconsole.services.exports import complete_quarters
from cdconsole.services.figures import value_sentence
from cdconsole.services.monthly_values import over_period
from cdconsole.services.registry import handles
from cdconsole.services.reviews import job_plan_text
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import exposures, quarters
from cdconsole.storage.quarters import NewFreeze

TEAM = "The whole team"
_MONTHS_DRAWN = 36


@handles(FreezeQuarter)
def freeze_quarter(session: Session, request: FreezeQuarter, task: Task) -> QuarterFreeze:
    """Store everybody's charts as they stood at the quarter's end, worked out from the data as they are today.

    Raises NotEntitled, Cancelled, RuleBroken: ``quarter`` where months of it lack, ``reason`` where it is frozen
    already and nobody says why it is frozen again.
    """
    session.require(Section.REVIEW)
    quarter, reason = request.quarter, request.reason.strip()
    data = department_data(session)
    if quarter not in complete_quarters(data):
        raise RuleBroken(
            f"The data do not cover {months_text(quarter)} yet: they go to {data.data_to}.",
            "Import the missing months, or choose an earlier quarter.",
            "quarter",
        )
    with session.snapshot(Section.REVIEW) as snapshot:
        version = _next_version(quarters.everything(snapshot), quarter, reason)
    until = data.until(quarter.period.last)
    figures = dict(_everybody(session, until, quarter, task))
    definitions = {
        one.chart.measure.id: FrozenDefinition(one.chart.measure.id, one.chart.measure.version, one.chart.measure.title)
        for each in figures.values()
        for one in each.measures
    }
    task.checkpoint()
    with session.unit_of_work(Section.REVIEW, reason=reason) as work:
        new = NewFreeze(quarter, version, reason, data.data_to, tuple(definitions.values()), figures)
        made = quarters.add(work, new)
        work.audit("froze the quarter", str(quarter) if version == 1 else f"{quarter}, version {version}")
        work.commit()
    return made


def _next_version(known: Iterable[QuarterFreeze], quarter: Quarter, reason: str) -> int:
    newest = max((one.version for one in known if one.quarter == quarter), default=0)
    if newest and not reason:
        raise RuleBroken(
            f"{months_text(quarter)} is frozen already.", "Say why it is frozen again; the earlier is kept.", "reason"
        )
    return newest + 1


def _everybody(
    session: Session, data: DepartmentData, quarter: Quarter, task: Task
) -> Iterator[tuple[Whose, FrozenFigures]]:
    """Yield the figures of each clinician who has any, by name, and then the team's."""
    people = sorted((one for one in data.clinicians.values() if one.is_attributable), key=attrgetter("order"))
    for done, clinician in enumerate(people):
        task.report(done, len(people) + 1, "Freezing everybody's charts")
        found = _own(session, data, clinician, quarter, task)
        if found.has_figures:
            yield clinician.id, found
    task.report(len(people), len(people) + 1, "Freezing the team's charts")
    yield None, _team(session, data, quarter)


def _own(session: Session, data: DepartmentData, clinician: Clinician, quarter: Quarter, task: Task) -> FrozenFigures:
    page = clinician_charts(session, ShowClinicianCharts(clinician.id, _MONTHS_DRAWN), task, data)
    measures = _frozen(data, clinician.id, page.charts, quarter.period)
    return FrozenFigures(
        *(clinician.name, page.period, measures, job_plan_text(page.panel), page.shading),
        *(page.chance, page.votes_text, _together(measures)),
    )


def _team(session: Session, data: DepartmentData, quarter: Quarter) -> FrozenFigures:
    period = data.last_months(_MONTHS_DRAWN)
    charts = team_charts(session, data, _MONTHS_DRAWN)
    measures = _frozen(data, None, charts, quarter.period)
    shading = _departments_own(session, period)
    return FrozenFigures(TEAM, period, measures, "", shading, chance_words(charts), "", _together(measures))


def _departments_own(session: Session, period: Period) -> tuple[Exposure, ...]:
    """Return what held for the whole department, as a closure."""
    with session.snapshot(Section.RECORDS) as snapshot:
        found = exposures.everything_in(snapshot, period)
    return tuple(one for one in found if one.clinician_id is None and not one.withdrawn)


def _frozen(
    data: DepartmentData, whose: Whose, charts: Iterable[MeasureChart], quarter: Period
) -> tuple[FrozenMeasure, ...]:
    return tuple(_one(data, whose, replace(chart, interpreted=""), quarter) for chart in charts)


def _one(data: DepartmentData, whose: Whose, chart: MeasureChart, quarter: Period) -> FrozenMeasure:
    figure = _figure(data, whose, chart, quarter)
    measure, case_mix = chart.measure, ""
    if figure is not None and whose is not None and measure.counting.source is Source.SPELLS:
        case_mix = expected_words(data.spells, whose, measure, quarter)
    return FrozenMeasure(chart, figure, case_mix, _looked_at(chart))


def _looked_at(chart: MeasureChart) -> str:
    """Return the hash of what an interpretation is of: definition, n, points and limits, and nothing written beside."""
    points = (
        f"{one.on} {one.value!r} {one.numerator!r} {one.denominator!r} {one.centre!r} {one.lower!r} {one.upper!r}"
        f" {one.special_cause.name} {one.is_excluded}"
        for one in chart.chart.points
    )
    lines = (f"{chart.measure.id} {chart.measure.version}", chart.n_text, *points)
    return sha256("\n".join(lines).encode()).hexdigest()


def _figure(data: DepartmentData, whose: Whose, chart: MeasureChart, quarter: Period) -> QuarterFigure | None:
    """Return a measure over the quarter: a median of its records again, else the sums of its months."""
    months = [point for point in chart.chart.points if point.on in quarter]
    if chart.unavailable or not months:
        return None
    measure, form = chart.measure, chart.measure.counting.form
    numerator = sum(point.numerator or 0.0 for point in months)
    denominator = sum(point.denominator or 0.0 for point in months)
    value: float | None = numerator if form is Form.COUNT else (numerator / denominator if denominator else None)
    counted = data.source(measure).counted(whose, measure) if form is Form.MEDIAN else None
    if counted is not None:
        whole = over_period(counted, form, quarter)
        numerator, denominator, value = whole.numerator, whole.denominator, whole.value
    words = value_sentence(measure, MonthlyValue(Month.of(months[0].on), numerator, denominator, value))
    if form is Form.COUNT:
        per = f"{denominator:,.0f} {measure.denominator_noun}" if denominator else "no job plan, so no denominator"
        words = f"{words.removesuffix('.')} / {per}."
    return QuarterFigure(numerator, denominator, value, words)


def _together(measures: Iterable[FrozenMeasure]) -> str:
    return sha256("".join(one.sha256 for one in measures).encode()).hexdigest()
