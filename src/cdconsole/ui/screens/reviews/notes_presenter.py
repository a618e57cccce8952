"""Keeps what is typed into the notes and brings it to the file; nothing typed is ever thrown away. No Qt."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cdconsole.domain.errors import Cancelled, StaleEdit, UserFacingError
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.requests import SaveReviewNote, ShowReview
from cdconsole.domain.review import Review
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.drafts import NOTE_KEYS, Draft, NoteKey

_FAULT = "The program could not save this note."


class NotesPresenter:
    """Holds one draft for each box that was opened, also of reviews somebody has left with words unsaved."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk
        self._drafts: dict[tuple[ReviewId, NoteKey], Draft] = {}

    def drafts_of(self, review: Review) -> dict[NoteKey, Draft]:
        """Return the boxes of a review that was read: stored words, and on top what is typed but not stored."""
        for key in NOTE_KEYS:
            known = self._drafts.get((review.id, key), Draft(review.id, key))
            self._drafts[review.id, key] = known.met(review.note(*key))
        return {key: self._drafts[review.id, key] for key in NOTE_KEYS}

    def typed(self, key: NoteKey, text: str) -> None:
        """Keep what stands in a box; the box shows it already."""
        draft = self._of_room(key)
        if draft is not None:
            self._keep(draft.typed(text))

    def save(self, key: NoteKey) -> None:
        """Send a box's words to the file, after the ones that are on their way."""
        draft = self._of_room(key)
        if draft is None or draft.theirs is not None or not draft.is_unsaved:
            return
        if draft.sending is None:
            self._send(draft)
        else:
            self._keep(replace(draft, is_due=True))

    def settle(self, key: NoteKey, choice: Settle) -> None:
        """Go on after two people wrote the same note."""
        draft = self._of_room(key)
        if draft is not None and draft.theirs is not None:
            self._show(draft.settled(choice))
            self.save(key)

    def send_all(self) -> None:
        """Send everything unsaved at once, without waiting for what is on its way."""
        for draft in tuple(self._drafts.values()):
            if draft.is_unsaved and draft.theirs is None:
                # Words already on their way will have become the next revision by the time these are read.
                revision = draft.revision + (0 if draft.sending is None else 1)
                self._send(replace(draft, revision=revision))

    def keep_all(self) -> None:
        """Send everything unsaved for the last time; where nobody chose between two texts, both are kept."""
        self._drafts = {place: draft.settled(Settle.BOTH) for place, draft in self._drafts.items()}
        self.send_all()

    def _of_room(self, key: NoteKey) -> Draft | None:
        room = self._desk.room
        return None if room is None else self._drafts.get((room.review.id, key))

    def _send(self, draft: Draft) -> None:
        self._keep(draft.sent())
        kind, domain = draft.key
        request = SaveReviewNote(draft.review, kind, domain, draft.text, draft.revision)
        place = (draft.review, draft.key)
        self._desk.scope.run(request, partial(self._saved, place), partial(self._not_saved, place))

    def _saved(self, place: tuple[ReviewId, NoteKey], review: Review) -> None:
        draft = self._drafts[place].answered(review.note(*place[1]))
        self._keep(draft)
        if self._desk.is_here(review):
            self._desk.change_room(review=review, drafts=self.drafts_of(review))
        if draft.is_due and draft.is_unsaved:
            self._send(draft)

    def _not_saved(self, place: tuple[ReviewId, NoteKey], problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        words = str(problem) if isinstance(problem, UserFacingError) else _FAULT
        self._show(self._drafts[place].refused(words))
        room = self._desk.room
        if isinstance(problem, StaleEdit):
            self._desk.scope.run(ShowReview(place[0]), self._read)
        elif not isinstance(problem, UserFacingError) or room is None or room.review.id != place[0]:
            self._desk.tell(problem)

    def _read(self, review: Review) -> None:
        drafts = self.drafts_of(review)
        if self._desk.is_here(review):
            self._desk.change_room(review=review, drafts=drafts)

    def _show(self, draft: Draft) -> None:
        self._keep(draft)
        room = self._desk.room
        if room is not None and room.review.id == draft.review:
            self._desk.view.show_draft(draft)

    def _keep(self, draft: Draft) -> None:
        """Keep a draft; the room's own picture of it follows without being drawn."""
        self._drafts[draft.review, draft.key] = draft
        room = self._desk.room
        if room is not None and room.review.id == draft.review:
            drafts = {**room.drafts, draft.key: draft}
            self._desk.state = replace(self._desk.state, room=replace(room, drafts=drafts))
