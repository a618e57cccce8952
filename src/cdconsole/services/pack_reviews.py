"""The review in a clinician's own pack, and what the reply to it brings back: self-view, comment and mark."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician_pack import ClinicianPack, PackDraft
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.pack_review import BroughtBack, PackMark, PackReview, ReviewShare, notes_of_view
from cdconsole.domain.review import (
    CLINICIANS_WORDS,
    Agreement,
    AgreementMark,
    NoteKind,
    Party,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.services.review_content import content_fingerprint, content_of
from cdconsole.services.reviews import clear_marks
from cdconsole.storage import reviews, waiting_views
from cdconsole.storage.section_file import Reading, Work
from cdconsole.vault.clinician_pack import SignedReply

_ASK_AGAIN = "Ask for it again, in a new pack or in the room."
_NOT_THERE = "the review it is about is not in the department."


def shared_review(reading: Reading, clinician: ClinicianId, share: ReviewShare) -> PackReview | None:
    """Return what a pack holds of the review in preparation; None where there is none or it is not shared."""
    found = reviews.first_open(reading, clinician)
    if found is None or share is ReviewShare.NOTHING:
        return None
    review = reviews.by_id(reading, found)
    content = content_of(reading, review)
    if share is ReviewShare.WITHOUT_OPINION:
        content = replace(
            content, notes=tuple(note for note in content.notes if note.kind is not NoteKind.DIRECTOR_NOTE)
        )
    own = (note for note in review.notes if note.kind in CLINICIANS_WORDS and note.channel is Channel.SIGNED_REPLY)
    dates = (review.started, review.held_on, review.next_on)
    return PackReview(content, share, *dates, tuple(own), review.kind, review.topic)


@dataclass(frozen=True)
class ReviewReply:
    """What a genuine reply says of a review: from which pack, in which file, by whom; ``taker`` takes it in."""

    pack: ClinicianPack
    signed: SignedReply
    words: PackDraft
    sha256: str
    clinician: str
    taker: str

    def brought(self, reading: Reading) -> tuple[BroughtBack, ...]:
        """Return what it brings back, each thing with what becomes of it."""
        found = []
        if self.words.view.text:
            found.append(BroughtBack("Their own view", self.words.view.text, self._view_becomes(reading)))
        if self.words.comment:
            found.append(BroughtBack("Their comment", self.words.comment, self._comment_becomes(reading)))
        if self.words.mark is not None:
            said, comment = self.words.mark.agreement.value, self.words.mark.comment
            words = f"{said}: “{comment}”" if comment else said
            found.append(BroughtBack("Their mark on the record", words, self._mark(reading, self.words.mark)[1]))
        return tuple(found)

    def store(self, work: Work) -> None:
        """Store all of it: words beside those that stand there, then the mark where it is to the record as it is now.

        A mark to an earlier version is kept as one that fell.
        """
        mark = None if self.words.mark is None else self._mark(work, self.words.mark)[0]
        review = self._about(work)
        if self.words.view.text:
            self._store_view(work)
        if self.words.comment and review is not None:
            self._store_comment(work, review)
        if mark is not None and review is not None:
            reviews.set_mark(work, review.id, mark)
        if not self.words.says_nothing_of_review:
            work.changed(Topic.REVIEW, self.pack.clinician_id)

    def _store_view(self, work: Work) -> None:
        note = self._note(NoteKind.CLINICIAN_VIEW, self.words.view.text)
        review = self._in_preparation(work)
        if review is None:
            waiting_views.add(work, self.pack.clinician_id, note, self.sha256)
        else:
            for each in notes_of_view(note):
                self._add_words(work, review, each)

    def _store_comment(self, work: Work, review: Review) -> None:
        if review.status is ReviewStatus.LOCKED:
            reviews.add_addendum(work, review, f"{self.clinician}, {self._source}:\n{self.words.comment}")
        else:
            self._add_words(work, review, self._note(NoteKind.CLINICIAN_COMMENT, self.words.comment))

    def _add_words(self, work: Work, review: Review, note: ReviewNote) -> None:
        """Store the clinician's words after what was entered in the room; an earlier reply's stay as a version."""
        room = reviews.said_in_the_room(work, review.id, note.kind, note.domain)
        now = review.note(note.kind, note.domain)
        text = note.text
        if room is not None and room.text.strip():
            entered = f"Entered in the room by {room.author}, {date_text(room.at.astimezone().date())}"
            text = f"{entered}:\n{room.text}\n\nBy {self._source}:\n{text}"
        if now is not None and now.text == text:
            return
        clear_marks(work, review.id, review.clinician_id)
        kept = replace(note, text=text, revision=1 if now is None else now.revision + 1)
        reviews.add_signed_note(work, review.id, kept, self.sha256, self.pack.clinician_id)

    def _view_becomes(self, reading: Reading) -> str:
        if self._in_preparation(reading) is None:
            return "No review is in preparation: it is kept, and stands in the next one from the start."
        apart = " Their aims go into their own box, under talent." if self.words.view.aims.strip() else ""
        return f"Goes into the review in preparation, as their own view.{apart}"

    def _comment_becomes(self, reading: Reading) -> str:
        review = self._about(reading)
        if review is None:
            return f"Left out: {_NOT_THERE}"
        if review.status is ReviewStatus.LOCKED:
            return "The record was locked meanwhile: it is added as an addendum."
        return "Goes into the review in preparation, as the clinician's comment."

    def _mark(self, reading: Reading, given: PackMark) -> tuple[AgreementMark | None, str]:
        """Return the mark that is stored, None for none, and in words what becomes of the one that was given."""
        review = self._about(reading)
        if review is None:
            return None, f"Left out: {_NOT_THERE}"
        if review.status is ReviewStatus.LOCKED:
            return None, "Left out: the record was locked meanwhile."
        standing = review.mark(Party.CLINICIAN)
        if content_fingerprint(content_of(reading, review)) != given.content:
            version = f"the version of {date_text(self.pack.made_at.astimezone().date())}"
            words = f"Not taken as agreement: it was given to {version}, and the record has changed since. {_ASK_AGAIN}"
            return (None if standing.at is not None else self._fallen(given, version)), words
        if standing.at is not None and standing.at > self.signed.at:
            return None, f"Left out: the mark of {moment_text(standing.at)} is later, and stands."
        mark = AgreementMark(Party.CLINICIAN, given.agreement, given.comment, self.signed.at)
        signed = replace(
            mark, channel=Channel.SIGNED_REPLY, person=self.taker, reply=self.sha256, content=given.content
        )
        return signed, f"Stored as the mark of {self.clinician}, by a signed reply to this very text."

    def _fallen(self, given: PackMark, version: str) -> AgreementMark:
        """Return a mark that is kept, but not as agreement to what stands there now."""
        at = moment_text(self.signed.at)
        fell = f"{given.agreement.value} on {at}, by a signed reply to {version}; the record has changed since"
        return AgreementMark(Party.CLINICIAN, Agreement.NOT_MARKED, given.comment, None, fell)

    def _about(self, reading: Reading) -> Review | None:
        """Return the review that comment and mark are about; None where it is not one of this clinician."""
        named = self.words.review
        if named is None or reviews.clinician_of(reading, named) != self.pack.clinician_id:
            return None
        return reviews.by_id(reading, named)

    def _in_preparation(self, reading: Reading) -> Review | None:
        """Return the pack's review while it is in preparation, or else the clinician's that is; None for none."""
        about = self._about(reading)
        if about is not None and about.status is ReviewStatus.PREPARING:
            return about
        found = reviews.first_open(reading, self.pack.clinician_id)
        return None if found is None else reviews.by_id(reading, found)

    def _note(self, kind: NoteKind, text: str) -> ReviewNote:
        return ReviewNote(kind, text, self.clinician, self.signed.at, 1, channel=Channel.SIGNED_REPLY)

    @property
    def _source(self) -> str:
        return f"a signed reply of {date_text(self.signed.at.astimezone().date())}"
