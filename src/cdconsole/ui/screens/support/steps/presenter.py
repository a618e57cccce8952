"""Reads the record of support, and adds steps. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.support import SupportBoard, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep, ShowSupport
from cdconsole.ui.screens.support.desk import Desk
from cdconsole.ui.screens.support.steps.state import StepsState, step_form, step_of

_TOPICS = frozenset({Topic.SUPPORT, Topic.CLINICIAN, Topic.FRAMEWORK})


class StepsPresenter:
    """One clinician is looked at."""

    def __init__(self, desk: Desk[StepsState], clock: Clock) -> None:
        self._desk = desk
        self._clock = clock

    def start(self) -> None:
        """Read the record."""
        self._desk.change()
        self._read()

    def visit(self, *, clinician: str = "", **_ids: str) -> None:
        """Look at the steps of a clinician who is named."""
        if clinician:
            self.select(clinician)

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed; what is being typed stays."""
        if changes.touches(_TOPICS):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def select(self, clinician: str) -> None:
        """Look at one clinician's steps."""
        if clinician != self._desk.state.chosen:
            self._desk.change(chosen=clinician)

    def begin(self) -> None:
        """Open the form of a step."""
        board = self._desk.state.board
        if board is not None and board.people:
            self._desk.change(form=step_form(board, self._desk.state.chosen, self._clock.today()))

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form = self._desk.state.form
        if form is None or form.is_busy:
            return
        self._desk.change(form=form.busy())
        self._desk.scope.run(SaveSupportStep(step_of(values)), self._stored, self._desk.refused)

    def end(self) -> None:
        """Close the form; nothing is stored."""
        self._desk.change(form=None)

    def _read(self) -> None:
        self._desk.scope.latest("support", ShowSupport(), self._show_board, self._desk.cannot)

    def _show_board(self, board: SupportBoard) -> None:
        self._desk.change(board=board, problem="")
        known = [str(line.newest.clinician_id) for line in self._desk.state.lines]
        if self._desk.state.chosen not in known:
            self._desk.change(chosen=next(iter(known), ""))

    def _stored(self, step: SupportStep) -> None:
        self._desk.change(form=None, chosen=str(step.clinician_id))
