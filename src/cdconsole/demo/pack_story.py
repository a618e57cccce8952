"""One clinician answered a first pack with their own view; a second, with the review in preparation, is out now."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from cdconsole.demo.story_days import StoryDays, moment
from cdconsole.demo.telling import Telling
from cdconsole.domain.clinician_pack_requests import (
    AcceptPackReply,
    MakeClinicianPack,
    OpenOwnPack,
    PreviewPackReply,
    SaveOwnDraft,
    WriteOwnReply,
)
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.pack_review import SelfView
from cdconsole.domain.requests import PrepareReview, SaveReviewNote
from cdconsole.domain.review import Domain, NoteKind

PACK_FILE, WORDS_FILE = "own-pack.cdvp", "own-pack-words.txt"
_DAYS_VALID = 90
OWNER = "Dr Mei-Ling Szeto"

_VIEW = SelfView(
    proud="Three trainees run a list on their own now, and two of them teach the next.",
    in_the_way="Lists with a trainee are as full as lists without. The second room has no recovery nurse on Mondays.",
    to_discuss="Whether a training list can have fewer points. No chart here shows the teaching.",
    aims="To lead endoscopy training for the region in two years.",
)
_NOTES: tuple[tuple[NoteKind, Domain | None, str], ...] = (
    (
        NoteKind.RECOGNITION,
        None,
        "Three trainees can run a list safely because of you, and they say how kindly you taught them. Thank you.",
    ),
    (
        NoteKind.DIRECTOR_NOTE,
        Domain.TALENT,
        "Ready to lead training beyond this department. I would support an application, with time in the job plan.",
    ),
    (
        NoteKind.AGREED_FACTS,
        None,
        "Training lists are booked as full as others. The second room has had no recovery nurse on Mondays since May.",
    ),
)


def give_pack(telling: Telling, days: StoryDays, place: Path) -> None:
    """Let the clinician answer a first pack, prepare their review, and make the pack that can be tried.

    It lies beside the department, with the words that open it.
    """
    clinician = telling.ids()[OWNER]
    _hear_own_view(telling, days, clinician)
    telling.at(moment(days.thanks + timedelta(days=30), 12))
    review = telling.ask(PrepareReview(clinician))
    for kind, domain, text in _NOTES:
        if review.note(kind, domain) is None:
            telling.ask(SaveReviewNote(review.id, kind, domain, text, revision=0))
    telling.session.catch_up()  # what was looked at is in the audit trail, and so in the pack
    order = MakeClinicianPack(clinician, str(place / PACK_FILE), months=3, days=_DAYS_VALID)
    made = telling.ask(order)
    words = place / WORDS_FILE
    words.touch(mode=0o600)
    words.write_text(f"{made.passphrase}\n", encoding="utf-8")


def _hear_own_view(telling: Telling, days: StoryDays, clinician: ClinicianId) -> None:
    """Make a pack, answer it as its clinician would at home, and take the reply in."""
    with tempfile.TemporaryDirectory() as scratch:
        pack, reply = str(Path(scratch) / "first.cdvp"), str(Path(scratch) / "first.cdvr")
        telling.at(moment(days.thanks + timedelta(days=15), 9))
        made = telling.ask(MakeClinicianPack(clinician, pack, months=3))
        telling.at(moment(days.thanks + timedelta(days=20), 19))
        own = telling.ask(OpenOwnPack(pack, made.passphrase))
        telling.ask(SaveOwnDraft(pack, replace(own.draft, view=_VIEW)))
        telling.ask(WriteOwnReply(pack, reply))
        telling.at(moment(days.thanks + timedelta(days=22), 8))
        telling.ask(AcceptPackReply(reply, telling.ask(PreviewPackReply(reply)).sha256))
