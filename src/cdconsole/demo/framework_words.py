"""What the demonstration department wrote into its framework. Nobody here is real."""

from __future__ import annotations

from typing import Final

from cdconsole.demo.roster import DIRECTOR
from cdconsole.domain.framework import Charter
from cdconsole.domain.measure import MeasureId

SPONSOR: Final = "Prof Ingrid Halloran"
CHARTER: Final = Charter(
    aims="Patients with gut and liver disease are seen soon, treated well and home without waiting; "
    "the people who do it can see their own work and are thanked for it.",
    sponsor="Prof Ingrid Halloran, medical director, Fernhollow Infirmary",
    definition_of_concern="A pattern in validated data that the clinician and the director, having looked at case mix, "
    "role, system, data and chance, both think needs help. No number by itself is a concern.",
)
VALUES: Final = (
    "We say what we see and ask before we conclude. We thank first. We speak of each other's figures only together."
)

OUTCOMES: Final[tuple[tuple[str, str, str, str, tuple[MeasureId, ...]], ...]] = (
    (
        "A bed is free by lunchtime for the patient who needs it",
        "Patients wait in the emergency department while others wait upstairs to go home.",
        "More patients home before midday",
        "Dr Amara Okafor",
        (MeasureId.BEFORE_MIDDAY,),
    ),
    (
        "Nobody stays in hospital longer than their illness asks for",
        "Every needless day costs strength, and a bed.",
        "Fewer long stays, and no more patients coming back",
        "Dr Callum Ferrier",
        (MeasureId.LENGTH_OF_STAY,),
    ),
    (
        "Planned procedures are done in a day wherever that is safe",
        "Patients prefer it and overnight beds are short.",
        "More day cases where that is safe",
        "Dr Eleanor Thackray",
        (MeasureId.DAY_CASE_RATE,),
    ),
    (
        "Endoscopy finds what is there, and nobody has to come back for it",
        "A cancer that is missed is found later, and too late.",
        "Complete examinations with enough time to look",
        "Dr Tomasz Wieczorek",
        (),
    ),
    (
        "No clinic appointment is lost",
        "New patients wait 31 weeks while slots stand empty.",
        "Fewer empty slots",
        "Dr Priya Raghunathan",
        (),
    ),
    (
        "Whoever comes in on the take gets the right decision early",
        "A night in hospital that nobody needed begins with a decision made late.",
        "Earlier senior decisions",
        "Dr Kofi Asamoah",
        (),
    ),
    (
        "Work is shared fairly, and what was planned is done",
        "People stay where the load is fair and plans can be trusted.",
        "",
        DIRECTOR,
        (MeasureId.SPELLS,),
    ),
    (
        "Trainees leave us able to do the work on their own",
        "Tomorrow's consultants learn here, or they learn nowhere.",
        "More supervised procedures for each trainee",
        "Dr Siân Prothero",
        (),
    ),
)

TICKED: Final = (
    *("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "5.1", "7.2"),
)

TAKE_DEPARTMENTS: Final = (
    ("Emergency medicine", "Dr Laszlo Brandt"),
    ("Acute medicine", "Dr Imogen Achebe"),
    ("Care of older people", "Dr Fergus Lindqvist"),
)
TAKE_MEMBERS: Final = (
    *("Dr Amara Okafor", "Dr Priya Raghunathan", "Dr Callum Ferrier", "Dr Helen Marchbanks", "Dr Kofi Asamoah"),
    "Dr Niamh Corrigan",
)
TAKE_CHARTER: Final = Charter(
    aims="Whoever is sent to us as an emergency meets somebody who can decide, early, whichever door was theirs.",
    sponsor="Prof Ingrid Halloran, medical director, Fernhollow Infirmary",
    definition_of_concern="What the four departments agree to look at together. No number by itself is a concern.",
)
PARKED: Final = {
    "Trainees leave us able to do the work on their own": "The training portfolio can't be exported yet; asked for it "
    "for next spring.",
    "A bed is there for whoever needs one": "Bed managers keep these figures; a sealed extract is asked for.",
}
