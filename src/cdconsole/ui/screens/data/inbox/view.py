"""The inbox page: the packs above, the chosen one and what can be done with it, and what senders need below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cdconsole.domain.inbox import InboxPack, TakenFile
from cdconsole.ui.drops import dropped_files
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.inbox.columns import PACK_COLUMNS, TAKEN_COLUMNS
from cdconsole.ui.screens.data.inbox.sender_part import SenderPart
from cdconsole.ui.screens.data.inbox.state import InboxState, Step, key_of
from cdconsole.ui.screens.data.inbox.step_dialog import StepDialog
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import ROW_HEIGHT, WARD_ROW_HEIGHT, RecordTable, fit
from cdconsole.ui.theme.fonts import px

_EMPTY = "The inbox is empty. What senders seal for this department and copy into its folder “inbox” is shown here."
_PACK_LINES = (3, 8)
_FILE_LINES = (1, 4)


class InboxView(QWidget):
    """Emits what the person wants; shows a state. Files can be dropped on it."""

    pack_chosen = Signal(object)
    files_chosen = Signal(object)
    look_requested = Signal()
    key_requested = Signal()
    step_asked = Signal(object)
    step_answered = Signal(object)
    step_ended = Signal()
    sender_toggled = Signal(object)
    report_requested = Signal(object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._dialog: StepDialog | None = None
        self._model: RecordTableModel[InboxPack] = RecordTableModel(PACK_COLUMNS, key_of, self)
        self._packs = RecordTable(self._model, clipboard, "Data packs")
        self._taken_model: RecordTableModel[TakenFile] = RecordTableModel(TAKEN_COLUMNS, _name, self)
        self._taken = RecordTable(self._taken_model, clipboard, "Files taken in", WARD_ROW_HEIGHT)
        self._add, self._look = button("Add pack files…", "primary"), button("Look again")
        self._report = button("Open the report of the import")
        self._empty, self._problem = label(_EMPTY, "secondary"), label("", "warning")
        self._doing = label("", "secondary", wraps=False)
        self._title, self._facts = label("", "heading", wraps=False), label("")
        self._steps: dict[Step, QPushButton] = {step: button(step.value) for step in Step}
        self._senders = SenderPart(clipboard)
        self._lay_out()
        self._connect()

    def show_state(self, state: InboxState) -> None:
        """Show everything anew."""
        if self._model.rows() != state.packs:
            self._model.replace_all(state.packs)
        if state.chosen is not None:
            self._packs.show_current(state.chosen)
        self._empty.setVisible(not state.packs and not state.is_loading and not state.problem)
        self._packs.setVisible(bool(state.packs))
        fit(self._packs, len(state.packs), _PACK_LINES, ROW_HEIGHT)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._doing.setText(state.doing)
        self._add.setEnabled(not state.doing)
        self._title.setText("" if state.pack is None else state.pack.file_name)
        self._facts.setText("\n".join(state.pack_lines))
        for step, press in self._steps.items():
            press.setVisible(step in state.steps)
        self._show_receipt(state)
        self._senders.show_state(state)
        self._show_dialog(state)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from this computer."""
        dropped_files(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        paths = dropped_files(event)
        if paths:
            self.files_chosen.emit(paths)

    def _show_receipt(self, state: InboxState) -> None:
        files = () if state.receipt is None else state.receipt.files
        if self._taken_model.rows() != files:
            self._taken_model.replace_all(files)
            if files:
                self._taken.show_current(files[0].name)
        self._taken.setVisible(bool(files))
        self._report.setVisible(bool(files))
        fit(self._taken, len(files), _FILE_LINES, WARD_ROW_HEIGHT)

    def _show_dialog(self, state: InboxState) -> None:
        if state.asked is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.hide()
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = StepDialog(self, state.asked)
            self._dialog.answered.connect(self.step_answered)
            self._dialog.finished.connect(self._dialog_closed)
        self._dialog.show_state(state.asked)
        self._dialog.open()

    def _connect(self) -> None:
        self._add.clicked.connect(self._choose_files)
        self._look.clicked.connect(self.look_requested)
        self._report.clicked.connect(self._ask_report)
        self._taken.row_activated.connect(self.report_requested)
        self._packs.selectionModel().currentRowChanged.connect(self._choose)
        self._senders.key_requested.connect(self.key_requested)
        self._senders.sender_toggled.connect(self.sender_toggled)
        for press in self._steps.values():
            press.clicked.connect(self._ask_step)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._empty, 1)
        top.addWidget(self._problem, 1)
        top.addStretch(0)
        top.addWidget(self._doing)
        top.addWidget(self._look)
        top.addWidget(self._add)
        heading = QHBoxLayout()
        heading.setSpacing(px(8))
        heading.addWidget(self._title)
        heading.addStretch(1)
        for press in self._steps.values():
            heading.addWidget(press)
        taken = QHBoxLayout()
        taken.addStretch(1)
        taken.addWidget(self._report)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._packs, 3)
        column.addSpacing(px(8))
        column.addLayout(heading)
        column.addWidget(self._facts)
        column.addWidget(self._taken, 2)
        column.addLayout(taken)
        column.addStretch(0)
        column.addWidget(self._senders)

    def _choose_files(self) -> None:
        paths, _filter = QFileDialog.getOpenFileNames(
            self, "Add pack files", "", "Data packs (*.cdpack);;All files (*)"
        )
        if paths:
            self.files_chosen.emit(tuple(paths))

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.pack_chosen.emit(key_of(self._model.row_at(current.row())))

    def _ask_step(self) -> None:
        self.step_asked.emit(next(step for step, press in self._steps.items() if press is self.sender()))

    def _ask_report(self) -> None:
        index = self._taken.currentIndex()
        if index.isValid():
            self.report_requested.emit(self._taken_model.row_at(index.row()))

    def _dialog_closed(self, _result: int) -> None:
        self.step_ended.emit()


def _name(file: TakenFile) -> str:
    return file.name
