"""The right half of the record: a clinician's steps, or where it stops, then what a concern is and whom to call."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.support import STOP_LINE, WHOM_TO_CALL, SupportStep, step_lines
from cdconsole.ui.forms import label
from cdconsole.ui.screens.support.steps.state import NO_CONCERN, StepsState
from cdconsole.ui.theme.fonts import px


class StepsDetail(QScrollArea):
    """Shows a state; everything in it is there to be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Steps of support, what a concern is, and whom to call")
        self._shown: tuple[SupportStep, ...] = ()
        self._whose, self._stop = label("", "heading"), label(STOP_LINE, "warning")
        self._steps = QWidget()
        self._concern, self._signed = label(""), label("", "caption")
        self._lay_out()

    def show_state(self, state: StepsState) -> None:
        """Show the steps of the one who is looked at."""
        steps = state.steps
        self._whose.setText(steps[0].clinician if steps else "")
        self._whose.setVisible(bool(steps))
        self._stop.setVisible(state.is_stopped)
        if state.board is not None:
            self._concern.setText(state.board.concern or NO_CONCERN)
            signed = f"Signed: {state.board.signed}" if state.board.signed else "Nobody has signed it yet."
            self._signed.setText(f"From the charter. {signed}")
            self._signed.setVisible(bool(state.board.concern))
        if steps != self._shown:
            self._shown = steps
            self._show_steps(steps)

    def _show_steps(self, steps: tuple[SupportStep, ...]) -> None:
        self._column.removeWidget(self._steps)
        self._steps.hide()
        self._steps.deleteLater()
        self._steps = QWidget()
        column = QVBoxLayout(self._steps)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        for step in steps:
            column.addWidget(label(step.title, "strong"))
            column.addWidget(label("" if step.at is None else f"{moment_text(step.at)}, {step.author}", "caption"))
            for name, words in step_lines(step):
                said = label(f"{name}: {words}")
                said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                column.addWidget(said)
            column.addSpacing(px(10))
        self._column.insertWidget(_STEPS_AT, self._steps)
        self._steps.show()

    def _lay_out(self) -> None:
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, px(12), px(8))
        self._column.setSpacing(px(6))
        for part in (self._whose, self._stop, self._steps):
            self._column.addWidget(part)
        self._column.addWidget(label("What this department calls a concern", "heading"))
        self._column.addWidget(self._concern)
        self._column.addWidget(self._signed)
        self._column.addSpacing(px(10))
        self._column.addWidget(label("Whom to call", "heading"))
        for who, what in WHOM_TO_CALL:
            self._column.addWidget(label(who, "strong"))
            self._column.addWidget(label(what[:1].upper() + what[1:], "secondary"))
        self._column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


_STEPS_AT = 2
