"""The dialog before a step: what it does in plain words, and what it still has to be told."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.extract import DateOrder
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.inbox.state import Answer, Asked, Step
from cdconsole.ui.theme.fonts import px

_COMPARED = "I compared these six words with the sender."
_ORDER_HINT = "Only for files that leave it open, such as 03/04/2026."


class StepDialog(QDialog):
    """``answered`` carries an Answer."""

    answered = Signal(object)

    def __init__(self, parent: QWidget, asked: Asked) -> None:
        super().__init__(parent)
        self.setWindowTitle(asked.step.value.rstrip("…"))
        self._step = asked.step
        self._reason = QLineEdit()
        self._reason.setObjectName("reason")
        self._reason_field = Field("Reason", self._reason)
        self._compared = QCheckBox(_COMPARED)
        self._order = QComboBox()
        for order in DateOrder:
            self._order.addItem(order.value, order.name)
        self._order_field = Field("Numeric dates", self._order, _ORDER_HINT)
        self._unattributed = QCheckBox("If a file names no clinician, store its rows as “Unattributed”")
        self._problem, self._doing = label("", "warning"), label("", "secondary")
        self._agree, self._cancel = button(asked.step.value.rstrip("…"), "primary"), button("Cancel")
        self._lay_out(asked)
        self._agree.clicked.connect(self._enter)
        self._reason.returnPressed.connect(self._enter)
        self._compared.toggled.connect(self._agree.setEnabled)
        self._cancel.clicked.connect(self.reject)

    def show_state(self, asked: Asked) -> None:
        """Show what is wrong and what is going on."""
        self._reason_field.say(asked.problem if asked.needs_reason else "")
        self._problem.setText("" if asked.needs_reason else asked.problem)
        self._problem.setVisible(bool(self._problem.text()))
        self._doing.setText(asked.doing)
        self._agree.setEnabled(not asked.doing and (self._compared.isChecked() or not asked.words))
        self._cancel.setEnabled(not asked.doing)

    def _lay_out(self, asked: Asked) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(asked.title, "strong"))
        column.addWidget(label(asked.consequences))
        if asked.words:
            column.addWidget(label(asked.words, "heading"))
        shown = {
            self._compared: asked.step is Step.ACCEPT_SENDER,
            self._reason_field: asked.needs_reason,
            self._order_field: asked.step is Step.TAKE_IN,
            self._unattributed: asked.step is Step.TAKE_IN,
        }
        for part, is_shown in shown.items():
            column.addWidget(part)
            part.setVisible(is_shown)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.addWidget(self._doing, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._agree)
        column.addLayout(buttons)
        self.setFixedWidth(px(520))

    def _enter(self) -> None:
        order = DateOrder[self._order.currentData()]
        self.answered.emit(Answer(self._reason.text(), order, self._unattributed.isChecked()))
