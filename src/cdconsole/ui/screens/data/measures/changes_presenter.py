"""Adds, edits, copies, retires and brings back measures, and chooses the clinician page's charts. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

from cdconsole.domain.definition import Definition
from cdconsole.domain.definition_requests import (
    AddMeasures,
    BringBackMeasure,
    ChooseMeasures,
    CopyDefinition,
    EditDefinition,
    RetireMeasure,
)
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import Command
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.measures.desk import MeasuresDesk
from cdconsole.ui.screens.data.measures.forms import COPY, EDIT, copy_form, edit_form, measure_of, retire_form
from cdconsole.ui.screens.data.measures.state import Adding, Choosing


class ChangesPresenter:
    """At most one form or dialog is open."""

    def __init__(self, desk: MeasuresDesk, scope: TaskScope) -> None:
        self._desk = desk
        self._scope = scope
        self._editing: Definition | None = None

    def begin(self, task: str) -> None:
        """Open the form that edits, copies or retires the definition that is looked at."""
        definition = self._desk.state.selected
        if definition is None:
            return
        self._editing = definition
        forms = {EDIT: edit_form, COPY: copy_form}
        form = forms[task](definition.measure) if task in forms else retire_form(definition)
        self._desk.change(form=form)

    def bring_back(self) -> None:
        """Take a retired measure into use again, at once: retiring it undoes it."""
        definition = self._desk.state.selected
        if definition is not None and definition.is_retired:
            request = BringBackMeasure(definition.id, definition.measure.version)
            self._scope.run(request, self._stored, self._desk.cannot)

    def enter(self, values: Mapping[str, str]) -> None:
        """Store what was typed into the form."""
        form, definition = self._desk.state.form, self._editing
        if form is None or definition is None or form.is_busy:
            return
        try:
            request = _request(form.task, values, definition)
        except RuleBroken as problem:
            self._desk.change(form=form.refused(problem))
            return
        self._desk.change(form=form.busy())
        self._scope.run(request, self._stored, self._refused)

    def begin_adding(self) -> None:
        """Open the dialog of templates."""
        self._desk.change(adding=Adding())

    def add(self, templates: tuple[MeasureId, ...], outcome: str) -> None:
        """Take templates into use."""
        adding = self._desk.state.adding
        if adding is not None and not adding.is_busy:
            self._desk.change(adding=Adding(is_busy=True))
            self._scope.run(AddMeasures(templates, outcome), self._added, self._refused)

    def begin_choosing(self) -> None:
        """Open the dialog of the clinician page's charts."""
        self._desk.change(choosing=Choosing())

    def choose(self, measures: tuple[MeasureId, ...]) -> None:
        """Store which charts stand on the clinician page; none for the first in use."""
        choosing = self._desk.state.choosing
        if choosing is not None and not choosing.is_busy:
            self._desk.change(choosing=Choosing(is_busy=True))
            self._scope.run(ChooseMeasures(measures), self._chosen, self._refused)

    def end(self) -> None:
        """Close what is open; nothing is stored."""
        self._desk.change(form=None, adding=None, choosing=None)

    def _stored(self, definition: Definition) -> None:
        self._desk.change(form=None, chosen=definition.id, problem="")

    def _added(self, added: tuple[Definition, ...]) -> None:
        self._desk.change(adding=None, chosen=added[0].id, typed="", setting=None, problem="")

    def _chosen(self, _measures: tuple[MeasureId, ...]) -> None:
        self._desk.change(choosing=None, problem="")

    def _refused(self, problem: Exception) -> None:
        words, state = str(problem) if isinstance(problem, UserFacingError) else "", self._desk.state
        if state.form is not None:
            self._desk.change(form=state.form.refused(problem))
        elif state.adding is not None:
            self._desk.change(adding=Adding(words))
        elif state.choosing is not None:
            self._desk.change(choosing=Choosing(words))
        self._desk.report(problem)


def _request(task: str, values: Mapping[str, str], definition: Definition) -> Command[Definition]:
    if task == EDIT:
        return EditDefinition(measure_of(values, definition.measure), values["reason"])
    if task == COPY:
        return CopyDefinition(measure_of(values, definition.measure), values["reason"])
    return RetireMeasure(definition.id, values["reason"], definition.measure.version)
