"""The question before an import is withdrawn: what that does, and why it is done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.imports.state import Withdrawal
from cdconsole.ui.theme.fonts import px


class WithdrawDialog(QDialog):
    """``answered`` carries the reason."""

    answered = Signal(str)

    def __init__(self, parent: QWidget, asked: Withdrawal) -> None:
        super().__init__(parent)
        self.setWindowTitle("Withdraw an import")
        self._reason = QLineEdit()
        self._reason.setObjectName("withdraw_reason")
        self._field = Field("Reason", self._reason, "Kept with the import and in the audit trail.")
        self._doing = label("", "secondary")
        self._agree, self._cancel = button("Withdraw", "primary"), button("Cancel")
        buttons = QHBoxLayout()
        buttons.addWidget(self._doing, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(label(f"Withdraw {asked.batch.file_name}?", "strong"))
        for consequence in asked.consequences:
            column.addWidget(label(consequence))
        column.addWidget(self._field)
        column.addLayout(buttons)
        self.setFixedWidth(px(520))
        self._agree.clicked.connect(self._enter)
        self._reason.returnPressed.connect(self._enter)
        self._cancel.clicked.connect(self.reject)

    def show_state(self, asked: Withdrawal) -> None:
        """Show what is wrong and what is going on."""
        self._field.say(asked.problem)
        self._doing.setText(asked.doing)
        self._agree.setEnabled(not asked.doing)
        self._cancel.setEnabled(not asked.doing)

    def _enter(self) -> None:
        self.answered.emit(self._reason.text())
