"""What a director should read of somebody's charts before a review: what changed since the last, and best quarters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cdconsole.domain.calendar import Month, Period, Quarter, date_text
from cdconsole.domain.job_plan import Exposure, JobPlan, PaCategory
from cdconsole.domain.job_plan_changes import differences
from cdconsole.domain.measure import Controllable, MeasureChart
from cdconsole.domain.preparation import PreparedLine
from cdconsole.domain.spc import Improvement, SpcPoint, SpecialCause, SpecialDirection
from cdconsole.services.exposure_weeks import plan_on
from cdconsole.services.goal_figures import mean_of

_FEWEST_QUARTERS, _MONTHS_OF_QUARTER = 4, 3
_PLAN_CHANGES_NAMED, _MONTHS_BEFORE = 3, 2


@dataclass(frozen=True)
class Beside:
    """What explains figures: job plans, oldest or newest first, and the exposure log of the months that are shown."""

    plans: Sequence[JobPlan]
    exposures: Sequence[Exposure]


@dataclass(frozen=True)
class Signal:
    """A special cause on a chart in ``months``; ``is_old`` says that it was there before these months began."""

    chart: MeasureChart
    months: Period
    is_improvement: bool
    is_old: bool

    @property
    def sentence(self) -> str:
        """Return the measure and its one-sentence reading."""
        return f"{self.chart.measure.title}. {self.chart.spoken_reading}"


def signals_since(charts: Iterable[MeasureChart], first: Month) -> tuple[Signal, ...]:
    """Return the charts that a special cause marks in a month from ``first`` on, in the order of the charts."""
    return tuple(found for chart in charts if (found := _signal(chart, first)) is not None)


def signal_line(signal: Signal, beside: Beside) -> PreparedLine:
    """Return a signal with its n and denominator, and what stands beside it: plan, absences, notes, challenges."""
    chart, months = signal.chart, signal.months
    points = tuple(point for point in chart.chart.points if point.on in months)
    said = [f"These months: {mean_of(chart.measure, points)[1]}.", f"The whole chart: {chart.n_text}."]
    if signal.is_old:
        said.append("It was there before these months began.")
    said += _plan_words(beside.plans, months)
    said += _exposure_words(beside.exposures, months)
    said += [f"Note on {note}" for note in chart.notes if note.month.first in months]
    said += [f"{mark}." for mark in chart.limit_marks if mark.month.first in months]
    said += [f"{cycle}" for cycle in chart.cycles if cycle.month.first in months]
    said += [f"{note}" for note in chart.challenges]
    said += [text for text in (chart.measure.context_text, chart.quality_words) if text]
    return PreparedLine(signal.sentence, tuple(said), chart.measure.id)


def best_quarters(charts: Iterable[MeasureChart]) -> tuple[PreparedLine, ...]:
    """Return a clinician's own best quarter of each measure that has a better way and that they can change.

    The mean of the quarter's three months, as a goal's baseline is; only quarters whose months all have a value, none
    left out of the limits and none under challenge, at least four of them. A best of several is partly chance.
    """
    return tuple(line for chart in charts if (line := _best_quarter(chart)) is not None)


def _signal(chart: MeasureChart, first: Month) -> Signal | None:
    if chart.unavailable:
        return None
    points = chart.chart.points
    new = [point for point in points if Month.of(point.on) >= first]
    marked = [point for point in new if point.special_cause is not SpecialCause.NONE]
    if not marked and not (new and chart.chart.runs and chart.chart.runs[-1].is_signal):
        return None
    spoken_of = marked or new
    before = [point for point in points if Month.of(point.on) < first]
    is_old = bool(before) and before[-1].special_cause is not SpecialCause.NONE
    is_old = is_old and spoken_of[0] is new[0] and before[-1].direction is spoken_of[0].direction
    months = Period(Month.of(spoken_of[0].on), Month.of(spoken_of[-1].on))
    return Signal(chart, months, spoken_of[-1].direction is SpecialDirection.IMPROVEMENT, is_old)


def _plan_words(plans: Sequence[JobPlan], months: Period) -> Iterator[str]:
    plan = plan_on(plans, months.last.last.toordinal())
    if plan is None:
        yield "No job plan was in force."
        return
    care = f"DCC {plan.pas_in(PaCategory.DCC):g}"
    yield f"Job plan from {date_text(plan.effective_from)}: {plan.total_pas:g} PAs, {care}."
    before = plan_on(plans, plan.effective_from.toordinal() - 1)
    is_new = Month.of(plan.effective_from) >= months.first - _MONTHS_BEFORE
    if before is not None and is_new:
        changes = [change for change in differences(before, plan) if not change.startswith("Starts on")]
        named = " ".join(changes[:_PLAN_CHANGES_NAMED])
        more = len(changes) - _PLAN_CHANGES_NAMED
        yield f"It changed then: {named}" + (f" And {more} more." if more > 0 else "")


def _exposure_words(exposures: Iterable[Exposure], months: Period) -> Iterator[str]:
    for entry in exposures:
        if entry.first <= months.last.last and entry.last >= months.first.first:
            whose = ", the whole department" if entry.clinician_id is None else ""
            yield f"{entry.kind.value}{whose}: {date_text(entry.first)} to {date_text(entry.last)}."


def _best_quarter(chart: MeasureChart) -> PreparedLine | None:
    measure = chart.measure
    if chart.unavailable or measure.improvement is Improvement.NEITHER or measure.controllable is Controllable.NO:
        return None
    means: dict[Quarter, tuple[float, str]] = {}
    for quarter, points in _whole_quarters(chart).items():
        value, said = mean_of(measure, points)
        if value is not None and sum(point.denominator or 0.0 for point in points) >= measure.minimum_n:
            means[quarter] = value, said
    if len(means) < _FEWEST_QUARTERS:
        return None
    pick = max if measure.improvement is Improvement.UP else min
    said = pick(means.values(), key=lambda mean: mean[0])[1]
    return PreparedLine(f"{measure.title}: {said}, the best of {len(means)} quarters.", measure=measure.id)


def _whole_quarters(chart: MeasureChart) -> dict[Quarter, tuple[SpcPoint, ...]]:
    disputed = {month for note in chart.challenges if note.is_open for month in note.period}
    found: defaultdict[Quarter, list[SpcPoint]] = defaultdict(list)
    for point in chart.chart.points:
        if point.value is not None and not point.is_excluded and Month.of(point.on) not in disputed:
            found[Quarter.of(point.on)].append(point)
    return {quarter: tuple(points) for quarter, points in found.items() if len(points) == _MONTHS_OF_QUARTER}
