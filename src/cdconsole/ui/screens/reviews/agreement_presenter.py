"""Takes both people's marks, the dates, the lock and what is added after it. No Qt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.requests import AddAddendum, LockReview, MarkAgreement, SaveReviewDates
from cdconsole.domain.review import Agreement, Party, Review
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.drafts import RECOGNITION
from cdconsole.ui.screens.reviews.notes_presenter import NotesPresenter
from cdconsole.ui.screens.reviews.state import HELD_ON, NEXT_ON, LockQuestion, RoomState


class AgreementPresenter:
    """Notes go to the file before a mark or a lock, so that nobody marks a text that is not there yet."""

    def __init__(self, desk: ReviewDesk, notes: NotesPresenter) -> None:
        self._desk = desk
        self._notes = notes
        self._comments: dict[Party, str] = {}

    def comment_typed(self, party: Party, text: str) -> None:
        """Keep a comment that waits for its mark."""
        self._comments[party] = text

    def mark(self, party: Party, agreement: Agreement, comment: str) -> None:
        """Store how one person marks the record as it stands."""
        room = self._desk.room
        if room is None or room.is_locked:
            return
        self._notes.send_all()
        request = MarkAgreement(room.review.id, party, agreement, comment)
        self._desk.scope.run(request, partial(self._marked, party), partial(self._not_marked, party))

    def set_dates(self, held_on: date, next_on: date | None) -> None:
        """Store the days of this review and the next."""
        room = self._desk.room
        if room is not None and (held_on, next_on) != (room.held_on, room.next_on):
            request = SaveReviewDates(room.review.id, held_on, next_on)
            self._desk.scope.run(request, self._dated, self._not_dated)

    def lock(self) -> None:
        """Lock the record; without recognition, ask first."""
        room = self._desk.room
        if room is None:
            return
        if any(draft.theirs is not None for draft in room.drafts.values()):
            self._desk.change_room(lock_problem="A note stands in two texts. Choose between them first.")
        elif not room.drafts[RECOGNITION].text.strip():
            self._desk.change_room(lock_question=LockQuestion.NO_RECOGNITION, lock_problem="")
        elif _lacks_day(room):
            self._desk.change_room(lock_question=LockQuestion.NEXT_DAY, lock_problem="")
        else:
            self.lock_anyway()

    def lock_anyway(self) -> None:
        """Lock the record with the days that are shown; after recognition the day of the next review is asked for."""
        room = self._desk.room
        if room is None:
            return
        if room.lock_question is LockQuestion.NO_RECOGNITION and _lacks_day(room):
            self._desk.change_room(lock_question=LockQuestion.NEXT_DAY)
            return
        self._desk.change_room(lock_question=LockQuestion.NONE, lock_problem="")
        self._notes.send_all()
        request = SaveReviewDates(room.review.id, room.held_on, room.next_on)
        self._desk.scope.run(request, self._lock_dated, self._not_dated)

    def keep_open(self) -> None:
        """Go back to the record."""
        self._desk.change_room(lock_question=LockQuestion.NONE)

    def add_addendum(self, text: str) -> None:
        """Add a text to the locked record."""
        room = self._desk.room
        if room is not None:
            self._desk.scope.run(AddAddendum(room.review.id, text), self._added, self._not_added)

    def flush(self) -> None:
        """Keep comments that were typed and not yet marked with: they are stored without a mark."""
        room = self._desk.room
        for party, comment in self._comments.items():
            if room is None or room.is_locked:
                break
            standing = room.review.mark(party)
            if standing.at is None and not standing.cleared and comment.strip() != standing.comment:
                request = MarkAgreement(room.review.id, party, Agreement.NOT_MARKED, comment)
                self._desk.scope.run(request, self._show, self._desk.tell)
        self._comments.clear()

    # --- answers -----------------------------------------------------------------------------------------------------

    def _marked(self, party: Party, review: Review) -> None:
        self._comments.pop(party, None)
        room = self._desk.room
        if room is not None:
            problems = {which: words for which, words in room.mark_problems.items() if which is not party}
            self._desk.change_room(mark_problems=problems, lock_problem="")
        self._show(review)

    def _not_marked(self, party: Party, problem: Exception) -> None:
        room = self._desk.room
        if room is not None and isinstance(problem, UserFacingError):
            self._desk.change_room(mark_problems={**room.mark_problems, party: str(problem)})
        else:
            self._tell(problem)

    def _dated(self, review: Review) -> None:
        self._desk.change_room(date_problems={})
        self._show(review)

    def _not_dated(self, problem: Exception) -> None:
        if isinstance(problem, RuleBroken) and problem.field in (HELD_ON, NEXT_ON):
            self._desk.change_room(date_problems={problem.field: str(problem)})
        else:
            self._tell(problem)

    def _lock_dated(self, review: Review) -> None:
        self._dated(review)
        self._desk.scope.run(LockReview(review.id), self._show, self._not_locked)

    def _not_locked(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._desk.change_room(lock_problem=str(problem))
        else:
            self._tell(problem)

    def _added(self, review: Review) -> None:
        room = self._desk.room
        if room is not None:
            self._desk.change_room(addendum_problem="", addenda_sent=room.addenda_sent + 1)
        self._show(review)

    def _not_added(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._desk.change_room(addendum_problem=str(problem))
        else:
            self._tell(problem)

    def _show(self, review: Review) -> None:
        """Show the record as it is now, in the room and among the clinician's reviews."""
        room = self._desk.room
        if room is not None and room.review.id == review.id:
            reviews = tuple(review if one.id == review.id else one for one in room.reviews)
            drafts = self._notes.drafts_of(review)
            self._desk.show(
                replace(self._desk.state, room=replace(room, review=review, reviews=reviews, drafts=drafts))
            )

    def _tell(self, problem: Exception) -> None:
        if not isinstance(problem, Cancelled):
            self._desk.tell(problem)


def _lacks_day(room: RoomState) -> bool:
    """Return whether nobody has set the day of the next review, and it is this one that leads to it."""
    return room.is_quarterly and room.review.next_on is None
