"""Lists who is due a review, and takes a review into the room. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.conversation_requests import ShowConversationAids
from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.preparation import ConversationAids
from cdconsole.domain.requests import ListClinicianReviews, PrepareReview, ShowReview
from cdconsole.domain.review import Conversation, Review
from cdconsole.domain.review_search import ReviewHit
from cdconsole.ui.screens.reviews.agreement_presenter import AgreementPresenter
from cdconsole.ui.screens.reviews.corrections_presenter import RoomCorrections
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.goals_presenter import RoomGoalsPresenter
from cdconsole.ui.screens.reviews.list_presenter import ListPresenter
from cdconsole.ui.screens.reviews.notes_presenter import NotesPresenter
from cdconsole.ui.screens.reviews.room_presenter import RoomPresenter
from cdconsole.ui.screens.reviews.search.presenter import SearchPresenter
from cdconsole.ui.screens.reviews.sheet_presenter import SheetPresenter
from cdconsole.ui.screens.reviews.state import RoomState
from cdconsole.ui.screens.reviews.talk_presenter import TalkPresenter
from cdconsole.ui.screens.reviews.thanks_presenter import ThanksPresenter

_LISTED = frozenset({Topic.REVIEW, Topic.GOAL, Topic.CLINICIAN})
_IN_ROOM = frozenset({Topic.REVIEW, Topic.GOAL})


def _nowhere(_to: str, **_ids: str) -> None:
    """Go nowhere: there are no other screens."""


class ReviewsPresenter:
    """The list, the sheet, the room and the search; ``director`` is who is acting, and whose the director's notes are.

    ``go`` shows another screen.
    """

    def __init__(self, desk: ReviewDesk, director: str, go: Callable[..., None] = _nowhere) -> None:
        self._desk = desk
        self._director = director
        self.list = ListPresenter(desk)
        self.room = RoomPresenter(desk)
        self.notes = NotesPresenter(desk)
        self.agreement = AgreementPresenter(desk, self.notes)
        self.goals = RoomGoalsPresenter(desk)
        self.thanks = ThanksPresenter(desk)
        self.sheet = SheetPresenter(desk, go)
        self.talk = TalkPresenter(desk, self._enter)
        self.search = SearchPresenter(desk, self._open_hit, go)
        self._sought: ReviewHit | None = None
        self.corrections = RoomCorrections(desk)

    # --- what the shell asks -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the list and the thank-yous."""
        self._desk.show(self._desk.state)
        self.list.read()
        self.thanks.read()

    def visit(self, **ids: str) -> None:
        """Open a review, or the preparation sheet of a clinician; without ids, stay as it is.

        ``begin`` with a kind of conversation begins it: the quarterly review at once, another with a form.
        ``present`` opens the review in presenter mode.
        """
        clinician, begin = ClinicianId(ids.get("clinician", "")), ids.get("begin", "")
        if ids.get("review"):
            self.open(ReviewId(ids["review"]))
            if ids.get("present"):
                self.room.present()
        elif clinician and begin == Conversation.QUARTERLY.name:
            self.prepare(clinician)
        elif clinician and begin:
            self.leave()
            self.talk.begin(clinician, Conversation[begin])
        elif clinician:
            self._flush()
            self.sheet.open(clinician)
        elif ids.get("search"):
            self.search.begin(ids["search"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        room = self._desk.room
        if changes.touches(_LISTED):
            self.list.read()
        self.thanks.changed(changes)
        self.sheet.changed(changes)
        if room is not None and changes.touches(_IN_ROOM, room.review.clinician_id):
            self._desk.scope.latest("reread", ShowReview(room.review.id), self._reread)

    def close(self) -> None:
        """Send what is typed to the file, then hear of nothing any more."""
        self.agreement.flush()
        self.notes.keep_all()
        self._desk.scope.close()

    # --- opening -----------------------------------------------------------------------------------------------------

    def prepare(self, clinician: ClinicianId) -> None:
        """Start a review, or go on with the one in preparation."""
        self._flush()
        self._desk.show(replace(self._desk.state, chosen=clinician, is_opening=True, search=None))
        self._desk.scope.latest("open", PrepareReview(clinician), self._enter, self._not_opened)

    def open(self, review: ReviewId, sought: ReviewHit | None = None) -> None:
        """Open a review that there is, where a search found something in it."""
        self._flush()
        self._sought = sought
        self._desk.show(replace(self._desk.state, is_opening=True, search=None))
        self._desk.scope.latest("open", ShowReview(review), self._enter, self._not_opened)

    def open_last(self, clinician: ClinicianId) -> None:
        """Open a clinician's newest review; nothing where there is none."""
        row = next((one for one in self._desk.state.rows if one.clinician_id == clinician), None)
        if row is not None and row.review_id is not None:
            self.open(row.review_id)

    def leave(self) -> None:
        """Go back to the list."""
        self._flush()
        self._desk.show(replace(self._desk.state, room=None, sheet=None))

    def try_again(self) -> None:
        """Read the list again after a problem."""
        self.list.read_again()
        self.thanks.read()

    # --- asking and hearing ------------------------------------------------------------------------------------------

    def _open_hit(self, hit: ReviewHit) -> None:
        if hit.text.review is not None:
            self.open(hit.text.review, hit)

    def _flush(self) -> None:
        self.notes.send_all()
        self.agreement.flush()

    def _enter(self, review: Review) -> None:
        before = self._desk.room
        room = RoomState(review, self._desk.clock.today(), self._director, drafts=self.notes.drafts_of(review))
        if before is not None and before.review.clinician_id == review.clinician_id:
            room = replace(room, reviews=before.reviews)
        room = replace(room, thanks=self._desk.state.thanks.to(review.clinician_id))
        if before is not None:
            room = replace(room, aids=before.aids)
        self._desk.show(replace(self._desk.state, chosen=review.clinician_id, room=room, sheet=None, is_opening=False))
        self._desk.scope.latest("aids", ShowConversationAids(review.clinician_id), self._show_aids)
        sought, self._sought = self._sought, None
        if sought is not None and sought.text.review == review.id:
            self._desk.view.show_place(sought)
        self._desk.scope.latest("reviews", ListClinicianReviews(review.clinician_id), self._show_reviews)

    def _not_opened(self, problem: Exception) -> None:
        self._desk.show(replace(self._desk.state, is_opening=False))
        self._desk.tell(problem)

    def _show_aids(self, aids: ConversationAids) -> None:
        self._desk.change_room(aids=aids)

    def _show_reviews(self, reviews: tuple[Review, ...]) -> None:
        self._desk.change_room(reviews=reviews)

    def _reread(self, review: Review) -> None:
        if self._desk.is_here(review):
            self._desk.change_room(review=review, drafts=self.notes.drafts_of(review))
