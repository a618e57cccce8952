"""Reads what was done. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.people import AuditEvent
from cdconsole.domain.requests import ListAuditEvents
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.people.trail.state import EVERYBODY, TrailState


class TrailScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: TrailState) -> None:
        """Show everything anew."""
        ...


class TrailPresenter:
    """Every write adds to the audit trail, so that every change reloads it."""

    def __init__(self, view: TrailScreen, scope: TaskScope) -> None:
        self._view = view
        self._scope = scope
        self._state = TrailState()

    def start(self) -> None:
        """Read the trail."""
        self._show(self._state)
        self._read()

    def visit(self, **ids: str) -> None:
        """Show the trail of one person if one is named."""
        if "person" in ids:
            self.show_events_of(ids["person"])

    def changed(self, _changes: ChangeSet) -> None:
        """Read again: every write adds a line."""
        self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def show_events_of(self, person: str) -> None:
        """Show the audit events of one person by name, or of everybody."""
        self._show(replace(self._state, filter=person))

    def _read(self) -> None:
        self._scope.latest("events", ListAuditEvents(), self._show_events)

    def _show_events(self, events: tuple[AuditEvent, ...]) -> None:
        chosen = self._state.filter if self._state.filter in {event.person for event in events} else EVERYBODY
        self._show(replace(self._state, events=events, filter=chosen))

    def _show(self, state: TrailState) -> None:
        self._state = state
        self._view.show_state(state)
