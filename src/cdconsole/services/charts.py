"""A clinician's page: each measure as an SPC chart with its reading, n, denominator, team's line and records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LimitKind, LimitMark
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Form, Source
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlanPanel
from cdconsole.domain.measure import (
    ClinicianCharts,
    Measure,
    MeasureChart,
    MeasureId,
    MonthlyValue,
)
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.domain.spc import AssuranceIcon, RuleProfile, SpcChart, VariationIcon
from cdconsole.services.challenge_notes import with_notes
from cdconsole.services.chance_words import chance_words
from cdconsole.services.chart_marks import with_marks
from cdconsole.services.definitions import definition, on_clinician_page
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.episode_notes import with_episode_note
from cdconsole.services.exposure_weeks import plan_on
from cdconsole.services.few_cases import judged
from cdconsole.services.figures import n_text
from cdconsole.services.limit_changes import LimitMarks, limit_marks, marks_in
from cdconsole.services.quality_marks import ChartMarks, checked_of, deliveries_in
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.released_quarters import with_interpretations
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.services.tasks import Task
from cdconsole.services.validation_states import validation_state
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from cdconsole.storage import activity, exposures, goals, reviews

PROFILE = RuleProfile.MDC
_CHARTS_KEPT = 512
_BESIDE_CHARTS = frozenset(
    {
        *(Topic.CLINICIAN, Topic.JOB_PLAN, Topic.EXPOSURE, Topic.SESSION, Topic.IMPORT),
        *(Topic.REVIEW, Topic.GOAL),
    }
)
_NOTHING = "Not available: nothing that this measure counts is known of the months asked for."

_RECORDS = {
    Source.SPELLS: "spells",
    Source.TAKE: "reviews on take",
    Source.CLINICS: "clinics",
    Source.THEATRE: "theatre lists",
    Source.ENDOSCOPY: "endoscopy lists",
    Source.WARD_LIST: "inpatients on the ward list",
    Source.JOB_PLANS: "sessions",
    Source.COUNTS: "reported counts",
}

Floats = npt.NDArray[np.float64]


@handles(ShowClinicianCharts)
def show_clinician_charts(session: Session, request: ShowClinicianCharts, task: Task) -> ClinicianCharts:
    """Return one clinician's page, and have the look entered in the audit trail. Raises as ``clinician_charts``."""
    page = clinician_charts(session, request, task)
    looked(session, Looking.CHARTS, page.clinician.id)
    return page


def clinician_charts(
    session: Session, request: ShowClinicianCharts, task: Task, data: DepartmentData | None = None
) -> ClinicianCharts:
    """Return one clinician's page, with the measures asked for, else those chosen for it; of all data unless given.

    Raises NotEntitled for an administrator, UserFacingError for somebody or a measure that is not there.
    """
    session.require(Section.REVIEW)
    data = data or department_data(session)
    clinician = data.clinician(request.clinician)
    wanted = tuple(definition(session, one) for one in request.measures) or on_clinician_page(session)
    if data.period is None:
        panel = _panel(session, data, clinician, Period.ending(Quarter.of(session.clock.today()).period.last, 12))
        return ClinicianCharts(clinician, panel.period, panel, (), (), PROFILE, data.data_to)
    period = data.last_months(request.months)
    task.checkpoint()
    panel = _panel(session, data, clinician, period)
    whose = _Drawn(clinician.id, limit_marks(session), request.as_recorded)
    state = validation_state(session, data, clinician.id, _with_spells(data, clinician.id, period))
    checked = None if request.as_recorded else checked_of(state)
    marks = ChartMarks(data, clinician.id, deliveries_in(session, period), session.clock.today(), checked)
    charts = tuple(_measure_chart(data, whose, measure, period) for measure in wanted)
    marked = _marked(session, data, clinician.id, charts, (marks, period))
    return ClinicianCharts(
        *(clinician, period, panel, marked, panel.exposures, PROFILE, data.data_to),
        votes_text=state.changed_text,
        is_as_recorded=request.as_recorded,
        chance=chance_words(marked),
    )


def team_charts(
    session: Session, data: DepartmentData, months: int, measures: tuple[MeasureId, ...] = ()
) -> tuple[MeasureChart, ...]:
    """Return one chart a measure for the whole team: of the measures asked for, else of all in use."""
    if data.period is None:
        return ()
    period = data.last_months(months)
    marks = ChartMarks(data, None, deliveries_in(session, period), session.clock.today())
    whose = _Drawn(None, limit_marks(session))
    wanted = tuple(definition(session, one) for one in measures) or data.measures
    charts = tuple(_measure_chart(data, whose, measure, period) for measure in wanted)
    return _marked(session, data, None, charts, (marks, period))


def _marked(
    session: Session,
    data: DepartmentData,
    whose: Whose,
    charts: tuple[MeasureChart, ...],
    marking: tuple[ChartMarks, Period],
) -> tuple[MeasureChart, ...]:
    """Return charts with challenges, their quality marks over a period, episodes that lack, and what people noted."""
    marks, period = marking
    found = (marks.on(chart, period) for chart in with_notes(session, whose, charts))
    charted = tuple(with_episode_note(session, data, whose, one, period) for one in found)
    return with_interpretations(session, whose, with_marks(session, whose, charted))


def monthly_values(
    data: DepartmentData, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False
) -> tuple[MonthlyValue, ...]:
    """Return months of one measure of a clinician or of the team, with the job plan's denominator of a count."""
    values = data.monthly(whose, measure, as_recorded=as_recorded).values(period)
    return _with_weeks(values, measure, _weeks(data, whose, measure, period))


@lru_cache(maxsize=_CHARTS_KEPT)
def spc_chart(measure: Measure, values: tuple[MonthlyValue, ...], marks: tuple[LimitMark, ...] = ()) -> SpcChart:
    """Return the control chart of monthly values that the definition asks for, under the department's rule profile.

    Limits follow the ``marks`` that people put on these months. The last charts are kept: people go back and forth
    between clinicians, and a change leaves most charts as they are.
    """
    points = [SeriesPoint(value.month.first, value.value, value.numerator, value.denominator) for value in values]
    held = marks_in(marks, (value.month for value in values))
    rebase = tuple(mark.month.first for mark in held if mark.kind is LimitKind.REBASE)
    excluded = tuple(mark.month.first for mark in held if mark.kind is LimitKind.EXCLUDE)
    options = ChartOptions(
        *(PROFILE, measure.improvement), target=measure.target, kind=measure.chart, rebase=rebase, excluded=excluded
    )
    return control_chart(points, options)


class _Drawn(NamedTuple):
    """Whose charts they are, None for the team's, whose limits were changed, and whether votes are left aside."""

    id: Whose
    limits: LimitMarks
    as_recorded: bool = False


def _measure_chart(data: DepartmentData, whose: _Drawn, measure: Measure, period: Period) -> MeasureChart:
    drawn = data.drawn(whose.id, measure, period)
    if why := _why_not(data, whose.id, measure, drawn):
        return _without_chart(measure, why)
    values = monthly_values(data, whose.id, measure, drawn, as_recorded=whose.as_recorded)
    if measure.counting.source is not Source.SPELLS and all(value.value is None for value in values):
        return _without_chart(measure, _NOTHING)
    n = data.source(measure).n_text(whose.id, measure, drawn, n_text(measure, values))
    team = (None, "The whole team") if whose.id is None else _team_line(data, whose.id, measure, drawn)
    return _chart(measure, values, n, team, whose.limits.get((whose.id, measure.id), ()))


def _why_not(data: DepartmentData, whose: Whose, measure: Measure, drawn: Period) -> str:
    """Return why there is no chart of a measure; nothing where there is one."""
    why = data.source(measure).unavailable(whose, measure)
    if why or len(drawn):
        return why
    return f"Not available: no {_RECORDS[measure.counting.source]} are known of the months asked for."


def _with_spells(data: DepartmentData, clinician: ClinicianId, period: Period) -> Period:
    """Return the months of a period from a clinician's first spell on: those whose records can be checked."""
    started = Month.of(date.fromordinal(data.spells.people.get(clinician, 1)))
    return Period(min(max(started, period.first), period.last), period.last)


def _chart(
    measure: Measure,
    values: tuple[MonthlyValue, ...],
    n: str,
    team: tuple[Floats | None, str],
    marks: tuple[LimitMark, ...],
) -> MeasureChart:
    chart, said = judged(measure, spc_chart(measure, values, marks), values)
    line, note = team
    return MeasureChart(
        measure=measure,
        chart=chart,
        reading=said,
        n_text=n,
        team=() if line is None else tuple(None if np.isnan(value) else float(value) for value in line),
        team_note=note,
        quality="",
        limit_marks=marks_in(marks, (value.month for value in values)),
    )


def _weeks(data: DepartmentData, whose: Whose, measure: Measure, period: Period) -> Floats:
    """Return the DCC PA-weeks [months] that a count is beside."""
    return data.team_pa_weeks(measure, period) if whose is None else data.pa_weeks(whose, period)


def _with_weeks(values: tuple[MonthlyValue, ...], measure: Measure, weeks: Floats) -> tuple[MonthlyValue, ...]:
    if measure.counting.form is not Form.COUNT:
        return values
    return tuple(
        replace(value, denominator=0.0 if np.isnan(week) else round(float(week), 2))
        for value, week in zip(values, weeks, strict=True)
    )


def _team_line(
    data: DepartmentData, clinician: ClinicianId, measure: Measure, period: Period
) -> tuple[Floats | None, str]:
    """Return the team's line for one clinician's chart, and what it is.

    For a count it is the team's work per DCC PA-week times the clinician's own DCC PA-weeks, so that a part-time
    plan is set beside a part-time share; never the average per consultant.
    """
    everybody = data.monthly(None, measure)
    start = period.first.index - everybody.first.index
    stop = start + len(period)
    noun = _RECORDS[measure.counting.source]
    if measure.counting.form is not Form.COUNT:
        return everybody.value[start:stop], f"Team: all {noun} of the department together"
    total, people = data.team_pa_weeks(measure, period), data.source(measure).people
    weeks = data.pa_weeks(clinician, period)
    missing = sum(1 for clinician in people if not data.plans.get(clinician))
    if missing:
        return None, f"No team line: {missing} of {len(people)} clinicians have no job plan"
    if np.isnan(weeks).any() or np.isnan(total).any() or not total.all():
        return None, "No team line: the job plans do not cover these months"
    return everybody.numerator[start:stop] / total * weeks, f"Team: its {noun} per DCC PA, at this job plan's DCC PAs"


def _without_chart(measure: Measure, why: str) -> MeasureChart:
    empty = SpcChart((), PROFILE, measure.improvement, VariationIcon.NONE, AssuranceIcon.NONE, None, is_trial=False)
    return MeasureChart(measure, empty, why, "", (), "", "", unavailable=why)


def _panel(session: Session, data: DepartmentData, clinician: Clinician, period: Period) -> JobPlanPanel:
    """Return what stands beside the charts, read again only after a change."""
    name = f"job plan panel of {clinician.id}, {period}"
    return session.keep(name, _BESIDE_CHARTS, lambda: _read_panel(session, data, clinician, period))


def _read_panel(session: Session, data: DepartmentData, clinician: Clinician, period: Period) -> JobPlanPanel:
    with session.snapshot(Section.RECORDS) as snapshot:
        absent = exposures.in_period(snapshot, clinician.id, period)
        delivered = activity.delivery(snapshot, clinician.id, period)
        shifts = activity.take_shift_count(snapshot, clinician.id, period)
    with session.snapshot(Section.REVIEW) as snapshot:
        last_review = reviews.last_held(snapshot, clinician.id)
        open_goals = goals.count_open(snapshot, clinician.id)
    plan = plan_on(data.plans.get(clinician.id, ()), period.last.last.toordinal())
    return JobPlanPanel(plan, clinician.interests, absent, delivered, shifts, period, last_review, open_goals)
