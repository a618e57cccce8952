"""Previews a quarter, writes its workbook and reads the export log. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.governance import ExportLogRow, ExportReceipt, GovernancePreview
from cdconsole.domain.requests import ExportGovernance, ListExports, PreviewGovernance
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.governance.state import GovernanceState, Notice

_BEHIND_THE_PREVIEW = frozenset({Topic.SPELL, Topic.IMPORT, Topic.CLINICIAN, Topic.JOB_PLAN})
_STOPPED = "Stopped. If the workbook was finished by then, the log below shows it."


class GovernanceScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: GovernanceState) -> None:
        """Show everything anew."""
        ...


class GovernancePresenter:
    """One workbook at a time; what is written is what was previewed."""

    def __init__(
        self,
        view: GovernanceScreen,
        scope: TaskScope,
        navigate: Callable[..., None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._view = view
        self._scope = scope
        self._navigate = navigate
        self._broken = broken
        self._state = GovernanceState()

    def start(self) -> None:
        """Preview the newest complete quarter and read the log."""
        self._show(self._state)
        self._read_preview()
        self._read_log()

    def visit(self, **ids: str) -> None:
        """Preview the quarter that is named, written like 2026Q3."""
        if "quarter" in ids:
            self.choose(Quarter.parse(ids["quarter"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read again what may have changed."""
        if changes.touches(_BEHIND_THE_PREVIEW):
            self._read_preview()
        if changes.touches(frozenset({Topic.EXPORT})):
            self._read_log()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, quarter: Quarter) -> None:
        """Preview another quarter; how the last one was written is no longer shown."""
        if quarter != self._state.chosen:
            self._show(replace(self._state, chosen=quarter, receipt=None, refusal=""))
            self._read_preview()

    def write(self, path: str) -> None:
        """Write the previewed quarter's workbook to a file."""
        quarter = self._state.chosen
        if quarter is None or not self._state.may_write:
            return
        self._show(replace(self._state, writing="Writing the workbook", receipt=None, refusal=""))
        self._scope.run(ExportGovernance(quarter, path), self._written, self._not_written, self._progressed)

    def go_to_imports(self) -> None:
        """Show where data come in."""
        self._navigate("data", page="imports")

    # --- previewing --------------------------------------------------------------------------------------------------

    def _read_preview(self) -> None:
        request = PreviewGovernance(self._state.chosen)
        self._scope.latest("preview", request, self._show_preview, self._no_preview)

    def _show_preview(self, preview: GovernancePreview) -> None:
        self._show(replace(self._state, preview=preview, chosen=preview.quarter, notice=None))

    def _no_preview(self, problem: Exception) -> None:
        if isinstance(problem, RuleBroken) and problem.field == "quarter":
            self._fall_back(problem)
        elif isinstance(problem, UserFacingError):
            self._show(replace(self._state, preview=None, notice=Notice(problem.message, problem.what_to_do)))
        elif not isinstance(problem, Cancelled):
            self._broken(problem)

    def _fall_back(self, problem: RuleBroken) -> None:
        """Stay with the quarter on show, or the newest one, and say why not the one asked for."""
        shown = self._state.preview
        self._show(replace(self._state, chosen=None if shown is None else shown.quarter, refusal=str(problem)))
        if shown is None:
            self._read_preview()

    # --- writing -----------------------------------------------------------------------------------------------------

    def _progressed(self, progress: Progress) -> None:
        self._show(replace(self._state, writing=progress.label))

    def _written(self, receipt: ExportReceipt) -> None:
        self._show(replace(self._state, writing="", receipt=receipt))

    def _not_written(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, writing="", refusal=_STOPPED if isinstance(problem, Cancelled) else said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    # --- the log -----------------------------------------------------------------------------------------------------

    def _read_log(self) -> None:
        self._scope.latest("log", ListExports(), self._show_log)

    def _show_log(self, log: tuple[ExportLogRow, ...]) -> None:
        self._show(replace(self._state, log=log, is_log_read=True))

    def _show(self, state: GovernanceState) -> None:
        self._state = state
        self._view.show_state(state)
