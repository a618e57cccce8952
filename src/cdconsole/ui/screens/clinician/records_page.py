"""The records behind a point, and what the clinician says of each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.measure import SourceRecord, SpellRecord
from cdconsole.ui.forms import button
from cdconsole.ui.screens.clinician.columns import RECORD_COLUMNS, Numbered, numbered, place_of
from cdconsole.ui.screens.clinician.source_columns import SOURCE_COLUMNS, NumberedRecord, in_order, order_of
from cdconsole.ui.screens.clinician.state import DrawerState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.vote_line import VoteLine


class RecordsPage(QWidget):
    """``voted`` carries the marked records, what is said of them, a comment, and a colleague's id or nothing."""

    voted = Signal(object, object, str, str)
    challenge_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._copy, self._challenge = button("Copy for a spreadsheet"), button("Challenge this…")
        self._model: RecordTableModel[Numbered] = RecordTableModel(RECORD_COLUMNS, place_of, self)
        self._table = RecordTable(self._model, clipboard, "Records behind the point", WARD_ROW_HEIGHT)
        self._others: RecordTableModel[NumberedRecord] = RecordTableModel(SOURCE_COLUMNS, order_of, self)
        self._other_table = RecordTable(self._others, clipboard, "Records behind the point", WARD_ROW_HEIGHT)
        for table in (self._table, self._other_table):
            table.setProperty("role", "rows")  # the whole row is marked, no cell of it
        self._has_others = False
        self._votes = VoteLine()
        self._lay_out()
        self._copy.clicked.connect(self._copy_shown)
        self._challenge.clicked.connect(self.challenge_requested)
        self._table.selectionModel().selectionChanged.connect(self._tell_marked)
        self._votes.listen_on(self._table)
        self._votes.voted.connect(self._vote)

    def show_drawer(self, state: DrawerState) -> None:
        """Show the records of a point, or none while they are read."""
        self._copy.setEnabled(state.records is not None)
        self._votes.say(state.vote_problem)
        self._show_others(None if state.records is None else state.records.others)
        place = self._table.currentIndex().row()
        records = () if state.records is None else state.records.records
        if state.records is not None:
            self._votes.offer(state.records.colleagues)
        if numbered(records) == self._model.rows():
            return
        self._model.replace_all(numbered(records))
        if 0 <= place < len(records):
            self._table.setCurrentIndex(self._model.index(place, 0))

    def take_focus(self) -> None:
        """Take the keyboard, on the first record."""
        self._shown_table.show_current(0)
        self._shown_table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _shown_table(self) -> RecordTable:
        return self._other_table if self._has_others else self._table

    def _show_others(self, others: tuple[SourceRecord, ...] | None) -> None:
        """Show records that are no spells, on which nobody votes; None where there are only spells."""
        self._has_others = others is not None
        self._table.setVisible(not self._has_others)
        self._other_table.setVisible(self._has_others)
        self._votes.setVisible(not self._has_others)
        self._others.replace_all(in_order(others or ()))

    def _copy_shown(self) -> None:
        self._shown_table.copy()

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

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._table, 1)
        column.addWidget(self._other_table, 1)
        self._other_table.hide()
        column.addWidget(self._votes)
        actions = QHBoxLayout()
        actions.setSpacing(px(8))
        actions.addWidget(self._copy)
        actions.addWidget(self._challenge)
        actions.addStretch(1)
        column.addLayout(actions)
