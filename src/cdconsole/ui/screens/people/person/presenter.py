"""Counts what is held about somebody, and has it saved. No Qt."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.held_requests import ExportPersonReport, PrintPersonReport
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicians
from cdconsole.ui.printed.presenter import Document
from cdconsole.ui.screens.people.person.corrections_presenter import PersonCorrections
from cdconsole.ui.screens.people.person.desk import PersonDesk

_LISTED = frozenset({Topic.CLINICIAN, Topic.IMPORT})
_ASKED = frozenset({Topic.REVIEW})


class PersonPresenter:
    """Nothing is read before somebody is chosen: reading everything about somebody is entered in the audit trail."""

    def __init__(self, desk: PersonDesk) -> None:
        self._desk = desk
        self.corrections = PersonCorrections(desk)

    def start(self) -> None:
        """Read who can be chosen."""
        self._desk.change()
        self._list()

    def visit(self, **ids: str) -> None:
        """Show what is held about somebody who is named."""
        if "clinician" in ids:
            self.choose(ClinicianId(ids["clinician"]))

    def changed(self, changes: ChangeSet) -> None:
        """Read the names and the corrections again; counts are read again when somebody is chosen."""
        if changes.touches(_LISTED):
            self._list()
        if self._desk.state.chosen is not None and changes.touches(_ASKED, self._desk.state.chosen):
            self.corrections.read()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def choose(self, clinician: ClinicianId) -> None:
        """Count everything that is held about somebody."""
        self._desk.change(chosen=clinician, preview=None, rectifications=(), is_reading=True, notice="", problem="")
        self._desk.read()
        self.corrections.read()

    def save_csv(self, path: str) -> None:
        """Write everything as CSV files in one zip."""
        if self._desk.state.chosen is not None:
            self._desk.say("Writing the files…")
            self._desk.scope.run(ExportPersonReport(self._desk.state.chosen, path), self._saved, self._desk.cannot)

    def document(self) -> Document | None:
        """Return everything held about the one who is chosen, as a document."""
        chosen = self._desk.state.chosen
        return None if chosen is None else (PrintPersonReport(chosen), chosen)

    def say_printed(self, words: str) -> None:
        """Say what came of a document, and list it."""
        self._desk.say(words)
        if words:
            self._desk.read()

    def _list(self) -> None:
        self._desk.scope.latest("clinicians", ListClinicians(), self._show_clinicians, self._desk.cannot)

    def _show_clinicians(self, clinicians: tuple[Clinician, ...]) -> None:
        self._desk.change(clinicians=tuple(one for one in clinicians if one.is_attributable))

    def _saved(self, receipt: ExportReceipt) -> None:
        name = Path(receipt.path).name
        self._desk.say(f"{receipt.rows:,} records of {receipt.sheets} kinds are in {name}; the export log has it.")
        self._desk.read()
