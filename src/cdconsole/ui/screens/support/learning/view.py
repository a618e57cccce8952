"""The learning log: the list at the left, one lesson to read at the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.support.learning.columns import LESSON_COLUMNS, key_of
from cdconsole.ui.screens.support.learning.detail import LessonDetail
from cdconsole.ui.screens.support.learning.state import NONE_FOUND, NOTHING_YET, LearningState, LessonLine
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable, stretch_column
from cdconsole.ui.theme.fonts import px


class LearningView(QWidget):
    """Emits what the person wants; ``filtered`` carries words and whether retired lessons are wanted too."""

    filtered = Signal(str, bool)
    selected = Signal(str)
    write_requested = Signal()
    change_requested = Signal()
    retire_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()
    place_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[LessonLine] = RecordTableModel(LESSON_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Learning log")
        self._table.setProperty("role", "rows")
        stretch_column(self._table, 0)
        self._find = QLineEdit()
        self._find.setPlaceholderText("Find a word")
        self._find.setAccessibleName("Find a word in the learning log")
        self._find.setClearButtonEnabled(True)
        self._retired = QCheckBox("Retired too")
        self._summary, self._problem = label("", "secondary", wraps=False), label("", "warning")
        self._nothing, self._said = label("", "secondary"), label("", "caption")
        self._write, self._csv = button("Write a lesson…", "primary"), button("Save as CSV…")
        self.print_buttons = PrintButtons("the learning log")
        self._place = SavePlace(self, "Save the learning log", "CSV files", "csv")
        self._detail = LessonDetail()
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._connect()

    def show_state(self, state: LearningState) -> None:
        """Show everything anew."""
        lines = state.lines
        if lines != self._model.rows():
            self._model.replace_all(lines)
        if state.chosen:
            self._table.show_current(state.chosen)
        if self._find.text() != state.words:
            self._find.setText(state.words)
        self._retired.setChecked(state.has_retired)
        self._summary.setText(state.summary)
        none = "" if state.lessons is None or lines else NONE_FOUND if state.lessons else NOTHING_YET
        for line, words in ((self._nothing, none), (self._problem, state.problem), (self._said, state.said)):
            line.setText(words)
            line.setVisible(bool(words))
        self._find.setVisible(bool(state.lessons))
        self._retired.setVisible(bool(state.lessons))
        for part in (self._table, self._csv, self.print_buttons):
            part.setVisible(bool(lines))
        self._detail.show_line(state.selected)
        self._forms.show(state.form)

    def _connect(self) -> None:
        self._find.textEdited.connect(self._filter)
        self._retired.clicked.connect(self._filter)
        self._write.clicked.connect(self.write_requested)
        self._csv.clicked.connect(self._ask_place)
        self._place.chosen.connect(self.place_chosen)
        self._detail.change_requested.connect(self.change_requested)
        self._detail.retire_requested.connect(self.retire_requested)
        self._table.selectionModel().currentRowChanged.connect(self._select)

    def _filter(self, _what: object) -> None:
        self.filtered.emit(self._find.text(), self._retired.isChecked())

    def _ask_place(self) -> None:
        self._place.ask("learning-log.csv")

    def _select(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.selected.emit(key_of(self._model.row_at(current.row())))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._summary)
        top.addStretch(1)
        for part in (self.print_buttons, self._csv, self._write):
            top.addWidget(part)
        looking = QHBoxLayout()
        looking.setSpacing(px(12))
        looking.addWidget(self._find, 1)
        looking.addWidget(self._retired)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addLayout(looking)
        left.addWidget(self._problem)
        left.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        left.addWidget(self._table, 1)
        left.addWidget(self._said)
        left.addStretch(0)
        halves = QHBoxLayout()
        halves.setSpacing(px(32))
        halves.addLayout(left, 6)
        halves.addWidget(self._detail, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addLayout(halves, 1)
