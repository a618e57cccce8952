"""Reads data queries and stores answers. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from cdconsole.domain.challenge import DataQuery
from cdconsole.domain.challenge_requests import AnswerDataQuery, ListDataQueries
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.extract import BatchRow
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import ListBatches
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.data_queries.state import DataQueriesState, answer_form


class DataQueriesScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: DataQueriesState) -> None:
        """Show everything anew."""
        ...


class DataQueriesPresenter:
    """One query is selected at a time; ``broken`` hears of faults of the program."""

    def __init__(self, view: DataQueriesScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = DataQueriesState()

    def start(self) -> None:
        """Read the queries, and the imports an answer can name."""
        self._change()
        self._read()
        self._read_imports()

    def visit(self, **_ids: str) -> None:
        """Stay as it is."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(frozenset({Topic.CHALLENGE, Topic.CLINICIAN})):
            self._read()
        if changes.touches(frozenset({Topic.IMPORT})):
            self._read_imports()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def select(self, query: str) -> None:
        """Look at one query."""
        if query != self._state.chosen:
            self._change(chosen=query)

    def begin_answering(self) -> None:
        """Open the form of an answer."""
        query = self._state.selected
        if query is not None and query.is_open:
            self._change(form=answer_form(query, self._state.imports))

    def end_form(self) -> None:
        """Close the form; nothing is stored."""
        self._change(form=None)

    def enter(self, values: Mapping[str, str]) -> None:
        """Store the answer."""
        form, query = self._state.form, self._state.selected
        if form is None or query is None or form.is_busy:
            return
        self._change(form=form.busy())
        batch = BatchId(values["batch"]) if values["batch"] else None
        self._scope.run(AnswerDataQuery(query.id, values["answer"], batch, query.revision), self._stored, self._refused)

    def _read(self) -> None:
        self._scope.latest("queries", ListDataQueries(), self._show_queries, self._cannot)

    def _read_imports(self) -> None:
        self._scope.latest("imports", ListBatches(), self._show_imports)

    def _show_queries(self, queries: tuple[DataQuery, ...]) -> None:
        ids = [query.id for query in queries]
        chosen = self._state.chosen if self._state.chosen in ids else next(iter(ids), "")
        self._change(queries=queries, chosen=chosen, problem="")

    def _show_imports(self, imports: tuple[BatchRow, ...]) -> None:
        self._change(imports=imports)

    def _stored(self, _query: DataQuery) -> None:
        self._change(form=None)

    def _refused(self, problem: Exception) -> None:
        if self._state.form is not None:
            self._change(form=self._state.form.refused(problem))
        self._report(problem)

    def _cannot(self, problem: Exception) -> None:
        self._change(problem=str(problem) if isinstance(problem, UserFacingError) else "")
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)
