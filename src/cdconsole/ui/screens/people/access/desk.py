"""What the page's presenter and its dialogs share: one state, one scope, and what is said of a refusal. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError, WrongPassphrase
from cdconsole.domain.requests import Request
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.access.state import CURRENT, AccessState, Dialog

Value = TypeVar("Value")


class AccessScreen(Protocol):
    """What the presenters ask of the view."""

    def show_state(self, state: AccessState) -> None:
        """Show everything anew."""
        ...


class AccessDesk:
    """One state, shown anew after each change; at most one dialog is open."""

    def __init__(self, view: AccessScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self.broken = broken
        self.scope = scope
        self.state = AccessState()

    def show(self, state: AccessState) -> None:
        """Take over a state and show it."""
        self.state = state
        self._view.show_state(state)

    def show_dialog(self, dialog: Dialog) -> None:
        """Open a dialog, or show the open one anew."""
        self.show(replace(self.state, dialog=dialog, outcome=""))

    def end_dialog(self, outcome: str = "") -> None:
        """Close the dialog and forget what it held; ``outcome`` says what happened."""
        self.show(replace(self.state, dialog=None, outcome=outcome))

    def refuse(self, dialog: Dialog, problem: str, field: str = "") -> None:
        """Say what is wrong before anybody is asked."""
        self.show_dialog(replace(dialog, problems={field: problem}))

    def send(self, dialog: Dialog, request: Request[Value], done: Callable[[Value], None]) -> None:
        """Ask for what the dialog is about; what is refused is said at the field it belongs to."""
        self.show_dialog(replace(dialog, problems={}, is_busy=True))
        self.scope.latest("dialog", request, done, self._refused)

    def _refused(self, problem: Exception) -> None:
        dialog = self.state.dialog
        if dialog is not None:
            said = _said(problem, dialog) if isinstance(problem, UserFacingError) else {}
            self.show_dialog(replace(dialog, problems=said, is_busy=False))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self.broken(problem)


def _said(problem: UserFacingError, dialog: Dialog) -> dict[str, str]:
    """Return what is wrong, at the field it was typed into where the dialog has it."""
    if isinstance(problem, WrongPassphrase) and CURRENT in dialog.fields:
        return {CURRENT: "That is not your passphrase. Check Caps Lock, and type all the words with their spaces."}
    field = problem.field if isinstance(problem, RuleBroken) and problem.field in dialog.fields else ""
    return {field: str(problem)}
