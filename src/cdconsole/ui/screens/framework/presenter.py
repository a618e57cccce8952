"""Reads the framework and ticks items of the stage board. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.definition import DefinitionList
from cdconsole.domain.definition_requests import ListDefinitions
from cdconsole.domain.framework import Framework
from cdconsole.domain.requests import ShowFramework, TickStageItem
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.framework.forms_presenter import FormsPresenter
from cdconsole.ui.screens.framework.state import FrameworkState, Page


class FrameworkScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: FrameworkState) -> None:
        """Show everything anew; what is being typed stays while the same form is open."""
        ...


class FrameworkPresenter:
    """Each write brings the whole framework back; ``forms`` are the three things that can be typed into."""

    def __init__(self, view: FrameworkScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = FrameworkState()
        self.forms = FormsPresenter(scope, self._now, self._show, broken)

    def start(self) -> None:
        """Read the framework and the names of the measures."""
        self._show(self._state)
        self._read_measures()
        self._scope.latest("framework", ShowFramework(), self._show_framework)

    def visit(self, **ids: str) -> None:
        """Show a page by its name."""
        if "page" in ids:
            self.open(Page(ids["page"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read again when the framework or a definition changed."""
        if changes.touches(frozenset({Topic.MEASURE})):
            self._read_measures()
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._scope.latest("framework", ShowFramework(), self._show_framework)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def open(self, page: Page) -> None:
        """Show a page."""
        self._show(replace(self._state, page=page))

    def tick(self, key: str, is_done: bool) -> None:
        """Tick or untick one item of a stage."""
        self._scope.run(TickStageItem(key, is_done), self._show_framework, self._not_ticked)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _not_ticked(self, problem: Exception) -> None:
        self._show(self._state)  # the box goes back to what is stored
        self._broken(problem)

    def _read_measures(self) -> None:
        self._scope.latest("measures", ListDefinitions(), self._show_measures)

    def _show_measures(self, found: DefinitionList) -> None:
        measures = tuple(one.measure for one in found.definitions if not one.is_retired)
        retired = tuple(one.measure for one in found.definitions if one.is_retired)
        self._show(replace(self._state, measures=measures, retired=retired))

    def _show_framework(self, framework: Framework) -> None:
        self._show(replace(self._state, framework=framework))

    def _now(self) -> FrameworkState:
        return self._state

    def _show(self, state: FrameworkState) -> None:
        self._state = state
        self._view.show_state(state)
