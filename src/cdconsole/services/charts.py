"""A clinician's page: each measure as an SPC chart with its reading, n, denominator, team's line and records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import ValidationState, Vote
from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Period, Quarter, clinical_text
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.job_plan import JobPlanPanel
from cdconsole.domain.measure import (
    ClinicianCharts,
    Measure,
    MeasureChart,
    MeasureId,
    MonthlyValue,
    PointRecords,
    SpellRecord,
    Unit,
)
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListMeasures, ShowClinicianCharts, ShowPointRecords
from cdconsole.domain.spc import AssuranceIcon, RuleProfile, SpcChart, VariationIcon
from cdconsole.services.challenge_notes import with_notes
from cdconsole.services.definitions import BY_ID, MEASURES
from cdconsole.services.department_data import DepartmentData, department_data, first_month_with_spells
from cdconsole.services.exposure_weeks import plan_on
from cdconsole.services.monthly_values import MonthlyMeasure, calculate, counted_spells, in_numerator
from cdconsole.services.quality_marks import ChartMarks, checked_of, deliveries_in
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.stats.reading import reading
from cdconsole.stats.xmr import ChartOptions, SeriesPoint, xmr_chart
from cdconsole.storage import activity, attribution, batches, exposures, goals, reviews, spells
from cdconsole.storage.spell_columns import of_spells

PROFILE = RuleProfile.MDC
_DATES_ONLY = "Not available: dates only. The extract has no discharge times."

Floats = npt.NDArray[np.float64]


@handles(ShowClinicianCharts)
def show_clinician_charts(session: Session, request: ShowClinicianCharts, task: Task) -> ClinicianCharts:
    """Return one clinician's page, and have the look entered in the audit trail. Raises as ``clinician_charts``."""
    page = clinician_charts(session, request, task)
    looked(session, Looking.CHARTS, page.clinician.id)
    return page


def clinician_charts(session: Session, request: ShowClinicianCharts, task: Task) -> ClinicianCharts:
    """Return one clinician's page. Raises NotEntitled for an administrator, UserFacingError without data."""
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician = _known(data, request.clinician)
    if data.period is None:
        panel = _panel(session, data, clinician, Period.ending(Quarter.of(session.clock.today()).period.last, 12))
        return ClinicianCharts(clinician, panel.period, panel, (), (), PROFILE, data.data_to)
    period = data.last_months(request.months)
    task.checkpoint()
    started = first_month_with_spells(data, clinician.id)
    drawn = period if started is None else Period(min(max(started, period.first), period.last), period.last)
    panel = _panel(session, data, clinician, period)
    weeks = data.pa_weeks(clinician.id, drawn)
    whose = _Whose(clinician.id, request.as_recorded)
    state = _validation(session, clinician.id, drawn)
    behind = [data.validated[clinician.id]] if clinician.id in data.validated else []
    checked = None if request.as_recorded else checked_of(state)
    marks = ChartMarks(deliveries_in(session, drawn), session.clock.today(), checked)
    charts = tuple(_clinician_chart(data, whose, measure, drawn, weeks) for measure in MEASURES)
    marked = tuple(marks.on(chart, behind, drawn) for chart in with_notes(session, clinician.id, charts))
    return ClinicianCharts(
        *(clinician, period, panel, marked, panel.exposures, PROFILE, data.data_to),
        votes_text=state.changed_text,
        is_as_recorded=request.as_recorded,
    )


@handles(ShowPointRecords)
def point_records(session: Session, request: ShowPointRecords, _task: Task) -> PointRecords:
    """Return the spells behind one point, newest first, each with what it counted for."""
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician, measure = _known(data, request.clinician), BY_ID[request.measure]
    looked(session, Looking.RECORDS, clinician.id)
    months = Period(request.month, request.month)
    with session.snapshot(Section.RECORDS) as snapshot:
        discharged = spells.discharged_between(snapshot, clinician.id, months)
        votes = attribution.votes_of(snapshot, clinician.id)
        given = () if request.as_recorded else attribution.shared_with(snapshot, clinician.id, months)
        names = {batch.id: batch.file_name for batch in batches.list_batches(snapshot)}
    taken = set() if request.as_recorded else {key for key, vote in votes.items() if vote.vote is Vote.NOT_MINE}
    records = tuple(
        replace(_record(spell, counted, names), key=spell.source_key, vote=votes.get(spell.source_key))
        for spell in discharged
        if (counted := "not counted: not mine" if spell.source_key in taken else _counted_as(measure, spell))
    ) + tuple(
        _record(spell, f"{counted}, shared", names) for spell in given if (counted := _counted_as(measure, spell))
    )
    counting = [*(spell for spell in discharged if spell.source_key not in taken), *given]
    [value] = calculate(of_spells(counting), measure.id, months).values(months)
    summary = f"{clinician.name}: {_value_sentence(measure, value)}"
    return PointRecords(f"{measure.title}, {request.month}", summary, records, data.colleagues(clinician.id))


@handles(ListMeasures)
def measures(_session: Session, _request: ListMeasures, _task: Task) -> tuple[Measure, ...]:
    """Return the definition cards."""
    return MEASURES


def team_charts(session: Session, data: DepartmentData, months: int) -> tuple[MeasureChart, ...]:
    """Return one chart a measure for the whole team."""
    if data.period is None:
        return ()
    period = data.last_months(months)
    weeks = data.team_pa_weeks(period)
    marks, everybody = ChartMarks(deliveries_in(session, period), session.clock.today()), tuple(data.columns.values())
    whose = (None, "The whole team")
    charts = tuple(_chart(data, measure, data.team[measure.id], period, weeks, whose) for measure in MEASURES)
    return tuple(marks.on(chart, everybody, period) for chart in with_notes(session, None, charts))


def monthly_values(
    data: DepartmentData, clinician: ClinicianId, measure: MeasureId, period: Period, *, as_recorded: bool = False
) -> tuple[MonthlyValue, ...]:
    """Return one clinician's months of one measure, with the job plan's denominator where the measure is a count."""
    own = data.own[clinician, measure]
    shown = data.recorded.get((clinician, measure), own) if as_recorded else own
    return _with_weeks(shown.values(period), BY_ID[measure], data.pa_weeks(clinician, period))


def team_values(data: DepartmentData, measure: MeasureId, period: Period) -> tuple[MonthlyValue, ...]:
    """Return the whole team's months of one measure, denominators likewise."""
    return _with_weeks(data.team[measure].values(period), BY_ID[measure], data.team_pa_weeks(period))


def spc_chart(measure: Measure, values: tuple[MonthlyValue, ...]) -> SpcChart:
    """Return the XmR chart of monthly values under the department's rule profile."""
    points = [SeriesPoint(value.month.first, value.value, value.numerator, value.denominator) for value in values]
    return xmr_chart(points, ChartOptions(profile=PROFILE, improvement=measure.improvement))


class _Whose(NamedTuple):
    """Whose chart it is, and whether their votes are left aside."""

    clinician: ClinicianId
    as_recorded: bool


def _clinician_chart(
    data: DepartmentData, whose: _Whose, measure: Measure, period: Period, weeks: Floats
) -> MeasureChart:
    clinician = whose.clinician
    if (clinician, measure.id) not in data.own:
        return _without_chart(measure, "No spells have been imported for this clinician.")
    own = data.own[clinician, measure.id]
    if whose.as_recorded:
        own = data.recorded.get((clinician, measure.id), own)
    if measure.needs_times and not has_times(data, clinician):
        return _without_chart(measure, _DATES_ONLY)
    return _chart(data, measure, own, period, weeks, _team_line(data, measure, period, weeks))


def _validation(session: Session, clinician: ClinicianId, period: Period) -> ValidationState:
    with session.snapshot(Section.RECORDS) as snapshot:
        return attribution.state(snapshot, clinician, period)


def _chart(
    data: DepartmentData,
    measure: Measure,
    own: MonthlyMeasure,
    period: Period,
    weeks: Floats,
    team: tuple[Floats | None, str],
) -> MeasureChart:
    values = _with_weeks(own.values(period), measure, weeks)
    if measure.needs_times and not any(has_times(data, clinician) for clinician in data.validated):
        return _without_chart(measure, _DATES_ONLY)
    chart = spc_chart(measure, values)
    line, note = team
    return MeasureChart(
        measure=measure,
        chart=chart,
        reading=reading(chart, measure),
        n_text=_n_text(measure, values),
        team=() if line is None else tuple(None if np.isnan(value) else float(value) for value in line),
        team_note=note,
        quality="",
    )


def _with_weeks(values: tuple[MonthlyValue, ...], measure: Measure, weeks: Floats) -> tuple[MonthlyValue, ...]:
    if measure.id is not MeasureId.SPELLS:
        return values
    return tuple(
        replace(value, denominator=0.0 if np.isnan(week) else round(float(week), 2))
        for value, week in zip(values, weeks, strict=True)
    )


def _team_line(data: DepartmentData, measure: Measure, period: Period, weeks: Floats) -> tuple[Floats | None, str]:
    """Return the team's line for one clinician's chart, and what it is.

    For a count it is the team's work per DCC PA-week times the clinician's own DCC PA-weeks, so that a part-time
    plan is set beside a part-time share; never the average per consultant.
    """
    everybody = data.team[measure.id]
    start = period.first.index - everybody.first.index
    stop = start + len(period)
    if measure.id is not MeasureId.SPELLS:
        return everybody.value[start:stop], "Team: all spells of the department together"
    total = data.team_pa_weeks(period)
    missing = sum(1 for clinician in data.columns if not data.plans.get(clinician))
    if missing:
        return None, f"No team line: {missing} of {len(data.columns)} clinicians have no job plan"
    if np.isnan(weeks).any() or np.isnan(total).any() or not total.all():
        return None, "No team line: the job plans do not cover these months"
    return everybody.numerator[start:stop] / total * weeks, "Team: its spells per DCC PA, at this job plan's DCC PAs"


def _n_text(measure: Measure, values: tuple[MonthlyValue, ...]) -> str:
    numerator = sum(value.numerator for value in values)
    denominator = sum(value.denominator for value in values)
    months = f"{len(values)} month{'s' if len(values) != 1 else ''}"
    if measure.unit is Unit.PERCENT:
        return f"n {numerator:,.0f} of {denominator:,.0f} {measure.denominator_noun}, {months}"
    if measure.unit is Unit.DAYS:
        return f"n {denominator:,.0f} {measure.denominator_noun}, {months}"
    return f"n {numerator:,.0f} spells, {months}" + (
        f" / {denominator:,.0f} {measure.denominator_noun}" if denominator else "; no job plan, so no denominator"
    )


def _value_sentence(measure: Measure, value: MonthlyValue) -> str:
    shown = measure.value_text(value.value)
    if measure.unit is Unit.PERCENT:
        return f"{shown}, {value.numerator:,.0f} of {value.denominator:,.0f} {measure.denominator_noun}."
    if measure.unit is Unit.DAYS:
        return f"median {shown} over {value.denominator:,.0f} {measure.denominator_noun}."
    return f"{shown} spells."


def _counted_as(measure: Measure, spell: Spell) -> str:
    """Return what a spell counted for in a measure; nothing where the measure leaves it out."""
    alone = of_spells([spell])
    if not counted_spells(alone, measure.id)[0]:
        return ""
    is_event = bool(in_numerator(alone, measure.id)[0])
    if measure.id is MeasureId.BEFORE_MIDDAY:
        return "before midday" if is_event else "midday or later"
    if measure.id is MeasureId.DAY_CASE_RATE:
        return "day case" if is_event else "stayed"
    return "counted"


def _record(spell: Spell, counted: str, batch_names: Mapping[BatchId, str]) -> SpellRecord:
    discharged = spell.discharged
    return SpellRecord(
        pseudonym=spell.pseudonym[:8],
        admitted=clinical_text(spell.admitted, has_times=spell.has_times),
        discharged="" if discharged is None else clinical_text(discharged, has_times=spell.has_times),
        length_of_stay_days=spell.length_of_stay_days,
        patient_class=spell.patient_class.value,
        admission_method=spell.admission.value,
        ward=spell.ward,
        counted=counted,
        batch="" if spell.batch_id is None else batch_names.get(spell.batch_id, ""),
    )


def _without_chart(measure: Measure, why: str) -> MeasureChart:
    empty = SpcChart((), PROFILE, measure.improvement, VariationIcon.NONE, AssuranceIcon.NONE, None, is_trial=False)
    return MeasureChart(measure, empty, why, "", (), "", "", unavailable=why)


def has_times(data: DepartmentData, clinician: ClinicianId) -> bool:
    """Return whether a clinician's records have times of day."""
    return bool((data.validated[clinician].discharged_minute >= 0).any())


def _known(data: DepartmentData, clinician: ClinicianId) -> Clinician:
    if clinician not in data.clinicians:
        raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
    return data.clinicians[clinician]


def _panel(session: Session, data: DepartmentData, clinician: Clinician, period: Period) -> JobPlanPanel:
    with session.snapshot(Section.RECORDS) as snapshot:
        absent = exposures.in_period(snapshot, clinician.id, period)
        delivered = activity.delivery(snapshot, clinician.id, period)
        shifts = activity.take_shift_count(snapshot, clinician.id, period)
    with session.snapshot(Section.REVIEW) as snapshot:
        last_review = reviews.last_held(snapshot, clinician.id)
        open_goals = goals.count_open(snapshot, clinician.id)
    plan = plan_on(data.plans.get(clinician.id, ()), period.last.last.toordinal())
    return JobPlanPanel(plan, clinician.interests, absent, delivered, shifts, period, last_review, open_goals)
