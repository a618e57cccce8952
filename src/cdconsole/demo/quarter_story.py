"""Last quarter frozen, interpreted and released; this one frozen, with some interpretations still to write.

Each interpretation names the cause that stood out; the program wrote none of them.
"""

from __future__ import annotations

from datetime import date

from cdconsole.demo.story_days import moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.calendar import Quarter
from cdconsole.domain.quarter import Cause, CauseConsidered, InterpretationWords, QuarterFreeze, ReleaseMode, Whose
from cdconsole.domain.quarter_requests import (
    FreezeQuarter,
    ReleaseQuarter,
    SaveInterpretation,
    ShowQuarter,
    ShowQuarterReading,
)

_WITHOUT = "Nothing special: common-cause variation on every chart."
_NOTES = {
    Cause.CASE_MIX: "Ages and admissions as in the year before.",
    Cause.ROLE: "Job plan unchanged; leave as entered in the exposure log.",
    Cause.SYSTEM: "The board round began at 08:15 on both wards; transport as before.",
    Cause.DATA: "Checked with the clinician: the records are theirs.",
    Cause.CHANCE: "Two of three points near the limit: chance gives that seldom, not never.",
}
_WITH = "A change that the ward's new routine explains. To be looked at together, and again next quarter."
_ON_LEAVE = "Dr Yusuf Demirel"
_BY_PAPER = "Dr Mei-Ling Szeto"


def release_last_quarter(telling: Telling, on: date) -> None:
    """Freeze the newest complete quarter, write of everybody's, and release it: each clinician's, then the team's."""
    telling.at(moment(on, 9))
    frozen = telling.ask(FreezeQuarter(_newest(telling)))
    for place, part in enumerate(frozen.parts):
        telling.at(moment(on, 10, place))
        _write(telling, frozen, part.whose)
    for place, part in enumerate(frozen.parts):
        telling.at(moment(on, 15, place))
        mode = ReleaseMode.PRINTED if part.name == _BY_PAPER else ReleaseMode.IN_PERSON
        if part.name == _ON_LEAVE:
            telling.ask(ReleaseQuarter(frozen.id, part.whose, ReleaseMode.NOT_RELEASED, "On long leave until November"))
        else:
            telling.ask(ReleaseQuarter(frozen.id, part.whose, mode))


def freeze_this_quarter(telling: Telling, on: date) -> None:
    """Freeze the newest complete quarter; of every other clinician something is written, of a few it is released."""
    telling.at(moment(on, 9))
    frozen = telling.ask(FreezeQuarter(_newest(telling)))
    people = [part for part in frozen.parts if part.whose is not None]
    for place, part in enumerate(people[::2]):
        telling.at(moment(on, 9, 5 + place))
        _write(telling, frozen, part.whose)
    telling.at(moment(on, 9, 50))
    for part in people[:4:2]:
        telling.ask(ReleaseQuarter(frozen.id, part.whose, ReleaseMode.IN_PERSON))


def _newest(telling: Telling) -> Quarter:
    return telling.ask(ShowQuarter()).quarter


def _write(telling: Telling, frozen: QuarterFreeze, whose: Whose) -> None:
    for one in telling.ask(ShowQuarterReading(frozen.id, whose)).measures:
        if one.missing:
            words = _words(_WITH) if one.frozen is not None else InterpretationWords(_WITHOUT)
            telling.ask(SaveInterpretation(frozen.id, whose, one.measure, words, 0))


def _words(conclusion: str) -> InterpretationWords:
    return InterpretationWords(conclusion, tuple(CauseConsidered(_NOTES[cause], is_considered=True) for cause in Cause))
