"""Saving by itself leaves the caret where it is and typing undoable; another review's words never come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cdconsole.domain.identity import ReviewId
from cdconsole.domain.review import NoteKind, ReviewNote
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.screens.reviews.drafts import RECOGNITION, Draft, NoteKey
from cdconsole.ui.screens.reviews.note_editor import NoteEditor

AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


class Desk:
    """A note and what its presenter does: keeps what is typed, stores it when due, and shows how that went."""

    def __init__(self, qtbot: QtBot) -> None:
        self.editor = NoteEditor(RECOGNITION, "Recognition")
        self.box = self.editor.box
        self.draft = Draft(ReviewId("one"), RECOGNITION)
        self.stored: list[str] = []
        self.editor.typed.connect(self._typed)
        self.editor.save_due.connect(self._save)
        qtbot.addWidget(self.editor)
        self.editor.show_draft(self.draft)
        self.editor.show()

    def _typed(self, _key: NoteKey, text: str) -> None:
        self.draft = self.draft.typed(text)

    def _save(self, _key: NoteKey) -> None:
        self.stored.append(self.draft.text)
        self.store(self.draft.text, "Dr B. Director")

    def store(self, text: str, author: str) -> None:
        note = ReviewNote(NoteKind.RECOGNITION, text, author, AT, self.draft.revision + 1)
        self.draft = self.draft.met(note) if author != "Dr B. Director" else self.draft.sent().answered(note)
        self.editor.show_draft(self.draft)

    def autosave(self) -> None:
        self.editor._save()


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_that_a_save_moves_neither_caret_nor_selection(desk: Desk) -> None:
    QTest.keyClicks(desk.box, "one two three")
    for _ in range(5):
        QTest.keyClick(desk.box, Qt.Key.Key_Left)
    QTest.keyClick(desk.box, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    before = desk.box.textCursor()
    desk.autosave()
    after = desk.box.textCursor()
    assert (after.position(), after.anchor()) == (before.position(), before.anchor()) == (7, 8)
    assert desk.stored == ["one two three"]


def test_that_undo_goes_back_across_saves_and_what_it_leaves_is_saved(desk: Desk) -> None:
    for words in ("first ", "second "):
        QTest.keyClicks(desk.box, words)
        QTest.keyClick(desk.box, Qt.Key.Key_Return)
        desk.autosave()
    while desk.box.document().isUndoAvailable():
        QTest.keyClick(desk.box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.box.toPlainText() == ""
    desk.autosave()
    assert desk.stored[-1] == ""
    while desk.box.document().isRedoAvailable():
        desk.box.redo()
    assert desk.draft.text == desk.box.toPlainText() == "first \nsecond \n"


def test_that_what_another_desk_stored_comes_in_around_the_caret_and_undo_still_reaches_the_typing(desk: Desk) -> None:
    desk.box.insertPlainText("We agreed 😀")
    QTest.keyClicks(desk.box, " to meet")
    desk.autosave()
    for _ in range(4):
        QTest.keyClick(desk.box, Qt.Key.Key_Left)
    typed_to = desk.box.textCursor().position()
    desk.store("We agreed 😀 to meet in March", "Dr C. Deputy")
    assert desk.box.toPlainText() == "We agreed 😀 to meet in March"
    assert desk.box.textCursor().position() == typed_to
    desk.box.undo()
    assert desk.box.toPlainText() == "We agreed 😀 to meet"
    desk.box.undo()
    assert desk.box.toPlainText() != "We agreed 😀 to meet"


def test_that_another_reviews_note_can_not_be_undone_into_the_one_before(desk: Desk) -> None:
    QTest.keyClicks(desk.box, "about the first")
    desk.autosave()
    for text in ("about the second", "about the first"):  # the same words too
        desk.draft = replace(Draft(ReviewId(f"of {text}"), RECOGNITION), text=text, stored=text)
        desk.editor.show_draft(desk.draft)
        assert not desk.box.document().isUndoAvailable()
        desk.box.undo()
        assert desk.box.toPlainText() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "new"),
        ("gone", ""),
        ("aaa", "aa"),
        ("aa", "aaa"),
        ("x😀y", "x😁y"),
        ("ab\ncd", "ab\nXX\ncd"),
        ("abab", "ab"),
    ],
)
def test_that_a_newer_text_is_taken_in_exactly_and_undone_exactly(qtbot: QtBot, before: str, after: str) -> None:
    box = TextEdit()
    qtbot.addWidget(box)
    told: list[str] = []
    box.begin_with(before)
    box.typed.connect(told.append)
    box.take_in(after)
    assert (box.toPlainText(), told) == (after, [])
    box.undo()
    assert (box.toPlainText(), told) == (before, [before])
