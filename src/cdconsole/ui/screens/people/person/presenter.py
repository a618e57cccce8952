"""Counts what is held about somebody, has it saved, and has corrections decided. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.held import PersonPreview
from cdconsole.domain.held_requests import ExportPersonReport, PreviewPersonReport, PrintPersonReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.rectification import Decision, Rectification
from cdconsole.domain.rectification_requests import DecideRectification, ListRectifications
from cdconsole.domain.requests import ListClinicians
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.corrections.presenter import CorrectionPresenter
from cdconsole.ui.corrections.state import ASK
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.printed.presenter import PrintPresenter
from cdconsole.ui.screens.people.person.state import PersonState, decision_form

_LISTED = frozenset({Topic.CLINICIAN, Topic.IMPORT})
_ASKED = frozenset({Topic.REVIEW})


class PersonScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: PersonState) -> None:
        """Show everything anew."""
        ...


class PersonPresenter:
    """Nothing is read before somebody is chosen: reading everything about somebody is entered in the audit trail."""

    def __init__(self, view: PersonScreen, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = PersonState()
        self.printing: PrintPresenter | None = None
        self._asking = CorrectionPresenter(scope, self._show_form, self._say_asked, broken)

    def start(self) -> None:
        """Read who can be chosen."""
        self._change()
        self._list()

    def visit(self, **ids: str) -> None:
        """Show what is held about somebody who is named."""
        if "clinician" in ids:
            self.choose(ClinicianId(ids["clinician"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read the names and the corrections again; counts are read again when somebody is chosen."""
        if changes.touches(_LISTED):
            self._list()
        if self._state.chosen is not None and changes.touches(_ASKED, self._state.chosen):
            self._read_corrections()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    # --- what a person wants -----------------------------------------------------------------------------------------

    def choose(self, clinician: ClinicianId) -> None:
        """Count everything that is held about somebody."""
        self._change(chosen=clinician, preview=None, rectifications=(), is_reading=True, notice="", problem="")
        self._read()
        self._read_corrections()

    def save_csv(self, path: str) -> None:
        """Write everything as CSV files in one zip."""
        if self._state.chosen is not None:
            self._change(notice="Writing the files…", problem="")
            self._scope.run(ExportPersonReport(self._state.chosen, path), self._saved, self._cannot)

    def save_pdf(self) -> None:
        """Lay everything out as a document and ask where it goes."""
        if self._state.chosen is not None and self.printing is not None:
            self.printing.save(PrintPersonReport(self._state.chosen), self._state.chosen)

    def print(self) -> None:
        """Lay everything out and ask for a printer."""
        if self._state.chosen is not None and self.printing is not None:
            self.printing.print(PrintPersonReport(self._state.chosen), self._state.chosen)

    def say(self, words: str) -> None:
        """Say what came of a document, and list it."""
        self._change(notice=words, problem="")
        if words and self._state.chosen is not None:
            self._read()

    def ask_correction(self) -> None:
        """Open the form in which a correction is asked for."""
        if self._state.chosen is not None:
            self._asking.begin(self._state.chosen, self._state.name)

    def ask_decision(self, one: Rectification) -> None:
        """Open the form in which a correction is decided."""
        if one.decision is Decision.OPEN:
            self._change(form=decision_form(one), notice="", problem="")

    def enter(self, typed: Mapping[str, str]) -> None:
        """Decide as it was typed."""
        form = self._state.form
        if form is not None and form.task == ASK:
            self._asking.enter(typed)
        elif form is not None:
            self._change(form=form.busy())
            request = DecideRectification(form.task, Decision[typed["decision"]], typed["reason"])
            self._scope.run(request, self._decided, self._refused)

    def end_form(self) -> None:
        """Close the form; nothing is decided or asked."""
        self._asking.end()

    # --- asking and hearing ------------------------------------------------------------------------------------------

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)

    def _show_form(self, form: FormState | None) -> None:
        self._change(form=form)

    def _say_asked(self, words: str) -> None:
        self._change(notice=words, problem="")

    def _list(self) -> None:
        self._scope.latest("clinicians", ListClinicians(), self._show_clinicians, self._cannot)

    def _read(self) -> None:
        if self._state.chosen is not None:
            self._scope.latest("preview", PreviewPersonReport(self._state.chosen), self._show_preview, self._cannot)

    def _read_corrections(self) -> None:
        if self._state.chosen is not None:
            self._scope.latest("corrections", ListRectifications(self._state.chosen), self._show_asked, self._cannot)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._change(clinicians=tuple(one for one in clinicians if one.is_attributable))

    def _show_preview(self, preview: PersonPreview) -> None:
        self._change(preview=preview, is_reading=False)

    def _show_asked(self, asked: tuple[Rectification, ...]) -> None:
        self._change(rectifications=asked)

    def _saved(self, receipt: ExportReceipt) -> None:
        name = Path(receipt.path).name
        self._change(notice=f"{receipt.rows:,} records of {receipt.sheets} kinds are in {name}; the export log has it.")
        self._read()

    def _decided(self, one: Rectification) -> None:
        self._change(form=None, notice=f"{one.decision.value}. Both texts are shown wherever the record is.")

    def _refused(self, problem: Exception) -> None:
        if self._state.form is not None:
            self._change(form=self._state.form.refused(problem))
        self._report(problem)

    def _cannot(self, problem: Exception) -> None:
        stopped = "Stopped." if isinstance(problem, Cancelled) else ""
        words = str(problem) if isinstance(problem, UserFacingError) else stopped
        self._change(is_reading=False, notice="", problem=words)
        self._report(problem)

    def _report(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
