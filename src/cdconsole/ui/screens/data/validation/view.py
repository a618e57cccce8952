"""The validation page: who has checked their records at the left, one clinician's records at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.attribution import MyRecord, ValidationRow
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.validation.columns import CLINICIAN_COLUMNS, RECORD_COLUMNS
from cdconsole.ui.screens.data.validation.state import PERIODS, ValidationPage, Wanted
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.vote_line import VoteLine

_ASIDE = 464
_ALL_MONTHS = "All months"


class ValidationView(QWidget):
    """Emits what the person wants; shows a state."""

    clinician_chosen = Signal(str)
    months_chosen = Signal(int)
    filter_chosen = Signal(object)
    month_chosen = Signal(str)
    undo_requested = Signal()
    voted = Signal(object, object, str, str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._rows: RecordTableModel[ValidationRow] = RecordTableModel(CLINICIAN_COLUMNS, _row_key, self)
        self._clinicians = RecordTable(self._rows, clipboard, "Who has checked their records", WARD_ROW_HEIGHT)
        self._model: RecordTableModel[MyRecord] = RecordTableModel(RECORD_COLUMNS, _record_key, self)
        self._records = RecordTable(self._model, clipboard, "Records of the clinician", WARD_ROW_HEIGHT)
        self._name, self._sentence = label("", "heading", wraps=False), label("", "secondary")
        self._months, self._wanted, self._month = QComboBox(), QComboBox(), QComboBox()
        self._undo = button("Undo the last", "link")
        self._copy = button("Copy for a spreadsheet")
        self._hint = label("", "secondary")
        self._line = VoteLine()
        self._right = QWidget()
        self._prepare()
        self._lay_out()

    def show_state(self, state: ValidationPage) -> None:
        """Show everything anew; marked records stay marked."""
        if state.rows != self._rows.rows():
            self._rows.replace_all(state.rows)
        self._clinicians.show_current(state.chosen)
        shown = state.records
        self._name.setText("" if shown is None else shown.clinician.name)
        self._sentence.setText("" if shown is None else shown.state.sentence)
        self._show_records(state.listed)
        self._line.offer(() if shown is None else shown.colleagues)
        self._line.say(state.vote_problem)
        self._line.setVisible(state.may_vote)
        self._months.setCurrentIndex(self._months.findData(state.months))
        self._wanted.setCurrentIndex(self._wanted.findData(state.wanted.name))
        self._offer_months(state)
        self._undo.setVisible(bool(state.undoing))
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._records.setVisible(not state.hint)
        self._copy.setEnabled(bool(state.listed))
        self._wanted.setVisible(state.may_vote)
        self._month.setVisible(state.may_vote)
        self._tell_marked()

    def _offer_months(self, state: ValidationPage) -> None:
        offered = ["", *state.months_with_records]
        if offered != [self._month.itemData(at) for at in range(self._month.count())]:
            self._month.clear()
            for month in offered:
                self._month.addItem(month or _ALL_MONTHS, month)
        self._month.setCurrentIndex(max(0, self._month.findData(state.month)))

    def _show_records(self, records: tuple[MyRecord, ...]) -> None:
        if records == self._model.rows():
            return
        place = self._records.currentIndex().row()
        marked = {record.key for record in self._marked()}
        self._model.replace_all(records)
        if not records:
            return
        first = next((at for at in range(len(records)) if self._model.row_at(at).key in marked), None)
        row = min(max(place, 0), len(records) - 1) if first is None else first
        self._records.show_current(self._model.row_at(row).key)

    def _marked(self) -> list[MyRecord]:
        rows = sorted({index.row() for index in self._records.selectionModel().selectedRows()})
        return [self._model.row_at(row) for row in rows]

    def _tell_marked(self) -> None:
        marked = self._marked()
        self._line.enable(is_possible=bool(marked))
        only = marked[0].vote if len(marked) == 1 else None
        self._line.fill("" if only is None else only.comment, None if only is None else only.with_clinician)

    def _vote(self, vote: object, comment: str, colleague: str) -> None:
        marked = self._marked()
        place = self._records.currentIndex().row()
        self.voted.emit(marked, vote, comment, colleague)
        if len(marked) == 1 and 0 <= place < len(self._model.rows()) and self._model.row_at(place).key == marked[0].key:
            self._records.show_current(self._model.row_at(min(place + 1, len(self._model.rows()) - 1)).key)

    def _move(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.clinician_chosen.emit(self._rows.row_at(current.row()).clinician.id)

    def _choose_months(self, _index: int) -> None:
        self.months_chosen.emit(self._months.currentData())

    def _choose_month(self, _index: int) -> None:
        self.month_chosen.emit(self._month.currentData())

    def _choose_wanted(self, _index: int) -> None:
        self.filter_chosen.emit(Wanted[self._wanted.currentData()])

    def _prepare(self) -> None:
        self._months.setAccessibleName("Months back")
        self._wanted.setAccessibleName("Which records are listed")
        self._month.setAccessibleName("Month in which they ended")
        self._month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._undo.setToolTip("Give back what was said before the last vote (Ctrl+Z)")
        for months in PERIODS:
            self._months.addItem(f"{months} months", months)
        for wanted in Wanted:
            self._wanted.addItem(wanted.value, wanted.name)
        self._clinicians.setMaximumWidth(px(_ASIDE))
        self._clinicians.selectionModel().currentRowChanged.connect(self._move)
        self._records.selectionModel().selectionChanged.connect(self._tell_marked)
        self._months.activated.connect(self._choose_months)
        self._wanted.activated.connect(self._choose_wanted)
        self._month.activated.connect(self._choose_month)
        self._copy.clicked.connect(self._records.copy)
        self._undo.clicked.connect(self.undo_requested)
        undo = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self._records)
        undo.setContext(Qt.ShortcutContext.WidgetShortcut)
        undo.activated.connect(self.undo_requested)
        self._line.listen_on(self._records)
        self._line.voted.connect(self._vote)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._name)
        top.addStretch(1)
        top.addWidget(self._copy)
        filters = QHBoxLayout()
        filters.setSpacing(px(8))
        for part in (self._wanted, self._month, self._months):
            filters.addWidget(part)
        filters.addStretch(1)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(px(8))
        right.addLayout(top)
        told = QHBoxLayout()
        told.addWidget(self._sentence, 1)
        told.addWidget(self._undo)
        right.addLayout(told)
        right.addLayout(filters)
        right.addWidget(self._records, 1)
        right.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(24))
        row.addWidget(self._clinicians, 2)
        row.addWidget(self._right, 3)


def _row_key(row: ValidationRow) -> str:
    return row.clinician.id


def _record_key(record: MyRecord) -> str:
    return record.key
