"""The case mix behind a chart: a measure by age, way of admission and procedure group, beside colleagues'."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Period
from cdconsole.domain.case_mix import CaseMix, CaseMixLine
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.counting import Form, Source
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.services.case_groups import Groups, admissions, ages, place_of, procedures
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import department_data
from cdconsole.services.expected_values import expected_words
from cdconsole.services.monthly_values import Counted, over_period, together
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.spell_records import SpellRecords
from cdconsole.services.tasks import Task
from cdconsole.storage.spell_columns import CaseColumns

FEWEST = 5
"""With fewer cases no value is worked out: the count says all there is."""

_NOTE = "Team: colleagues' records only, as recorded; this clinician's own are not among them."


@dataclass(frozen=True, eq=False)
class _Cases:
    """What counts in a measure, of one clinician or of several, and each record's group by each stratum.

    ``groups`` are places in the list of a stratum's groups, by stratum.
    """

    counted: Counted
    groups: dict[str, Groups]

    def of(self, stratum: str, group: int) -> Counted:
        """Return what counts in one group."""
        return _some(self.counted, self.groups[stratum] == group)


@handles(ShowCaseMix)
def show_case_mix(session: Session, request: ShowCaseMix, _task: Task) -> CaseMix:
    """Return the case mix behind a chart, or why there is none. Raises NotEntitled, UserFacingError for nobody known.

    The clinician's own follows what they said of their records, as the charts do; colleagues' is as recorded.
    """
    session.require(Section.REVIEW)
    data = department_data(session)
    clinician, measure = data.clinician(request.clinician), definition(session, request.measure)
    looked(session, Looking.RECORDS, clinician.id)
    period = Period(request.first, request.last)
    title = f"Case mix, {measure.title}, {period.first if len(period) == 1 else period}"
    if measure.counting.source is not Source.SPELLS:
        return CaseMix(title, (), "Only what is counted from spells has a case mix.")
    lines = case_mix_of(data.spells, clinician.id, measure, period, as_recorded=request.as_recorded)
    if not lines:
        return CaseMix(title, (), "No records of these months count for this measure.", _NOTE)
    expected = expected_words(data.spells, clinician.id, measure, period, as_recorded=request.as_recorded)
    return CaseMix(title, lines, "", _NOTE, expected)


def case_mix_of(
    records: SpellRecords, who: ClinicianId, measure: Measure, period: Period, *, as_recorded: bool = False
) -> tuple[CaseMixLine, ...]:
    """Return a clinician's figures of a period beside colleagues', a line for each group in which there are any."""
    strata: dict[str, dict[str, int]] = {stratum: {} for stratum in _STRATA}
    both = records.own_and_others(who, measure, as_recorded=as_recorded)
    sides = [_cases(records, parts, measure, period, strata) for parts in both]
    return tuple(_lines(measure, period, sides, strata))


def _cases(
    records: SpellRecords,
    parts: Sequence[CaseColumns],
    measure: Measure,
    period: Period,
    strata: dict[str, dict[str, int]],
) -> _Cases:
    """Return what counts in a period; groups that are not known yet are added to those of their stratum."""
    first, last = period.first.first.toordinal(), period.last.last.toordinal()
    counted: list[Counted] = []
    groups: dict[str, list[Groups]] = {stratum: [] for stratum in strata}
    for columns in parts:
        found = records.counted_of(columns, measure.counting)
        counted.append(_some(found, (found.day >= first) & (found.day <= last)))
        for stratum, known_groups in strata.items():
            groups[stratum].append(_STRATA[stratum](columns, known_groups)[counted[-1].place])
    every = together(counted, [len(columns) for columns in parts])
    return _Cases(every, {stratum: np.concatenate(found) for stratum, found in groups.items()})


def _some(counted: Counted, chosen: npt.NDArray[np.bool_]) -> Counted:
    weights = None if counted.denominator is None else counted.denominator[chosen]
    return Counted(counted.day[chosen], counted.numerator[chosen], weights, counted.place[chosen])


def _lines(
    measure: Measure, period: Period, sides: Sequence[_Cases], strata: dict[str, dict[str, int]]
) -> Iterator[CaseMixLine]:
    totals = [len(side.counted) for side in sides]
    for stratum, groups in strata.items():
        for group in sorted(groups, key=place_of):
            found = [side.of(stratum, groups[group]) for side in sides]
            if any(map(len, found)):
                own, team = (
                    _said(measure, period, counted, total) for counted, total in zip(found, totals, strict=True)
                )
                yield CaseMixLine(stratum, group, *own, *team)


def _said(measure: Measure, period: Period, counted: Counted, total: int) -> tuple[str, str]:
    """Return a group's count in words and its value."""
    cases = len(np.unique(counted.place))
    if not cases:
        return "none", ""
    form = measure.counting.form
    value = over_period(counted, form, period)
    if form is Form.COUNT:
        return f"{cases:,} of {total:,}", f"{cases / total:.0%}" if cases >= FEWEST else ""
    words = measure.value_text(value.value) if cases >= FEWEST else ""
    if form is Form.MEDIAN:
        return f"{cases:,}", words
    return f"{value.numerator:,.0f} of {value.denominator:,.0f}", words


_STRATA: dict[str, Callable[[CaseColumns, dict[str, int]], Groups]] = {
    "Age": ages,
    "Admission": admissions,
    "Procedure": procedures,
}
