"""Reads the outcome tree, and adds, changes, parks and retires outcomes. No Qt."""

from __future__ import annotations

from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.definition import DefinitionList
from cdconsole.domain.definition_requests import ListDefinitions
from cdconsole.domain.framework import Framework, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import ListTiedMeasures, ParkOutcome, RetireOutcome
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveOutcome, ShowFramework
from cdconsole.ui.screens.context import ScreenContext
from cdconsole.ui.screens.framework.outcomes.state import (
    OutcomesState,
    card,
    new_outcome,
    outcome_form,
    reason_form,
    tree,
    typed_outcome,
)
from cdconsole.ui.screens.framework.page_desk import PageDesk, Typed
from cdconsole.ui.screens.framework.streams.choice import StreamChoice


class OutcomesScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: OutcomesState) -> None:
        """Show everything anew."""
        ...


class OutcomesPresenter:
    """One line of the tree is looked at; a form keeps the revision it was filled from."""

    def __init__(self, view: OutcomesScreen, choice: StreamChoice, context: ScreenContext) -> None:
        self._choice = choice
        self._navigate = context.navigate
        self.desk = PageDesk(OutcomesState(), view.show_state, context.scope(), context.show_problem)

    def start(self) -> None:
        """Read the tree and the definitions."""
        self.desk.change()
        self._choice.hear(self._other_stream)
        self._read()
        self._read_measures()

    def visit(self, **ids: str) -> None:
        """Look at the outcome that is named."""
        if "outcome" in ids:
            self.select(ids["outcome"])

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.FRAMEWORK})):
            self._read()
        if changes.touches(frozenset({Topic.MEASURE})):
            self._read_measures()

    def close(self) -> None:
        """Hear of nothing any more."""
        self.desk.scope.close()

    def select(self, key: str) -> None:
        """Look at a line of the tree."""
        self.desk.change(chosen=key)

    def add(self) -> None:
        """Open an empty form."""
        self._open(new_outcome(self._choice.now))

    def edit(self) -> None:
        """Open the form of the outcome looked at."""
        if self.desk.state.outcome is not None:
            self._open(self.desk.state.outcome)

    def park(self) -> None:
        """Ask why the outcome is parked, or take it up again."""
        outcome = self.desk.state.outcome
        if outcome is None:
            return
        if outcome.parked:
            self.desk.do(ParkOutcome(outcome.id, "", outcome.revision), self._show)
            return

        def asked(typed: Typed) -> ParkOutcome:
            return ParkOutcome(outcome.id, typed["reason"], outcome.revision)

        self.desk.open(reason_form(outcome, is_parking=True), asked, self._show)

    def retire(self) -> None:
        """Ask why the outcome is retired, or bring it back."""
        outcome = self.desk.state.outcome
        if outcome is None:
            return
        if outcome.retired:
            self.desk.do(RetireOutcome(outcome.id, "", outcome.revision), self._show)
            return

        def asked(typed: Typed) -> RetireOutcome:
            return RetireOutcome(outcome.id, typed["reason"], outcome.revision)

        self.desk.open(reason_form(outcome, is_parking=False), asked, self._show)

    def show_definition(self) -> None:
        """Go to the definition of the measure looked at."""
        shown = card(self.desk.state)
        if shown is not None and shown.definition:
            self._navigate("data", page="measures", measure=shown.definition)

    def _open(self, outcome: SuccessCriticalOutcome) -> None:
        def asked(typed: Typed) -> SaveOutcome:
            return SaveOutcome(typed_outcome(outcome, typed, self.desk.state.measures))

        self.desk.open(outcome_form(self.desk.state, outcome), asked, self._show)

    def _other_stream(self) -> None:
        self.desk.change(framework=None, chosen="", form=None)
        self._read()

    def _read(self) -> None:
        self.desk.scope.latest("framework", ShowFramework(self._choice.now), self._show, self.desk.cannot)
        self.desk.scope.latest("tied", ListTiedMeasures(), self._show_tied, self.desk.cannot)

    def _read_measures(self) -> None:
        self.desk.scope.latest("measures", ListDefinitions(), self._show_measures, self.desk.cannot)

    def _show(self, framework: Framework) -> None:
        if framework.stream.id == self._choice.now:
            self.desk.change(framework=framework, problem="")
            self._keep_choice()

    def _show_tied(self, tied: frozenset[MeasureId]) -> None:
        self.desk.change(tied=tied)

    def _show_measures(self, found: DefinitionList) -> None:
        in_use = tuple(one.measure for one in found.definitions if not one.is_retired)
        past = tuple(one.measure for one in found.definitions if one.is_retired)
        self.desk.change(measures=in_use, past=past)

    def _keep_choice(self) -> None:
        lines = tree(self.desk.state)
        keys = {line.key for line in lines} | {below.key for line in lines for below in line.below}
        if self.desk.state.chosen not in keys:
            self.desk.change(chosen=lines[0].key if lines else "")
