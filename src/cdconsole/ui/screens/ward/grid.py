"""The ward list's grid: typing on a row opens its predicted date; Enter goes down; nothing else is coloured."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cdconsole.ui.screens.ward.cell_editors import CellNote, DateCell, ReasonList
from cdconsole.ui.screens.ward.columns import (
    CONSULTANT_COLUMN,
    PREDICTED_COLUMN,
    REASON_COLUMN,
    REVIEWED_COLUMN,
    WARD_COLUMNS,
)
from cdconsole.ui.screens.ward.state import Cell, Editing, WardRow, bed_text
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.theme import colours

_MOST_SPARE, _MOST_TAKEN = 120, 50


class WardGrid(RecordTable):
    """Rows are chosen and typed on; the open cell stands over the table and follows its row."""

    row_chosen = Signal(object)
    begin_requested = Signal(object, object)
    text_typed = Signal(str)
    entered = Signal()
    reason_given = Signal(object)
    cancelled = Signal()
    go_down_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        self._ward: RecordTableModel[WardRow] = RecordTableModel(WARD_COLUMNS, _key)
        super().__init__(self._ward, clipboard, "Ward list", WARD_ROW_HEIGHT)
        self._ward.setParent(self)
        self._editing: Editing | None = None
        self.setItemDelegate(_CalmRows(self))
        self._date = DateCell(self.viewport())
        self._note = CellNote(self.viewport())
        self._reasons = ReasonList(self.viewport())
        self._connect()

    def order(self) -> tuple[str, ...]:
        """Return the patients in the order on screen."""
        return tuple(row.patient.id for row in self._ward.rows())

    def show_rows(self, rows: tuple[WardRow, ...], selected: object, editing: Editing | None) -> None:
        """Show the rows; those that stay keep their place, and none come or go under an open cell."""
        shown = {row.patient.id: row for row in self._ward.rows()}
        fresh = {row.patient.id: row for row in rows}
        if fresh.keys() == shown.keys() or (editing is not None and editing.inpatient in shown):
            for key in shown.keys() & fresh.keys():
                if shown[key] != fresh[key]:
                    self._ward.replace_one(fresh[key])
        else:
            self._ward.replace_all(rows)
        if self._current_key() != selected:
            self.show_current(selected)
        self._show_editing(editing)

    # --- what the person does ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the date with the first key typed; Enter goes down."""
        key, typed = self._current_key(), event.text()
        commands = (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_down_requested.emit()
        elif key is None or event.modifiers() & commands:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_F2:
            self.begin_requested.emit(key, None)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.begin_requested.emit(key, "")
        elif typed.isprintable() and typed.strip():
            self.begin_requested.emit(key, typed)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask before another row is chosen while a cell is open."""
        index = self.indexAt(event.position().toPoint())
        if self._editing is not None and index.isValid():
            self.row_chosen.emit(self._ward.row_at(index.row()).patient.id)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the date that stands."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.begin_requested.emit(self._ward.row_at(index.row()).patient.id, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share what room there is to spare between names; what is missing is taken from who reviewed last."""
        super().resizeEvent(event)
        spare = self.viewport().width() - sum(px(column.width) for column in WARD_COLUMNS)
        for column, least in ((CONSULTANT_COLUMN, 0), (REVIEWED_COLUMN, -_MOST_TAKEN)):
            more = max(px(least), min(spare // 2 if spare > 0 else spare, px(_MOST_SPARE)))
            self.setColumnWidth(column, px(WARD_COLUMNS[column].width) + more)
        self._place()

    # --- the open cell -----------------------------------------------------------------------------------------------

    def _show_editing(self, editing: Editing | None) -> None:
        had_focus = self._date.hasFocus() or self._reasons.hasFocus()
        before, self._editing = self._editing, editing
        if editing is None or editing.cell is Cell.DATE:
            self._reasons.hide()
        if editing is None:
            self._date.hide()
            self._note.hide()
            if had_focus:
                self.setFocus()
            return
        self._place()
        is_new = before is None or before.inpatient != editing.inpatient
        if is_new and len(editing.typed) > 1:
            self._date.selectAll()

    def _place(self) -> None:
        editing = self._editing
        if editing is None:
            return
        try:
            at = self._ward.position(editing.inpatient)
        except KeyError:
            return
        cell = self._cell(at, PREDICTED_COLUMN)
        is_typing, is_wrong = editing.cell is Cell.DATE, bool(editing.problem)
        place = bed_text(self._ward.row_at(at).patient)
        self._date.setAccessibleName(f"Predicted date, {place}")
        self._date.setAccessibleDescription(editing.problem or editing.hint)
        self._date.open_at(cell, editing.typed, is_wrong=is_wrong, is_typing=is_typing)
        self._note.show_below(cell, editing.problem or editing.hint, is_wrong=is_wrong)
        if not is_typing:
            self._reasons.open_at(self._cell(at, REASON_COLUMN), editing.reason)

    def _cell(self, row: int, column: int) -> QRect:
        return self.visualRect(self._ward.index(row, column))

    def _current_key(self) -> object:
        index = self.currentIndex()
        return self._ward.row_at(index.row()).patient.id if index.isValid() else None

    def _connect(self) -> None:
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self._date.textEdited.connect(self.text_typed)
        self._date.entered.connect(self.entered)
        self._date.cancelled.connect(self.cancelled)
        self._reasons.given.connect(self.reason_given)
        self._reasons.cancelled.connect(self.cancelled)
        self.verticalScrollBar().valueChanged.connect(self._place)
        self.horizontalScrollBar().valueChanged.connect(self._place)
        self.horizontalHeader().sectionResized.connect(self._place)
        self._ward.layoutChanged.connect(self._place)

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.row_chosen.emit(self._ward.row_at(current.row()).patient.id)


class _CalmRows(QStyledItemDelegate):
    """Marks the chosen row in grey: colour is for the open cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a cell without the accent and without a focus frame."""
        calm = QStyleOptionViewItem(option)
        if calm.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(calm.rect, QColor(colours().shade))
        calm.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, calm, index)


def _key(row: WardRow) -> str:
    return row.patient.id
