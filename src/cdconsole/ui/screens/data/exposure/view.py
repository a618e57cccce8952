"""The exposure page: the year's calendar above, the entries as a table below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.job_plan import ExposureKind
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.exposure.columns import EXPOSURE_COLUMNS, key_of
from cdconsole.ui.screens.data.exposure.state import ExposureLine, ExposureState
from cdconsole.ui.screens.data.exposure.year_calendar import YearCalendar
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_LEGEND = ", ".join(f"{kind.letter} {kind.value.lower()}" for kind in ExposureKind)


class ExposureView(QWidget):
    """Emits what the person wants; shows a state and its form."""

    year_stepped = Signal(int)
    whose_chosen = Signal(str)
    selected = Signal(str)
    days_marked = Signal(object, object)
    change_requested = Signal()
    withdraw_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[ExposureLine] = RecordTableModel(EXPOSURE_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Exposure log", WARD_ROW_HEIGHT)
        self._table.setProperty("role", "rows")
        self._calendar = YearCalendar()
        self._whose = QComboBox()
        self._whose.setAccessibleName("Whose entries")
        self._whose.setMinimumWidth(px(220))
        self._earlier, self._later = button("‹"), button("›")
        self._earlier.setAccessibleName("The year before")
        self._later.setAccessibleName("The year after")
        self._year, self._summary = label("", "heading", wraps=False), label("", "secondary", wraps=False)
        self._problem = label("", "warning")
        self._add, self._edit, self._withdraw = button("Add entry…", "primary"), button("Change…"), button("Withdraw…")
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._connect()

    def show_state(self, state: ExposureState) -> None:
        """Show everything anew."""
        self._show_people(state)
        self._year.setText(str(state.year))
        self._summary.setText(state.summary)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._calendar.show_year(state.first_day, state.shown, dict(state.people))
        if state.lines != self._model.rows():
            self._model.replace_all(state.lines)
        if state.chosen:
            self._table.show_current(state.chosen)
        entry = state.selected
        self._edit.setEnabled(entry is not None and not entry.withdrawn)
        self._withdraw.setEnabled(entry is not None)
        self._withdraw.setText("Put back" if entry is not None and entry.withdrawn else "Withdraw…")
        self._forms.show(state.form)

    def _show_people(self, state: ExposureState) -> None:
        shown = tuple((self._whose.itemData(at), self._whose.itemText(at)) for at in range(self._whose.count()))
        if shown != state.people:
            self._whose.clear()
            for key, name in state.people:
                self._whose.addItem(name, key)
        self._whose.setCurrentIndex(self._whose.findData(state.whose))

    def _connect(self) -> None:
        self._whose.activated.connect(self._choose)
        self._earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)
        self._calendar.marked.connect(self.days_marked)
        self._add.clicked.connect(self._mark)
        self._edit.clicked.connect(self.change_requested)
        self._withdraw.clicked.connect(self.withdraw_requested)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def _choose(self, at: int) -> None:
        self.whose_chosen.emit(self._whose.itemData(at))

    def _go_earlier(self) -> None:
        self.year_stepped.emit(-1)

    def _go_later(self) -> None:
        self.year_stepped.emit(1)

    def _mark(self) -> None:
        self.days_marked.emit(*self._calendar.range())

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(self._model.row_at(current.row()).entry.id)

    def _lay_out(self) -> None:
        top, acts = QHBoxLayout(), QHBoxLayout()
        for row in (top, acts):
            row.setSpacing(px(8))
        for part in (self._whose, self._earlier, self._year, self._later, self._summary):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self._add)
        acts.addWidget(label("Entries", "heading", wraps=False))
        acts.addStretch(1)
        acts.addWidget(self._edit)
        acts.addWidget(self._withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._problem)
        column.addWidget(self._calendar)
        column.addWidget(label(f"{_LEGEND}. A number is how many entries hold that day.", "caption"))
        column.addLayout(acts)
        column.addWidget(self._table, 1, Qt.AlignmentFlag(0))
