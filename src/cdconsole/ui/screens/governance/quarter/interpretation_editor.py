"""The boxes of one interpretation: five causes to consider, each with a tick and a note, and the conclusion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.quarter import Cause, CauseConsidered, ContextLine, InterpretationWords
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import button, label
from cdconsole.ui.saving.autosave import Autosave
from cdconsole.ui.saving.other_text import OtherText
from cdconsole.ui.saving.settle import Settle
from cdconsole.ui.screens.governance.quarter.drafts import Draft
from cdconsole.ui.theme.fonts import px

_CONCLUSION = "What you make of it"
_OPINION = "In your own words. Kept as your interpretation, with your name and the time."


class InterpretationEditor(QWidget):
    """``typed`` carries the words at every keystroke and tick; ``save_due`` when they are to be kept."""

    typed = Signal(object)
    save_due = Signal()
    settled = Signal(object)
    suggestion_wanted = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_showing = False
        self._ticks = tuple(QCheckBox(cause.value) for cause in Cause)
        self._notes = tuple(TextEdit(1, cause.question) for cause in Cause)
        self._known = tuple(label("", "caption") for _ in Cause)
        self.conclusion = TextEdit(2, _OPINION)
        self._saved, self._problem, self._missing = label("", "caption"), label("", "warning"), label("", "secondary")
        self._suggest, self._confirm = button("", "link"), button("It still holds for these figures")
        self._retry = button("Try again", "link")
        self._causes = QWidget()
        self._conflict = OtherText((Settle.MINE, Settle.THEIRS))
        self._autosave = Autosave(self)
        self._lay_out()
        self._connect()

    def show_draft(self, draft: Draft, *, has_causes: bool) -> None:
        """Show what stands in the boxes; the caret stays where the words are there already."""
        self._is_showing = True
        for tick, note, one in zip(self._ticks, self._notes, draft.words.causes, strict=True):
            tick.setChecked(one.is_considered)
            note.show_text(one.note)
        self.conclusion.show_text(draft.words.conclusion)
        self._is_showing = False
        self._causes.setVisible(has_causes)
        self._saved.setText(draft.saved_text)
        has_problem = bool(draft.problem) and draft.theirs is None
        self._problem.setText(f"Not saved. {draft.problem} Your text is kept here." if has_problem else "")
        self._problem.setVisible(has_problem)
        self._retry.setVisible(has_problem)
        self._conflict.hide()
        if draft.theirs is not None:
            self._conflict.show_text(draft.theirs.author, "", draft.theirs.words.conclusion)

    def show_context(self, context: Sequence[ContextLine]) -> None:
        """Show beside each cause what the department knows that bears on it."""
        for cause, known in zip(Cause, self._known, strict=True):
            words = "\n".join(f"{line.label}: {line.text}" for line in context if line.cause is cause)
            known.setText(words)
            known.setVisible(bool(words))

    def show_missing(self, words: str, suggestion: str, *, is_outdated: bool) -> None:
        """Show what has still to be written, the sentence that can be taken, and whether it was of other figures."""
        self._missing.setText(words)
        self._missing.setVisible(bool(words))
        self._suggest.setText(f"Use “{suggestion}”")
        self._suggest.setVisible(bool(suggestion) and not self.conclusion.toPlainText().strip())
        self._confirm.setVisible(is_outdated)

    def words(self) -> InterpretationWords:
        """Return what stands in the boxes."""
        causes = tuple(
            CauseConsidered(note.toPlainText(), tick.isChecked())
            for tick, note in zip(self._ticks, self._notes, strict=True)
        )
        return InterpretationWords(self.conclusion.toPlainText(), causes)

    def stop_waiting(self) -> None:
        """Save nothing later: something else is shown."""
        self._autosave.stop()

    def _type(self) -> None:
        if self._is_showing:
            return
        self._saved.clear()
        self.typed.emit(self.words())
        self._autosave.touch()

    def _lay_out(self) -> None:
        grid = QGridLayout(self._causes)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label("Considered, before it is read as anybody's doing", "strong"), 0, 0, 1, 2)
        each = zip(Cause, self._ticks, self._known, self._notes, strict=True)
        for row, (cause, tick, known, note) in enumerate(each):
            tick.setAccessibleName(f"{cause.value} considered")
            tick.setAccessibleDescription(cause.question)
            note.setAccessibleName(f"Note on {cause.value.lower()}")
            grid.addWidget(tick, 2 * row + 1, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(known, 2 * row + 1, 1)
            grid.addWidget(note, 2 * row + 2, 1)
        self.conclusion.setAccessibleName(_CONCLUSION)
        head = QHBoxLayout()
        head.addWidget(label(_CONCLUSION, "strong", wraps=False))
        head.addStretch(1)
        head.addWidget(self._saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addWidget(self._causes)
        column.addLayout(head)
        column.addWidget(self.conclusion)
        for part in (self._suggest, self._confirm, self._retry):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._missing)
        column.addWidget(self._problem)
        column.addWidget(self._conflict)

    def _connect(self) -> None:
        for tick in self._ticks:
            tick.toggled.connect(self._type)
        for box in (*self._notes, self.conclusion):
            box.typed.connect(self._type)
            box.left.connect(self._autosave.keep)
        self._autosave.due.connect(self.save_due)
        self._retry.clicked.connect(self._autosave.keep)
        self._suggest.clicked.connect(self.suggestion_wanted)
        self._confirm.clicked.connect(self.confirmed)
        self._conflict.settled.connect(self.settled)
