"""A conversation that a clinician asked for, held some weeks ago; and a review in preparation, ready to look at."""

from __future__ import annotations

from datetime import timedelta

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.requests import (
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveRecognition,
    SaveReviewDates,
    SaveReviewNote,
)
from cdconsole.domain.review import Agreement, Conversation, Domain, NoteKind, Party

ASKED, PREPARED = "Dr Callum Ferrier", "Dr Kofi Asamoah"

_TOPIC = "The hepatology take on top of the ward: what can go, and what would help until the new post is filled."
_NOTES: tuple[tuple[NoteKind, Domain | None, str], ...] = (
    (NoteKind.RECOGNITION, None, "Thank you for coming with this yourself, and early."),
    (
        NoteKind.CLINICIAN_VIEW,
        None,
        "Two of us cover what three did until spring. I stay late on most Thursdays, and discharges wait for me.",
    ),
    (
        NoteKind.CLINICIAN_VIEW,
        Domain.TALENT,
        "Wants to train as an educational supervisor, and to set up the ascites day service.",
    ),
    (
        NoteKind.DIRECTOR_NOTE,
        Domain.FUTURE,
        "The load is real and comes from the vacancy. Ask the two neighbouring teams for one take in four until then.",
    ),
    (NoteKind.AGREED_FACTS, None, "The third hepatology post has been empty since spring and is advertised."),
)


def talk_as_asked(telling: Telling, days: StoryDays) -> None:
    """Hold the conversation that was asked for; the quarterly review stays on its day."""
    clinician = telling.ids()[ASKED]
    held = days.thanks + timedelta(days=4)
    telling.at(moment(held, 12))
    review = telling.ask(PrepareReview(clinician, kind=Conversation.ASKED_FOR, topic=_TOPIC)).id
    for minute, (kind, domain, text) in enumerate(_NOTES):
        telling.at(moment(held, 12, 5 * minute))
        telling.ask(SaveReviewNote(review, kind, domain, text, revision=0))
    telling.ask(SaveReviewDates(review, held, None))
    for party in Party:
        telling.ask(MarkAgreement(review, party, Agreement.AGREED, ""))
    telling.ask(LockReview(review))


def begin_next_review(telling: Telling) -> None:
    """Thank somebody and put their first review into preparation, with their own view, on the story's last day."""
    clinician = telling.ids()[PREPARED]
    telling.ask(SaveRecognition(clinician, "For taking the rota over while the clinical lead was away, without fuss."))
    review = telling.ask(PrepareReview(clinician)).id
    view = "Glad of the new take template. The post-take round starts too late to catch the day team."
    telling.ask(SaveReviewNote(review, NoteKind.CLINICIAN_VIEW, None, view, revision=0))
