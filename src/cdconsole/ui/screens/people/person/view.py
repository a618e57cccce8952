"""The page about a person: what is held, what to read first, corrections asked for, and earlier reports."""

from __future__ import annotations

import re
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.governance import ExportLogRow
from cdconsole.domain.held import LEFT_OUT, HeldCount, TextToCheck
from cdconsole.domain.rectification import Decision, Rectification
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.people.person.columns import (
    CHECK_COLUMNS,
    CORRECTION_COLUMNS,
    EARLIER_COLUMNS,
    HELD_COLUMNS,
)
from cdconsole.ui.screens.people.person.state import PersonState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import TWO_LINES, RecordTable
from cdconsole.ui.theme.fonts import px

_NOBODY = "Choose a clinician"
_LEFT_OUT = "Left out: " + "; ".join(f"{what.lower()}" for what, _why in LEFT_OUT) + ". The report says why of each."


class PersonView(QWidget):
    """Emits what the person wants; shows a state."""

    chosen = Signal(str)
    csv_place_chosen = Signal(str)
    decision_requested = Signal(object)
    correction_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._state = PersonState()
        self._who = QComboBox()
        self._who.setAccessibleName("Whom it is about")
        self._who.setMinimumWidth(px(240))
        self._csv = button("Save as CSV files…", "primary")
        self.print_buttons = PrintButtons("everything held")
        self._sentence, self._not_held = label("", "strong"), label("", "caption")
        self._notice, self._problem = label(""), label("", "warning")
        self._held: RecordTableModel[HeldCount] = RecordTableModel(HELD_COLUMNS, _title, self)
        self._checks: RecordTableModel[TextToCheck] = RecordTableModel(CHECK_COLUMNS, _text, self)
        self._asked: RecordTableModel[Rectification] = RecordTableModel(CORRECTION_COLUMNS, _id, self)
        self._earlier: RecordTableModel[ExportLogRow] = RecordTableModel(EARLIER_COLUMNS, _entry, self)
        self._held_table = RecordTable(self._held, clipboard, "What is held", TWO_LINES)
        self._checks_table = RecordTable(self._checks, clipboard, "Texts to read first", TWO_LINES)
        self._asked_table = RecordTable(self._asked, clipboard, "Corrections asked for")
        self._earlier_table = RecordTable(self._earlier, clipboard, "Earlier reports")
        self._parts = (
            (self._checks_table, label("No text names another clinician or holds a long number.", "secondary")),
            (self._asked_table, label("None has been asked for.", "secondary")),
            (self._earlier_table, label("None has been made yet.", "secondary")),
        )
        self._decide, self._ask = button("Decide…"), button("Ask for one…")
        self._ask.setAccessibleName("Ask for a correction")
        self._place = SavePlace(self, "Save everything held", "Zip of CSV files", "zip")
        self._form = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._body = QWidget()
        self._lay_out()
        self._connect()

    def show_state(self, state: PersonState) -> None:
        """Show everything anew."""
        self._state = state
        self._offer_people(state)
        for words, text in (
            (self._sentence, state.sentence),
            (self._not_held, state.not_held),
            (self._notice, state.notice),
            (self._problem, state.problem),
        ):
            words.setText(text)
            words.setVisible(bool(text))
        preview = state.preview
        self._body.setVisible(preview is not None)
        for wish in (self._csv, self.print_buttons):
            wish.setEnabled(preview is not None)
        if preview is not None:
            _fill(self._held, state.counts)
            _fill(self._checks, preview.to_check)
            _fill(self._earlier, preview.earlier)
        _fill(self._asked, state.rectifications)
        for table, none in self._parts:
            _show_if_any(table, none)
        self._allow()
        self._form.show(state.form)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._who)
        top.addWidget(self._csv)
        top.addWidget(self.print_buttons)
        top.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(px(8))
        left.addWidget(label("What is held", "heading", wraps=False))
        left.addWidget(self._held_table, 1)
        left.addWidget(self._not_held)
        left.addWidget(label(_LEFT_OUT, "caption"))
        self._add_part(right, "To read before it is handed over", self._parts[0])
        self._add_part(right, "Corrections asked for", self._parts[1], (self._decide, self._ask))
        self._add_part(right, "Earlier reports", self._parts[2])
        right.addStretch(0)
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(px(24))
        body.addLayout(left, 3)
        body.addLayout(right, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(8))
        whole.addLayout(top)
        for words in (self._sentence, self._notice, self._problem):
            whole.addWidget(words)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)

    def _add_part(
        self, column: QVBoxLayout, title: str, parts: tuple[QWidget, QWidget], actions: tuple[QWidget, ...] = ()
    ) -> None:
        head = QHBoxLayout()
        head.addWidget(label(title, "heading", wraps=False))
        head.addStretch(1)
        for action in actions:
            head.addWidget(action)
        column.addLayout(head)
        column.addWidget(parts[0], 1)
        column.addWidget(parts[1])

    def _connect(self) -> None:
        self._who.activated.connect(self._choose)
        self._csv.clicked.connect(self._ask_place)
        self._place.chosen.connect(self.csv_place_chosen)
        self._decide.clicked.connect(self._ask_decision)
        self._ask.clicked.connect(self.correction_requested)
        self._asked_table.row_activated.connect(self.decision_requested)
        self._asked_table.selectionModel().selectionChanged.connect(self._allow)

    def _offer_people(self, state: PersonState) -> None:
        wanted = [(_NOBODY, ""), *((one.name, str(one.id)) for one in state.clinicians)]
        if [(self._who.itemText(at), self._who.itemData(at)) for at in range(self._who.count())] != wanted:
            self._who.clear()
            for name, id_ in wanted:
                self._who.addItem(name, id_)
        self._who.setCurrentIndex(max(0, self._who.findData(str(state.chosen or ""))))

    def _choose(self, place: int) -> None:
        if self._who.itemData(place):
            self.chosen.emit(self._who.itemData(place))

    def _ask_place(self) -> None:
        plain = re.sub(r"[^\w .'-]+", "-", self._state.name).strip()
        self._place.ask(f"Everything held about {plain}.zip")

    def _marked(self) -> Rectification | None:
        index = self._asked_table.currentIndex()
        return self._asked.row_at(index.row()) if index.isValid() else None

    def _allow(self, *_selections: object) -> None:
        marked = self._marked()
        self._decide.setEnabled(marked is not None and marked.decision is Decision.OPEN)
        self._decide.setVisible(bool(self._state.rectifications))

    def _ask_decision(self) -> None:
        marked = self._marked()
        if marked is not None:
            self.decision_requested.emit(marked)


Row = TypeVar("Row")


def _fill(model: RecordTableModel[Row], rows: tuple[Row, ...]) -> None:
    if rows != model.rows():
        model.replace_all(rows)


def _show_if_any(table: RecordTable, none: QWidget) -> None:
    has_rows = table.model().rowCount() > 0
    table.setVisible(has_rows)
    none.setVisible(not has_rows)


def _title(count: HeldCount) -> str:
    return count.title


def _text(text: TextToCheck) -> tuple[str, int, str]:
    return text.title, text.row, text.field


def _id(one: Rectification) -> str:
    return one.id


def _entry(row: ExportLogRow) -> tuple[object, str, str]:
    return row.at, row.file_name, row.state
