"""A correction is asked for in the review room, and stands under the text it is about."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import (
    AddAddendum,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveRecognition,
    SaveReviewNote,
    ShowReview,
)
from cdconsole.domain.review import Agreement, Domain, NoteKind, Party, Review
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.form_dialog.dialog import FormDialog
from widgets.test_reviews_view import Shown, department_template, open_shown, session, shown, unlock  # noqa: F401

ANN = ClinicianId("ann")
NOTE = "She has run the list since May."


@pytest.fixture
def locked(session: Session) -> Review:  # noqa: F811
    review = answer(session, PrepareReview(ANN), Task())
    answer(session, SaveReviewNote(review.id, NoteKind.DIRECTOR_NOTE, Domain.TALENT, NOTE, 0), Task())
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())
    answer(session, SaveRecognition(ANN, "For June"), Task())
    return answer(session, AddAddendum(review.id, "Spoke again."), Task())


def form(shown: Shown) -> FormDialog:  # noqa: F811
    return next(each for each in shown.view.findChildren(FormDialog) if each.isVisible())


def ask(shown: Shown, text: int, should_say: str) -> None:  # noqa: F811
    shown.button("Ask for a correction…").click()
    [box] = form(shown).findChildren(QComboBox)
    box.setCurrentIndex(text)
    said, reason = form(shown).findChildren(QPlainTextEdit)
    said.setPlainText(should_say)
    reason.setPlainText("The rota says so.")
    assert form(shown).findChildren(QLineEdit)[0].text() == "Dr Ann Example"
    next(each for each in form(shown).findChildren(QPushButton) if each.text() == "Record it").click()


def test_that_a_correction_stands_under_the_note_and_the_note_stays(shown: Shown, locked: Review) -> None:  # noqa: F811
    shown.screen.visit(review=locked.id)
    shown.button("Ask for a correction…").click()
    [box] = form(shown).findChildren(QComboBox)
    texts = [box.itemText(place) for place in range(box.count())]
    assert texts == [
        "Addendum 1, 23 Nov 2026: Spoke again.",
        f"Clinical director's note (opinion), talent management, 23 Nov 2026: {NOTE}",
    ]
    form(shown).reject()
    ask(shown, 1, "She has run the list since March.")
    assert shown.sees(NOTE)
    assert shown.sees("Dr Ann Example asked on 23 Nov 2026 that it say: She has run the list since March.")
    assert shown.sees("The correction is kept beside the record.")
    assert [note.text for note in answer(shown.session, ShowReview(locked.id), Task()).notes] == [NOTE]


def test_that_a_correction_of_an_addendum_stands_under_it(shown: Shown, locked: Review) -> None:  # noqa: F811
    shown.screen.visit(review=locked.id)
    ask(shown, 0, "Spoke again in July.")
    QTest.qWait(1)
    said = next(each.text() for each in shown.view.findChildren(QLabel) if each.text().startswith("Addendum, "))
    assert "Spoke again.\nDr Ann Example asked" in said


def test_that_a_review_in_preparation_is_changed_where_it_stands(shown: Shown) -> None:  # noqa: F811
    shown.screen.visit(clinician="bob")
    with pytest.raises(LookupError):
        shown.button("Ask for a correction…")
