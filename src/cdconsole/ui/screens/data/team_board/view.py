"""The team board: a table and a picture of it, and beside them the shares and the form of a need."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.domain.team_board import ActivityNeed, BoardLine
from cdconsole.ui.charts.team_bars import NeedBars, ShareBars
from cdconsole.ui.forms import Field, button, label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens.data.team_board.columns import BOARD_COLUMNS
from cdconsole.ui.screens.data.team_board.state import ACTIVITY, PAS, WHY, TeamBoardState, difference_words
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_SIDE_WIDTH = 320
_EXPLAINED = (
    "One bar a plan, without names, in an order that says nothing about anybody and is the same in every activity."
    " Plans differ in hours and roles; a small or large share is neither good nor bad."
)


class TeamBoardView(QWidget):
    """Emits what the person wants; shows a state."""

    line_chosen = Signal(str)
    save_requested = Signal(str, str, str)
    remove_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._filled_from: ActivityNeed | None = None
        self._model: RecordTableModel[BoardLine] = RecordTableModel(BOARD_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Activities of the team")
        self._picture, self._shares = NeedBars(), ShareBars()
        self._tabs, self._pages = PageTabs("Table or picture"), QStackedWidget()
        self._summary, self._shares_title = label("", "strong"), label("", "strong")
        self._lines = {ACTIVITY: QLineEdit(), PAS: QLineEdit(), WHY: QLineEdit()}
        titles = {ACTIVITY: "Activity", PAS: "PAs a week needed", WHY: "Why"}
        hints = {ACTIVITY: "As in the plans", PAS: "", WHY: "Where the number comes from"}
        self._fields = {name: Field(titles[name], line, hints[name]) for name, line in self._lines.items()}
        self._everything = button("All activities together", "link")
        self._save, self._remove = button("Save need", "primary"), button("Take away")
        self._notice = label("", "secondary", wraps=False)
        self._lay_out()
        self._table.selectionModel().currentRowChanged.connect(self._choose)
        self._everything.clicked.connect(self._choose_all)
        self._save.clicked.connect(self._ask_save)
        self._remove.clicked.connect(self.remove_requested)
        for line in self._lines.values():
            line.returnPressed.connect(self._ask_save)

    def show_state(self, state: TeamBoardState) -> None:
        """Show everything anew; what is being typed stays while the same need is edited."""
        lines = () if state.board is None else state.board.lines
        if self._model.rows() != lines:
            self._model.replace_all(lines)
        self._summary.setText(state.summary)
        self._picture.show_lines(tuple((line, difference_words(line)) for line in lines))
        self._shares_title.setText(state.shares_title)
        self._shares.show_line(state.line)
        if state.editing != self._filled_from:
            self._filled_from = state.editing
            self._lines[ACTIVITY].setText(state.editing.activity)
            self._lines[PAS].setText(f"{state.editing.pas:g}" if state.editing.pas else "")
            self._lines[WHY].setText(state.editing.why)
        for name, field in self._fields.items():
            field.say(state.problems.get(name, ""))
        self._everything.setEnabled(bool(state.chosen))
        self._save.setEnabled(state.board is not None and not state.is_busy)
        self._remove.setEnabled(bool(state.editing.id) and not state.is_busy)
        self._notice.setText(state.notice)

    def _lay_out(self) -> None:
        drawn = _scrolled(self._picture, "Planned and needed, drawn")
        for title, page in (("Table", self._table), ("Picture", drawn)):
            self._tabs.addTab(title)
            self._pages.addWidget(page)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        left = QVBoxLayout()
        left.setSpacing(px(8))
        for part in (self._summary, self._tabs):
            left.addWidget(part)
        left.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(32))
        row.addLayout(left, 1)
        row.addWidget(self._side())

    def _side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for part in (self._shares_title, self._shares, label(_EXPLAINED, "caption"), self._everything):
            column.addWidget(part)
        column.addSpacing(px(8))
        column.addWidget(label("What the department needs", "heading"))
        for field in self._fields.values():
            column.addWidget(field)
        buttons = QHBoxLayout()
        for part in (self._save, self._remove, self._notice):
            buttons.addWidget(part)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        scroll = _scrolled(side, "Shares and needs")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(px(_SIDE_WIDTH))
        return scroll

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.line_chosen.emit(self._model.row_at(current.row()).activity)

    def _choose_all(self) -> None:
        self._table.clearSelection()
        self.line_chosen.emit("")

    def _ask_save(self) -> None:
        self.save_requested.emit(*(line.text() for line in self._lines.values()))


def _key(line: BoardLine) -> str:
    return line.activity


def _scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Let something keep its height where the window is low or the text is large."""
    scroll = QScrollArea()
    scroll.setAccessibleName(name)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setWidget(inside)
    return scroll
