"""Reads a year of the exposure log; adds, changes, withdraws and puts back. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.exposure_requests import ListExposureLog, SaveExposure, WithdrawExposure
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.domain.requests import ListClinicians
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.exposure.desk import ExposureDesk, ExposureScreen
from cdconsole.ui.screens.data.exposure.state import (
    DEPARTMENT,
    EVERYBODY,
    SAVE,
    ExposureState,
    entry_form,
    entry_of,
    withdraw_form,
)


class ExposurePresenter:
    """One year at a time; ``broken`` hears of faults of the program."""

    def __init__(
        self, view: ExposureScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]
    ) -> None:
        self._desk = ExposureDesk(view, ExposureState(clock.today().year, clock.today()), broken)
        self._scope = scope
        self._editing: Exposure | None = None

    def start(self) -> None:
        """Read this year, and who there is."""
        self._desk.change()
        self._read()
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def visit(self, *, clinician: str = "", **_ids: str) -> None:
        """Show a clinician's entries; without one, stay as it is."""
        if clinician:
            self.choose_whose(clinician)

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.EXPOSURE})):
            self._read()
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def step_year(self, by: int) -> None:
        """Go to an earlier or later year."""
        self._desk.change(year=self._desk.state.year + by, entries=None, chosen="")
        self._read()

    def choose_whose(self, whose: str) -> None:
        """Show one person's entries, the department's own, or everybody's."""
        self._desk.change(whose=whose)

    def select(self, entry: str) -> None:
        """Look at one entry."""
        if entry != self._desk.state.chosen:
            self._desk.change(chosen=entry)

    def begin_adding(self, first: date, last: date) -> None:
        """Open the form of a new entry on the days that were marked."""
        whose = self._desk.state.whose
        who = None if whose in (EVERYBODY, DEPARTMENT) else ClinicianId(whose)
        kind = ExposureKind.CLOSURE if who is None else ExposureKind.LEAVE
        self._edit(Exposure("", who, kind, first, last))

    def begin_changing(self) -> None:
        """Open the form of the entry that is looked at."""
        if self._desk.state.selected is not None:
            self._edit(self._desk.state.selected)

    def withdraw(self) -> None:
        """Ask why the entry is withdrawn; one that is withdrawn is put back at once."""
        entry = self._desk.state.selected
        if entry is not None and entry.withdrawn:
            self._scope.run(WithdrawExposure(entry.id, "", entry.revision), self._stored, self._cannot)
        elif entry is not None:
            self._editing = entry
            self._desk.change(form=withdraw_form())

    def end_form(self) -> None:
        """Close the form; nothing is stored."""
        self._desk.change(form=None)

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed."""
        form, entry = self._desk.state.form, self._editing
        if form is None or entry is None or form.is_busy:
            return
        try:
            request = (
                SaveExposure(entry_of(values, entry))
                if form.task == SAVE
                else WithdrawExposure(entry.id, values["reason"], entry.revision)
            )
        except RuleBroken as problem:
            self._desk.change(form=form.refused(problem))
            return
        self._desk.change(form=form.busy())
        self._scope.run(request, self._stored, self._refused)

    def _edit(self, entry: Exposure) -> None:
        self._editing = entry
        self._desk.change(form=entry_form(self._desk.state, entry))

    def _read(self) -> None:
        self._scope.latest("log", ListExposureLog(self._desk.state.year), self._show_entries, self._cannot)

    def _show_entries(self, entries: tuple[Exposure, ...]) -> None:
        self._desk.change(entries=entries, problem="")

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._desk.change(clinicians=clinicians)

    def _stored(self, entry: Exposure) -> None:
        self._desk.change(form=None, chosen=entry.id, problem="")

    def _refused(self, problem: Exception) -> None:
        if self._desk.state.form is not None:
            self._desk.change(form=self._desk.state.form.refused(problem))
        self._desk.report(problem)

    def _cannot(self, problem: Exception) -> None:
        self._desk.change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._desk.report(problem)
