"""One note: a box that saves itself, and says so quietly."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdconsole.domain.identity import ReviewId
from cdconsole.domain.review import CLINICIANS_WORDS
from cdconsole.ui.follow_up.text_edit import TextEdit, select_in
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.drafts import Draft, NoteKey, Settle
from cdconsole.ui.theme.fonts import px

PAUSE_MS, AT_LATEST_MS = 1000, 1500
_NOTHING = "Nothing recorded."


class NoteEditor(QWidget):
    """``typed`` at every keystroke; ``save_due`` after a pause, when the focus goes, and while typing on and on.

    A kill loses at most two seconds: half a second is left for the way to the file.
    """

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
        self._conflict = _Conflict()
        self._column = QVBoxLayout(self)
        self._pause, self._latest = _timer(self, PAUSE_MS), _timer(self, AT_LATEST_MS)
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
        self._conflict.show_theirs(draft)
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
        self.box.left.connect(self._save)
        self.box.entered.connect(self.entered)
        self._pause.timeout.connect(self._save)
        self._latest.timeout.connect(self._save)
        self._retry.clicked.connect(self._save)
        self._conflict.settled.connect(self._settle)

    def _type(self, text: str) -> None:
        self._state.clear()
        self.typed.emit(self._key, text)
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _save(self) -> None:
        self._pause.stop()
        self._latest.stop()
        self.save_due.emit(self._key)

    def _settle(self, choice: Settle) -> None:
        self.settled.emit(self._key, choice)


class _Conflict(QFrame):
    """Shows what somebody else stored, and asks which text stands."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._said, self._theirs = label("", "strong"), label("")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(8))
        column.addWidget(self._said)
        column.addWidget(self._theirs)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for choice in Settle:
            answer = _Answer(choice)
            answer.given.connect(self.settled)
            row.addWidget(answer)
        row.addStretch(1)
        column.addLayout(row)

    def show_theirs(self, draft: Draft) -> None:
        """Show the other text; nothing where there is none."""
        self.setVisible(draft.theirs is not None)
        if draft.theirs is not None:
            at = f"{draft.theirs.at.astimezone():%H:%M}"
            self._said.setText(f"{draft.theirs.author} saved another text at {at}. Yours is still in the box.")
            self._theirs.setText(draft.theirs.text)


class _Answer(QPushButton):
    given = Signal(object)

    def __init__(self, choice: Settle) -> None:
        super().__init__(choice.value)
        self._choice = choice
        self.setAutoDefault(False)
        self.clicked.connect(self._give)

    def _give(self) -> None:
        self.given.emit(self._choice)


def _timer(owner: NoteEditor, milliseconds: int) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    return made
