"""Reads who can unlock and what was done, and adds somebody. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.people import AuditEvent, Person, Role
from cdconsole.domain.requests import AddPerson, ListAuditEvents, ListPeople, SuggestPassphrase
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.state import EVERYBODY, NAME, PASSPHRASE, Adding, PeopleState


class PeopleScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: PeopleState) -> None:
        """Show everything anew."""
        ...


class PeoplePresenter:
    """Every write adds to the audit trail, so that every change reloads it; people only when people changed."""

    def __init__(
        self, view: PeopleScreen, scope: TaskScope, acting: Person, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = PeopleState(may_add=acting.role is Role.DIRECTOR)

    def start(self) -> None:
        """Read both tables."""
        self._show(self._state)
        self._scope.latest("people", ListPeople(), self._show_people)
        self._scope.latest("events", ListAuditEvents(), self._show_events)

    def visit(self, **ids: str) -> None:
        """Show the trail of one person if one is named."""
        if "person" in ids:
            self.show_events_of(ids["person"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.PEOPLE})):
            self._scope.latest("people", ListPeople(), self._show_people)
        self._scope.latest("events", ListAuditEvents(), self._show_events)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def show_events_of(self, person: str) -> None:
        """Show the audit events of one person by name, or of everybody."""
        self._show(replace(self._state, filter=person))

    # --- adding somebody ---------------------------------------------------------------------------------------------

    def begin_adding(self) -> None:
        """Open the dialog and offer a passphrase."""
        if self._state.may_add:
            self._show(replace(self._state, adding=Adding()))
            self.suggest()

    def suggest(self) -> None:
        """Offer five other words."""
        self._scope.latest("suggest", SuggestPassphrase(), self._offer)

    def add(self, name: str, role: Role) -> None:
        """Give somebody a key of their own, opened by the words on offer."""
        adding = self._state.adding
        if adding is None or adding.is_busy:
            return
        if not name.strip():
            self._show_adding(replace(adding, problems={NAME: "Type the person's name, as colleagues know it."}))
            return
        if not adding.suggestion:
            self._show_adding(replace(adding, problems={PASSPHRASE: "Wait for the words."}))
            return
        self._show_adding(replace(adding, is_busy=True, problems={}))
        request = AddPerson(name.strip(), role, adding.suggestion)
        self._scope.latest("add", request, self._added, self._not_added)

    def end_adding(self) -> None:
        """Close the dialog and forget the words."""
        self._show(replace(self._state, adding=None))

    def _offer(self, words: str) -> None:
        if self._state.adding is not None:
            self._show_adding(replace(self._state.adding, suggestion=words))

    def _added(self, person: Person) -> None:
        if self._state.adding is not None:
            self._show_adding(replace(self._state.adding, is_busy=False, added=person.name))

    def _not_added(self, problem: Exception) -> None:
        if self._state.adding is None:
            return
        field = problem.field if isinstance(problem, RuleBroken) and problem.field == PASSPHRASE else NAME
        problems = {field: str(problem)} if isinstance(problem, UserFacingError) else {}
        self._show_adding(replace(self._state.adding, is_busy=False, problems=problems))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show_people(self, people: tuple[Person, ...]) -> None:
        self._show(replace(self._state, people=people, is_loading=False))

    def _show_events(self, events: tuple[AuditEvent, ...]) -> None:
        chosen = self._state.filter if self._state.filter in {event.person for event in events} else EVERYBODY
        self._show(replace(self._state, events=events, filter=chosen))

    def _show_adding(self, adding: Adding) -> None:
        self._show(replace(self._state, adding=adding))

    def _show(self, state: PeopleState) -> None:
        self._state = state
        self._view.show_state(state)
