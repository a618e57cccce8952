"""The quality page: the report above, the list to work through below, row by row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cdconsole.domain.data_quality import FixItem, FixState, QualityLine
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.data.quality.columns import FIX_COLUMNS, REPORT_COLUMNS, Numbered
from cdconsole.ui.screens.data.quality.fix_line import FixLine
from cdconsole.ui.screens.data.quality.state import QualityState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_NOTHING = "Nothing has been imported that can be reported on. Import an extract on the Imports page."
_WIDEST = 460
_FILE_NAME = "Data to mend.csv"


class QualityView(QWidget):
    """Emits what the person wants; shows a state."""

    subject_chosen = Signal(object)
    decided_wanted = Signal(bool)
    fix_decided = Signal(str, object, str)
    place_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._subjects = QComboBox()
        self._place = SavePlace(self, "Save the list of data to mend", "CSV file", "csv")
        self._sentence, self._said = label("", "strong"), label("")
        self._nothing = label(_NOTHING, "secondary")
        self._lines: RecordTableModel[Numbered] = RecordTableModel(REPORT_COLUMNS, _line_key, self)
        self._report = RecordTable(self._lines, clipboard, "Quality report", WARD_ROW_HEIGHT)
        self._items: RecordTableModel[FixItem] = RecordTableModel(FIX_COLUMNS, _item_key, self)
        self._fixes = RecordTable(self._items, clipboard, "Data to mend", WARD_ROW_HEIGHT)
        self._count = label("", "secondary", wraps=False)
        self._decided = QCheckBox("Show what was decided too")
        self._save, self._copy = button("Save as CSV…"), button("Copy for a spreadsheet")
        self._line = FixLine()
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self.show_state(QualityState())

    def show_state(self, state: QualityState) -> None:
        """Show everything anew; the marked line stays marked, or the one that came into its place is."""
        self._show_subjects(state)
        self._sentence.setText("" if state.report is None else state.report.sentence)
        if state.lines != self._lines.rows():
            self._lines.replace_all(state.lines)
        self._show_fixes(() if state.fixes is None else state.fixes.items)
        self._count.setText(state.fix_words)
        self._decided.setChecked(state.is_showing_decided)
        self._save.setEnabled(bool(state.fixes and state.fixes.open) and not state.doing)
        self._copy.setEnabled(bool(self._items.rows()))
        self._said.setText(state.problem or state.saved_words)
        self._said.setProperty("role", "warning" if state.problem else "")
        self._said.setVisible(bool(self._said.text()))
        self._line.say(state.note_problem)
        self._nothing.setVisible(state.is_empty)
        self._parts.setVisible(not state.is_empty)

    def _show_subjects(self, state: QualityState) -> None:
        titles = [subject.title for subject in state.subjects]
        if titles != [self._subjects.itemText(at) for at in range(self._subjects.count())]:
            self._subjects.clear()
            for subject in state.subjects:
                self._subjects.addItem(subject.title, subject)
        if state.chosen is not None:
            self._subjects.setCurrentIndex(state.subjects.index(state.chosen))
        self._subjects.setEnabled(bool(state.subjects))

    def _show_fixes(self, items: tuple[FixItem, ...]) -> None:
        if items != self._items.rows():
            place = self._fixes.currentIndex().row()
            marked = self._items.row_at(place).key if 0 <= place < len(self._items.rows()) else None
            self._items.replace_all(items)
            if items:
                kept = next((at for at, item in enumerate(self._items.rows()) if item.key == marked), place)
                self._fixes.setCurrentIndex(self._items.index(min(max(kept, 0), len(items) - 1), 0))
        self._tell_line()

    def _tell_line(self) -> None:
        place = self._fixes.currentIndex().row()
        self._line.show_item(self._items.row_at(place) if 0 <= place < len(self._items.rows()) else None)

    def _choose_subject(self, _index: int) -> None:
        self.subject_chosen.emit(self._subjects.currentData())

    def _choose_place(self) -> None:
        self._place.ask(_FILE_NAME)

    def _decide(self, item: FixItem, state: FixState, note: str) -> None:
        self.fix_decided.emit(item.key, state, note)

    def _connect(self) -> None:
        self._subjects.activated.connect(self._choose_subject)
        self._decided.clicked.connect(self.decided_wanted)
        self._save.clicked.connect(self._choose_place)
        self._copy.clicked.connect(self._fixes.copy)
        self._place.chosen.connect(self.place_chosen)
        self._fixes.selectionModel().currentRowChanged.connect(self._tell_line)
        self._line.decided.connect(self._decide)

    def _lay_out(self) -> None:
        self._subjects.setAccessibleName("What the report is about")
        self._subjects.setMaximumWidth(px(_WIDEST))
        top = QHBoxLayout()
        top.setSpacing(px(12))
        for part in (self._subjects, self._sentence):
            top.addWidget(part)
        top.setStretch(1, 1)
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, px(8), 0, 0)
        under.setSpacing(px(8))
        over_list = QHBoxLayout()
        over_list.setSpacing(px(12))
        over_list.addWidget(label("To mend", "heading", wraps=False))
        over_list.addWidget(self._count)
        over_list.addStretch(1)
        for widget in (self._decided, self._save, self._copy):
            over_list.addWidget(widget)
        under.addLayout(over_list)
        under.addWidget(self._fixes, 1)
        under.addWidget(self._line)
        self._parts.addWidget(self._report)
        self._parts.addWidget(below)
        self._parts.setChildrenCollapsible(False)
        self._parts.setSizes([px(220), px(380)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._said)
        column.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._parts, 1)


def _line_key(row: tuple[int, QualityLine]) -> int:
    return row[0]


def _item_key(item: FixItem) -> str:
    return item.key
