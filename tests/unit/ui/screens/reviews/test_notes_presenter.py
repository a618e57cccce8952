from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.requests import SaveReviewNote, ShowReview
from cdconsole.domain.review import Agreement, Domain, NoteKind, Party, ReviewNote
from cdconsole.services.session import Session
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens.reviews.drafts import AGREED_FACTS, DISCUSSION, RECOGNITION, THEIR_VIEW, Draft
from unit.services.conftest import CLOCK
from unit.ui.screens.reviews.conftest import ANN, BOB, Reviews

THANKS = "Thank you for the weekend lists."


def stored(reviews: Reviews, review: ReviewId, kind: NoteKind, domain: Domain | None = None) -> str:
    note = reviews.ask(ShowReview(review)).note(kind, domain)
    return "" if note is None else note.text


def test_that_what_is_typed_is_stored_when_it_is_due_and_says_so(room: Reviews) -> None:
    room.notes.typed(RECOGNITION, THANKS)
    assert room.draft(RECOGNITION).saved_text == ""
    assert stored(room, room.room.review.id, NoteKind.RECOGNITION) == ""
    room.notes.save(RECOGNITION)
    assert stored(room, room.room.review.id, NoteKind.RECOGNITION) == THANKS
    at = CLOCK.now().astimezone()
    assert room.draft(RECOGNITION).saved_text == f"Saved {at:%H:%M}"
    assert room.draft(RECOGNITION).authored_text.startswith("Dr B. Director, 23 Nov 2026")


def test_that_a_note_of_a_domain_is_stored_under_it(room: Reviews) -> None:
    room.write(DISCUSSION[2], "Ready to lead.")
    assert stored(room, room.room.review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT) == "Ready to lead."
    assert stored(room, room.room.review.id, NoteKind.DIRECTOR_NOTE, Domain.FUTURE) == ""


def test_that_an_unchanged_text_is_not_sent_again(room: Reviews) -> None:
    room.write(RECOGNITION, THANKS)
    room.runner.is_slow = True
    room.notes.save(RECOGNITION)
    assert room.runner.asked == []


def test_that_what_is_typed_while_a_save_is_on_its_way_stays_and_follows(room: Reviews) -> None:
    room.runner.is_slow = True
    room.write(RECOGNITION, "Thank")
    room.write(RECOGNITION, "Thank you")
    assert len(room.runner.asked) == 1
    room.notes.typed(RECOGNITION, THANKS)
    room.runner.answer_all()
    assert room.draft(RECOGNITION).text == THANKS
    assert stored(room, room.room.review.id, NoteKind.RECOGNITION) == THANKS


def test_that_a_reload_never_takes_away_what_is_being_typed(room: Reviews) -> None:
    room.write(RECOGNITION, THANKS)
    room.notes.typed(RECOGNITION, f"{THANKS} And for")
    room.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN})))
    assert room.draft(RECOGNITION).text == f"{THANKS} And for"
    assert room.draft(RECOGNITION).is_unsaved


def test_that_a_save_that_fails_keeps_the_text_and_says_so_and_can_be_repeated(room: Reviews) -> None:
    room.runner.is_slow = True
    room.write(RECOGNITION, THANKS)
    room.runner._asked.pop(0)[1].failed(UserFacingError("The disk is full.", "Make room."))
    assert room.seen.shown_drafts[-1].problem == "The disk is full. Make room."
    assert room.draft(RECOGNITION).text == THANKS
    assert room.told == []
    room.runner.is_slow = False
    room.notes.save(RECOGNITION)
    assert room.draft(RECOGNITION).problem == ""
    assert stored(room, room.room.review.id, NoteKind.RECOGNITION) == THANKS


def test_that_a_fault_of_the_program_keeps_the_text_and_is_reported(room: Reviews) -> None:
    room.runner.is_slow = True
    room.write(RECOGNITION, THANKS)
    room.runner._asked.pop(0)[1].failed(ValueError("a bug"))
    assert room.draft(RECOGNITION).problem == "The program could not save this note."
    assert isinstance(room.told[0], ValueError)


def test_that_a_cancelled_save_changes_nothing_on_screen(room: Reviews) -> None:
    room.runner.is_slow = True
    room.write(RECOGNITION, THANKS)
    shown = len(room.seen.shown_drafts)
    room.runner._asked.pop(0)[1].failed(Cancelled())
    assert len(room.seen.shown_drafts) == shown
    assert room.told == []


@pytest.mark.parametrize(
    ("choice", "expected"),
    [(Settle.MINE, THANKS), (Settle.THEIRS, "Theirs."), (Settle.BOTH, f"Theirs.\n\n{THANKS}")],
)
def test_that_two_texts_of_one_note_are_both_kept_until_the_person_chooses(
    room: Reviews, choice: Settle, expected: str
) -> None:
    review = room.room.review.id
    room.ask(SaveReviewNote(review, NoteKind.RECOGNITION, None, "Theirs.", 0))
    room.write(RECOGNITION, THANKS)
    draft = room.draft(RECOGNITION)
    assert draft.text == THANKS
    assert draft.theirs is not None
    assert draft.theirs.text == "Theirs."
    room.notes.save(RECOGNITION)  # nothing is sent over their text meanwhile
    assert stored(room, review, NoteKind.RECOGNITION) == "Theirs."
    room.notes.settle(RECOGNITION, choice)
    assert room.draft(RECOGNITION).theirs is None
    assert room.draft(RECOGNITION).text == expected
    assert stored(room, review, NoteKind.RECOGNITION) == expected
    room.notes.settle(RECOGNITION, choice)
    assert stored(room, review, NoteKind.RECOGNITION) == expected


def test_that_the_same_text_from_two_windows_is_no_question(room: Reviews) -> None:
    room.ask(SaveReviewNote(room.room.review.id, NoteKind.RECOGNITION, None, THANKS, 0))
    room.notes.typed(RECOGNITION, THANKS)
    room.presenter.changed(ChangeSet(frozenset({Topic.REVIEW}), frozenset({ANN})))
    assert room.draft(RECOGNITION).theirs is None
    assert not room.draft(RECOGNITION).is_unsaved


def test_that_closing_sends_what_was_typed_and_not_yet_due(room: Reviews) -> None:
    review = room.room.review.id
    room.runner.is_slow = True
    room.notes.typed(RECOGNITION, THANKS)
    room.notes.typed(THEIR_VIEW, "Proud of the team.")
    room.presenter.close()
    room.runner.answer_all()
    assert stored(room, review, NoteKind.RECOGNITION) == THANKS
    assert stored(room, review, NoteKind.CLINICIAN_VIEW) == "Proud of the team."


def test_that_closing_while_a_save_is_on_its_way_loses_nothing(room: Reviews) -> None:
    review = room.room.review.id
    room.write(RECOGNITION, "Thank")
    room.runner.is_slow = True
    room.write(RECOGNITION, "Thank you")
    room.notes.typed(RECOGNITION, THANKS)
    room.presenter.close()
    room.runner.answer_all()
    assert stored(room, review, NoteKind.RECOGNITION) == THANKS


def test_that_closing_over_two_texts_keeps_both(room: Reviews) -> None:
    review = room.room.review.id
    room.ask(SaveReviewNote(review, NoteKind.RECOGNITION, None, "Theirs.", 0))
    room.write(RECOGNITION, THANKS)
    room.presenter.close()
    assert stored(room, review, NoteKind.RECOGNITION) == f"Theirs.\n\n{THANKS}"


def test_that_leaving_the_room_stores_what_is_typed(room: Reviews) -> None:
    review = room.room.review.id
    room.notes.typed(AGREED_FACTS, "Two clinics moved.")
    room.presenter.leave()
    assert stored(room, review, NoteKind.AGREED_FACTS) == "Two clinics moved."


def test_that_words_that_could_not_be_stored_on_leaving_are_there_on_coming_back(room: Reviews) -> None:
    review = room.room.review.id
    room.notes.typed(AGREED_FACTS, "Two clinics moved.")
    room.runner.is_slow = True
    room.presenter.leave()
    save = next(each for each in room.runner._asked if isinstance(each[0], SaveReviewNote))
    room.runner._asked.clear()
    save[1].failed(UserFacingError("The disk is full.", "Make room."))
    assert isinstance(room.told[0], UserFacingError)
    room.runner.is_slow = False
    room.presenter.prepare(BOB)
    assert room.draft(AGREED_FACTS).text == ""
    assert stored(room, review, NoteKind.AGREED_FACTS) == "Two clinics moved."  # sent again on the way
    room.presenter.open(review)
    assert room.draft(AGREED_FACTS).text == "Two clinics moved."


def test_that_an_answer_for_a_review_somebody_left_does_not_change_the_room(room: Reviews) -> None:
    first = room.room.review.id
    room.runner.is_slow = True
    room.write(RECOGNITION, THANKS)
    room.presenter.prepare(BOB)
    room.runner.answer_all()
    assert room.room.review.clinician_id == BOB
    assert stored(room, first, NoteKind.RECOGNITION) == THANKS
    assert room.draft(RECOGNITION).text == ""


def test_that_typing_after_the_marks_takes_them_back_and_says_so(room: Reviews) -> None:
    room.agreement.mark(Party.DIRECTOR, Agreement.AGREED, "")
    room.write(AGREED_FACTS, "Two clinics moved.")
    mark = room.room.review.mark(Party.DIRECTOR)
    assert mark.agreement is Agreement.NOT_MARKED
    assert mark.cleared.startswith("Agreed on 23 Nov 2026")


def test_that_a_draft_never_shows_its_words_in_a_log(session: Session) -> None:
    assert "Secret" not in repr(Draft(ReviewId("r"), RECOGNITION, text="Secret"))


TEXTS = st.lists(st.text(alphabet="ab ", min_size=1, max_size=4), min_size=1, max_size=6)


@given(typed=TEXTS, arrivals=st.lists(st.booleans(), min_size=6, max_size=6))
def test_that_a_draft_loses_no_keystroke_whatever_the_order_of_answers(typed: list[str], arrivals: list[bool]) -> None:
    draft, file, revision = Draft(ReviewId("r"), RECOGNITION), "", 0
    for text, arrives in zip(typed, arrivals, strict=False):
        draft = draft.typed(text)
        if draft.sending is None and draft.is_unsaved:
            draft = draft.sent()
        if arrives and draft.sending is not None:
            file, revision = draft.sending, revision + 1
            draft = draft.answered(ReviewNote(NoteKind.RECOGNITION, file, "", CLOCK.now(), revision))
        assert draft.text == text
        assert draft.theirs is None
        assert draft.is_unsaved == (text != (draft.sending if draft.sending is not None else file))
