"""The backups page: how things stand above, what can be restored below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.backup import RestorePoint
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.people.backups.columns import POINT_COLUMNS
from cdconsole.ui.screens.people.backups.restore_dialog import RestoreDialog
from cdconsole.ui.screens.people.backups.state import BackupsState, Restoring
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px


class BackupsView(QWidget):
    """Emits what the person wants; shows a state. Asks for places with the computer's own dialogs."""

    back_up_requested = Signal()
    place_chosen = Signal(str)
    pack_requested = Signal(str)
    restore_requested = Signal(object)
    section_chosen = Signal(object)
    restore_agreed = Signal()
    restoring_ended = Signal()

    def __init__(self, clipboard: Clipboard, department: str) -> None:
        super().__init__()
        self._department = department
        self._state = BackupsState()
        self._dialog: RestoreDialog | None = None
        self._sentence, self._places = label("", "strong"), label("", "secondary")
        self._warning = label("", "warning")
        self._doing, self._outcome, self._problems = label("", "secondary"), label(""), label("", "warning")
        self._back_up = button("Back up now", "primary")
        self._choose, self._forget = button("Choose a second place…"), button("Stop using the second place", "link")
        self._pack = button("Save the department as one file…")
        self._model: RecordTableModel[RestorePoint] = RecordTableModel(POINT_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "What can be restored")
        self._restore = button("Restore…")
        self._lay_out()
        self._back_up.clicked.connect(self.back_up_requested)
        self._choose.clicked.connect(self._ask_place)
        self._forget.clicked.connect(self._forget_place)
        self._pack.clicked.connect(self._ask_file)
        self._one_file = SavePlace(self, "Save the department as one file", "Department as one file", "cdvx")
        self._one_file.chosen.connect(self.pack_requested)
        self._restore.clicked.connect(self._ask_restore)
        self._table.row_activated.connect(self._ask_restore_of)
        self._table.selectionModel().currentRowChanged.connect(self._allow)
        self.show_state(self._state)

    def show_state(self, state: BackupsState) -> None:
        """Show everything anew."""
        self._state = state
        for words, text in (
            (self._sentence, "" if state.is_overdue else state.sentence),
            (self._warning, state.sentence if state.is_overdue else ""),
            (self._doing, f"{state.doing}…" if state.doing else ""),
            (self._outcome, state.outcome),
            (self._problems, state.problems),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        self._places.setText(state.places)
        for wish in (self._back_up, self._choose, self._pack, self._forget):
            wish.setEnabled(state.overview is not None and not state.doing)
        self._forget.setVisible(state.overview is not None and bool(state.overview.second_place))
        if state.points != self._model.rows():
            self._model.replace_all(state.points)
        self._restore.setVisible(state.may_restore)
        self._allow()
        self._show_restoring(state.restoring)

    def _lay_out(self) -> None:
        wishes = QHBoxLayout()
        wishes.setSpacing(px(8))
        for wish in (self._back_up, self._choose, self._pack, self._forget):
            wishes.addWidget(wish)
        wishes.addStretch(1)
        heading = QHBoxLayout()
        heading.addWidget(label("What can be restored", "heading", wraps=False))
        heading.addStretch(1)
        heading.addWidget(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for words in (self._sentence, self._warning, self._places):
            column.addWidget(words)
        column.addSpacing(px(4))
        column.addLayout(wishes)
        for words in (self._doing, self._outcome, self._problems):
            column.addWidget(words)
        column.addSpacing(px(12))
        column.addLayout(heading)
        column.addWidget(self._table, 1)

    # --- places ------------------------------------------------------------------------------------------------------

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "A second place for backups: another disk or a share")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.place_chosen)
        dialog.open()

    def _forget_place(self) -> None:
        self.place_chosen.emit("")

    def _ask_file(self) -> None:
        self._one_file.ask(f"{self._department}.cdvx", may_replace=False)

    # --- restoring ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> RestorePoint | None:
        index = self._table.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _allow(self, *_indexes: object) -> None:
        chosen = self._chosen()
        self._restore.setEnabled(chosen is not None and not chosen.is_present and not self._state.doing)

    def _ask_restore(self) -> None:
        self._ask_restore_of(self._chosen())

    def _ask_restore_of(self, point: RestorePoint | None) -> None:
        if point is not None:
            self.restore_requested.emit(point)

    def _show_restoring(self, restoring: Restoring | None) -> None:
        if restoring is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = RestoreDialog(self)
            self._dialog.section_chosen.connect(self.section_chosen)
            self._dialog.agreed.connect(self.restore_agreed)
            self._dialog.finished.connect(self._dialog_closed)
        self._dialog.show_state(restoring)
        self._dialog.open()

    def _dialog_closed(self, _result: int) -> None:
        self.restoring_ended.emit()


def _key(point: RestorePoint) -> tuple[object, str, int]:
    return point.place, point.file, point.number
