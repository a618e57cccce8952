"""Reads what two people changed at once, and stores which of the two holds. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.conflict import Choice, Conflict
from cdconsole.domain.conflict_requests import ListConflicts, ResolveConflict
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.shell.conflicts.state import ConflictsState

_TOPICS = frozenset({Topic.CONFLICT})


class ConflictsScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: ConflictsState) -> None:
        """Show everything anew."""
        ...


class ConflictsPresenter:
    """Says quietly that something waits; asks only when the person wants to be asked."""

    def __init__(self, view: ConflictsScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = ConflictsState()

    def start(self) -> None:
        """Read what waits."""
        self._show(self._state)
        self._read()

    def visit(self, **_ids: str) -> None:
        """There is nowhere to go in a bar."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again after a merge or a choice."""
        if changes.touches(_TOPICS):
            self._read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def ask(self) -> None:
        """Open the dialog, if there is anything to ask."""
        if self._state.conflicts:
            self._show(replace(self._state, is_asking=True, problem=""))

    def leave(self) -> None:
        """Close the dialog; what was not chosen waits."""
        if self._state.is_asking:
            self._show(replace(self._state, is_asking=False, problem=""))

    def choose(self, conflict_id: str, choice: Choice) -> None:
        """Store which of the two holds."""
        conflict = next((one for one in self._state.conflicts if one.id == conflict_id), None)
        if conflict is None or self._state.busy:
            return
        self._show(replace(self._state, busy=conflict.id, problem=""))
        request = ResolveConflict(conflict.section, conflict.id, choice, conflict.revision)
        self._scope.run(request, self._chosen, self._not_chosen)

    def _read(self) -> None:
        self._scope.latest("conflicts", ListConflicts(), self._show_conflicts)

    def _show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        is_asking = self._state.is_asking and bool(conflicts)
        self._show(replace(self._state, conflicts=conflicts, is_asking=is_asking))

    def _chosen(self, waiting: tuple[Conflict, ...]) -> None:
        self._state = replace(self._state, busy="")
        self._show_conflicts(waiting)

    def _not_chosen(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, busy="", problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
        self._read()

    def _show(self, state: ConflictsState) -> None:
        self._state = state
        self._view.show_state(state)
