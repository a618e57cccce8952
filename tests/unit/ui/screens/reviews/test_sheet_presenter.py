from __future__ import annotations

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.conversation_requests import PrintPreparation, ShowReviewSummary
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import ListClinicianReviews, SaveRecognition
from cdconsole.domain.review import Conversation
from cdconsole.services.session import Session
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.presenter import ReviewsPresenter
from unit.ui.screens.reviews.conftest import ANN, BOB, CLOCK, NOBODY, Reviews, SeenReviews, WorkerLike


def test_that_a_visit_with_a_clinician_opens_the_sheet_and_records_nothing(reviews: Reviews) -> None:
    reviews.presenter.visit(clinician=BOB)
    assert reviews.state.sheet is not None
    assert reviews.state.sheet.preparation is not None
    assert reviews.state.sheet.preparation.clinician == "Dr Bob Sample"
    assert (reviews.state.chosen, reviews.state.room) == (BOB, None)
    assert reviews.ask(ListClinicianReviews(BOB)) == ()
    assert reviews.presenter.sheet.printed() == PrintPreparation(BOB)


def test_that_starting_the_review_leaves_the_sheet_for_the_room(reviews: Reviews) -> None:
    reviews.presenter.visit(clinician=ANN)
    reviews.presenter.prepare(ANN)
    assert reviews.state.sheet is None
    assert reviews.presenter.sheet.printed() is None
    assert reviews.presenter.room.printed() == ShowReviewSummary(reviews.room.review.id)
    reviews.presenter.leave()
    assert reviews.presenter.room.printed() is None


def test_that_the_sheet_follows_what_is_written_elsewhere(reviews: Reviews) -> None:
    reviews.presenter.visit(clinician=ANN)
    reviews.ask(SaveRecognition(ANN, "For the nights"))
    reviews.presenter.sheet.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN})))
    sheet = reviews.state.sheet
    assert sheet is not None
    assert sheet.preparation is not None
    assert sheet.preparation.parts[0].lines[0].text == "For the nights"


def test_that_a_sheet_that_cannot_be_read_says_why(reviews: Reviews) -> None:
    reviews.presenter.visit(clinician=NOBODY)
    assert reviews.state.sheet is not None
    assert reviews.state.sheet.notice.startswith("Unattributed work has nobody to review.")
    reviews.presenter.sheet._not_read(Cancelled())
    reviews.presenter.sheet._not_read(ValueError("a bug"))
    assert reviews.state.sheet.notice == "The sheet could not be read."
    assert isinstance(reviews.told[0], ValueError)
    reviews.presenter.sheet.leave()
    assert reviews.state.sheet is None


def test_that_the_sheet_leads_to_the_clinicians_charts(reviews: Reviews) -> None:
    reviews.presenter.sheet.show_charts()
    reviews.presenter.visit(clinician=ANN)
    reviews.presenter.sheet.show_charts()
    assert reviews.went == [("clinician", {"clinician": ANN})]


def test_that_a_conversation_is_begun_with_its_topic(reviews: Reviews) -> None:
    reviews.presenter.visit(clinician=BOB, begin="ASKED_FOR")
    assert reviews.state.talk is not None
    assert (reviews.state.talk.name, reviews.state.talk.kind) == ("Dr Bob Sample", Conversation.ASKED_FOR)
    reviews.presenter.talk.save(Conversation.OTHER, " ")
    assert reviews.state.talk.is_about_topic
    assert "no topic yet" in reviews.state.talk.problem
    reviews.presenter.talk.save(Conversation.OTHER, "The rota")
    assert reviews.state.talk is None
    assert (reviews.room.review.kind, reviews.room.review.topic) == (Conversation.OTHER, "The rota")


def test_that_a_conversation_that_was_given_up_or_failed_begins_nothing(reviews: Reviews) -> None:
    reviews.presenter.talk.begin_chosen()
    reviews.presenter.talk.end()
    reviews.presenter.talk.save(Conversation.OTHER, "The rota")
    assert reviews.state.talk is None
    reviews.presenter.talk.begin(NOBODY)
    reviews.presenter.talk.save(Conversation.OTHER, "The rota")
    assert reviews.state.talk is not None
    assert not reviews.state.talk.is_about_topic
    assert reviews.state.talk.problem.startswith("Unattributed work")
    reviews.presenter.talk._not_begun(ValueError("a bug"))
    reviews.presenter.talk._not_begun(Cancelled())
    reviews.presenter.talk._not_begun(UserFacingError("The disk is full."))
    assert reviews.state.talk is None
    assert [str(problem) for problem in reviews.told] == ["a bug", "The disk is full."]


def test_that_the_window_hears_before_and_after_others_look_on(session: Session) -> None:
    heard: list[bool] = []
    told: list[Exception] = []
    scope = TaskScope(WorkerLike(session, lambda _changes: None), told.append)
    presenter = ReviewsPresenter(ReviewDesk(SeenReviews(), scope, CLOCK, told.append, heard.append), "Dr B. Director")
    presenter.visit(clinician=ANN, begin="QUARTERLY")
    presenter.room.present()
    presenter.room.end_presenting()
    presenter.room.present()
    presenter.leave()
    assert heard == [True, False, True, False]
