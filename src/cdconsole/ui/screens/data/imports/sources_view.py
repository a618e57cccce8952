"""Where files come from: the watched folder, the mappings that are remembered, and templates to ask for files with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.extract import ExtractKind, RememberedMapping
from cdconsole.domain.watched_folder import WatchedFile
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.imports.columns import MAPPING_COLUMNS, WATCHED_COLUMNS
from cdconsole.ui.screens.data.imports.state import ImportsState, Sources, kind_name
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable, fit
from cdconsole.ui.theme.fonts import px

_NO_FOLDER = "Choose a folder that extracts are copied into: what is new there is offered here. Nothing is moved."
_NO_FILES = "There is no file in it."
_NO_MAPPINGS = "None yet. Columns confirmed for a file are proposed for the next one with the same headings."
_TEMPLATE = "What to ask business intelligence for: a CSV with the headings of one kind."
_LINES = (2, 8)


class SourcesView(QWidget):
    """Emits what the person wants; shows where files come from."""

    folder_chosen = Signal(str)
    files_chosen = Signal(object)
    mapping_forgotten = Signal(object)
    undo_requested = Signal()
    template_wanted = Signal(object, str)
    back_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._file_model: RecordTableModel[WatchedFile] = RecordTableModel(WATCHED_COLUMNS, _path, self)
        self._files = RecordTable(self._file_model, clipboard, "Files in the watched folder", WARD_ROW_HEIGHT)
        self._mapping_model: RecordTableModel[RememberedMapping] = RecordTableModel(MAPPING_COLUMNS, _sha256, self)
        self._mappings = RecordTable(self._mapping_model, clipboard, "Remembered mappings", WARD_ROW_HEIGHT)
        self._folder, self._no_files = label("", "secondary"), label(_NO_FILES, "secondary")
        self._no_mappings = label(_NO_MAPPINGS, "secondary")
        self._choose, self._stop = button("Choose a folder…"), button("Watch none")
        self._import_one, self._import_new = button("Look at this file"), button("Look at all new", "primary")
        self._forget, self._undo = button("Forget this mapping"), button("Undo", "link")
        self._kinds, self._save = QComboBox(), button("Save a template…")
        self._kinds.setAccessibleName("Kind of extract")
        self._kinds.setMinimumWidth(px(180))
        self._back = button("Back to the imports")
        self._problem, self._said = label("", "warning"), label("", "secondary", wraps=False)
        self._lay_out()
        self._connect()

    def take_focus(self) -> None:
        """Put the keyboard where the page begins."""
        self._choose.setFocus()

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        sources = state.sources
        self._show_files(sources)
        self._import_new.setEnabled(bool(state.waiting_files))
        if self._mapping_model.rows() != sources.mappings:
            self._mapping_model.replace_all(sources.mappings)
        fit(self._mappings, len(sources.mappings), _LINES, WARD_ROW_HEIGHT)
        self._mappings.setVisible(bool(sources.mappings))
        self._no_mappings.setVisible(not sources.mappings)
        self._forget.setVisible(bool(sources.mappings))
        if [kind.name for kind in sources.templates] != [self._kinds.itemData(at) for at in range(self._kinds.count())]:
            self._kinds.clear()
            for kind in sources.templates:
                self._kinds.addItem(kind_name(kind), kind.name)
        self._templates.setVisible(bool(sources.templates))
        self._problem.setText(sources.problem)
        self._problem.setVisible(bool(sources.problem))
        self._said.setText(sources.said)
        self._undo.setVisible(sources.forgotten is not None)

    def _show_files(self, sources: Sources) -> None:
        self._folder.setText(sources.folder or _NO_FOLDER)
        self._stop.setVisible(bool(sources.folder))
        if self._file_model.rows() != sources.files:
            self._file_model.replace_all(sources.files)
        fit(self._files, len(sources.files), _LINES, WARD_ROW_HEIGHT)
        for part in (self._files, self._import_one, self._import_new):
            part.setVisible(bool(sources.files))
        self._no_files.setVisible(bool(sources.folder) and not sources.files and not sources.problem)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(_row(self._back, self._said, self._undo, None))
        column.addWidget(self._problem)
        column.addSpacing(px(8))
        column.addLayout(_row(_heading("Watched folder"), None, self._stop, self._choose))
        column.addWidget(self._folder)
        column.addWidget(self._no_files)
        column.addWidget(self._files, 2)
        column.addLayout(_row(None, self._import_one, self._import_new))
        column.addSpacing(px(16))
        column.addLayout(_row(_heading("Remembered mappings"), None, self._forget))
        column.addWidget(self._no_mappings)
        column.addWidget(self._mappings, 2)
        self._templates = QWidget()
        templates = QVBoxLayout(self._templates)
        templates.setContentsMargins(0, px(16), 0, 0)
        templates.addLayout(_row(_heading("Templates"), None, self._kinds, self._save))
        templates.addWidget(label(_TEMPLATE, "secondary"))
        column.addWidget(self._templates)
        column.addStretch(1)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._choose_folder)
        self._stop.clicked.connect(self._watch_none)
        self._files.row_activated.connect(self._import_row)
        self._import_one.clicked.connect(self._import_current)
        self._import_new.clicked.connect(self._import_all)
        self._forget.clicked.connect(self._forget_current)
        self._undo.clicked.connect(self.undo_requested)
        self._save.clicked.connect(self._save_template)
        self._back.clicked.connect(self.back_requested)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Watch a folder")
        if folder:
            self.folder_chosen.emit(folder)

    def _watch_none(self) -> None:
        self.folder_chosen.emit("")

    def _import_row(self, file: WatchedFile) -> None:
        self.files_chosen.emit((file.path,))

    def _import_current(self) -> None:
        index = self._files.currentIndex()
        if index.isValid():
            self._import_row(self._file_model.row_at(index.row()))

    def _import_all(self) -> None:
        self.files_chosen.emit(())

    def _forget_current(self) -> None:
        index = self._mappings.currentIndex()
        if index.isValid():
            self.mapping_forgotten.emit(self._mapping_model.row_at(index.row()))

    def _save_template(self) -> None:
        kind = ExtractKind[self._kinds.currentData()]
        path, _filter = QFileDialog.getSaveFileName(
            self, "Save a template", f"{kind.value} template.csv", "CSV files (*.csv)"
        )
        if path:
            self.template_wanted.emit(kind, path)


def _row(*parts: QWidget | None) -> QHBoxLayout:
    """Return parts side by side; None takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(px(8))
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row


def _heading(text: str) -> QWidget:
    return label(text, "heading", wraps=False)


def _path(file: WatchedFile) -> str:
    return file.path


def _sha256(mapping: RememberedMapping) -> str:
    return mapping.headings_sha256
