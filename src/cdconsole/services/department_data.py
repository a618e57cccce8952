"""All the department's spells as columns and monthly measures, kept in memory until an import changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month, Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Source
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import JobPlan
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.services.covered_months import span_of
from cdconsole.services.definitions import in_use
from cdconsole.services.exposure_weeks import PaWeeks, dcc_pa_weeks
from cdconsole.services.kept_spells import spell_records
from cdconsole.services.monthly_values import MonthlyMeasure
from cdconsole.services.session import Session
from cdconsole.services.source_records import SourceRecords, Sources, Whose
from cdconsole.services.sources import WARD_TOPICS, sources_of
from cdconsole.services.spell_records import SpellRecords
from cdconsole.storage import clinicians, exposures, job_plans
from cdconsole.storage.spell_columns import SpellColumns

_TOPICS = frozenset(
    {
        *(Topic.SPELL, Topic.CLINICIAN, Topic.JOB_PLAN, Topic.IMPORT, Topic.EXPOSURE, Topic.ATTRIBUTION),
        *(Topic.MEASURE, Topic.SESSION, Topic.COUNT),
    }
)
_PLANNED = frozenset({Topic.CLINICIAN, Topic.JOB_PLAN, Topic.EXPOSURE, Topic.IMPORT})
_NO_SPAN = Period(Month(2000, 1), Month(2000, 1))


@dataclass(frozen=True, eq=False)
class DepartmentData:
    """Everybody's records, and measures of them by month.

    ``period`` runs from the first complete month of any source that a measure in use counts to the last; None without
    any. ``measures`` are the definitions in use, in the department's order. ``spells`` are among the ``sources``; the
    others read nothing until they are asked. Monthly values are over ``span``.
    """

    period: Period | None
    span: Period
    clinicians: Mapping[ClinicianId, Clinician]
    measures: tuple[Measure, ...]
    spells: SpellRecords
    sources: Sources
    plans: Mapping[ClinicianId, tuple[JobPlan, ...]]
    weeks: Mapping[ClinicianId, PaWeeks]

    @property
    def people(self) -> Collection[ClinicianId]:
        """Return everybody who has records that a measure in use counts, or spells."""
        return dict.fromkeys(who for source in self._used for who in source.people).keys()

    @property
    def _used(self) -> list[SourceRecords]:
        return [self.spells, *(self.source(measure) for measure in self.measures)]

    def source(self, measure: Measure) -> SourceRecords:
        """Return the records that a measure counts."""
        return self.sources[measure.counting.source]

    def monthly(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month over ``span``, of a clinician or of the team."""
        return self.source(measure).monthly(whose, measure, self.span, as_recorded=as_recorded)

    def drawn(self, whose: Whose, measure: Measure, period: Period) -> Period:
        """Return the months of a period that a chart has: those its source reaches, from somebody's first record on.

        Zeros before it would not be theirs. It has no months where the source reaches none of the period.
        """
        source = self.source(measure)
        reach = span_of(source.months)
        if reach is None:
            return Period(period.last + 1, period.last)
        first = Month.of(date.fromordinal(source.people.get(whose, 1))) if whose is not None else period.first
        last = min(period.last, reach.last)
        return Period(max(period.first, reach.first, min(first, last)), last)

    @property
    def data_to(self) -> str:
        """Return the last day the data are complete to, as the reader sees it."""
        return "no data yet" if self.period is None else date_text(self.period.last.last)

    def clinician(self, clinician: ClinicianId) -> Clinician:
        """Return a clinician of the department. Raises UserFacingError for anybody else."""
        if clinician not in self.clinicians:
            raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
        return self.clinicians[clinician]

    def colleagues(self, clinician: ClinicianId) -> tuple[Clinician, ...]:
        """Return everybody else whose work records can be, by name."""
        others = [one for one in self.clinicians.values() if one.is_attributable and one.id != clinician]
        return tuple(sorted(others, key=attrgetter("order")))

    def pa_weeks(self, clinician: ClinicianId, period: Period) -> PaWeeks:
        """Return a clinician's DCC PA-weeks [months] of a part of ``self.period``; NaN before the first job plan."""
        return self._part(self.weeks[clinician], period) if clinician in self.weeks else np.full(len(period), np.nan)

    def team_pa_weeks(self, measure: Measure, period: Period) -> PaWeeks:
        """Return the DCC PA-weeks of everybody whose records a measure counts, likewise.

        NaN where anybody has no plan, so that no share is made up.
        """
        everybody = [self.pa_weeks(clinician, period) for clinician in self.source(measure).people]
        return np.sum(everybody, axis=0) if everybody else np.full(len(period), np.nan)

    def _part(self, months: PaWeeks, period: Period) -> PaWeeks:
        start = 0 if self.period is None else period.first.index - self.period.first.index
        return months[start : start + len(period)]

    def until(self, last: Month) -> DepartmentData:
        """Return the data as they were complete at the end of a month: a quarter's charts don't look ahead."""
        if self.period is None or self.period.last <= last:
            return self
        return replace(self, period=Period(self.period.first, last))

    def last_months(self, months: int) -> Period:
        """Return the newest complete months, at most as many as there are. Raises UserFacingError without data."""
        if self.period is None:
            raise UserFacingError("There are no complete months of data yet.", "Import an extract of spells on Data.")
        return Period(max(self.period.first, self.period.last - (months - 1)), self.period.last)


def department_data(session: Session) -> DepartmentData:
    """Return the department's data, worked out again only after a change."""
    data = session.keep("department data", _TOPICS, lambda: data_for(session, in_use(session)))
    if data.period is None and any(measure.counting.source is Source.WARD_LIST for measure in data.measures):
        # Nothing but the ward list says which months there are, so an edit of it can add one.
        return session.keep(
            *("department data of the ward list", _TOPICS | WARD_TOPICS),
            lambda: data_for(session, data.measures, has_ward_only=True),
        )
    return data


def data_for(session: Session, measures: tuple[Measure, ...], *, has_ward_only: bool = False) -> DepartmentData:
    """Return the department's data for some definitions, in use or not.

    The ward list gives no months, so that its edits do not bring all of it about again, unless there is nothing else.
    """
    stays = spell_records(session)
    sources = sources_of(session, stays)
    used = {Source.SPELLS, *(measure.counting.source for measure in measures)}
    others = used - {Source.SPELLS} if has_ward_only else used - {Source.SPELLS, Source.WARD_LIST}
    covered = _covered(stays, [sources[source] for source in others])
    people = {who for source in used - {Source.WARD_LIST} for who in sources[source].people}
    kept: dict[tuple[Period | None, frozenset[ClinicianId]], _Planned] = session.keep("plans", _PLANNED, dict)
    asked = covered, frozenset(people)
    if asked not in kept:
        kept[asked] = _planned(session, *asked)
    return DepartmentData(
        covered, covered or _NO_SPAN, kept[asked].clinicians, measures, stays, sources, *kept[asked][1:]
    )


class _Planned(NamedTuple):
    """Who there is, their job plans, and their DCC PA-weeks of some months."""

    clinicians: Mapping[ClinicianId, Clinician]
    plans: Mapping[ClinicianId, tuple[JobPlan, ...]]
    weeks: Mapping[ClinicianId, PaWeeks]


def _planned(session: Session, covered: Period | None, people: Iterable[ClinicianId]) -> _Planned:
    with session.snapshot(Section.RECORDS) as snapshot:
        known = {clinician.id: clinician for clinician in clinicians.all_clinicians(snapshot)}
        away = {who: exposures.in_period(snapshot, who, covered) for who in people} if covered else {}
        plans = {clinician: job_plans.versions(snapshot, clinician) for clinician in known}
    weeks = {who: dcc_pa_weeks(plans.get(who, ()), away[who], covered) for who in people} if covered else {}
    return _Planned(known, plans, weeks)


def _covered(stays: SpellRecords, others: Iterable[SourceRecords]) -> Period | None:
    """Return the months from the first covered one with a record to the last covered one, of any source."""
    first_days = [int(days[0]) for each in stays.columns.values() if (days := _discharges(each)).size]
    months = set[Month]()
    if first_days:
        begun = Month.of(date.fromordinal(min(first_days)))
        months.update(month for month in stays.months if month >= begun)
    for source in others:
        months |= source.months
    return span_of(months)


def _discharges(columns: SpellColumns) -> npt.NDArray[np.int32]:
    """Return the days of discharge in order; spells that are not discharged stand first."""
    return columns.discharged_day[np.searchsorted(columns.discharged_day, 0) :]
