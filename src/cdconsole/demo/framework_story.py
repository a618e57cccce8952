"""Two work streams of the demonstration department: the specialty's own, and the acute take with others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from cdconsole.demo.framework_words import (
    CHARTER,
    OUTCOMES,
    PARKED,
    SPONSOR,
    TAKE_CHARTER,
    TAKE_DEPARTMENTS,
    TAKE_MEMBERS,
    TICKED,
    VALUES,
)
from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.framework import SigningParty, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import (
    ApplyTemplate,
    MarkText,
    ParkOutcome,
    SaveDepartmentText,
    SaveWorkStream,
    ShowOwnership,
    SignCharter,
    TickTraining,
)
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.ownership import ReadChannel, TextKind
from cdconsole.domain.requests import SaveCharter, SaveOutcome, ShowFramework, TickStageItem
from cdconsole.domain.work_stream import FIRST, OtherDepartment, WorkStream

_READ_IN_PERSON, _READ_ON_PAPER, _AGREED = 4, 6, 5
_YEARS = "eight years"


def lay_framework(telling: Telling, days: StoryDays) -> None:
    """Write the charter and the outcomes, and tick what has been done on the stage board."""
    draft = telling.ask(SaveCharter(CHARTER)).charter
    agreed = telling.ask(SaveCharter(replace(draft, values=VALUES))).charter
    for party, name in ((SigningParty.DIRECTOR, ""), (SigningParty.SPONSOR, SPONSOR)):
        telling.ask(SignCharter(agreed.version, party, name, days.founded))
    for title, why, direction, owner, measures in OUTCOMES:
        outcome = SuccessCriticalOutcome("", title, why, owner, days.goals_due, measures, direction=direction)
        telling.ask(SaveOutcome(outcome))
    for key in TICKED:
        telling.ask(TickStageItem(key, is_done=True))


def share_openly(telling: Telling, days: StoryDays) -> None:
    """Put the texts into use, and enter who has read them, agreed and been trained."""
    board = telling.ask(ShowOwnership())
    sheet = board.transparency.text.replace("____", _YEARS)
    for kind, text in (
        (TextKind.TRANSPARENCY, sheet),
        (TextKind.OWNERSHIP, board.ownership.text),
        (TextKind.TRAINING, board.training.text),
    ):
        telling.ask(SaveDepartmentText(kind, text, 0))
    people = [row.clinician.id for row in board.rows]
    met = tuple(people[:_READ_IN_PERSON])
    telling.ask(MarkText(met, TextKind.TRANSPARENCY, ReadChannel.IN_PERSON, days.founded))
    given = tuple(people[_READ_IN_PERSON:_READ_ON_PAPER])
    telling.ask(MarkText(given, TextKind.TRANSPARENCY, ReadChannel.ON_PAPER, days.founded))
    telling.ask(MarkText(tuple(people[:_AGREED]), TextKind.OWNERSHIP, ReadChannel.IN_PERSON, days.founded))
    charts, feedback, *_ = board.topics
    telling.ask(TickTraining(tuple(people[:_AGREED]), charts))
    telling.ask(TickTraining(tuple(people[1:3]), feedback))


def begin_take(telling: Telling, days: StoryDays) -> None:
    """Set up the acute take with the departments that share it, from its starter template; park what has no data."""
    telling.at(moment(days.founded + timedelta(days=1), 9))
    ids = telling.ids()
    members = tuple(ids[name] for name in TAKE_MEMBERS)
    departments = tuple(OtherDepartment(name, lead) for name, lead in TAKE_DEPARTMENTS)
    take = telling.ask(SaveWorkStream(WorkStream(WorkStreamId(""), "Acute medical take", departments, members)))
    telling.ask(ApplyTemplate("acute_take", with_measures=False, stream=take.id))
    telling.ask(SaveCharter(TAKE_CHARTER, take.id))
    for stream in (FIRST, take.id):
        for outcome in telling.ask(ShowFramework(stream)).outcomes:
            if outcome.title in PARKED:
                telling.ask(ParkOutcome(outcome.id, PARKED[outcome.title], outcome.revision))
