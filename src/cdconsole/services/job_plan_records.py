"""Job plans beside what was delivered, as a source of measures: sessions of those planned, and shares of the work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan_delivery import PlannedKind, planned_sessions
from cdconsole.domain.measure import Measure, MeasureId, SourceRecord
from cdconsole.domain.people import Section
from cdconsole.domain.quality_mark import Filled
from cdconsole.importing import coverage
from cdconsole.services.covered_months import covered_months, span_of, whole_months
from cdconsole.services.definitions import BY_ID
from cdconsole.services.exposure_weeks import days_away, plan_on
from cdconsole.services.monthly_values import Floats, MonthlyMeasure, quotient
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.services.spell_records import SpellRecords
from cdconsole.storage import activity, clinicians, exposures, job_plans, record_columns
from cdconsole.storage.section_file import Reading

_KINDS: Final = {
    PlannedKind.CLINIC: ExtractKind.CLINICS,
    PlannedKind.THEATRE_LIST: ExtractKind.THEATRE,
    PlannedKind.ENDOSCOPY_LIST: ExtractKind.ENDOSCOPY,
    PlannedKind.TAKE: ExtractKind.TAKE_REVIEWS,
}
"""The kinds of session that imports bring; ward rounds are recorded whole or not at all."""

_REACH_TOPICS: Final = frozenset({Topic.SESSION, Topic.IMPORT})
_TOPICS: Final = _REACH_TOPICS | {Topic.JOB_PLAN, Topic.EXPOSURE}
_SPELLS: Final = BY_ID[MeasureId.SPELLS]
_Cell = tuple[ClinicianId, PlannedKind, Month]
_Totals = Mapping[tuple[Whose, Month], float]


class _Reach(NamedTuple):
    """In which months each kind of session is known, and who has any, with the day of the first."""

    covered: Mapping[PlannedKind, frozenset[Month]]
    people: Mapping[ClinicianId, int]


@dataclass(frozen=True)
class _Delivery:
    """What was delivered and planned by clinician, kind and month, in the months in which the kind is covered.

    Where a clinician has no plan in a month, ``planned`` says nothing of it.
    """

    delivered: Mapping[_Cell, int]
    planned: Mapping[_Cell, float]

    @cached_property
    def all_sessions(self) -> _Totals:
        """Return the sessions delivered, whether anybody planned them or not."""
        return _totals(self.delivered)

    @cached_property
    def planned_sessions(self) -> _Totals:
        """Return the sessions planned."""
        return _totals(self.planned)

    @cached_property
    def sessions_under_plan(self) -> _Totals:
        """Return the sessions delivered by those who had a plan in the month."""
        have = {(who, month) for who, _, month in self.planned}
        return _totals({cell: count for cell, count in self.delivered.items() if (cell[0], cell[2]) in have})


def _totals(cells: Mapping[_Cell, float]) -> _Totals:
    found: Counter[tuple[Whose, Month]] = Counter()
    for (who, _, month), count in cells.items():
        found[who, month] += count  # type: ignore[assignment]
        found[None, month] += count  # type: ignore[assignment]
    return found


class JobPlanRecords:
    """Delivered sessions against job plans, and against the work that came of them."""

    def __init__(self, session: Session, spells: SpellRecords) -> None:
        self._session = session
        self._spells = spells

    @property
    def months(self) -> frozenset[Month]:
        """Return the months for which any kind of session is known."""
        return frozenset[Month]().union(*self._reach.covered.values())

    @property
    def people(self) -> Mapping[ClinicianId, int]:
        """Return everybody who has sessions, each with the day of the first, as a proleptic ordinal."""
        return self._reach.people

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence, and what to do; nothing where it can."""
        is_share = measure.counting.calculation is Calculation.SHARE_OF_WORK
        if not self.people:
            return "Not available: no clinics, lists or takes have been imported. Import them on Data."
        if is_share and whose is None:
            return "Not available for the team: all the work is its own."
        if whose is not None and whose not in self.people:
            return "Not available: no clinics, lists or takes have been imported for this clinician."
        if is_share and whose not in self._spells.people:
            return "Not available: no spells have been imported for this clinician."
        if not is_share and not any(who == whose or whose is None for who, _, _ in self._delivery.planned):
            return "Not available: there is no job plan. Add it on the clinician's page."
        return ""

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> None:  # noqa: ARG002
        """Return nothing: these measures are not made of records."""
        return

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month.

        Sessions: delivered and planned. Share: of the department's spells, over that of its delivered sessions.
        """
        delivery = self._delivery
        if measure.counting.calculation is Calculation.SESSIONS_DELIVERED:
            done = _by_month(delivery.sessions_under_plan, whose, period)
            planned = _by_month(delivery.planned_sessions, whose, period)
            return MonthlyMeasure(period.first, np.where(planned > 0, done, 0.0), planned, quotient(done, planned))
        own, every = (self._spells_of(one, period, as_recorded=as_recorded) for one in (whose, None))
        held, all_held = (_by_month(delivery.all_sessions, one, period) for one in (whose, None))
        work, time = quotient(own, every), quotient(held, all_held)
        known = (every > 0) & (all_held > 0)
        value = quotient(np.nan_to_num(work), np.nan_to_num(time))
        return MonthlyMeasure(
            *(period.first, np.where(known, work, 0.0), np.where(known, time, 0.0), np.where(known, value, np.nan))
        )

    def n_text(self, whose: Whose, measure: Measure, period: Period, usual: str) -> str:
        """Return the n of a chart; of a share, the four numbers that it is made of."""
        if measure.counting.calculation is Calculation.SESSIONS_DELIVERED:
            return usual
        own, every = (self._spells_of(one, period) for one in (whose, None))
        held, all_held = (_by_month(self._delivery.all_sessions, one, period) for one in (whose, None))
        known = (every > 0) & (all_held > 0)
        spells, sessions = (
            _part(float(some[known].sum()), float(total[known].sum()), noun)
            for some, total, noun in ((own, every, "spells"), (held, all_held, "delivered sessions"))
        )
        months = f"{len(period)} month{'' if len(period) == 1 else 's'}"
        return f"n {spells} in {sessions}, {months}"

    def filled(self, whose: Whose, measure: Measure, period: Period) -> Iterator[Filled]:  # noqa: ARG002
        """Yield nothing: no field of a record is needed."""
        yield from ()

    def shown(self, clinician: ClinicianId, measure: Measure, period: Period) -> tuple[SourceRecord, ...]:
        """Return each kind of session in each month, newest first."""
        is_share = measure.counting.calculation is Calculation.SHARE_OF_WORK
        return tuple(
            SourceRecord("", str(month), kind.value, said, "")
            for month in reversed(period.months)
            for kind in PlannedKind
            if (said := self._said((clinician, kind, month), is_share=is_share))
        )

    def _said(self, cell: _Cell, *, is_share: bool) -> str:
        delivery, (_, kind, month) = self._delivery, cell
        done, planned = delivery.delivered.get(cell, 0), delivery.planned.get(cell, 0.0)
        if is_share:
            every = sum(count for (_, of, on), count in delivery.delivered.items() if (of, on) == (kind, month))
            return f"{done} of the department's {every:,}" if done else ""
        return f"{done} delivered of {planned:.1f} planned" if done or planned else ""

    def _spells_of(self, whose: Whose, period: Period, *, as_recorded: bool = False) -> Floats:
        """Return the spells of somebody [months], none in a month that no import covers."""
        return self._spells.monthly(whose, _SPELLS, period, as_recorded=as_recorded).numerator

    @property
    def _delivery(self) -> _Delivery:
        return self._session.keep("delivery by month", _TOPICS, self._read)

    @property
    def _reach(self) -> _Reach:
        return self._session.keep("sessions, reach", _REACH_TOPICS, self._measure_reach)

    def _measure_reach(self) -> _Reach:
        with self._session.snapshot(Section.RECORDS) as snapshot:
            return _Reach(_covered(snapshot), _people(snapshot))

    def _read(self) -> _Delivery:
        covered = self._reach.covered
        with self._session.snapshot(Section.RECORDS) as snapshot:
            delivered = {
                (who, kind, month): count
                for who, name, month, count in activity.delivered_by_month(snapshot)
                if month in covered.get(kind := PlannedKind[name], ())
            }
            return _Delivery(delivered, _planned(snapshot, covered))


def _covered(reading: Reading) -> dict[PlannedKind, frozenset[Month]]:
    """Return the months in which each kind of session is known."""
    typed = activity.days_without_import(reading)
    covered = {}
    for kind in PlannedKind:
        span = coverage.covered_days(typed.get(kind.name, {}))
        imported = covered_months(reading, _KINDS[kind]) if kind in _KINDS else frozenset[Month]()
        covered[kind] = imported | whole_months([] if span is None else [span])
    return covered


def _people(reading: Reading) -> dict[ClinicianId, int]:
    """Return who has sessions, each with the day of the first."""
    first = {who: on.toordinal() for who, on in activity.first_days_without_import(reading).items()}
    for kind in _KINDS.values():
        for who, day in record_columns.first_days(reading, kind).items():
            first[who] = min(day, first.get(who, day))
    return first


def _planned(reading: Reading, covered: Mapping[PlannedKind, frozenset[Month]]) -> dict[_Cell, float]:
    """Return the sessions planned of the kinds covered, without the days away.

    The plan in force at the end of a month counts for the whole month.
    """
    span = span_of(frozenset[Month]().union(*covered.values()))
    planned: dict[_Cell, float] = {}
    if span is None:
        return planned
    for clinician in clinicians.all_clinicians(reading):
        plans = job_plans.versions(reading, clinician.id)
        entries = exposures.in_period(reading, clinician.id, span) if plans else ()
        for month in span:
            plan = plan_on(plans, month.last.toordinal())
            if plan is not None:
                away = days_away(entries, month)
                for kind in PlannedKind:
                    if month in covered[kind]:
                        planned[clinician.id, kind, month] = planned_sessions(plan, kind, month.days, away)[1]
    return planned


def _by_month(totals: _Totals, whose: Whose, period: Period) -> Floats:
    return np.array([totals.get((whose, month), 0.0) for month in period], dtype=np.float64)


def _part(some: float, every: float, noun: str) -> str:
    share = f" ({some / every:.1%})" if every else ""
    return f"{some:,.0f} of {every:,.0f} {noun}{share}"
