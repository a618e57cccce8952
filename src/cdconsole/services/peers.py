"""Sets a clinician's value beside those of unnamed peers, their letters dealt anew for every viewer and measure."""

from __future__ import annotations

import secrets
from random import Random

import numpy as np

from cdconsole.domain.calendar import Period
from cdconsole.domain.counting import Form
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.peers import FEWEST_CASES, FEWEST_PEERS, PeerStrip, deal
from cdconsole.domain.peers_requests import ShowPeers
from cdconsole.domain.people import Section
from cdconsole.services.definitions import definition, on_clinician_page
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.monthly_values import MonthlyMeasure
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

_COUNTS = "Peers are not shown: numbers of cases would name people."


@handles(ShowPeers)
def show_peers(session: Session, request: ShowPeers, task: Task) -> tuple[PeerStrip, ...]:
    """Return a strip for each measure; without data none. Raises NotEntitled, UserFacingError for nobody known."""
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician = data.clinician(request.clinician).id
    if data.period is None:
        return ()
    months = data.last_months(request.months)
    strips = []
    for measure in tuple(definition(session, one) for one in request.measures) or on_clinician_page(session):
        task.checkpoint()
        letters, period = _letters(session, clinician, measure), data.drawn(clinician, measure, months)
        strips.append(_strip(data, (clinician, measure), period, letters, as_recorded=request.as_recorded))
    return tuple(strips)


def _strip(
    data: DepartmentData, whose: tuple[ClinicianId, Measure], period: Period, letters: Random, *, as_recorded: bool
) -> PeerStrip:
    clinician, measure = whose
    if measure.counting.form is Form.COUNT:
        return PeerStrip(measure, None, (), None, None, _COUNTS)
    _, own = _pooled(data, clinician, measure, period, as_recorded=as_recorded)
    found = [_pooled(data, one.id, measure, period) for one in data.colleagues(clinician)]
    values = [value for cases, value in found if value is not None and cases >= FEWEST_CASES]
    few = sum(0 < cases < FEWEST_CASES for cases, _ in found)
    left_out = f" Left out with fewer than {FEWEST_CASES} cases: {few}." if few else ""
    if len(values) < FEWEST_PEERS:
        why = f"Peers are not shown: with fewer than {FEWEST_PEERS} of them anybody could tell who is who.{left_out}"
        return PeerStrip(measure, own, (), None, None, why)
    median, upper = (float(value) for value in np.quantile(values, (0.5, 0.75)))
    words = (
        f"{len(values)} peers, {period}: median {measure.value_text(median)}, 75th percentile"
        f" {measure.value_text(upper)}; this clinician {measure.value_text(own)}.{left_out}"
    )
    return PeerStrip(measure, own, deal(values, letters), median, upper, words)


def _pooled(
    data: DepartmentData, clinician: ClinicianId, measure: Measure, period: Period, *, as_recorded: bool = False
) -> tuple[int, float | None]:
    """Return one clinician's number of cases over a period, and the measure's value over all of them together.

    A median is of all records: medians of months can't be averaged. Otherwise it is sum over sum. Cases are records, of
    a share what it is a share of.
    """
    source = data.source(measure)
    if source.unavailable(clinician, measure):
        return 0, None
    counted = source.counted(clinician, measure, as_recorded=as_recorded)
    if counted is None:
        return _of_months(data.monthly(clinician, measure, as_recorded=as_recorded), period)
    inside = (counted.day >= period.first.first.toordinal()) & (counted.day <= period.last.last.toordinal())
    numerator = counted.numerator[inside]
    total = float(len(numerator) if counted.denominator is None else counted.denominator[inside].sum())
    cases = int(total) if measure.counting.form is Form.SHARE else len(numerator)
    if not len(numerator) or not total:
        return 0, None
    return cases, float(np.median(numerator) if measure.counting.form is Form.MEDIAN else numerator.sum() / total)


def _of_months(monthly: MonthlyMeasure, period: Period) -> tuple[int, float | None]:
    """Return the same of a measure that is not made of records: its denominators are what is known."""
    start = period.first.index - monthly.first.index
    inside = slice(start, start + len(period))
    total = float(np.nansum(monthly.denominator[inside]))
    return int(total), float(np.nansum(monthly.numerator[inside])) / total if total else None


def _letters(session: Session, clinician: ClinicianId, measure: Measure) -> Random:
    """Return what deals a strip's letters: the same while the department is open, and nobody can work it out later."""
    secret = session.keep("letters of peers", frozenset(), _secret)
    return Random(f"{secret}/{session.person.id}/{clinician}/{measure.id}")  # noqa: S311 - the seed is the secret


def _secret() -> str:
    return secrets.token_hex(16)
