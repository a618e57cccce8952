"""Reads the definitions, and which of them is looked at. No Qt."""

from __future__ import annotations

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.definition import DefinitionList
from cdconsole.domain.definition_requests import ListDefinitions
from cdconsole.domain.framework import Framework
from cdconsole.domain.measure import MeasureId, Setting
from cdconsole.domain.requests import ShowFramework
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.measures.changes_presenter import ChangesPresenter
from cdconsole.ui.screens.data.measures.desk import MeasuresDesk


class MeasuresPresenter:
    """One definition is looked at; ``changes`` does what a person wants of it."""

    def __init__(self, desk: MeasuresDesk, scope: TaskScope) -> None:
        self._desk = desk
        self._scope = scope
        self.changes = ChangesPresenter(desk, scope)

    def start(self) -> None:
        """Read the definitions, and the outcomes they can be put under."""
        self._desk.change()
        self._read()
        self._read_outcomes()

    def visit(self, *, measure: str = "", **_ids: str) -> None:
        """Look at a measure; without one, stay as it is."""
        if measure:
            self._desk.change(chosen=MeasureId(measure), typed="", setting=None)

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.MEASURE, Topic.FRAMEWORK, Topic.GOAL, Topic.IMPORT})):
            self._read()
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read_outcomes()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def filter(self, typed: str, setting: Setting | None) -> None:
        """List only what holds what was typed, of one setting or of all."""
        self._desk.change(typed=typed, setting=setting)

    def select(self, measure: str) -> None:
        """Look at one definition."""
        if measure != self._desk.state.chosen:
            self._desk.change(chosen=measure)

    def _read(self) -> None:
        self._scope.latest("definitions", ListDefinitions(), self._show, self._desk.cannot)

    def _read_outcomes(self) -> None:
        self._scope.latest("outcomes", ShowFramework(), self._show_outcomes, self._desk.cannot)

    def _show(self, found: DefinitionList) -> None:
        ids = [one.id for one in found.definitions]
        chosen = self._desk.state.chosen if self._desk.state.chosen in ids else next(iter(ids), "")
        self._desk.change(found=found, chosen=chosen, problem="")

    def _show_outcomes(self, framework: Framework) -> None:
        self._desk.change(outcomes=framework.outcomes)
