"""The page of ownership and transparency: the clinicians at the left, the texts on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from cdconsole.domain.ownership import OwnershipRow, TextKind
from cdconsole.ui.form_dialog.dialog import FormHost
from cdconsole.ui.forms import button, label
from cdconsole.ui.printed import PrintButtons
from cdconsole.ui.screens.framework.ownership.columns import OWNERSHIP_COLUMNS, key_of
from cdconsole.ui.screens.framework.ownership.state import OwnershipState, version_words
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import TWO_LINES, RecordTable
from cdconsole.ui.theme.fonts import px

_TABLE_WIDTH, _TEXT_WIDTH, _FILTER_WIDTH = 810, 330, 200


class OwnershipView(QWidget):
    """Emits what the person wants; marks are about the rows that are selected."""

    filter_changed = Signal(str)
    text_chosen = Signal(str)
    version_chosen = Signal(int)
    edit_requested = Signal()
    mark_requested = Signal(object)
    unmark_requested = Signal(object)
    save_requested = Signal()
    print_requested = Signal()
    form_entered = Signal(object)
    form_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._listed: tuple[str, ...] = ()
        self._model: RecordTableModel[OwnershipRow] = RecordTableModel(OWNERSHIP_COLUMNS, key_of, self)
        self._table = RecordTable(self._model, clipboard, "Clinicians and what they have read", TWO_LINES)
        self._filter = QLineEdit()
        self._filter.setAccessibleName("Find a clinician")
        self._filter.setPlaceholderText("Find a clinician")
        self._filter.setFixedWidth(px(_FILTER_WIDTH))
        self._sentences, self._said, self._problem = label(""), label("", "secondary"), label("", "warning")
        self._none = label("", "secondary")
        self._mark, self._unmark = button("Enter a mark…", "primary"), button("Take a mark away…")
        self._kinds, self._versions = QComboBox(), QComboBox()
        self._kinds.setAccessibleName("Text")
        self._versions.setAccessibleName("Version of the text")
        for kind in TextKind:
            self._kinds.addItem(kind.value.partition(",")[0], kind.name)
        self._edit, self._print = button("Change…"), PrintButtons("the transparency sheet")
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._forms = FormHost(self, self.form_entered.emit, self.form_ended.emit)
        self._lay_out()
        self._connect()

    def say(self, words: str) -> None:
        """Show what came of saving or printing."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def show_state(self, state: OwnershipState) -> None:
        """Show everything anew; what is selected stays selected while the rows are the same."""
        self._sentences.setText(state.sentences)
        if state.rows != self._model.rows():
            self._model.replace_all(state.rows)
        if self._filter.text() != state.typed:
            self._filter.setText(state.typed)
        self._none.setText("No clinician has this in their name." if state.typed else "No clinicians yet.")
        self._none.setVisible(state.board is not None and not state.rows)
        for each in (self._mark, self._unmark):
            each.setEnabled(bool(state.rows))
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        self._show_text(state)
        self._forms.show(state.form)

    def _show_text(self, state: OwnershipState) -> None:
        self._kinds.setCurrentIndex(list(TextKind).index(state.kind))
        listed = tuple(version_words(one) for one in state.versions)
        if listed != self._listed:
            self._listed = listed
            self._versions.clear()
            for one, words in zip(state.versions, listed, strict=True):
                self._versions.addItem(words, one.version)
        self._versions.setVisible(bool(listed))
        self._edit.setEnabled(state.board is not None)
        self._edit.setText("Change…" if state.text is None or state.text.version else "Put into use…")
        self._print.setVisible(state.kind is TextKind.TRANSPARENCY)
        text = state.text
        if text is not None:
            self._versions.setCurrentIndex(self._versions.findData(text.version))
            if self._text.toPlainText() != text.text:
                self._text.setPlainText(text.text)
            self._text.setAccessibleName(f"{text.kind.value.partition(',')[0]}, {version_words(text)}")

    def _connect(self) -> None:
        self._filter.textEdited.connect(self.filter_changed)
        self._mark.clicked.connect(self._ask_mark)
        self._unmark.clicked.connect(self._ask_unmark)
        self._kinds.activated.connect(self._choose_text)
        self._versions.activated.connect(self._choose_version)
        self._edit.clicked.connect(self.edit_requested)
        self._print.save_requested.connect(self.save_requested)
        self._print.print_requested.connect(self.print_requested)

    def _selected(self) -> tuple[OwnershipRow, ...]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedRows()})
        return tuple(self._model.row_at(row) for row in rows)

    def _ask_mark(self) -> None:
        self._ask(self.mark_requested.emit)

    def _ask_unmark(self) -> None:
        self._ask(self.unmark_requested.emit)

    def _ask(self, emit: object) -> None:
        chosen = self._selected()
        if not chosen:
            self.say("Select one or more clinicians in the table first.")
        elif callable(emit):
            self.say("")
            emit(chosen)

    def _choose_text(self, at: int) -> None:
        self.text_chosen.emit(self._kinds.itemData(at))

    def _choose_version(self, at: int) -> None:
        self.version_chosen.emit(self._versions.itemData(at))

    def _lay_out(self) -> None:
        self._said.hide()
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._table_part())
        halves.addWidget(self._text_part())
        halves.setStretchFactor(0, 1)
        halves.setSizes([px(_TABLE_WIDTH), px(_TEXT_WIDTH)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for words in (self._sentences, self._said, self._problem):
            column.addWidget(words)
        column.addWidget(halves, 1)

    def _table_part(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._filter)
        row.addStretch(1)
        row.addWidget(self._unmark)
        row.addWidget(self._mark)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._none)
        column.addWidget(self._table, 1)
        return part

    def _text_part(self) -> QWidget:
        choice, acts = QHBoxLayout(), QHBoxLayout()
        for row in (choice, acts):
            row.setSpacing(px(8))
        choice.addWidget(self._kinds, 1)
        choice.addWidget(self._edit)
        acts.addWidget(self._versions)
        acts.addWidget(self._print)
        acts.addStretch(1)
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(px(8), 0, 0, 0)
        column.addLayout(choice)
        column.addLayout(acts)
        column.addWidget(self._text, 1)
        return part
