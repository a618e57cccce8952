"""One import: what it did and the rows to look at, what it changed, its records; and the way to withdraw it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import button, label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens.data.imports.columns import CHANGE_COLUMNS, FINDING_COLUMNS
from cdconsole.ui.screens.data.imports.records_view import RecordsView
from cdconsole.ui.screens.data.imports.state import BatchTab, ChangeRow, FindingRow, ImportsState
from cdconsole.ui.screens.data.imports.withdraw_dialog import WithdrawDialog
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_TABS = tuple(BatchTab)


class BatchView(QWidget):
    """Emits what the person wants of the chosen import."""

    tab_chosen = Signal(object)
    withdraw_asked = Signal()
    withdraw_answered = Signal(str)
    withdraw_ended = Signal()
    bring_back_requested = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: WithdrawDialog | None = None
        self._finding_model: RecordTableModel[FindingRow] = RecordTableModel(FINDING_COLUMNS, _finding_key, self)
        self._change_model: RecordTableModel[ChangeRow] = RecordTableModel(CHANGE_COLUMNS, _change_key, self)
        self._findings = RecordTable(self._finding_model, clipboard, "Rows to look at", WARD_ROW_HEIGHT)
        self._changes = RecordTable(self._change_model, clipboard, "What it changed", WARD_ROW_HEIGHT)
        self.records = RecordsView(clipboard)
        self._tabs = PageTabs("What to see of the import")
        for tab in _TABS:
            self._tabs.addTab(tab.value)
        self._copy = button("Copy for a spreadsheet")
        self._withdraw, self._bring_back = button("Withdraw…"), button("Bring back")
        self._file, self._text = label("", "heading", wraps=False), label("")
        self._lay_out()
        self._tabs.currentChanged.connect(self._choose_tab)
        self._copy.clicked.connect(self._copy_shown)
        self._withdraw.clicked.connect(self.withdraw_asked)
        self._bring_back.clicked.connect(self.bring_back_requested)

    def show_state(self, state: ImportsState) -> None:
        """Show everything anew."""
        batch = state.batch
        self._file.setText("" if state.report is None else state.report.file_name)
        self._tabs.setVisible(batch is not None)
        self._tabs.setCurrentIndex(_TABS.index(state.tab))
        self._withdraw.setVisible(batch is not None and not batch.withdrawn)
        self._bring_back.setVisible(batch is not None and bool(batch.withdrawn))
        self._text.setText(state.tab_line)
        if self._finding_model.rows() != state.findings:
            self._finding_model.replace_all(state.findings)
        if self._change_model.rows() != state.changes:
            self._change_model.replace_all(state.changes)
        self.records.show_state(state)
        shown = {
            BatchTab.REPORT: (self._findings, state.findings),
            BatchTab.CHANGES: (self._changes, state.changes),
            BatchTab.RECORDS: (self.records, state.record_lines),
        }
        for tab, (part, rows) in shown.items():
            part.setVisible(bool(rows) and tab is state.tab)
        self._copy.setVisible(bool(shown[state.tab][1]))
        self._show_dialog(state)

    def _show_dialog(self, state: ImportsState) -> None:
        if state.withdrawal is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.hide()
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = WithdrawDialog(self, state.withdrawal)
            self._dialog.answered.connect(self.withdraw_answered)
            self._dialog.finished.connect(self._dialog_closed)
        self._dialog.show_state(state.withdrawal)
        self._dialog.open()

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(px(8))
        heading.addWidget(self._file)
        heading.addSpacing(px(16))
        heading.addWidget(self._tabs)
        heading.addStretch(1)
        for part in (self._copy, self._bring_back, self._withdraw):
            heading.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(heading)
        column.addWidget(self._text)
        column.addWidget(self._findings, 1)
        column.addWidget(self._changes, 1)
        column.addWidget(self.records, 1)
        column.addStretch(0)

    def _choose_tab(self, at: int) -> None:
        self.tab_chosen.emit(_TABS[at])

    def _copy_shown(self) -> None:
        (self._findings.copy, self._changes.copy, self.records.copy)[self._tabs.currentIndex()]()

    def _dialog_closed(self, _result: int) -> None:
        self.withdraw_ended.emit()


def _finding_key(row: FindingRow) -> int:
    return row.number


def _change_key(row: ChangeRow) -> int:
    return row.number
