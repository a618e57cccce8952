"""Where files come from: the watched folder, mappings that are remembered, and templates to ask with. No Qt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from cdconsole.domain.extract import ExtractKind, RememberedMapping
from cdconsole.domain.import_requests import (
    ForgetMapping,
    ListRememberedMappings,
    ListTemplates,
    LookAtWatchedFolder,
    RememberMapping,
    SaveTemplate,
)
from cdconsole.domain.watched_folder import WatchedFile
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports.desk import ImportsDesk
from cdconsole.ui.screens.remembered import Remembered

_FOLDER: Final = "watched_folder"


class SourcesPresenter:
    """The folder is this computer's own business: it is remembered here, not in the department."""

    def __init__(self, desk: ImportsDesk, scope: TaskScope, remembered: Remembered) -> None:
        self._desk = desk
        self._scope = scope
        self._remembered = remembered
        self._is_looking = False

    def start(self) -> None:
        """Take up the folder chosen before, and ask which templates there are."""
        self._put(folder=self._remembered.choice(_FOLDER))
        self._scope.latest("templates", ListTemplates(), self._show_templates)
        self.read_mappings()
        self.look()

    def show(self) -> None:
        """Show where files come from."""
        self._desk.show(replace(self._desk.state, shows_sources=True, wizard=None))

    def hide(self) -> None:
        """Show the imports again."""
        self._desk.show(replace(self._desk.state, shows_sources=False))

    # --- the watched folder ------------------------------------------------------------------------------------------

    def watch(self, folder: str) -> None:
        """Watch a folder; none where it is empty."""
        self._remembered.keep_choice(_FOLDER, folder)
        self._put(folder=folder, files=(), problem="")
        self._is_looking = False
        self.look()

    def look(self) -> None:
        """Look which files are in the folder now; what two looks find the same is complete."""
        sources = self._desk.state.sources
        if sources.folder and not self._is_looking:
            self._is_looking = True
            request = LookAtWatchedFolder(sources.folder, sources.files)
            self._scope.latest("folder", request, self._show_files, self._not_looked)

    def _show_files(self, files: tuple[WatchedFile, ...]) -> None:
        self._is_looking = False
        if files != self._desk.state.sources.files or self._desk.state.sources.problem:
            self._put(files=files, problem="")

    def _not_looked(self, problem: Exception) -> None:
        self._is_looking = False
        words = self._desk.words_for(problem)
        if words != self._desk.state.sources.problem:
            self._put(files=(), problem=words)

    # --- mappings and templates --------------------------------------------------------------------------------------

    def read_mappings(self) -> None:
        """Read which mappings are remembered."""
        self._scope.latest("mappings", ListRememberedMappings(), self._show_mappings)

    def forget(self, mapping: RememberedMapping) -> None:
        """Forget a mapping; ``undo`` remembers it again."""
        self._put(forgotten=mapping, said=f"The mapping of {mapping.file_name} is forgotten.")
        self._scope.run(ForgetMapping(mapping.headings_sha256), self._show_mappings, self._failed)

    def undo_forget(self) -> None:
        """Remember the mapping that was forgotten last."""
        forgotten = self._desk.state.sources.forgotten
        if forgotten is not None:
            self._put(forgotten=None, said=f"The mapping of {forgotten.file_name} is remembered again.")
            self._scope.run(RememberMapping(forgotten), self._show_mappings, self._failed)

    def save_template(self, kind: ExtractKind, path: str) -> None:
        """Save the template of a kind."""
        self._scope.run(SaveTemplate(kind, path), self._saved, self._failed)

    def _show_templates(self, kinds: tuple[ExtractKind, ...]) -> None:
        self._put(templates=kinds)

    def _show_mappings(self, mappings: tuple[RememberedMapping, ...]) -> None:
        self._put(mappings=mappings)

    def _saved(self, path: str) -> None:
        self._put(said=f"Saved as {PurePath(path).name}.", forgotten=None, problem="")

    def _failed(self, problem: Exception) -> None:
        self._put(problem=self._desk.words_for(problem), said="", forgotten=None)

    def _put(self, **changes: Any) -> None:
        self._desk.show(replace(self._desk.state, sources=replace(self._desk.state.sources, **changes)))
