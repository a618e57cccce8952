"""Takes a file from the first look to its report: nothing is stored before Import is pressed. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.extract import DateOrder, ExtractKind, ExtractPreview, ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.tasks import Progress, Running, TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk
from cdconsole.ui.screens.data.imports.state import Wizard


class WizardPresenter:
    """Choose a file, see it, say which column is which, import, read the report."""

    def __init__(self, desk: ImportsDesk, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._desk = desk
        self._scope = scope
        self._broken = broken
        self._running: Running | None = None

    def look(self, path: str) -> None:
        """Read a file's headings and first rows."""
        reading = f"Reading {PurePath(path).name}"
        self._desk.show(replace(self._desk.state, wizard=None, reading=reading, problem=""))
        self._scope.latest("look", PreviewExtract(path), self._looked, self._not_read)

    def map(self, field: Field, heading: str) -> None:
        """Fill a field from a column; from none where the heading is empty."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            columns = {known: column for known, column in wizard.mapping.columns.items() if known is not field}
            columns |= {field: heading} if heading else {}
            self._show(self._answered(replace(wizard, mapping=replace(wizard.mapping, columns=columns))))

    def choose_kind(self, kind: ExtractKind) -> None:
        """Say what one row is."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._show(self._answered(replace(wizard, mapping=replace(wizard.mapping, kind=kind))))

    def choose_specialty(self, specialty: str) -> None:
        """Keep the rows of one specialty; of all where it is empty."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            self._show(self._answered(replace(wizard, mapping=replace(wizard.mapping, specialty=specialty))))

    def confirm_unattributed(self, is_confirmed: bool) -> None:
        """Agree that everything is stored under one unattributed clinician."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            mapping = replace(wizard.mapping, confirm_unattributed=is_confirmed)
            self._show(self._answered(replace(wizard, mapping=mapping)))

    def choose_order(self, order: DateOrder) -> None:
        """Say how dates are written, and look at the file again with that."""
        wizard = self._desk.state.wizard
        if wizard is not None:
            mapping = replace(wizard.mapping, date_order=order, date_orders={})
            self._show(replace(self._answered(wizard), mapping=mapping, doing="Reading the dates again"))
            self._scope.latest("look", PreviewExtract(wizard.preview.path, order), self._looked_again, self._refused)

    def store(self) -> None:
        """Import the file as mapped."""
        wizard = self._desk.state.wizard
        if wizard is None or wizard.doing or wizard.preview.already_imported:
            return
        if wizard.asks_unattributed and not wizard.mapping.confirm_unattributed:
            self._show(replace(wizard, clinician_problem="Choose the clinician's column, or tick this."))
            return
        self._show(replace(self._answered(wizard), doing="Importing"))
        request = ImportExtract(wizard.preview.path, wizard.mapping)
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

    def _looked(self, preview: ExtractPreview) -> None:
        self._desk.show(replace(self._desk.state, reading="", wizard=Wizard(preview, preview.proposed)))

    def _looked_again(self, preview: ExtractPreview) -> None:
        if self._desk.state.wizard is not None:
            self._show(replace(self._desk.state.wizard, preview=preview, doing=""))

    def _not_read(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._desk.show(replace(self._desk.state, reading="", problem=said))
        self._report_fault(problem)

    def _stored(self, report: ImportReport) -> None:
        self._running = None
        state = replace(self._desk.state, wizard=None, chosen=report.batch_id, report=report)
        self._desk.show(state)

    def _refused(self, problem: Exception) -> None:
        self._running = None
        wizard = self._desk.state.wizard
        if wizard is not None:
            said = "Cancelled. Nothing was stored." if isinstance(problem, Cancelled) else ""
            said = str(problem) if isinstance(problem, UserFacingError) else said
            is_about_clinician = isinstance(problem, RuleBroken) and problem.field == "clinician"
            idle = replace(wizard, doing="")
            self._show(replace(idle, clinician_problem=said) if is_about_clinician else replace(idle, problem=said))
        self._report_fault(problem)

    def _report_fault(self, problem: Exception) -> None:
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _progressed(self, progress: Progress) -> None:
        wizard = self._desk.state.wizard
        if wizard is not None:
            share = f", {progress.done * 100 // progress.of} %" if progress.of else ""
            self._show(replace(wizard, doing=f"{progress.label}{share}"))

    def _answered(self, wizard: Wizard) -> Wizard:
        """Return the wizard without what was wrong before the person changed something."""
        return replace(wizard, problem="", clinician_problem="")

    def _show(self, wizard: Wizard) -> None:
        self._desk.show(replace(self._desk.state, wizard=wizard))
