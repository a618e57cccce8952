"""The editor of a job plan: its terms, its programmed activities, running totals, and the bar that saves it."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.screens.data.job_plans.columns import DRAFT_COLUMNS
from cdconsole.ui.screens.data.job_plans.state import CELLS, CHOICES, REASON, ROWS, Draft, DraftRow, JobPlansState
from cdconsole.ui.screens.data.job_plans.terms import PlanTerms
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px


class JobPlanEditor(QWidget):
    """Emits each change as it is typed; shows a draft. ``bar`` stands below whatever page of the plan is open."""

    cell_edited = Signal(int, str, str)
    field_edited = Signal(str, str)
    row_added = Signal()
    row_removed = Signal(int)
    revert_requested = Signal()
    save_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[DraftRow] = RecordTableModel(DRAFT_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Programmed activities")
        self._table.setSortingEnabled(False)
        self._table.setItemDelegate(_Choices(self._table))
        self._table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.terms = PlanTerms()
        self._reason = QLineEdit()
        self._reason_field = Field("Why this version", self._reason)
        self._add, self._remove = button("Add row"), button("Remove row")
        self._save, self._revert = button("", "primary"), button("Revert")
        self._totals = label("", "strong", wraps=False)
        self._problem, self._notice = label("", "warning"), label("", "secondary", wraps=False)
        self._lay_out()
        self._connect()

    def show_state(self, state: JobPlansState) -> None:
        """Show everything anew; a line that holds the same text keeps its cursor."""
        draft = state.draft
        for part in (self, self.bar):
            part.setEnabled(draft is not None and not state.is_busy)
        if draft is not None:
            self._show_draft(draft)
        self.terms.say(state.problems)
        self._reason_field.say(state.problems.get(REASON, ""))
        self._problem.setText(state.problems.get(ROWS, ""))
        self._problem.setVisible(ROWS in state.problems)
        self._notice.setText(state.notice)
        self._save.setText(state.save_text)
        self._save.setEnabled(state.is_changed)
        self._revert.setEnabled(state.is_changed)

    def _show_draft(self, draft: Draft) -> None:
        if self._model.rows() != draft.rows:
            grew = 0 < self._model.rowCount() < len(draft.rows) and draft.rows[-1] == DraftRow(draft.rows[-1].number)
            self._model.replace_all(draft.rows)
            if grew:
                self._table.setFocus()
                QTimer.singleShot(0, self._table, self._begin_last)
        self.terms.show_draft(draft)
        if self._reason.text() != draft.reason:
            self._reason.setText(draft.reason)
        self._totals.setText(draft.totals)
        self._remove.setEnabled(bool(draft.rows))

    def _lay_out(self) -> None:
        rows = QHBoxLayout()
        rows.setSpacing(px(8))
        rows.addWidget(self._totals, 1)
        rows.addWidget(self._add)
        rows.addWidget(self._remove)
        self.bar = QWidget()
        last = QHBoxLayout(self.bar)
        last.setContentsMargins(0, 0, 0, 0)
        last.setSpacing(px(8))
        last.addWidget(self._reason_field, 1)
        for part in (self._notice, self._revert, self._save):
            last.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.terms)
        column.addWidget(self._table, 1)
        column.addWidget(self._problem)
        column.addLayout(rows)

    def _connect(self) -> None:
        self._model.edit_requested.connect(self._cell)
        self.terms.field_edited.connect(self.field_edited)
        self._reason.textEdited.connect(self._reason_edited)
        self._add.clicked.connect(self.row_added)
        self._remove.clicked.connect(self._ask_remove)
        self._revert.clicked.connect(self.revert_requested)
        self._save.clicked.connect(self.save_requested)

    def _cell(self, number: int, column: int, text: str) -> None:
        self.cell_edited.emit(number, CELLS[column], text)

    def _reason_edited(self, text: str) -> None:
        self.field_edited.emit(REASON, text)

    def _ask_remove(self) -> None:
        index = self._table.currentIndex()
        at = index.row() if index.isValid() else self._model.rowCount() - 1
        if at >= 0:
            self.row_removed.emit(self._model.row_at(at).number)

    def _begin_last(self) -> None:
        index = self._model.index(self._model.rowCount() - 1, 0)
        self._table.setCurrentIndex(index)
        self._table.edit(index)


class _Choices(QStyledItemDelegate):
    """Offers a list where only a few words make sense, and a line elsewhere."""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Return the editor of a cell, named as its column."""
        choices = CHOICES.get(CELLS[index.column()])
        if choices is None:
            editor: QWidget = super().createEditor(parent, option, index)
        else:
            chooser = QComboBox(parent)
            chooser.addItems(list(choices))
            chooser.activated.connect(self._finish)
            editor = chooser
        editor.setAccessibleName(DRAFT_COLUMNS[index.column()].title)
        return editor

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Show what the cell holds."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data()))
        else:
            super().setEditorData(editor, index)

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Pass on what was chosen."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        else:
            super().setModelData(editor, model, index)

    def _finish(self, _at: int) -> None:
        editor = self.sender()
        if isinstance(editor, QComboBox):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)


def _key(row: DraftRow) -> int:
    return row.number
