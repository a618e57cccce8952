"""The summary table of the team's measures, with its filter and its copy for a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.measure import MeasureId
from cdconsole.domain.spc import AssuranceIcon, VariationIcon
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.department.columns import (
    ASSURANCE_COLUMN,
    SUMMARY_COLUMNS,
    VARIATION_COLUMN,
    empty_columns,
    measure_of,
)
from cdconsole.ui.screens.department.grouping import SummaryRow
from cdconsole.ui.screens.department.icon_delegate import IconDelegate
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_ROW, _FILTER_WIDTH, _NARROWEST_READING = 60, 240, 184


class Summary(QWidget):
    """``measure_opened`` carries a MeasureId, ``filter_typed`` the words; ``reached`` where the current row is."""

    measure_opened = Signal(object)
    filter_typed = Signal(str)
    reached = Signal(QRect)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._title = label("Summary", "heading")
        self._filter = QLineEdit()
        self._copy = button("Copy for a spreadsheet")
        self._none = label("No measure has these words in its title, outcome or icon.", "secondary")
        self._model: RecordTableModel[SummaryRow] = RecordTableModel(SUMMARY_COLUMNS, measure_of, self)
        self._table = RecordTable(self._model, clipboard, "Summary of the team's measures", _ROW)
        self._prepare()
        self._lay_out()
        self._filter.textEdited.connect(self.filter_typed)
        self._copy.clicked.connect(self._table.copy)
        self._table.row_activated.connect(self._open)
        self._table.selectionModel().currentChanged.connect(self._reach)

    def show_rows(self, rows: tuple[SummaryRow, ...], every: tuple[SummaryRow, ...], words: str) -> None:
        """Show the rows that the filter's words leave of every row; columns that say nothing of any are hidden."""
        if self._filter.text() != words:
            self._filter.setText(words)
        self._none.setVisible(not rows and bool(words))
        self._table.setVisible(bool(rows))
        hidden = empty_columns(every)
        for column in range(len(SUMMARY_COLUMNS)):
            self._table.setColumnHidden(column, column in hidden)
        if rows != self._model.rows():
            self._model.replace_all(rows)
        self._fit()

    def show_current(self, measure: MeasureId) -> None:
        """Make a measure's row the current one."""
        self._table.show_current(measure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the readings what the other columns leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        header, last = self._table.horizontalHeader(), len(SUMMARY_COLUMNS) - 1
        room = self._table.viewport().width() - sum(header.sectionSize(column) for column in range(last))
        self._table.setColumnWidth(last, max(px(_NARROWEST_READING), room))
        bar = self._table.horizontalScrollBar().sizeHint().height() if room < px(_NARROWEST_READING) else 0
        self._table.setFixedHeight(self._table.sizeHint().height() + bar)

    def _prepare(self) -> None:
        self._filter.setPlaceholderText("Filter the measures")
        self._filter.setAccessibleName("Filter the measures")
        self._filter.setClearButtonEnabled(True)
        self._filter.setFixedWidth(px(_FILTER_WIDTH))
        table = self._table
        table.setWordWrap(True)
        table.setProperty("role", "rows")  # the whole row is marked, no cell of it
        table.setItemDelegateForColumn(VARIATION_COLUMN, IconDelegate(self._model, _variation))
        table.setItemDelegateForColumn(ASSURANCE_COLUMN, IconDelegate(self._model, _assurance))
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().setStretchLastSection(False)
        table.offer_sorting()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(px(8), 0, px(8), 0)
        heading.setSpacing(px(8))
        heading.addWidget(self._title, 1)
        heading.addWidget(self._filter)
        heading.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(heading)
        column.addWidget(self._none)
        column.addWidget(self._table)

    def _open(self, row: SummaryRow) -> None:
        self.measure_opened.emit(row.charted.measure.id)

    def _reach(self, index: QModelIndex) -> None:
        if index.isValid() and self._table.hasFocus():
            row = self._table.visualRect(index)
            self.reached.emit(row.translated(self._table.viewport().mapTo(self, row.topLeft()) - row.topLeft()))


def _variation(row: SummaryRow) -> VariationIcon:
    return VariationIcon.NONE if row.charted.unavailable else row.charted.chart.icon


def _assurance(row: SummaryRow) -> AssuranceIcon:
    return row.charted.chart.assurance
