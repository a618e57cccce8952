"""The page of the quarter: everybody by name and their charts at the left, one chart and its interpretation right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import ComparedMeasure, InterpretedMeasure, QuarterReading, QuarterRow, months_text
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.guidance_link import GuidanceLink
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.screens.governance.quarter.columns import CHART_COLUMNS, PEOPLE_COLUMNS, compared_columns
from cdconsole.ui.screens.governance.quarter.reading_pane import ReadingPane
from cdconsole.ui.screens.governance.quarter.state import (
    COMPARISON,
    INTERPRETATION,
    QuarterState,
    key_of,
    measure_key,
    whose_of,
)
from cdconsole.ui.screens.governance.quarter.top_line import TopLine
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import TWO_LINES, RecordTable
from cdconsole.ui.theme.fonts import px

_LEFT = 536
_HINT = "Alt+Down and Alt+Up: next and previous clinician. Alt+PgDown and Alt+PgUp: next and previous chart."


class QuarterView(QWidget):
    """Emits what the person wants; shows a state and its form. ``top`` and ``pane.editor`` emit for themselves."""

    selected = Signal(object)
    measure_chosen = Signal(object)
    moved = Signal(int)
    moved_person = Signal(int)
    part_chosen = Signal(str)
    release_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self.top, self.pane = TopLine(), ReadingPane()
        self.printing = PrintButtons("this clinician's quarter")
        self._people: RecordTableModel[QuarterRow] = RecordTableModel(PEOPLE_COLUMNS, key_of, self)
        self._charts: RecordTableModel[InterpretedMeasure] = RecordTableModel(CHART_COLUMNS, measure_key, self)
        self._people_table = RecordTable(self._people, clipboard, "Clinicians and the team")
        self._chart_table = RecordTable(self._charts, clipboard, "Charts of the chosen clinician")
        self._tabs = PageTabs("Interpretation or comparison")
        self._name, self._state = label("", "heading"), label("", "secondary")
        self._release = button("Release…", "primary")
        self._comparison = Comparison(clipboard)
        self._form = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._is_showing = False
        self._lay_out()
        self._connect()
        self.show_state(QuarterState())

    def show_state(self, state: QuarterState) -> None:
        """Show everything anew."""
        self._is_showing = True
        self.top.show_state(state)
        rows = () if state.page is None else state.page.rows
        if rows != self._people.rows():
            self._people.replace_all(rows)
        if state.row is not None:
            self._people_table.show_current(key_of(state.row))
        self._show_reading(state)
        self._tabs.setCurrentIndex(int(state.is_comparing))
        self._is_showing = False
        self._form.show(state.form)

    def _show_reading(self, state: QuarterState) -> None:
        reading, shown = state.reading, state.shown
        self._right.setVisible(reading is not None)
        self._chart_table.setVisible(reading is not None)
        self._hint.setVisible(reading is not None)
        self._left.setVisible(reading is None or not state.is_comparing)
        if reading is None or shown is None:
            self._charts.replace_all(())
            return
        if reading.measures != self._charts.rows():
            self._charts.replace_all(reading.measures)
        self._chart_table.show_current(measure_key(shown))
        self._name.setText(reading.row.name)
        self._state.setText(state.standing)
        self.pane.show_measure(reading, shown, state.draft)
        self._comparison.show_reading(reading)
        self.pane.setVisible(not state.is_comparing)
        self._comparison.setVisible(state.is_comparing)

    def _choose_person(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._is_showing:
            row = self._people.row_at(current.row())
            self.selected.emit(whose_of(key_of(row)))

    def _choose_chart(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._is_showing:
            measure: MeasureId | None = self._charts.row_at(current.row()).measure
            self.measure_chosen.emit(measure)

    def _choose_tab(self, at: int) -> None:
        if not self._is_showing:
            self.part_chosen.emit(COMPARISON if at else INTERPRETATION)

    def _connect(self) -> None:
        self._people_table.selectionModel().currentRowChanged.connect(self._choose_person)
        self._chart_table.selectionModel().currentRowChanged.connect(self._choose_chart)
        self._tabs.currentChanged.connect(self._choose_tab)
        self._release.clicked.connect(self.release_requested)
        for keys, moved, step in (
            ("Alt+Down", self.moved_person, 1),
            ("Alt+Up", self.moved_person, -1),
            ("Alt+PgDown", self.moved, 1),
            ("Alt+PgUp", self.moved, -1),
        ):
            _StepKey(keys, self, step).stepped.connect(moved)

    def _lay_out(self) -> None:
        for tab in ("Interpretation", "Beside the quarter before"):
            self._tabs.addTab(tab)
        self._hint = label(_HINT, "caption")
        self._left = left = QWidget()
        left.setFixedWidth(px(_LEFT))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._people_table, 3)
        column.addWidget(self._chart_table, 2)
        column.addWidget(self._hint)
        halves = QHBoxLayout()
        halves.setSpacing(px(20))
        halves.addWidget(left)
        self._right = self._right_half()
        halves.addWidget(self._right, 1)
        halves.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(10))
        whole.addWidget(self.top)
        whole.addLayout(halves, 1)

    def _right_half(self) -> QWidget:
        half = QWidget()
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self._name, 1)
        head.addWidget(self.printing)
        head.addWidget(self._release)
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self._state)
        below = QHBoxLayout()
        below.addWidget(self._tabs, 1)
        below.addWidget(GuidanceLink(Guidance.VARIATION))
        column.addLayout(below)
        column.addWidget(self.pane, 1)
        column.addWidget(self._comparison, 1)
        return half


class Comparison(QWidget):
    """Two frozen quarters side by side, a line a measure."""

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._shown: tuple[ComparedMeasure, ...] | None = None
        self._table: RecordTable | None = None
        self._nothing = label("No earlier quarter was frozen with figures of theirs: there is nothing to set beside.")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)

    def show_reading(self, reading: QuarterReading) -> None:
        """Show a reading's comparison; its columns are named after the two quarters."""
        self._nothing.setVisible(reading.before is None)
        if reading.compared == self._shown:
            return
        self._shown = reading.compared
        if self._table is not None:
            self._column.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
            self._table = None
        if reading.before is not None:
            columns = compared_columns(months_text(reading.before.quarter), months_text(reading.freeze.quarter))
            model: RecordTableModel[ComparedMeasure] = RecordTableModel(columns, _title, self)
            model.replace_all(reading.compared)
            self._table = RecordTable(model, self._clipboard, "Two quarters side by side", TWO_LINES)
            self._column.insertWidget(0, self._table, 1)


class _StepKey(QShortcut):
    """A key that says how far it goes."""

    stepped = Signal(int)

    def __init__(self, keys: str, parent: QWidget, step: int) -> None:
        super().__init__(QKeySequence(keys), parent)
        self._step = step
        self.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.activated.connect(self._go)

    def _go(self) -> None:
        self.stepped.emit(self._step)


def _title(one: ComparedMeasure) -> str:
    return one.title
