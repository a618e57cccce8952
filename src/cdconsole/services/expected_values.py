"""Sets what was observed beside what colleagues' results in the same kinds of cases would give, in one sentence.

Strata are HRG chapter, admission method and age band; each clinician is left out of their own reference (indirect
standardisation, ``stats.standardisation``, ``stats.stays``). Nothing is flagged and nobody is ranked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Period
from cdconsole.domain.comparison import MOST_ALONE, ShrunkenValue
from cdconsole.domain.counting import Calculation, Form
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.small_numbers import TOO_FEW, is_too_few
from cdconsole.services.case_groups import Groups, admissions, ages, chapters, place_of
from cdconsole.services.spell_records import SpellRecords
from cdconsole.stats.shrinkage import shrunken_values
from cdconsole.stats.standardisation import standardised_ratios, strata_table
from cdconsole.stats.stays import Stays, stay_ratios
from cdconsole.storage.spell_columns import CaseColumns

_STRATA = (chapters, admissions, ages)


@dataclass(frozen=True, eq=False)
class _Cases:
    """Everybody's cases [cases]: whose as a place in ``units``, the first being the clinician's own; stratum, event."""

    units: tuple[str, ...]
    unit: npt.NDArray[np.intp]
    stratum: npt.NDArray[np.intp]
    event: npt.NDArray[np.float64]

    @property
    def strata(self) -> int:
        """Return how many strata there are."""
        return int(self.stratum.max(initial=-1)) + 1


def expected_words(
    records: SpellRecords, who: ClinicianId, measure: Measure, period: Period, *, as_recorded: bool = False
) -> str:
    """Return what was observed and what is expected, in one sentence, or why they can't be compared.

    ``Observed 41, expected 36.2 for this mix of patients (0.82 to 1.54 times); reliability 0.62.`` Nothing for a
    measure that is neither a share of spells nor the length of stay, and where the clinician has no case. The
    clinician's own cases follow their votes, colleagues' are as recorded.
    """
    counting = measure.counting
    is_stay = counting.calculation is Calculation.LENGTH_OF_STAY
    if counting.calculation is Calculation.LONG_STAYS or not (is_stay or counting.form is Form.SHARE):
        return ""
    own, others = records.own_and_others(who, measure, as_recorded=as_recorded)
    cases = _cases(records, (*own, *others), measure, period)
    if not (cases.unit == 0).any():
        return ""
    return _stay_words(cases) if is_stay else _share_words(cases)


def _cases(records: SpellRecords, parts: Sequence[CaseColumns], measure: Measure, period: Period) -> _Cases:
    """Return the cases that count in a period; strata are in their declared order, like beside like."""
    first, last = period.first.first.toordinal(), period.last.last.toordinal()
    known: list[dict[str, int]] = [{} for _ in _STRATA]
    units, events, groups = [], [], []
    for place, columns in enumerate(parts):
        counted = records.counted_of(columns, measure.counting)
        inside = (counted.day >= first) & (counted.day <= last)
        chosen = counted.place[inside]
        units.append(np.full(len(chosen), place, dtype=np.intp))
        events.append(counted.numerator[inside].astype(np.float64))
        each = [group_of(columns, names) for group_of, names in zip(_STRATA, known, strict=True)]
        groups.append(np.stack([one[chosen] for one in each]))
    ranked = [_ranked(one, names) for one, names in zip(np.concatenate(groups, axis=1), known, strict=True)]
    _, stratum = np.unique(np.ravel_multi_index(ranked, [max(1, len(names)) for names in known]), return_inverse=True)
    names = tuple(str(place) for place in range(len(parts)))
    return _Cases(names, np.concatenate(units), stratum.astype(np.intp), np.concatenate(events))


def _ranked(groups: Groups, names: dict[str, int]) -> npt.NDArray[np.intp]:
    """Return groups by their place in order instead of in the order they were met."""
    rank = np.zeros(max(1, len(names)), dtype=np.intp)
    for place, name in enumerate(sorted(names, key=place_of)):
        rank[names[name]] = place
    return rank[groups]


def _share_words(cases: _Cases) -> str:
    table = strata_table(cases.unit, cases.stratum, cases.event, (len(cases.units), cases.strata))
    found = standardised_ratios(cases.units, table)
    own = found[0]
    if own.ratio is None or own.lower is None or own.upper is None:
        return own.words
    [kept, *_] = shrunken_values(cases.units, [one.observed for one in found], [one.expected for one in found])
    few = f" {TOO_FEW.capitalize()}." if is_too_few(own.cases, own.expected) else ""
    compared = f"Observed {own.observed:,.0f}, expected {own.expected:,.1f}"
    return f"{_sentence(compared, (own.lower, own.upper), kept)}{few}{_alone_words(own.alone, own.cases)}"


def _stay_words(cases: _Cases) -> str:
    found = stay_ratios(cases.units, Stays(cases.unit, cases.stratum, cases.event), cases.strata)
    own = found[0]
    if own.alone > MOST_ALONE * own.stays:
        return f"Not comparable: {own.alone:,} of {own.stays:,} cases are of a kind nobody else sees."
    if own.lower is None or own.upper is None or not own.phi:
        return "No comparison: too few stays to know how much they vary."
    # Days over phi vary as counts do, so that shrinkage for counts holds for them.
    days, expected = [one.days / own.phi for one in found], [one.expected_days / own.phi for one in found]
    [kept, *_] = shrunken_values(cases.units, days, expected)
    compared = f"Observed {own.days:,.0f} days, expected {own.expected_days:,.0f}"
    return f"{_sentence(compared, (own.lower, own.upper), kept)}{_alone_words(own.alone, own.stays)}"


def _sentence(compared: str, times: tuple[float, float], kept: ShrunkenValue) -> str:
    lower, upper = times
    reliability = kept.words[:1].lower() + kept.words[1:]
    return f"{compared} for this mix of patients ({lower:.2f} to {upper:.2f} times); {reliability}"


def _alone_words(alone: int, cases: int) -> str:
    return f" Left out: {alone:,} of {cases:,} cases, of a kind nobody else sees." if alone else ""
