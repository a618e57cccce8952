"""Takes several files in one after the other; those whose columns are known can be imported at once. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cdconsole.domain.extract import ExtractPreview, ImportReport
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.tasks import Progress, Running, TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk
from cdconsole.ui.screens.data.imports.queue_state import FileStage, QueuedFile
from cdconsole.ui.screens.data.imports.wizard_presenter import WizardPresenter
from cdconsole.ui.screens.data.imports.wizard_state import first_look


class QueuePresenter:
    """One request at a time; a file whose columns are not known waits until somebody has looked at it."""

    def __init__(self, desk: ImportsDesk, scope: TaskScope, wizard: WizardPresenter) -> None:
        self._desk = desk
        self._scope = scope
        self._wizard = wizard
        self._at = ""
        self._running: Running | None = None
        self._imports_ready = False
        wizard.stored = self._answered

    def take(self, paths: Sequence[str]) -> None:
        """Take files in: one goes to the wizard at once, several are queued."""
        if len(paths) == 1 and not self._desk.state.queue:
            self._wizard.look(paths[0])
            return
        kept = [file for file in self._desk.state.queue if not (file.is_over and file.path in paths)]
        known = {file.path for file in kept}
        fresh = [QueuedFile(path) for path in dict.fromkeys(paths) if path not in known]
        self._desk.show(replace(self._desk.state, queue=(*kept, *fresh), problem="", said=""))
        self._go_on()

    def import_ready(self) -> None:
        """Import every file that is ready, in turn."""
        self._imports_ready = True
        self._go_on()

    def open(self, path: str) -> None:
        """Show a file's columns in the wizard."""
        file = self._find(path)
        if file is not None and file.preview is not None and not file.is_running and not file.is_over:
            self._wizard.open(file.preview)

    def cancel(self) -> None:
        """Stop the import that runs; nothing of it is stored, and no other begins."""
        self._imports_ready = False
        at, running = self._at, self._running
        self._at, self._running = "", None
        if running is not None:
            running.cancel()
            self._put(at, FileStage.REFUSED, "Cancelled. Nothing of it was stored.")

    def clear(self) -> None:
        """Take the files that are done with off the queue; every file where none is done with."""
        left = tuple(file for file in self._desk.state.queue if not file.is_over)
        if len(left) == len(self._desk.state.queue):
            self.cancel()
            left = ()
        self._desk.show(replace(self._desk.state, queue=left))

    # --- one after the other -----------------------------------------------------------------------------------------

    def _go_on(self) -> None:
        """Read the next file that waits, then import the next that is ready if that was asked for."""
        if self._at:
            return
        queue = self._desk.state.queue
        waiting = next((file for file in queue if file.stage is FileStage.WAITING), None)
        ready = next((file for file in queue if file.stage is FileStage.READY), None)
        if waiting is not None:
            self._at = waiting.path
            self._put(waiting.path, FileStage.READING)
            self._keep(waiting.path, self._scope.run(PreviewExtract(waiting.path), self._looked, self._failed))
        elif ready is not None and ready.preview is not None and self._imports_ready:
            self._at = ready.path
            self._put(ready.path, FileStage.IMPORTING)
            request = ImportExtract(ready.path, first_look(ready.preview).fields.confirmed)
            self._keep(ready.path, self._scope.run(request, self._stored, self._failed, self._progressed))
        else:
            self._imports_ready = False

    def _keep(self, path: str, running: Running) -> None:
        """Keep what can be cancelled, unless it is over already."""
        if self._at == path:
            self._running = running

    def _looked(self, preview: ExtractPreview) -> None:
        wizard = first_look(preview)
        stage = FileStage.READY if wizard.is_ready and not preview.already_imported else FileStage.ASKS
        said = preview.already_imported or wizard.still_open or wizard.known_by
        queue = self._with(self._at, stage=stage, said=said, preview=preview)
        self._desk.show(replace(self._desk.state, queue=queue))
        self._next()

    def _stored(self, report: ImportReport) -> None:
        self._put(self._at, FileStage.STORED, report.sentence)
        self._next()

    def _answered(self, path: str, report: ImportReport) -> None:
        """Hear what the wizard did with a file that may be in the queue."""
        self._put(path, FileStage.STORED, report.sentence)

    def _failed(self, problem: Exception) -> None:
        self._put(self._at, FileStage.REFUSED, self._desk.words_for(problem))
        self._next()

    def _progressed(self, progress: Progress) -> None:
        self._put(self._at, FileStage.IMPORTING, progress.label)

    def _next(self) -> None:
        self._at, self._running = "", None
        self._go_on()

    def _find(self, path: str) -> QueuedFile | None:
        return next((file for file in self._desk.state.queue if file.path == path), None)

    def _put(self, path: str, stage: FileStage, said: str = "") -> None:
        self._desk.show(replace(self._desk.state, queue=self._with(path, stage=stage, said=said)))

    def _with(self, path: str, **changes: Any) -> tuple[QueuedFile, ...]:
        return tuple(replace(file, **changes) if file.path == path else file for file in self._desk.state.queue)
