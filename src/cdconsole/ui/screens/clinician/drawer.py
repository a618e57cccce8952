"""The drawer beside the charts: the records behind a point, or a definition card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.measure import PointRecords, SpellRecord
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.clinician.columns import RECORD_COLUMNS, Numbered, numbered, place_of
from cdconsole.ui.screens.clinician.state import DrawerState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon
from cdconsole.ui.vote_line import VoteLine


class Drawer(QFrame):
    """Shows a drawer state; ``closed`` when the person has seen enough.

    ``voted`` carries the marked records, what the clinician says of them, a comment, and a colleague's id or nothing.
    """

    closed = Signal()
    voted = Signal(object, object, str, str)
    challenge_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("role", "drawer")
        self._title, self._summary = label("", "heading"), label("", "secondary")
        self._close = QToolButton()
        self._copy = button("Copy for a spreadsheet")
        self._challenge = button("Challenge this…")
        self._model: RecordTableModel[Numbered] = RecordTableModel(RECORD_COLUMNS, place_of, self)
        self._table = RecordTable(self._model, clipboard, "Records behind the point", WARD_ROW_HEIGHT)
        self._votes = VoteLine()
        self._definition = DefinitionCard()
        self._pages = QStackedWidget()
        self._lay_out()
        self._dress()
        self._close.clicked.connect(self.closed)
        self._copy.clicked.connect(self._table.copy)
        self._table.selectionModel().selectionChanged.connect(self._tell_marked)
        self._votes.listen_on(self._table)
        self._votes.voted.connect(self._vote)
        self._challenge.clicked.connect(self.challenge_requested)
        self.hide()

    def show_drawer(self, state: DrawerState) -> None:
        """Show records or a definition; what is not yet read says so."""
        self._copy.setVisible(state.definition is None)
        self._challenge.setVisible(state.definition is None)
        self._copy.setEnabled(state.records is not None)
        if state.definition is not None:
            self._title.setText(state.definition.title)
            self._summary.setText("How this measure is defined")
            self._definition.show_measure(state.definition)
            self._pages.setCurrentIndex(1)
        elif state.records is not None:
            self._title.setText(state.records.title)
            count = len(state.records.records)
            self._summary.setText(
                f"{state.records.summary}\n{count:,} record{'' if count == 1 else 's'} behind the point."
            )
            self._show_records(state.records)
            self._pages.setCurrentIndex(0)
        elif state.point is not None:
            self._title.setText(f"Records, {state.point.month}")
            self._summary.setText(state.problem or "Reading the records…")
            self._model.replace_all(())
            self._pages.setCurrentIndex(0)
        self._summary.setToolTip(state.problem)
        self._votes.say(state.vote_problem)
        self._votes.setVisible(state.definition is None)

    def _show_records(self, records: PointRecords) -> None:
        place = self._table.currentIndex().row()
        self._votes.offer(records.colleagues)
        if numbered(records.records) == self._model.rows():
            return
        self._model.replace_all(numbered(records.records))
        if 0 <= place < len(records.records):
            self._table.setCurrentIndex(self._model.index(place, 0))

    def _marked(self) -> list[SpellRecord]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        return [record for _, record in (self._model.row_at(row) for row in rows) if record.key]

    def _tell_marked(self) -> None:
        marked = self._marked()
        self._votes.enable(is_possible=bool(marked))
        only = marked[0].vote if len(marked) == 1 else None
        self._votes.fill("" if only is None else only.comment, None if only is None else only.with_clinician)

    def _vote(self, vote: object, comment: str, colleague: str) -> None:
        self.voted.emit(self._marked(), vote, comment, colleague)

    def take_focus(self) -> None:
        """Take the keyboard, so that arrows move in what was opened and Esc closes it."""
        target = self._definition if self._pages.currentIndex() == 1 else self._table
        self._table.show_current(0)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _lay_out(self) -> None:
        self._table.setProperty("role", "rows")  # the whole row is marked, no cell of it
        self._close.setText("Close")
        self._close.setToolTip("Close (Esc)")
        self._close.setAccessibleName("Close the drawer")
        self._close.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        behind = QWidget()
        under = QVBoxLayout(behind)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(px(8))
        under.addWidget(self._table, 1)
        under.addWidget(self._votes)
        self._pages.addWidget(behind)
        self._pages.addWidget(self._definition)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(8), px(16))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._summary)
        column.addWidget(self._pages, 1)
        actions = QHBoxLayout()
        actions.setSpacing(px(8))
        actions.addWidget(self._copy)
        actions.addWidget(self._challenge)
        actions.addStretch(1)
        column.addLayout(actions)

    def _dress(self) -> None:
        self._close.setIcon(icon(Icon.CLOSE))
        self._close.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
