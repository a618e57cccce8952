"""Lists the imports and shows the report of one; a new file goes through the wizard. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.extract import BatchRow, ImportReport
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import ListBatches, ShowImportReport
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk, ImportsScreen
from cdconsole.ui.screens.data.imports.wizard_presenter import WizardPresenter


class ImportsPresenter:
    """The newest import is shown first; somebody's new import joins the list."""

    def __init__(self, view: ImportsScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._desk = ImportsDesk(view)
        self._scope = scope
        self._broken = broken
        self.wizard = WizardPresenter(self._desk, scope, broken)

    def start(self) -> None:
        """Read the list."""
        self._desk.show(self._desk.state)
        self._reload()

    def visit(self, **ids: str) -> None:
        """Show the report of an import if one is named."""
        if "batch" in ids:
            self.choose(BatchId(ids["batch"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read again after an import."""
        if changes.touches(frozenset({Topic.IMPORT})):
            self._reload()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, batch: BatchId) -> None:
        """Show the report of an import."""
        if batch != self._desk.state.chosen:
            self._desk.show(replace(self._desk.state, chosen=batch, report=None))
            self._scope.latest("report", ShowImportReport(batch), self._show_report, self._no_report)

    def _reload(self) -> None:
        self._scope.latest("batches", ListBatches(), self._show_batches)

    def _show_batches(self, batches: tuple[BatchRow, ...]) -> None:
        self._desk.show(replace(self._desk.state, batches=batches, is_loading=False))
        if batches and self._desk.state.chosen not in {batch.id for batch in batches}:
            self.choose(batches[0].id)

    def _show_report(self, report: ImportReport) -> None:
        self._desk.show(replace(self._desk.state, report=report))

    def _no_report(self, problem: Exception) -> None:
        if isinstance(problem, UserFacingError):
            self._desk.show(replace(self._desk.state, problem=str(problem)))
        elif not isinstance(problem, Cancelled):
            self._broken(problem)
