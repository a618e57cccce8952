"""The governance screen: the quarter and what its workbook would hold above, the export log below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.governance import ExportLogRow, GovernancePreview
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.governance.columns import LOG_COLUMNS
from cdconsole.ui.screens.governance.outcome import OutcomeBanner
from cdconsole.ui.screens.governance.state import PROTECTION, GovernanceState, file_name, quarter_words
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_READABLE, _SHORTEST_LOG = 1240, 112


class GovernanceView(QScrollArea):
    """Emits what the person wants; shows a state. Asks for the file with the computer's own dialog."""

    quarter_chosen = Signal(object)
    place_chosen = Signal(str)
    imports_requested = Signal()

    def __init__(self, clipboard: Clipboard, department: str) -> None:
        super().__init__()
        self._department = department
        self._place = SavePlace(self, "Write the governance workbook", "Excel workbook", "xlsx")
        self._chosen: Quarter | None = None
        self._quarters: tuple[Quarter, ...] = ()
        self._quarter = QComboBox()
        self._write = button("Write workbook…", "primary")
        self._doing = label("", "secondary", wraps=False)
        self._sentence, self._measures = label(""), label("")
        self._outcome = OutcomeBanner()
        self._notice_title, self._notice_text = label("", "heading"), label("")
        self._to_imports = button("Go to imports", "primary")
        self._model: RecordTableModel[ExportLogRow] = RecordTableModel(LOG_COLUMNS, _row_key, self)
        self._log = RecordTable(self._model, clipboard, "Export log")
        self._log.setMinimumHeight(px(_SHORTEST_LOG))
        self._no_exports = label("Nothing has been exported yet. Every export is listed here, for good.", "secondary")
        self._copy, self._count = button("Copy for a spreadsheet"), label("", "caption", wraps=False)
        self._lay_out()
        self._quarter.activated.connect(self._choose_quarter)
        self._write.clicked.connect(self._choose_place)
        self._place.chosen.connect(self.place_chosen)
        self._to_imports.clicked.connect(self.imports_requested)
        self._copy.clicked.connect(self._log.copy)
        self.show_state(GovernanceState())

    def show_state(self, state: GovernanceState) -> None:
        """Show everything anew."""
        self._chosen = state.chosen
        self._notice.setVisible(state.notice is not None)
        self._workbook.setVisible(state.preview is not None)
        if state.notice is not None:
            self._notice_title.setText(state.notice.title)
            self._notice_text.setText(state.notice.text)
        if state.preview is not None:
            self._show_preview(state.preview, state.chosen)
        self._quarter.setEnabled(not state.writing)
        self._write.setEnabled(state.may_write)
        self._doing.setText(f"{state.writing}…" if state.writing else "")
        self._outcome.show_state(state)
        self._show_log(state)

    def _show_preview(self, preview: GovernancePreview, chosen: Quarter | None) -> None:
        if preview.quarters != self._quarters:
            self._quarters = preview.quarters
            self._quarter.clear()
            self._quarter.addItems([quarter_words(quarter) for quarter in preview.quarters])
        if chosen in self._quarters:
            self._quarter.setCurrentIndex(self._quarters.index(chosen))
        self._sentence.setText(preview.sentence)
        self._measures.setText(" · ".join(preview.measures))

    def _show_log(self, state: GovernanceState) -> None:
        if state.log != self._model.rows():
            self._model.replace_all(state.log)
        self._log.setVisible(bool(state.log))
        self._copy.setVisible(bool(state.log))
        self._no_exports.setVisible(state.is_log_read and not state.log)
        self._count.setText(f"{len(state.log):,} entries, newest first" if len(state.log) > 1 else "")

    # --- the file ----------------------------------------------------------------------------------------------------

    def _choose_quarter(self, at: int) -> None:
        self.quarter_chosen.emit(self._quarters[at])

    def _choose_place(self) -> None:
        if self._chosen is not None:
            self._place.ask(file_name(self._department, self._chosen))

    # --- layout ------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._notice, self._workbook = self._notice_part(), self._workbook_part()
        heading = QHBoxLayout()
        heading.setSpacing(px(12))
        heading.addWidget(label("Export log", "heading", wraps=False))
        heading.addWidget(self._count)
        heading.addStretch(1)
        heading.addWidget(self._copy)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(
            label("A quarter at team level, as an Excel workbook for the governance meeting.", "secondary")
        )
        column.addSpacing(px(12))
        column.addWidget(self._notice)
        column.addWidget(self._workbook)
        column.addSpacing(px(4))
        column.addWidget(self._outcome)
        column.addSpacing(px(20))
        column.addLayout(heading)
        column.addWidget(self._no_exports)
        column.addWidget(self._log, 1)
        column.addStretch(0)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _notice_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._notice_title)
        column.addWidget(self._notice_text)
        column.addWidget(self._to_imports, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _workbook_part(self) -> QWidget:
        part = QWidget()
        part.setMaximumWidth(px(_READABLE))
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(48))
        row.addLayout(self._content_column(), 1)
        row.addLayout(_protection_column(), 1)
        return part

    def _content_column(self) -> QVBoxLayout:
        quarter_name = label("Quarter", "strong", wraps=False)
        quarter_name.setBuddy(self._quarter)
        self._quarter.setAccessibleName("Quarter")
        choice = QHBoxLayout()
        choice.setSpacing(px(12))
        choice.addWidget(quarter_name)
        choice.addWidget(self._quarter)
        choice.addWidget(self._write)
        choice.addWidget(self._doing, 1)
        column = QVBoxLayout()
        column.setSpacing(px(8))
        column.addLayout(choice)
        column.addSpacing(px(8))
        column.addWidget(label("What it will hold", "strong"))
        column.addWidget(self._sentence)
        column.addWidget(self._measures)
        column.addWidget(
            label(
                "A sheet for each with its chart, a summary, the definitions, the data and what is suppressed.",
                "secondary",
            )
        )
        column.addStretch(1)
        return column


def _protection_column() -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(8))
    grid.setColumnStretch(1, 1)
    for at, (name, words) in enumerate(PROTECTION):
        grid.addWidget(label(name, "strong", wraps=False), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(words), at, 1, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(px(12))
    column.addWidget(label("How people in it are protected", "strong"))
    column.addLayout(grid)
    column.addStretch(1)
    return column


def _row_key(row: ExportLogRow) -> ExportLogRow:
    return row
