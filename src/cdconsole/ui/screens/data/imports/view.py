"""The imports page: the list of imports above, the chosen one below; the wizard or the sources in their place."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.extract import BatchRow
from cdconsole.ui.drops import dropped_files
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.imports.batch_view import BatchView
from cdconsole.ui.screens.data.imports.columns import BATCH_COLUMNS
from cdconsole.ui.screens.data.imports.mapping_view import MappingView
from cdconsole.ui.screens.data.imports.queue_view import QueueView
from cdconsole.ui.screens.data.imports.sources_view import SourcesView
from cdconsole.ui.screens.data.imports.state import ImportsState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import ROW_HEIGHT, RecordTable, fit
from cdconsole.ui.theme.fonts import px

_EMPTY = "Nothing imported yet. Choose a file, or drop it here: its columns are shown before anything is stored."
_LINES = (4, 6)
_LOOK_MILLISECONDS = 5_000
_LIST, _WIZARD, _SOURCES = range(3)


class ImportsView(QWidget):
    """Emits what the person wants; shows a state. Files can be dropped on it."""

    batch_chosen = Signal(str)
    files_chosen = Signal(object)
    searched = Signal(str)
    sources_wanted = Signal()
    look_due = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.mapping, self.queue = MappingView(clipboard), QueueView(clipboard)
        self.batch, self.sources = BatchView(clipboard), SourcesView(clipboard)
        self._waiting: tuple[str, ...] = ()
        self._model: RecordTableModel[BatchRow] = RecordTableModel(BATCH_COLUMNS, _batch_key, self)
        self._batches = RecordTable(self._model, clipboard, "Imports")
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search file, kind, person")
        self._search.setAccessibleName("Search the imports")
        self._search.setFixedWidth(px(220))
        self._import, self._where = button("Import files…", "primary"), button("Where files come from…")
        self._problem, self._reading = label("", "warning"), label("", "secondary", wraps=False)
        self._empty, self._said = label(_EMPTY, "secondary"), label("", "secondary")
        self._none_found = label("No import has these words.", "secondary")
        self._found, self._take = label("", "strong", wraps=False), button("Look at them")
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MILLISECONDS)
        self._lay_out()
        self._connect()

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        before, page = self._pages.currentIndex(), _page(state)
        self._pages.setCurrentIndex(page)
        if state.wizard is not None:
            self.mapping.show_wizard(state.wizard)
        self.queue.show_state(state)
        self.batch.show_state(state)
        self.sources.show_state(state)
        self._show_list(state)
        for part, text in ((self._problem, state.problem), (self._said, state.said)):
            part.setText(text)
            part.setVisible(bool(text))
        self._reading.setText(state.reading)
        self._import.setEnabled(not state.reading)
        self._show_waiting(state)
        if page != before:
            (self._import.setFocus, self.mapping.take_focus, self.sources.take_focus)[page]()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for new files from time to time while the page is open."""
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for files no more."""
        super().hideEvent(event)
        self._look.stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from this computer."""
        dropped_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        paths = dropped_files(event)
        if paths and self._pages.currentIndex() != _WIZARD:
            self.files_chosen.emit(paths)

    def _show_list(self, state: ImportsState) -> None:
        if self._model.rows() != state.listed:
            self._model.replace_all(state.listed)
        if state.chosen is not None:
            self._batches.show_current(state.chosen)
        else:
            self._batches.clearSelection()
            self._batches.setCurrentIndex(QModelIndex())
        has_none = not state.batches and not state.is_loading
        self._empty.setVisible(has_none and not state.problem)
        self._search.setVisible(bool(state.batches))
        self._none_found.setVisible(bool(state.batches) and not state.listed)
        self._batches.setVisible(bool(state.listed))
        fit(self._batches, len(state.listed), _LINES, ROW_HEIGHT)
        batch = state.batch
        self._withdraw.setEnabled(batch is not None and not batch.withdrawn)
        self._bring_back.setEnabled(batch is not None and bool(batch.withdrawn))

    def _show_waiting(self, state: ImportsState) -> None:
        self._waiting = state.waiting_files
        count, folder = len(self._waiting), PurePath(state.sources.folder).name
        self._found.setText(f"{count} new file{'' if count == 1 else 's'} in the watched folder “{folder}”")
        self._found.setVisible(bool(self._waiting))
        self._take.setVisible(bool(self._waiting))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._search)
        top.addWidget(self._empty, 1)
        top.addStretch(0)
        top.addWidget(self._reading)
        top.addWidget(self._where)
        top.addWidget(self._import)
        found = QHBoxLayout()
        found.setSpacing(px(12))
        found.addWidget(self._found)
        found.addWidget(self._take)
        found.addStretch(1)
        self._batches.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._problem)
        column.addWidget(self._said)
        column.addLayout(found)
        column.addWidget(self.queue)
        column.addWidget(self._none_found)
        column.addWidget(self._batches, 1)
        column.addSpacing(px(8))
        column.addWidget(self.batch, 2)
        self._pages = QStackedWidget()
        for each in (page, self.mapping, self.sources):
            self._pages.addWidget(each)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)

    def _connect(self) -> None:
        self._import.clicked.connect(self._choose_files)
        self._where.clicked.connect(self.sources_wanted)
        self._take.clicked.connect(self._take_waiting)
        self._search.textChanged.connect(self.searched)
        self._look.timeout.connect(self.look_due)
        self._batches.selectionModel().currentRowChanged.connect(self._choose)
        self._withdraw, self._bring_back = QAction("Withdraw…", self), QAction("Bring back", self)
        for action, signal in (
            (self._withdraw, self.batch.withdraw_asked),
            (self._bring_back, self.batch.bring_back_requested),
        ):
            action.triggered.connect(signal)
            self._batches.addAction(action)

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(self, "Import files", "", "All files (*)")
        if paths:
            self.files_chosen.emit(tuple(paths))

    def _take_waiting(self) -> None:
        self.files_chosen.emit(self._waiting)

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.batch_chosen.emit(self._model.row_at(current.row()).id)


def _page(state: ImportsState) -> int:
    if state.wizard is not None:
        return _WIZARD
    return _SOURCES if state.shows_sources else _LIST


def _batch_key(batch: BatchRow) -> str:
    return batch.id
