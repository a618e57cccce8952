"""Shows the preparation sheet of one clinician, and goes on from it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.conversation_requests import PrintPreparation, ShowPreparation
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.preparation import Preparation
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.state import SheetState

_STAYS = frozenset({Topic.EXPORT})
_NOT_READ = "The sheet could not be read."


class SheetPresenter:
    """``go`` shows another screen."""

    def __init__(self, desk: ReviewDesk, go: Callable[..., None]) -> None:
        self._desk = desk
        self._go = go

    @property
    def clinician(self) -> ClinicianId | None:
        """Return whose sheet is shown, if any."""
        sheet = self._desk.state.sheet
        return None if sheet is None else sheet.clinician

    def open(self, clinician: ClinicianId) -> None:
        """Show a clinician's sheet; nothing is recorded by it."""
        self._desk.show(replace(self._desk.state, chosen=clinician, room=None, sheet=SheetState(clinician)))
        self._read(clinician)

    def changed(self, changes: ChangeSet) -> None:
        """Read it again after a write that it may show."""
        if self.clinician is not None and changes.topics - _STAYS:
            self._read(self.clinician)

    def leave(self) -> None:
        """Go back to the list."""
        self._desk.show(replace(self._desk.state, sheet=None))

    def show_charts(self) -> None:
        """Go to the clinician's page."""
        if self.clinician is not None:
            self._go("clinician", clinician=self.clinician)

    def say_printed(self, words: str) -> None:
        """Say on the sheet what came of saving or printing it."""
        sheet = self._desk.state.sheet
        if sheet is not None:
            self._desk.show(replace(self._desk.state, sheet=replace(sheet, notice=words)))

    def printed(self) -> PrintPreparation | None:
        """Return the request for what is printed, None where no sheet is shown."""
        return None if self.clinician is None else PrintPreparation(self.clinician)

    def _read(self, clinician: ClinicianId) -> None:
        self._desk.scope.latest("sheet", ShowPreparation(clinician), self._show, self._not_read)

    def _show(self, preparation: Preparation) -> None:
        if self.clinician == preparation.clinician_id:
            sheet = SheetState(preparation.clinician_id, preparation)
            self._desk.show(replace(self._desk.state, sheet=sheet))

    def _not_read(self, problem: Exception) -> None:
        if isinstance(problem, Cancelled):
            return
        self.say_printed(str(problem) if isinstance(problem, UserFacingError) else _NOT_READ)
        if not isinstance(problem, UserFacingError):
            self._desk.tell(problem)
