"""Lists the imports; one of them, a new file, and where files come from have presenters of their own. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.extract import BatchRow
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import ListBatches
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports.batch_presenter import BatchPresenter
from cdconsole.ui.screens.data.imports.desk import ImportsDesk, ImportsScreen
from cdconsole.ui.screens.data.imports.queue_presenter import QueuePresenter
from cdconsole.ui.screens.data.imports.sources_presenter import SourcesPresenter
from cdconsole.ui.screens.data.imports.wizard_presenter import WizardPresenter
from cdconsole.ui.screens.remembered import Remembered


class ImportsPresenter:
    """The newest import is shown first; somebody's new import joins the list."""

    def __init__(
        self, view: ImportsScreen, scope: TaskScope, broken: Callable[[Exception], None], remembered: Remembered
    ) -> None:
        self._desk = ImportsDesk(view, broken)
        self._scope = scope
        self.wizard = WizardPresenter(self._desk, scope)
        self.queue = QueuePresenter(self._desk, scope, self.wizard)
        self.batch = BatchPresenter(self._desk, scope)
        self.sources = SourcesPresenter(self._desk, scope, remembered)

    def start(self) -> None:
        """Read the list."""
        self._desk.show(self._desk.state)
        self._reload()
        self.sources.start()

    def visit(self, **ids: str) -> None:
        """Show the import, the file or the sources that are named, and look for new files."""
        if "batch" in ids:
            self.batch.choose(BatchId(ids["batch"]))
        if "file" in ids:
            self.wizard.look(ids["file"])
        if "sources" in ids:
            self.sources.show()
        self.sources.look()

    def changed(self, changes: ChangeSet) -> None:
        """Read again after an import."""
        if changes.touches(frozenset({Topic.IMPORT})):
            self._reload()
            self.sources.read_mappings()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def take_from_folder(self, paths: tuple[str, ...]) -> None:
        """Take files of the watched folder in; all that are new where none is named."""
        taken = paths or self._desk.state.waiting_files
        self.sources.hide()
        self.queue.take(taken)

    def search(self, words: str) -> None:
        """List the imports that have these words."""
        self._desk.show(replace(self._desk.state, searched=words))

    def _reload(self) -> None:
        self._scope.latest("batches", ListBatches(), self._show_batches)

    def _show_batches(self, batches: tuple[BatchRow, ...]) -> None:
        before = self._desk.state.batch
        self._desk.show(replace(self._desk.state, batches=batches, is_loading=False))
        chosen = self._desk.state.batch
        if chosen is None and batches:
            self.batch.choose(batches[0].id)
        elif chosen is not None and before is not None and chosen != before:
            self.batch.read(chosen.id)
