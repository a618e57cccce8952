"""Asks before it goes back to an earlier state, and says what that means. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.backup import RestorePoint
from cdconsole.domain.backup_requests import RestoreGeneration
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.people import Section
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.backups.desk import BackupsDesk
from cdconsole.ui.screens.people.backups.state import Restoring


class RestorePresenter:
    """One question at a time; what was agreed to is carried out, also when the dialog is closed meanwhile."""

    def __init__(self, desk: BackupsDesk, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._scope = scope
        self._broken = broken

    def begin(self, point: RestorePoint) -> None:
        """Ask what to restore, and say what that means."""
        state = self._desk.state
        if state.may_restore and not point.is_present and not state.doing:
            self._desk.change(restoring=Restoring(point), outcome="", problem="")

    def choose_section(self, section: Section | None) -> None:
        """Restore one section only, or everything."""
        if self._desk.state.restoring is not None:
            self._desk.change(restoring=replace(self._desk.state.restoring, section=section))

    def restore(self) -> None:
        """Do it: the person has read what it means."""
        restoring = self._desk.state.restoring
        if restoring is None or restoring.is_busy:
            return
        self._desk.change(restoring=replace(restoring, is_busy=True, problem=""))
        request = RestoreGeneration(restoring.point.file, restoring.point.number, restoring.section)
        self._scope.run(request, self._restored, self._not_restored)

    def end(self) -> None:
        """Close the dialog."""
        self._desk.change(restoring=None)

    def _restored(self, words: str) -> None:
        self._desk.change(restoring=None)
        self._desk.done(words)

    def _not_restored(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        if self._desk.state.restoring is None:
            self._desk.change(problem=said)
        else:
            self._desk.change(restoring=replace(self._desk.state.restoring, is_busy=False, problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
