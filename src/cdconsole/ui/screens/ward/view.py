"""The ward list screen: filters above, the grid, totals and the selected patient's history below."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.identity import InpatientId
from cdconsole.domain.ward import PredictedDischarge
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.ward.columns import HISTORY_COLUMNS
from cdconsole.ui.screens.ward.dialogs import AdmitDialog, DischargeDialog
from cdconsole.ui.screens.ward.grid import WardGrid
from cdconsole.ui.screens.ward.state import StatusFilter, WardState, bed_text
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_HISTORY_LINES = 3
_KEYS = "Type a date on a row: 27/11, fri, +2 or t for today. Enter goes down. Esc leaves it. Ctrl+Z takes it back."


class WardView(QWidget):
    """Emits what the person wants; shows a state."""

    search_typed = Signal(str)
    clinician_chosen = Signal(str)
    status_chosen = Signal(object)
    admit_requested = Signal()
    discharge_requested = Signal(object)
    undo_requested = Signal()
    admission_entered = Signal(object)
    discharge_entered = Signal(object)
    dialog_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: AdmitDialog | DischargeDialog | None = None
        self._selected: InpatientId | None = None
        self.grid = WardGrid(clipboard)
        self._past: RecordTableModel[PredictedDischarge] = RecordTableModel(HISTORY_COLUMNS, _revision, self)
        self._history = RecordTable(self._past, clipboard, "Predicted dates before", WARD_ROW_HEIGHT)
        self._make_filters()
        self._add = button("Add patient…", "primary")
        self._discharge = button("Discharge…")
        self._undo = button("Undo")
        self._notice = label("", "strong")
        self._totals = label("", "secondary", wraps=False)
        self._empty = label("", "secondary")
        self._whose = label("", "strong", wraps=False)
        self._lay_out()
        self._connect()

    def order(self) -> tuple[InpatientId, ...]:
        """Return the patients in the order on screen."""
        return cast("tuple[InpatientId, ...]", self.grid.order())

    def show_state(self, state: WardState) -> None:
        """Show everything anew."""
        self._selected = state.selected
        self.grid.show_rows(state.rows, state.selected, state.editing)
        self._pages.setCurrentIndex(1 if state.empty_text else 0)
        self._empty.setText(state.empty_text)
        self._totals.setText(state.totals)
        self._notice.setText(state.notice)
        self._notice.setVisible(bool(state.notice))
        self._show_filters(state)
        self._show_history(state)
        is_free = state.editing is None
        self._undo.setEnabled(bool(state.undo_text) and is_free)
        self._undo.setToolTip(state.undo_text)
        self._undo.setAccessibleDescription(state.undo_text)
        self._discharge.setEnabled(state.patient(state.selected) is not None and is_free)
        self._show_dialog(state)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _make_filters(self) -> None:
        self._search = QLineEdit()
        self._search.setObjectName("search")
        self._search.setPlaceholderText("Find a bay, bed, number or consultant")
        self._search.setAccessibleName("Find")
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(px(140))
        self._search.setMaximumWidth(px(300))
        self._clinician = QComboBox()
        self._clinician.setObjectName("consultant_filter")
        self._clinician.setAccessibleName("Consultant")
        self._clinician.setMinimumWidth(px(176))
        self._status = QComboBox()
        self._status.setObjectName("status_filter")
        self._status.setAccessibleName("Status")
        for status in StatusFilter:
            self._status.addItem(status.value, status.name)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(label("Ward list", "title", wraps=False))
        top.addStretch(1)
        for part in (self._undo, self._discharge, self._add):
            top.addWidget(part)
        filters = QHBoxLayout()
        filters.setSpacing(px(8))
        filters.addWidget(self._search, 3)
        filters.addWidget(self._clinician)
        filters.addWidget(self._status)
        filters.addStretch(1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._empty.setContentsMargins(px(8), px(24), px(8), 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._empty)
        keys = label(_KEYS, "caption", wraps=False)
        keys.setMinimumWidth(1)
        past = QHBoxLayout()
        past.setSpacing(px(16))
        past.addWidget(self._whose)
        past.addStretch(1)
        past.addWidget(keys)
        self._history.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(12))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addLayout(filters)
        column.addWidget(self._notice)
        column.addWidget(self._pages, 1)
        column.addWidget(self._totals)
        column.addSpacing(px(4))
        column.addLayout(past)
        column.addWidget(self._history)

    def _connect(self) -> None:
        self._search.textChanged.connect(self.search_typed)
        self._clinician.activated.connect(self._choose_clinician)
        self._status.activated.connect(self._choose_status)
        self._add.clicked.connect(self.admit_requested)
        self._discharge.clicked.connect(self._ask_discharge)
        self._undo.clicked.connect(self.undo_requested)
        for keys, slot in (
            (QKeySequence.StandardKey.Undo, self.undo_requested),
            (QKeySequence.StandardKey.Find, self._search.setFocus),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.addAction(action)
        QTimer.singleShot(0, self.grid, self.grid.setFocus)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show_filters(self, state: WardState) -> None:
        clinicians = (("", "Every consultant"), *(() if state.ward is None else state.ward.clinicians))
        if clinicians != tuple(
            (self._clinician.itemData(at), self._clinician.itemText(at)) for at in range(self._clinician.count())
        ):
            self._clinician.clear()
            for key, name in clinicians:
                self._clinician.addItem(name, key)
        self._clinician.setCurrentIndex(max(0, self._clinician.findData(state.filters.clinician or "")))
        self._status.setCurrentIndex(self._status.findData(state.filters.status.name))

    def _show_history(self, state: WardState) -> None:
        patient = state.patient(state.selected)
        whose = "" if patient is None else f"{bed_text(patient)}, {patient.hospital_number}: predicted dates so far"
        self._whose.setText(whose)
        if self._past.rows() != state.history:
            self._past.replace_all(state.history)
        heading = self._history.horizontalHeader().sizeHint().height()
        self._history.setFixedHeight(heading + _HISTORY_LINES * px(WARD_ROW_HEIGHT) + 2)

    def _show_dialog(self, state: WardState) -> None:
        if self._dialog is None and state.admitting is not None:
            clinicians = () if state.ward is None else state.ward.clinicians
            self._open(AdmitDialog(self, clinicians, state.now), self.admission_entered)
        elif self._dialog is None and state.discharging is not None:
            self._open(DischargeDialog(self, state.discharging, state.now), self.discharge_entered)
        if self._dialog is None:
            return
        if isinstance(self._dialog, AdmitDialog) and state.admitting is not None:
            self._dialog.show_state(state.admitting)
        elif isinstance(self._dialog, DischargeDialog) and state.discharging is not None:
            self._dialog.show_state(state.discharging)
        else:
            dialog, self._dialog = self._dialog, None
            dialog.close()
            dialog.deleteLater()
            self.grid.setFocus()

    def _open(self, dialog: AdmitDialog | DischargeDialog, entered: SignalInstance) -> None:
        self._dialog = dialog
        dialog.entered.connect(entered)
        dialog.finished.connect(self._dialog_closed)
        dialog.open()

    # --- what the person does ----------------------------------------------------------------------------------------

    def _choose_clinician(self, _index: int) -> None:
        self.clinician_chosen.emit(self._clinician.currentData())

    def _choose_status(self, _index: int) -> None:
        self.status_chosen.emit(StatusFilter[self._status.currentData()])

    def _ask_discharge(self) -> None:
        self.discharge_requested.emit(self._selected)

    def _dialog_closed(self, _result: int) -> None:
        if self._dialog is not None:
            self.dialog_ended.emit()


def _revision(prediction: PredictedDischarge) -> int:
    return prediction.revision
