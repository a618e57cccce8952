"""Several files on their way in: one line each, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.imports.columns import QUEUE_COLUMNS
from cdconsole.ui.screens.data.imports.queue_state import QueuedFile
from cdconsole.ui.screens.data.imports.state import ImportsState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable, fit
from cdconsole.ui.theme.fonts import px

_LINES = (1, 6)


class QueueView(QWidget):
    """Shown while there are files in the queue."""

    opened = Signal(str)
    import_requested = Signal()
    cancel_requested = Signal()
    clear_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[QueuedFile] = RecordTableModel(QUEUE_COLUMNS, _path, self)
        self._table = RecordTable(self._model, clipboard, "Files to import", WARD_ROW_HEIGHT)
        self._import = button("Import all that are ready", "primary")
        self._open, self._cancel, self._clear = button("Look at the columns…"), button("Cancel"), button("Clear")
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(label("Files to import", "heading", wraps=False))
        buttons.addStretch(1)
        for part in (self._cancel, self._clear, self._open, self._import):
            buttons.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(buttons)
        column.addWidget(self._table)
        self._table.row_activated.connect(self._open_row)
        self._open.clicked.connect(self._open_current)
        self._import.clicked.connect(self.import_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self._clear.clicked.connect(self.clear_requested)

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        if self._model.rows() != state.queue:
            self._model.replace_all(state.queue)
            if state.queue and not self._table.currentIndex().isValid():
                self._table.show_current(state.queue[0].path)
        fit(self._table, len(state.queue), _LINES, WARD_ROW_HEIGHT)
        is_busy = any(file.is_running for file in state.queue)
        self._import.setEnabled(state.can_import_queue)
        self._cancel.setVisible(is_busy)
        self._clear.setEnabled(not is_busy)
        self.setVisible(bool(state.queue))

    def _open_row(self, file: QueuedFile) -> None:
        self.opened.emit(file.path)

    def _open_current(self) -> None:
        index = self._table.currentIndex()
        if index.isValid():
            self._open_row(self._model.row_at(index.row()))


def _path(file: QueuedFile) -> str:
    return file.path
