"""All the department's spells as columns and monthly measures, kept in memory until an import changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

import numpy as np

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import AttributionVote, Vote
from cdconsole.domain.calendar import Month, Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Source
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.services.definitions import in_use
from cdconsole.services.exposure_weeks import PaWeeks, dcc_pa_weeks
from cdconsole.services.monthly_values import MonthlyMeasure
from cdconsole.services.session import Session
from cdconsole.services.source_records import SourceRecords, Sources, Whose
from cdconsole.services.spell_records import SpellRecords
from cdconsole.storage import attribution, clinicians, exposures, job_plans, spells
from cdconsole.storage.spell_columns import SpellColumns, joined, of_spells, without

_FIRST_DAYS = 3  # a month counts as whole if somebody was admitted in its first days
_TOPICS = frozenset(
    {Topic.SPELL, Topic.CLINICIAN, Topic.JOB_PLAN, Topic.IMPORT, Topic.EXPOSURE, Topic.ATTRIBUTION, Topic.MEASURE}
)
_NO_SPAN = Period(Month(2000, 1), Month(2000, 1))


@dataclass(frozen=True, eq=False)
class DepartmentData:
    """Everybody's records, and measures of them by month. ``period`` is every complete month of data; None without any.

    ``measures`` are the definitions in use, in the department's order. ``spells`` are among the ``sources``. Monthly
    values are worked out when they are asked for, over ``span``, and kept.
    """

    period: Period | None
    span: Period
    clinicians: Mapping[ClinicianId, Clinician]
    measures: tuple[Measure, ...]
    spells: SpellRecords
    sources: Sources
    plans: Mapping[ClinicianId, tuple[JobPlan, ...]]
    weeks: Mapping[ClinicianId, PaWeeks]
    team_weeks: PaWeeks
    _monthly: dict[tuple[Whose, Measure, bool], MonthlyMeasure] = field(default_factory=dict)

    @property
    def people(self) -> Collection[ClinicianId]:
        """Return everybody whose records there are."""
        return self.weeks.keys()

    def source(self, measure: Measure) -> SourceRecords:
        """Return the records that a measure counts."""
        return self.sources[measure.counting.source]

    def monthly(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month over ``span``, of a clinician or of the team."""
        key = whose, measure, as_recorded
        if key not in self._monthly:
            self._monthly[key] = self.source(measure).monthly(whose, measure, self.span, as_recorded=as_recorded)
        return self._monthly[key]

    @property
    def data_to(self) -> str:
        """Return the last day the data are complete to, as the reader sees it."""
        return "no data yet" if self.period is None else date_text(self.period.last.last)

    def colleagues(self, clinician: ClinicianId) -> tuple[Clinician, ...]:
        """Return everybody else whose work records can be, by name."""
        others = [one for one in self.clinicians.values() if one.is_attributable and one.id != clinician]
        return tuple(sorted(others, key=attrgetter("order")))

    def pa_weeks(self, clinician: ClinicianId, period: Period) -> PaWeeks:
        """Return a clinician's DCC PA-weeks [months] of a part of ``self.period``; NaN before the first job plan."""
        return self._part(self.weeks[clinician], period) if clinician in self.weeks else np.full(len(period), np.nan)

    def team_pa_weeks(self, period: Period) -> PaWeeks:
        """Return everybody's DCC PA-weeks likewise; NaN where anybody has no plan, so that no share is made up."""
        return self._part(self.team_weeks, period)

    def _part(self, months: PaWeeks, period: Period) -> PaWeeks:
        start = 0 if self.period is None else period.first.index - self.period.first.index
        return months[start : start + len(period)]

    def last_months(self, months: int) -> Period:
        """Return the newest complete months, at most as many as there are. Raises UserFacingError without data."""
        if self.period is None:
            raise UserFacingError("There are no complete months of data yet.", "Import an extract of spells on Data.")
        return Period(max(self.period.first, self.period.last - (months - 1)), self.period.last)


def department_data(session: Session) -> DepartmentData:
    """Return the department's data, worked out again only after a change."""
    return session.keep("department data", _TOPICS, lambda: _load(session))


def _load(session: Session) -> DepartmentData:
    with session.snapshot(Section.RECORDS) as snapshot:
        known = {clinician.id: clinician for clinician in clinicians.all_clinicians(snapshot)}
        columns = spells.all_columns(snapshot)
        validated = {**columns, **_as_validated(columns, attribution.changing(snapshot))}
        months = _whole_months(spells.covered_days(snapshot))
        covered = _covered(columns.values(), months)
        away = {who: exposures.in_period(snapshot, who, covered) for who in validated} if covered else {}
        plans = {clinician: job_plans.versions(snapshot, clinician) for clinician in known}
    weeks = {who: dcc_pa_weeks(plans.get(who, ()), away[who], covered) for who in validated} if covered else {}
    stays = SpellRecords(columns, validated, months)
    return DepartmentData(
        *(covered, covered or _NO_SPAN, known, in_use(session), stays, {Source.SPELLS: stays}),
        *(plans, weeks, np.sum(list(weeks.values()), axis=0) if weeks else np.zeros(0)),
    )


def _as_validated(
    columns: Mapping[ClinicianId, SpellColumns], votes: Iterable[tuple[AttributionVote, Spell]]
) -> dict[ClinicianId, SpellColumns]:
    """Return the columns of those for whom a vote changes what counts."""
    not_mine: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
    shared: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
    for vote, spell in votes:
        if vote.vote is Vote.NOT_MINE:
            not_mine[vote.clinician_id].append(spell)
        elif vote.with_clinician is not None and vote.with_clinician != vote.clinician_id:
            shared[vote.with_clinician].append(spell)
    nothing = of_spells(())
    return {
        who: joined(without(columns.get(who, nothing), of_spells(not_mine[who])), of_spells(shared[who]))
        for who in not_mine.keys() | shared.keys()
    }


def _whole_months(spans: Iterable[tuple[date, date]]) -> frozenset[Month]:
    """Return the months that some import covers whole: half a month would look like a fall or a rise."""
    months: set[Month] = set()
    for first_day, last_day in spans:
        first, last = Month.of(first_day), Month.of(last_day)
        months.update(
            Period(first if first_day.day <= _FIRST_DAYS else first + 1, last if last_day == last.last else last - 1)
        )
    return frozenset(months)


def _covered(columns: Iterable[SpellColumns], months: frozenset[Month]) -> Period | None:
    """Return the months from the first covered one in which anybody was discharged to the last covered one."""
    first_days = [int(days.min()) for each in columns if (days := each.discharged_day[each.discharged_day >= 0]).size]
    if not months or not first_days:
        return None
    covered = Period(max(min(months), Month.of(date.fromordinal(min(first_days)))), max(months))
    return covered if len(covered) else None


def first_month_with_spells(data: DepartmentData, clinician: ClinicianId) -> Month | None:
    """Return the first month in which a clinician discharged anybody: earlier zeros would not be theirs."""
    days = data.spells.of(clinician).discharged_day
    first, last = data.span.first.first.toordinal(), data.span.last.last.toordinal()
    inside = days[(days >= first) & (days <= last)]
    return Month.of(date.fromordinal(int(inside.min()))) if inside.size else None
