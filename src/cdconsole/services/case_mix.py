"""The case mix behind a chart: a measure by age, way of admission and procedure group, beside the team's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, Spell
from cdconsole.domain.attribution import AttributionVote, Vote
from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.case_mix import CaseMix, CaseMixLine
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.counting import Calculation
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, Unit
from cdconsole.domain.people import Section
from cdconsole.services.definitions import definition
from cdconsole.services.hrg_chapters import group_words
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.spell_counting import counted_spells
from cdconsole.services.tasks import Task
from cdconsole.storage import attribution, case_mix, clinicians
from cdconsole.storage.case_mix import Cell, as_columns, cell_of

FEWEST = 5
"""With fewer cases no value is worked out: the count says all there is."""

_NOT_RECORDED = "Not recorded"
_OF_ONE_SPELL = (Calculation.SPELLS, Calculation.LENGTH_OF_STAY, Calculation.BEFORE_MIDDAY, Calculation.DAY_CASES)
_BANDS = ((19, "0 - 19"), (39, "20 - 39"), (64, "40 - 64"), (74, "65 - 74"), (84, "75 - 84"))
_OLDEST = "85 and over"

Weights = npt.NDArray[np.int64]


@handles(ShowCaseMix)
def show_case_mix(session: Session, request: ShowCaseMix, _task: Task) -> CaseMix:
    """Return the case mix behind a chart, or why there is none. Raises NotEntitled, UserFacingError for nobody known.

    The clinician's own follows what they said of their records, as the charts do; the team's is as recorded.
    """
    session.require(Section.REVIEW)
    measure, period = definition(session, request.measure), Period(request.first, request.last)
    title = f"Case mix, {measure.title}, {period.first if len(period) == 1 else period}"
    if measure.counting.calculation not in _OF_ONE_SPELL:
        return CaseMix(
            title, (), "The case mix of this measure can't be worked out: it does not count spells one by one."
        )
    with session.snapshot(Section.RECORDS) as snapshot:
        if clinicians.by_id(snapshot, request.clinician) is None:
            raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
        own, team = case_mix.cells(snapshot, period, request.clinician)
        votes = () if request.as_recorded else attribution.changing(snapshot)
    _follow(own, votes, request.clinician, period)
    looked(session, Looking.RECORDS, request.clinician)
    lines = tuple(_lines(measure, period, own, team))
    return CaseMix(title, lines, "" if lines else "No records of these months count for this measure.")


def _follow(
    own: Counter[Cell], votes: Iterable[tuple[AttributionVote, Spell]], clinician: ClinicianId, period: Period
) -> None:
    """Take out what the clinician said is not theirs, and add what colleagues share with them."""
    for vote, spell in votes:
        if spell.discharged is None or Month.of(spell.discharged.date()) not in period.months:
            continue
        if vote.vote is Vote.NOT_MINE and vote.clinician_id == clinician:
            own[cell_of(spell)] -= 1
        elif vote.vote is Vote.SHARED and vote.with_clinician == clinician != vote.clinician_id:
            own[cell_of(spell)] += 1


def _lines(measure: Measure, period: Period, own: Counter[Cell], team: Counter[Cell]) -> Iterator[CaseMixLine]:
    found = sorted(own.keys() | team.keys())
    columns = as_columns(found, period)
    counts = counted_spells(columns, measure.counting)
    counted, events = np.zeros(len(columns), dtype=np.bool_), np.zeros(len(columns), dtype=np.bool_)
    counted[counts.place] = True
    events[counts.place] = counts.numerator != 0
    days = columns.los_days
    weights = [np.array([of[cell] for cell in found], dtype=np.int64) * counted for of in (own, team)]
    for stratum, group_of in _STRATA:
        groups = np.array([group_of(cell) for cell in found], dtype=object)
        for group in sorted(set(groups[(weights[0] > 0) | (weights[1] > 0)]), key=_place):
            inside = groups == group
            said = [_said(measure, weight[inside], events[inside], days[inside], weight.sum()) for weight in weights]
            yield CaseMixLine(stratum, group, *said[0], *said[1])


def _said(
    measure: Measure, weights: Weights, events: npt.NDArray[np.bool_], days: npt.NDArray[np.int32], total: int
) -> tuple[str, str]:
    """Return a group's count in words and its value."""
    number = int(weights.sum())
    if not number:
        return "none", ""
    if measure.unit is Unit.PERCENT:
        hits = int(weights[events].sum())
        return f"{hits:,} of {number:,}", measure.value_text(hits / number) if number >= FEWEST else ""
    if measure.unit is Unit.DAYS:
        return f"{number:,}", measure.value_text(_median(days, weights)) if number >= FEWEST else ""
    return f"{number:,} of {total:,}", f"{number / total:.0%}" if total and number >= FEWEST else ""


def _median(days: npt.NDArray[np.int32], weights: Weights) -> float:
    return float(np.median(np.repeat(days, np.maximum(weights, 0))))


def _age(cell: Cell) -> str:
    digits = "".join(letter if letter.isdigit() else " " for letter in cell.age_band).split()
    if not digits:
        return _NOT_RECORDED
    return next((words for oldest, words in _BANDS if int(digits[0]) <= oldest), _OLDEST)


def _admission(cell: Cell) -> str:
    return AdmissionKind[cell.admission].value


def _procedure(cell: Cell) -> str:
    return group_words(cell.hrg_group) or _NOT_RECORDED


def _place(group: str) -> tuple[bool, int, str]:
    """Return what a group sorts by: as numbers and letters run, what is not recorded last."""
    start = group.split(" ", maxsplit=1)[0]
    return group == _NOT_RECORDED, int(start) if start.isdigit() else 0, group


_STRATA: tuple[tuple[str, Callable[[Cell], str]], ...] = (
    ("Age", _age),
    ("Admission", _admission),
    ("Procedure", _procedure),
)
