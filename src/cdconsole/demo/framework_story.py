"""The charter, the outcome tree and how far the stage board has got in the demonstration department."""

from __future__ import annotations

from cdconsole.demo.roster import DIRECTOR
from cdconsole.demo.story_days import StoryDays
from cdconsole.demo.telling import Telling
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveCharter, SaveOutcome, TickStageItem

_CHARTER = Charter(
    aims="Patients with gut and liver disease are seen soon, treated well and home without waiting; "
    "the people who do it can see their own work and are thanked for it.",
    sponsor="Medical director, Fernhollow Infirmary",
    definition_of_concern="A pattern in validated data that the clinician and the director, having looked at case mix, "
    "role, system, data and chance, both think needs help. No number by itself is a concern.",
    signed=DIRECTOR,
)

_OUTCOMES: tuple[tuple[str, str, str, tuple[MeasureId, ...]], ...] = (
    (
        "A bed is free by lunchtime for the patient who needs it",
        "Patients wait in the emergency department while others wait upstairs to go home.",
        "Dr Amara Okafor",
        (MeasureId.BEFORE_MIDDAY,),
    ),
    (
        "Nobody stays in hospital longer than their illness asks for",
        "Every needless day costs strength, and a bed.",
        "Dr Callum Ferrier",
        (MeasureId.LENGTH_OF_STAY,),
    ),
    (
        "Planned procedures are done in a day wherever that is safe",
        "Patients prefer it and overnight beds are short.",
        "Dr Eleanor Thackray",
        (MeasureId.DAY_CASE_RATE,),
    ),
    (
        "Endoscopy finds what is there, and nobody has to come back for it",
        "A cancer that is missed is found later, and too late.",
        "Dr Tomasz Wieczorek",
        (),
    ),
    (
        "No clinic appointment is lost",
        "New patients wait 31 weeks while slots stand empty.",
        "Dr Priya Raghunathan",
        (),
    ),
    (
        "Whoever comes in on the take gets the right decision early",
        "A night in hospital that nobody needed begins with a decision made late.",
        "Dr Kofi Asamoah",
        (),
    ),
    (
        "Work is shared fairly, and what was planned is done",
        "People stay where the load is fair and plans can be trusted.",
        DIRECTOR,
        (MeasureId.SPELLS,),
    ),
)

_TICKED = (
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "3.1",
    "3.2",
    "3.3",
    "4.1",
    "4.2",
    "4.3",
    "5.1",
    "7.2",
)


def lay_framework(telling: Telling, days: StoryDays) -> None:
    """Write the charter and the outcomes, and tick what has been done on the stage board."""
    telling.ask(SaveCharter(_CHARTER))
    for title, why, owner, measures in _OUTCOMES:
        telling.ask(SaveOutcome(SuccessCriticalOutcome("", title, why, owner, days.goals_due, measures)))
    for key in _TICKED:
        telling.ask(TickStageItem(key, is_done=True))
