"""The challenge that is looked at: its dates, claim and evidence, everything that happened, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.challenge import ChallengeRecord
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.governance.challenges.state import dates_line
from cdconsole.ui.theme.fonts import px


class ChallengeDetail(QScrollArea):
    """Emits which of the three acts is wanted."""

    ask_requested = Signal()
    decide_requested = Signal()
    reopen_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("The challenge and what happened to it")
        self._title, self._dates = label("", "heading"), label("", "secondary")
        self._claim, self._evidence, self._channel = label(""), label(""), label("", "caption")
        self._ask, self._decide = button("Ask for data…"), button("Decide…", "primary")
        self._reopen = button("Open again…")
        self._shown: ChallengeRecord | None = None
        self._step_list = QWidget()
        self._lay_out()
        self._ask.clicked.connect(self.ask_requested)
        self._decide.clicked.connect(self.decide_requested)
        self._reopen.clicked.connect(self.reopen_requested)

    def show_record(self, record: ChallengeRecord) -> None:
        """Show a challenge."""
        if record == self._shown:
            return
        self._shown = record
        challenge = record.row.challenge
        self._title.setText(f"{record.row.whose}: {record.row.measure}, {challenge.period}")
        self._dates.setText(dates_line(record))
        self._claim.setText(f"Claim: {challenge.claim}")
        self._evidence.setText(f"Evidence: {challenge.evidence or 'none given'}")
        self._channel.setText(f"Raised by {challenge.raised_by}. {challenge.channel.value}.")
        for part in (self._ask, self._decide):
            part.setVisible(challenge.is_open)
        self._reopen.setVisible(not challenge.is_open)
        self._show_steps(record)

    def _show_steps(self, record: ChallengeRecord) -> None:
        self._column.removeWidget(self._step_list)
        self._step_list.hide()
        self._step_list.deleteLater()
        self._step_list = QWidget()
        steps = QVBoxLayout(self._step_list)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(px(4))
        for step in record.steps[1:]:
            steps.addWidget(label(f"{step.what}, {moment_text(step.at)}, {step.person}", "strong"))
            steps.addWidget(label(step.text))
        self._column.insertWidget(self._column.count() - 1, self._step_list)
        self._step_list.show()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, px(8), px(8))
        self._column.setSpacing(px(8))
        acts = QHBoxLayout()
        acts.setSpacing(px(8))
        for act in (self._decide, self._ask, self._reopen):
            acts.addWidget(act)
        acts.addStretch(1)
        for part in (self._title, self._dates, self._claim, self._evidence, self._channel):
            self._column.addWidget(part)
        self._column.addLayout(acts)
        self._column.addSpacing(px(8))
        self._column.addWidget(self._step_list)
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
