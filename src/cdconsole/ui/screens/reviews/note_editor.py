"""One note: a box that saves itself, and says so quietly."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.identity import ReviewId
from cdconsole.domain.review import CLINICIANS_WORDS
from cdconsole.ui.follow_up.text_edit import TextEdit, select_in
from cdconsole.ui.forms import button, label
from cdconsole.ui.saving.autosave import Autosave
from cdconsole.ui.saving.other_text import OtherText
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens.reviews.drafts import Draft, NoteKey
from cdconsole.ui.theme.fonts import px

_NOTHING = "Nothing recorded."


class NoteEditor(QWidget):
    """``typed`` at every keystroke; ``save_due`` when what was typed is to be kept."""

    typed = Signal(object, str)
    save_due = Signal(object)
    settled = Signal(object, object)
    entered = Signal()

    def __init__(
        self, key: NoteKey, title: str, placeholder: str = "", *, lines: int = 2, role: str = "strong"
    ) -> None:
        super().__init__()
        self._key = key
        self._review: ReviewId | None = None
        self._title = label(title, role)
        self._state = label("", "caption", wraps=False)
        self.box = TextEdit(lines, placeholder)
        self.box.setAccessibleName(title)
        self._read = label("")
        self._read.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._authored = label("", "caption")
        self._corrections = label("", "secondary")
        self._corrections.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._problem = label("", "warning")
        self._retry = button("Try again", "link")
        self._conflict = OtherText(Settle)
        self._column = QVBoxLayout(self)
        self._autosave = Autosave(self)
        self._lay_out()
        self._connect()

    def show_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self.box.setAccessibleName(title)

    def put_above_box(self, part: QWidget) -> None:
        """Show something to be read before typing, under the title."""
        self._column.insertWidget(1, part)

    def show_draft(self, draft: Draft, *, is_locked: bool = False) -> None:
        """Show what is in the box and how it stands in the file; a locked note is read and no longer typed."""
        if draft.review == self._review:
            self.box.take_in(draft.text)
        else:  # another review's note: nothing of the one before may come back by undoing
            self._review = draft.review
            self.box.begin_with(draft.text)
        self._read.setText(draft.text or _NOTHING)
        self._read.setVisible(is_locked)
        self.box.setVisible(not is_locked)
        self._authored.setText(draft.authored_text)
        is_theirs = self._key[0] in CLINICIANS_WORDS
        self._authored.setVisible((is_locked or is_theirs) and bool(draft.text and draft.authored_text))
        self._state.setText("" if is_locked else draft.saved_text)
        self._problem.setText(f"Not saved. {draft.problem} Your text is kept here." if draft.problem else "")
        has_problem = bool(draft.problem) and draft.theirs is None
        self._problem.setVisible(has_problem)
        self._retry.setVisible(has_problem)
        self._conflict.hide()
        if draft.theirs is not None:
            at = f"{draft.theirs.at.astimezone():%H:%M}"
            self._conflict.show_text(draft.theirs.author, at, draft.theirs.text)
        self.box.setAccessibleDescription(self._problem.text() if has_problem else self._state.text())

    def show_corrections(self, text: str) -> None:
        """Show what the note should say instead, under it; nothing where nobody asked."""
        self._corrections.setText(text)
        self._corrections.setVisible(bool(text))

    def select(self, start: int, length: int) -> None:
        """Select some of the words, wherever they can be read."""
        if self._read.isVisibleTo(self):
            select_in(self._read, start, length)
        else:
            self.box.select(start, length)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignBottom)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(head)
        for part in (self._read, self._authored, self._corrections, self.box, self._problem):
            column.addWidget(part)
        column.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._conflict)
        for hidden in (self._read, self._authored, self._corrections, self._problem, self._retry, self._conflict):
            hidden.hide()

    def _connect(self) -> None:
        self.box.typed.connect(self._type)
        self._autosave.watch(self.box)
        self._autosave.due.connect(self._save)
        self.box.entered.connect(self.entered)
        self._retry.clicked.connect(self._autosave.keep)
        self._conflict.settled.connect(self._settle)

    def _type(self, text: str) -> None:
        self._state.clear()
        self.typed.emit(self._key, text)

    def _save(self) -> None:
        self.save_due.emit(self._key)

    def _settle(self, choice: Settle) -> None:
        self.settled.emit(self._key, choice)
