"""A correction asked for and accepted, one that waits, a period of the department's own, and a hold."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.review_story import REVIEWED
from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.held import HeldPart
from cdconsole.domain.rectification import Decision, RectifiedRecord
from cdconsole.domain.rectification_requests import AskRectification, DecideRectification
from cdconsole.domain.requests import ListClinicianReviews, ListRecognitions
from cdconsole.domain.retention import CountedFrom, RetentionRule
from cdconsole.domain.retention_requests import HoldRecords, SaveRetentionRule
from cdconsole.domain.review import Domain, NoteKind

_HELD = "Dr Tomasz Wieczorek"
_TWO_YEARS = RetentionRule(
    HeldPart.WORK, 2, CountedFrom.RECORD, "The demonstration's own schedule, row 4: copies of activity data"
)


def correct_note(telling: Telling, days: StoryDays) -> None:
    """Have a note of the locked review corrected."""
    reviewed = telling.ids()[REVIEWED]
    review = telling.ask(ListClinicianReviews(reviewed))[0]
    telling.at(moment(days.review + timedelta(days=9), 12, 10))
    note = RectifiedRecord.note(review.id, NoteKind.DIRECTOR_NOTE, Domain.BEHAVIOUR)
    asked = telling.ask(
        AskRectification(
            note,
            "Leads by doing. Colleagues on Ash ward have asked to copy the board round.",
            "It was Ash ward, not Birch ward.",
            REVIEWED,
        )
    )
    telling.at(moment(days.review + timedelta(days=10), 8, 40))
    telling.ask(DecideRectification(asked.id, Decision.ACCEPTED))


def question_thanks(telling: Telling, days: StoryDays) -> None:
    """Have somebody ask that a thank-you say something else; it is not decided yet."""
    telling.at(moment(days.thanks + timedelta(days=6), 9))
    thanks = next(one for one in telling.ask(ListRecognitions()) if one.clinician == _HELD)
    telling.ask(
        AskRectification(
            RectifiedRecord.recognition(thanks.id),
            "For the ten extra lists: the waiting list came down, and it cost you Saturdays.",
            "I did ten; Dr Szeto did the other two.",
            _HELD,
        )
    )


def set_periods(telling: Telling, days: StoryDays) -> None:
    """Set a period for recorded work, and hold one clinician's records."""
    telling.at(moment(days.thanks + timedelta(days=6), 9, 20))
    telling.ask(SaveRetentionRule(_TWO_YEARS))
    telling.ask(HoldRecords(telling.ids()[_HELD], "A claim is open (demonstration reference 12/26)."))
