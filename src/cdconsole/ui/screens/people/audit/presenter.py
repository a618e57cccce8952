"""Reads the audit trail through a filter, has it proved, and saves what is shown. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.audit_requests import ExportAuditTrail, ListAuditEvents, VerifyAuditTrail
from cdconsole.domain.audit_trail import AuditKind, AuditTrail, AuditVerdict
from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.requests import ListClinicians
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.people.audit.state import AuditChoice, AuditState


class AuditScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: AuditState) -> None:
        """Show everything anew."""
        ...


class AuditPresenter:
    """Every write adds an event: that is said, and read when the person asks, so that no line moves away by itself."""

    def __init__(self, view: AuditScreen, scope: TaskScope, clock: Clock, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._clock = clock
        self._broken = broken
        self._state = AuditState()

    # --- what the screen asks ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Read the trail, and whose data can be asked for."""
        self._show(self._state)
        self.read_again()
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def visit(self, **ids: str) -> None:
        """Show what a person did, or who looked at a clinician's data, if one is named."""
        if "clinician" in ids:
            self.choose(AuditChoice(clinician=ClinicianId(ids["clinician"]), kind=AuditKind.LOOKED))
        elif "person" in ids:
            self.choose(AuditChoice(person=PersonId(ids["person"])))

    def changed(self, changes: ChangeSet) -> None:
        """Say that there are newer events."""
        self._show(replace(self._state, has_newer=True))
        if changes.touches(frozenset({Topic.CLINICIAN})):
            self._scope.latest("clinicians", ListClinicians(), self._show_clinicians)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def choose(self, choice: AuditChoice) -> None:
        """Read the trail through another filter; how the last saving went is no longer shown."""
        self._show(replace(self._state, choice=choice, receipt=None, refusal=""))
        self.read_again()

    def read_again(self) -> None:
        """Read the newest events."""
        wanted = self._state.choice.wanted(self._clock.today())
        self._scope.latest("events", ListAuditEvents(wanted), self._show_trail)

    def verify(self, printed: str) -> None:
        """Have the trail proved, and a head from paper looked for if one was typed."""
        if self._state.doing:
            return
        self._show(replace(self._state, doing="Checking the trail", verdict=None, printed_problem=""))
        self._scope.run(VerifyAuditTrail(printed), self._verified, self._not_verified, self._progressed)

    def save(self, path: str) -> None:
        """Save every event that passes the filter."""
        if self._state.doing:
            return
        self._show(replace(self._state, doing="Saving", receipt=None, refusal=""))
        wanted = self._state.choice.wanted(self._clock.today())
        self._scope.run(ExportAuditTrail(wanted, path), self._saved, self._not_saved)

    # --- hearing -----------------------------------------------------------------------------------------------------

    def _show_trail(self, trail: AuditTrail) -> None:
        self._show(replace(self._state, trail=trail, has_newer=False))

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._show(replace(self._state, clinicians=tuple(one for one in clinicians if one.is_attributable)))

    def _progressed(self, progress: Progress) -> None:
        self._show(replace(self._state, doing=progress.label))

    def _verified(self, verdict: AuditVerdict) -> None:
        self._show(replace(self._state, doing="", verdict=verdict))

    def _not_verified(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, RuleBroken) else ""
        self._show(replace(self._state, doing="", printed_problem=said))
        if not isinstance(problem, (RuleBroken, Cancelled)):
            self._broken(problem)

    def _saved(self, receipt: ExportReceipt) -> None:
        self._show(replace(self._state, doing="", receipt=receipt))

    def _not_saved(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, doing="", refusal=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: AuditState) -> None:
        self._state = state
        self._view.show_state(state)
