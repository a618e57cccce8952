"""The line that proves the audit trail, and its verdict under it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.audit_trail import CANNOT_PROVE, AuditVerdict
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.audit.state import AuditState
from cdconsole.ui.settling import settle_layouts
from cdconsole.ui.theme.fonts import px

_WHOLE = "The audit trail is as it was written."
_NOT_WHOLE = "The audit trail is not as it was written. Keep this folder as it is, and tell who is responsible for it."
_HEAD_WIDTH = 220


class VerdictPart(QWidget):
    """Emits that the trail is to be proved, with a head typed from paper."""

    verify_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._verify = button("Verify the trail")
        self._printed = QLineEdit()
        self._printed.setPlaceholderText("0000 0000 0000 0000")
        self._printed.setAccessibleName("Audit head printed on a governance pack, optional")
        self._printed.setFixedWidth(px(_HEAD_WIDTH))
        self._problem = label("", "warning")
        self._verdict = QFrame()
        self._verdict.setProperty("role", "banner")
        self._heading, self._lines, self._limits = label("", "strong"), label(""), label("", "caption")
        self._lay_out()
        self._verify.clicked.connect(self._ask)
        self._printed.returnPressed.connect(self._ask)

    def show_state(self, state: AuditState) -> None:
        """Show everything anew."""
        self._verify.setEnabled(not state.doing)
        self._problem.setText(state.printed_problem)
        self._problem.setVisible(bool(state.printed_problem))
        self._printed.setAccessibleDescription(state.printed_problem)
        self._verdict.setVisible(state.verdict is not None)
        if state.verdict is not None:
            self._show_verdict(state.verdict)
            settle_layouts()

    def _show_verdict(self, verdict: AuditVerdict) -> None:
        self._heading.setText(_WHOLE if verdict.is_whole else _NOT_WHOLE)
        lines = [section.sentence for section in verdict.sections]
        self._lines.setText("\n".join([*lines, verdict.printed] if verdict.printed else lines))
        self._limits.setText(" ".join(CANNOT_PROVE))

    def _lay_out(self) -> None:
        printed_name = label("Head printed on a pack", "secondary", wraps=False)
        printed_name.setBuddy(self._printed)
        line = QHBoxLayout()
        line.setSpacing(px(12))
        line.addWidget(self._verify)
        line.addWidget(printed_name)
        line.addWidget(self._printed)
        line.addWidget(self._problem, 1)
        line.addStretch(0)
        inside = QVBoxLayout(self._verdict)
        inside.setContentsMargins(px(16), px(10), px(16), px(10))
        inside.setSpacing(px(4))
        for part in (self._heading, self._lines, self._limits):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(line)
        column.addWidget(self._verdict)

    def _ask(self) -> None:
        self.verify_requested.emit(self._printed.text())
