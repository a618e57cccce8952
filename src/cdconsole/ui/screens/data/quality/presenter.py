"""Shows how far stored data can be believed, and lets somebody work through what is to be mended. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.data_quality import FixItem, FixList, FixState, QualityReport, QualitySubject
from cdconsole.domain.errors import Cancelled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.quality_requests import (
    DecideFix,
    ExportFixes,
    ListFixes,
    ListQualitySubjects,
    ShowQualityReport,
)
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.quality.state import QualityState

_TOPICS = frozenset({Topic.IMPORT, Topic.SPELL, Topic.CLINICIAN, Topic.ATTRIBUTION})


class QualityScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: QualityState) -> None:
        """Show everything anew; the line that is marked stays marked."""
        ...


class QualityPresenter:
    """One subject at a time, all records of a kind or one batch, and the lines to mend of it."""

    def __init__(self, view: QualityScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = QualityState()
        self._batch = ""

    def start(self) -> None:
        """Read what can be reported on."""
        self._show(self._state)
        self._reload()

    def visit(self, **ids: str) -> None:
        """Show the report of a batch if one is named."""
        self._batch = ids.get("batch", "")
        self._choose_visited()

    def changed(self, changes: ChangeSet) -> None:
        """Count again after an import or a correction."""
        if changes.touches(_TOPICS):
            self._reload()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person does ------------------------------------------------------------------------------------------

    def choose(self, subject: QualitySubject) -> None:
        """Show another report."""
        if subject != self._state.chosen:
            self._show(replace(self._state, chosen=subject, report=None, fixes=None, receipt=None, problem=""))
            self._read()

    def show_decided(self, is_shown: bool) -> None:
        """List also what was decided, or only what is open."""
        self._show(replace(self._state, is_showing_decided=is_shown))
        self._read_fixes()

    def decide(self, key: str, state: FixState, note: str) -> None:
        """Say what became of a line."""
        item = self._state.item(key)
        if item is not None:
            self._show(replace(self._state, note_problem="", problem=""))
            self._scope.run(DecideFix(key, state, note, item.revision), self._read_fixes, self._not_decided)

    def save(self, path: str) -> None:
        """Write what is still to mend as CSV."""
        batch = None if self._state.chosen is None else self._state.chosen.batch
        self._show(replace(self._state, doing="Saving", receipt=None, problem=""))
        self._scope.run(ExportFixes(path, batch), self._saved, self._refused)

    # --- hearing -----------------------------------------------------------------------------------------------------

    def _reload(self) -> None:
        self._scope.latest("subjects", ListQualitySubjects(), self._show_subjects)

    def _show_subjects(self, subjects: tuple[QualitySubject, ...]) -> None:
        chosen = self._state.chosen if self._state.chosen in subjects else next(iter(subjects), None)
        self._show(replace(self._state, subjects=subjects, chosen=chosen, is_loading=False))
        self._choose_visited()
        if chosen is not None:
            self._read()

    def _choose_visited(self) -> None:
        wanted = next((one for one in self._state.subjects if self._batch and one.batch == self._batch), None)
        if wanted is not None:
            self._batch = ""
            self.choose(wanted)

    def _read(self) -> None:
        if self._state.chosen is not None:
            self._scope.latest("report", ShowQualityReport(self._state.chosen), self._show_report, self._refused)
            self._read_fixes()

    def _read_fixes(self, _decided: FixItem | None = None) -> None:
        if self._state.chosen is not None:
            wanted = ListFixes(self._state.chosen.batch, self._state.is_showing_decided)
            self._scope.latest("fixes", wanted, self._show_fixes, self._refused)

    def _show_report(self, report: QualityReport) -> None:
        self._show(replace(self._state, report=report))

    def _show_fixes(self, fixes: FixList) -> None:
        self._show(replace(self._state, fixes=fixes))

    def _not_decided(self, problem: Exception) -> None:
        if isinstance(problem, RuleBroken):
            self._show(replace(self._state, note_problem=str(problem)))
            return
        self._refused(problem)
        if isinstance(problem, StaleEdit):
            self._read_fixes()

    def _saved(self, receipt: ExportReceipt) -> None:
        self._show(replace(self._state, doing="", receipt=receipt))

    def _refused(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, doing="", problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: QualityState) -> None:
        self._state = state
        self._view.show_state(state)
