"""The drawer beside the charts: the records behind a point, or a definition card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
)

from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.clinician.columns import RECORD_COLUMNS, Numbered, numbered, place_of
from cdconsole.ui.screens.clinician.state import DrawerState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon


class Drawer(QFrame):
    """Shows a drawer state; ``closed`` when the person has seen enough."""

    closed = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("role", "drawer")
        self._title, self._summary = label("", "heading"), label("", "secondary")
        self._close = QToolButton()
        self._copy = button("Copy for a spreadsheet")
        self._model: RecordTableModel[Numbered] = RecordTableModel(RECORD_COLUMNS, place_of, self)
        self._table = RecordTable(self._model, clipboard, "Records behind the point", WARD_ROW_HEIGHT)
        self._definition = DefinitionCard()
        self._pages = QStackedWidget()
        self._lay_out()
        self._dress()
        self._close.clicked.connect(self.closed)
        self._copy.clicked.connect(self._table.copy)
        self.hide()

    def show_drawer(self, state: DrawerState) -> None:
        """Show records or a definition; what is not yet read says so."""
        self._copy.setVisible(state.definition is None)
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
            self._model.replace_all(numbered(state.records.records))
            self._pages.setCurrentIndex(0)
        elif state.point is not None:
            self._title.setText(f"Records, {state.point.month}")
            self._summary.setText(state.problem or "Reading the records…")
            self._model.replace_all(())
            self._pages.setCurrentIndex(0)
        self._summary.setToolTip(state.problem)

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
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._definition)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(8), px(16))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._summary)
        column.addWidget(self._pages, 1)
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)

    def _dress(self) -> None:
        self._close.setIcon(icon(Icon.CLOSE))
        self._close.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
