"""Reads the clinicians and stores changes to one; a rename keeps records, plans and reviews. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import Cancelled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicians, SaveClinician
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.clinicians.state import CODES, NAME, ClinicianForm, CliniciansState, new_clinician


class CliniciansScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: CliniciansState) -> None:
        """Show everything anew; what is being typed stays while the same clinician is edited."""
        ...


class CliniciansPresenter:
    """One form at a time."""

    def __init__(self, view: CliniciansScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = CliniciansState()

    def start(self) -> None:
        """Read everybody."""
        self._view.show_state(self._state)
        self._reload()

    def visit(self, **ids: str) -> None:
        """Open the form of a clinician."""
        if "clinician" in ids:
            self.choose(ClinicianId(ids["clinician"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read again when clinicians changed."""
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._reload()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, clinician: ClinicianId) -> None:
        """Open the form of a clinician."""
        found = self._state.clinician(clinician)
        if found is not None and (self._state.form is None or self._state.form.editing.id != clinician):
            self._show_form(ClinicianForm(found))

    def add(self) -> None:
        """Open an empty form."""
        self._show_form(ClinicianForm(new_clinician()))

    def revert(self) -> None:
        """Fill the form again with what is stored; an empty one closes."""
        form = self._state.form
        found = None if form is None else self._state.clinician(form.editing.id)
        self._show(replace(self._state, form=None))
        if found is not None:
            self._show_form(ClinicianForm(found))

    def save(self, typed: Clinician) -> None:
        """Store what was typed over the clinician of the form."""
        form = self._state.form
        if form is None or form.is_busy:
            return
        if not typed.name.strip():
            self._show_form(replace(form, problems={NAME: "Type the name as the department knows it."}, notice=""))
            return
        self._show_form(replace(form, problems={}, notice="", is_busy=True))
        clinician = replace(
            form.editing, name=typed.name.strip(), grade=typed.grade, codes=typed.codes, interests=typed.interests
        )
        self._scope.latest("save", SaveClinician(clinician), self._saved, self._not_saved)

    def _saved(self, clinician: Clinician) -> None:
        self._show_form(ClinicianForm(clinician, notice="Saved."))
        self._reload()

    def _not_saved(self, problem: Exception) -> None:
        form = self._state.form
        if form is not None:
            field = problem.field if isinstance(problem, RuleBroken) and problem.field == CODES else NAME
            said = {field: str(problem)} if isinstance(problem, UserFacingError) else {}
            self._show_form(replace(form, problems=said, is_busy=False))
        if isinstance(problem, StaleEdit):
            self._reload()
        elif not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _reload(self) -> None:
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._show(replace(self._state, clinicians=clinicians, is_loading=False))

    def _show_form(self, form: ClinicianForm) -> None:
        self._show(replace(self._state, form=form))

    def _show(self, state: CliniciansState) -> None:
        self._state = state
        self._view.show_state(state)
