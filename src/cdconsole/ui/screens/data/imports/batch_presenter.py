"""Shows one import: its report, what it changed, and the way to withdraw it whole and to bring it back. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import BatchDifference, ImportReport
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import (
    ListRecords,
    ReinstateBatch,
    ShowBatchDifference,
    ShowImportReport,
    WithdrawBatch,
)
from cdconsole.domain.sessions import StoredRecords
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk
from cdconsole.ui.screens.data.imports.state import BatchTab, Withdrawal

PAGE_RECORDS = 500


class BatchPresenter:
    """What it changed and its records are read only when somebody wants to see them."""

    def __init__(self, desk: ImportsDesk, scope: TaskScope) -> None:
        self._desk = desk
        self._scope = scope

    def choose(self, batch: BatchId) -> None:
        """Show an import."""
        if batch != self._desk.state.chosen:
            self._desk.show(replace(self._desk.state, chosen=batch, report=None, difference=None, records=None))
            self.read(batch)

    def read(self, batch: BatchId) -> None:
        """Read the report of an import, and what else is shown of it."""
        self._scope.latest("report", ShowImportReport(batch), self._show_report, self._failed)
        self._desk.show(replace(self._desk.state, difference=None, records=None))
        self._read_tab()

    def show_tab(self, tab: BatchTab) -> None:
        """Show the import's report, what it changed, or its records."""
        self._desk.show(replace(self._desk.state, tab=tab))
        self._read_tab()

    def show_records_from(self, first: int) -> None:
        """Show the records from one of them on; the first is 0."""
        chosen = self._desk.state.chosen
        if chosen is not None:
            request = ListRecords(chosen, first, PAGE_RECORDS)
            self._scope.latest("records", request, self._show_records, self._failed)

    def ask_withdraw(self) -> None:
        """Say what withdrawing the import does, and ask for the reason."""
        batch = self._desk.state.batch
        if batch is not None and not batch.withdrawn:
            self._desk.show(replace(self._desk.state, withdrawal=Withdrawal(batch), problem="", said=""))

    def withdraw(self, reason: str) -> None:
        """Withdraw it for a reason."""
        asked = self._desk.state.withdrawal
        if asked is None or asked.doing:
            return
        if not reason.strip():
            self._ask(replace(asked, problem="Say why: it is kept with the import and in the audit trail."))
            return
        self._ask(replace(asked, problem="", doing="Withdrawing"))
        self._scope.run(WithdrawBatch(asked.batch.id, reason), self._withdrawn, self._not_withdrawn)

    def end_withdraw(self) -> None:
        """Leave the import as it is."""
        self._ask(None)

    def bring_back(self) -> None:
        """Bring a withdrawn import back."""
        batch = self._desk.state.batch
        if batch is not None and batch.withdrawn:
            self._scope.run(ReinstateBatch(batch.id), self._brought_back, self._failed)

    def _read_tab(self) -> None:
        """Read what the chosen tab shows, unless it is there."""
        state = self._desk.state
        if state.chosen is not None and state.tab is BatchTab.CHANGES and state.difference is None:
            self._scope.latest("difference", ShowBatchDifference(state.chosen), self._show_difference, self._failed)
        if state.tab is BatchTab.RECORDS and state.records is None:
            self.show_records_from(0)

    def _ask(self, withdrawal: Withdrawal | None) -> None:
        self._desk.show(replace(self._desk.state, withdrawal=withdrawal))

    def _withdrawn(self, report: ImportReport) -> None:
        said = f"{report.file_name} is withdrawn. “Bring back” undoes it."
        self._desk.show(replace(self._desk.state, withdrawal=None, report=report, said=said))

    def _not_withdrawn(self, problem: Exception) -> None:
        words, asked = self._desk.words_for(problem), self._desk.state.withdrawal
        if asked is not None and isinstance(problem, RuleBroken):
            self._ask(replace(asked, problem=words, doing=""))
        else:
            self._desk.show(replace(self._desk.state, withdrawal=None, problem=words))

    def _brought_back(self, report: ImportReport) -> None:
        self._desk.show(replace(self._desk.state, report=report, said=f"{report.file_name} counts again."))

    def _show_report(self, report: ImportReport) -> None:
        self._desk.show(replace(self._desk.state, report=report))

    def _show_difference(self, difference: BatchDifference) -> None:
        self._desk.show(replace(self._desk.state, difference=difference))

    def _show_records(self, records: StoredRecords) -> None:
        self._desk.show(replace(self._desk.state, records=records))

    def _failed(self, problem: Exception) -> None:
        words = self._desk.words_for(problem)
        if words:
            self._desk.show(replace(self._desk.state, problem=words))
