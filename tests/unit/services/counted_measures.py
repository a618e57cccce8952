"""Definitions that count in any way, for tests of the sources of records, and what a month of them is."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation, Counting, Form
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, MeasureId, Unit
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department_data import data_for
from cdconsole.services.session import Session

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
SEPTEMBER = Period(Month(2026, 9), Month(2026, 9))
_UNITS = {Form.COUNT: Unit.COUNT, Form.SHARE: Unit.PERCENT, Form.RATIO: Unit.RATE, Form.MEDIAN: Unit.DAYS}


def measure_of(calculation: Calculation, threshold: float | None = None, count_of: str = "") -> Measure:
    """Return a definition that counts so."""
    return replace(
        BY_ID[MeasureId.DAY_CASE_RATE],
        id=MeasureId(calculation.name),
        title=calculation.value,
        denominator_noun="units",
        unit=_UNITS[calculation.traits.form],
        counting=Counting(calculation, threshold=threshold, count_of=count_of),
    )


def month_of(
    session: Session, measure: Measure, whose: ClinicianId | None = None, period: Period = SEPTEMBER
) -> tuple[float, float, float | None]:
    """Return numerator, denominator and value of a measure in the first month of a period."""
    source = data_for(session, (measure,)).source(measure)
    [found, *_] = source.monthly(whose, measure, period).values(period)
    return found.numerator, found.denominator, found.value


def n_of(session: Session, measure: Measure, whose: ClinicianId | None = None, period: Period = SEPTEMBER) -> str:
    """Return what the source adds to the n of a chart."""
    return data_for(session, (measure,)).source(measure).n_text(whose, measure, period, "n")
