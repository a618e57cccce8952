"""The dialog that asks what became of a goal."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from cdconsole.domain.review import GoalStatus
from cdconsole.ui.follow_up.closing import OUTCOME, STATUS, Closing
from cdconsole.ui.follow_up.text_edit import TextEdit
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.theme.fonts import px

_ANSWERS = (GoalStatus.ACHIEVED, GoalStatus.CHANGED, GoalStatus.STOPPED)


class ClosingDialog(QDialog):
    """``entered`` carries the status and the outcome."""

    entered = Signal(object, str)

    def __init__(self, parent: QWidget, closing: Closing) -> None:
        super().__init__(parent)
        self.setWindowTitle("Close goal")
        self._answers = QButtonGroup(self)
        choice = QWidget()
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(24))
        for at, status in enumerate(_ANSWERS):
            radio = QRadioButton(status.value)
            self._answers.addButton(radio, at)
            row.addWidget(radio)
        row.addStretch(1)
        self._outcome = TextEdit(lines=3)
        self._fields = {
            STATUS: Field("What became of it", choice),
            OUTCOME: Field("What came of it, in words", self._outcome),
        }
        self._close, self._cancel = button("Close goal", "primary"), button("Cancel")
        self._is_busy = False
        self._lay_out(closing.goal.text)
        self._outcome.setPlainText(closing.goal.outcome)
        self._answers.idClicked.connect(self._choose)
        self._close.clicked.connect(self._enter)
        self._cancel.clicked.connect(self.reject)
        self.show_state(closing)

    def show_state(self, closing: Closing) -> None:
        """Show what is wrong with each field."""
        for name, field in self._fields.items():
            field.say(closing.problems.get(name, ""))
        self._is_busy = closing.is_busy
        self._allow()

    def _lay_out(self, goal: str) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(16))
        column.addWidget(label(goal, "strong"))
        for field in self._fields.values():
            column.addWidget(field)
        column.addLayout(buttons)
        self.setFixedWidth(px(480))

    def _choose(self, _place: int) -> None:
        self._allow()

    def _allow(self) -> None:
        """Nothing is said for the person: one answer must be chosen."""
        self._close.setEnabled(self._answers.checkedId() >= 0 and not self._is_busy)

    def _enter(self) -> None:
        self.entered.emit(_ANSWERS[self._answers.checkedId()], self._outcome.toPlainText())
