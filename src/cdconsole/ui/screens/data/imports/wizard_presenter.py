"""Takes a file from the first look to its report: nothing is stored before Import is pressed. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from cdconsole.domain.errors import Cancelled, RuleBroken
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, ExtractPreview, ImportReport, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.tasks import Progress, Running, TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk
from cdconsole.ui.screens.data.imports.field_state import Reading
from cdconsole.ui.screens.data.imports.state import BatchTab
from cdconsole.ui.screens.data.imports.wizard_state import Wizard, first_look

Ended = Callable[[str, ImportReport], None]


def _keep_quiet(_path: str, _report: ImportReport) -> None:
    """Tell nobody."""


class WizardPresenter:
    """Choose a file, see it, say which column is which, import, read the report."""

    def __init__(self, desk: ImportsDesk, scope: TaskScope) -> None:
        self._desk = desk
        self._scope = scope
        self._running: Running | None = None
        self.stored: Ended = _keep_quiet

    def look(self, path: str) -> None:
        """Read a file's headings and first rows."""
        reading = f"Reading {PurePath(path).name}"
        self._desk.show(replace(self._desk.state, wizard=None, reading=reading, problem="", said=""))
        self._scope.latest("look", PreviewExtract(path), self.open, self._refused)

    def open(self, preview: ExtractPreview) -> None:
        """Show a file that was read."""
        self._desk.show(replace(self._desk.state, reading="", problem="", said="", wizard=first_look(preview)))

    def map(self, field: Field, heading: str) -> None:
        """Fill a field from a column; from none where the heading is empty."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            columns = {known: column for known, column in wizard.mapping.columns.items() if known is not field}
            columns |= {field: heading} if heading else {}
            self._answer(replace(wizard.mapping, columns=columns))

    def choose_specialty(self, specialty: str) -> None:
        """Keep the rows of one specialty; of all where it is empty."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._answer(replace(wizard.mapping, specialty=specialty))

    def confirm_unattributed(self, is_confirmed: bool) -> None:
        """Agree that everything is stored under one unattributed clinician."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._answer(replace(wizard.mapping, confirm_unattributed=is_confirmed))

    def choose_kind(self, kind: ExtractKind) -> None:
        """Say what one row is, and look at the file again with that."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._look_again(replace(wizard.mapping, kind=kind), "Looking at the columns again")

    def choose_sheet(self, sheet: str) -> None:
        """Take another sheet of the spreadsheet, and look at that."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._look_again(replace(wizard.mapping, sheet=sheet), "Reading the sheet")

    def choose_reading(self, heading: str, reading: Reading) -> None:
        """Say how the dates or numbers of one column are written; the dates of the whole file where none is named."""
        wizard = self._desk.state.wizard
        if wizard is not None and not heading and isinstance(reading, DateOrder):
            self._answer(replace(wizard.mapping, date_order=reading))
        elif wizard is not None and isinstance(reading, NumberStyle):
            self._answer(replace(wizard.mapping, number_styles=wizard.mapping.number_styles | {heading: reading}))
        elif wizard is not None and isinstance(reading, DateOrder):
            self._answer(replace(wizard.mapping, date_orders=wizard.mapping.date_orders | {heading: reading}))

    def show_more(self, is_shown: bool) -> None:
        """Show the fields that the file seems not to have, or hide them again."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._show(replace(wizard, shows_more=is_shown))

    def store(self) -> None:
        """Import the file as mapped."""
        wizard = self._desk.state.wizard
        if wizard is None or wizard.doing:
            return
        if wizard.still_open:
            self._show(replace(wizard, problem=wizard.still_open))
            return
        if wizard.asks_unattributed and not wizard.mapping.confirm_unattributed:
            self._show(replace(wizard, clinician_problem="Choose the clinician's column, or tick this."))
            return
        self._show(replace(wizard, problem="", clinician_problem="", doing="Importing", progress=None))
        request = ImportExtract(wizard.preview.path, wizard.fields.confirmed)
        self._running = self._scope.run(request, self._stored, self._refused, self._progressed)

    def cancel(self) -> None:
        """Stop the import; nothing of it is stored."""
        if self._running is not None:
            self._running.cancel()
            self._refused(Cancelled())

    def back(self) -> None:
        """Leave the file alone and show the imports."""
        self._desk.show(replace(self._desk.state, wizard=None, problem=""))

    # --- answers -----------------------------------------------------------------------------------------------------

    def _answer(self, mapping: ColumnMapping) -> None:
        """Show what the person answered, without what was wrong before."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._show(replace(wizard, mapping=mapping, problem="", clinician_problem=""))

    def _look_again(self, mapping: ColumnMapping, doing: str) -> None:
        self._answer(mapping)
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._show(replace(wizard, doing=doing, progress=None))
            request = PreviewExtract(wizard.preview.path, sheet=mapping.sheet, kind=mapping.kind)
            self._scope.latest("look", request, self._looked_again, self._refused)

    def _looked_again(self, preview: ExtractPreview) -> None:
        if self._desk.state.wizard is not None:
            self._show(self._desk.state.wizard.looked_again(preview))

    def _stored(self, report: ImportReport) -> None:
        self._running = None
        wizard = self._desk.state.wizard
        state = replace(self._desk.state, wizard=None, said="")
        if report.batch_id is not None or report.kind is ExtractKind.JOB_PLANS:
            # Job plans are no import of the list: nothing is chosen then, and the report stands for itself.
            state = replace(state, chosen=report.batch_id, report=report, tab=BatchTab.REPORT)
            state = replace(state, difference=None, records=None)
        else:
            state = replace(state, said=f"{report.file_name}: every row is stored already.")
        self._desk.show(state)
        if wizard is not None:
            self.stored(wizard.preview.path, report)

    def _refused(self, problem: Exception) -> None:
        self._running = None
        words = self._desk.words_for(problem)
        wizard = self._desk.state.wizard
        if wizard is None:
            self._desk.show(replace(self._desk.state, reading="", problem=words))
        else:
            idle = replace(wizard, doing="", progress=None)
            is_about_clinician = isinstance(problem, RuleBroken) and problem.field == "clinician"
            said = "Cancelled. Nothing was stored." if isinstance(problem, Cancelled) else words
            self._show(replace(idle, clinician_problem=said) if is_about_clinician else replace(idle, problem=said))

    def _progressed(self, progress: Progress) -> None:
        wizard = self._desk.state.wizard
        if wizard is not None and wizard.doing:
            self._show(replace(wizard, doing=progress.label, progress=progress))

    def _show(self, wizard: Wizard) -> None:
        self._desk.show(replace(self._desk.state, wizard=wizard))
