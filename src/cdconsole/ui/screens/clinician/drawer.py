"""The drawer beside the charts: what there is of a point - records, case mix, notes - or a definition card."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout

from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens.clinician.mix_page import MixPage
from cdconsole.ui.screens.clinician.notes_page import NotesPage
from cdconsole.ui.screens.clinician.records_page import RecordsPage
from cdconsole.ui.screens.clinician.state import DrawerPage, DrawerState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon

_PAGES = tuple(DrawerPage)


class Drawer(QFrame):
    """Shows a drawer state; ``closed`` when the person has seen enough, ``page_chosen`` carries a DrawerPage."""

    closed = Signal()
    page_chosen = Signal(object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self.setProperty("role", "drawer")
        self._title, self._summary = label("", "heading"), label("", "secondary")
        self._close = QToolButton()
        self._tabs = PageTabs("What is shown of the point")
        for page in _PAGES:
            self._tabs.addTab(page.value)
        self.records, self.mix, self.notes = RecordsPage(clipboard), MixPage(clipboard), NotesPage()
        self._definition = DefinitionCard()
        self._pages = QStackedWidget()
        for each in (self.records, self.mix, self.notes, self._definition):
            self._pages.addWidget(each)
        self._lay_out()
        self._dress()
        self._close.clicked.connect(self.closed)
        self._tabs.tabBarClicked.connect(self._choose)
        self._tabs.currentChanged.connect(self._choose)
        self.hide()

    def show_drawer(self, state: DrawerState) -> None:
        """Show a page of a point or a definition; what is not yet read says so."""
        self._tabs.setVisible(state.definition is None)
        if state.definition is not None:
            self._title.setText(state.definition.title)
            self._summary.setText("How this measure is defined")
            self._definition.show_measure(state.definition)
            self._pages.setCurrentWidget(self._definition)
        elif state.point is not None:
            self._show_point(state)
        self._summary.setToolTip(state.problem)

    def take_focus(self) -> None:
        """Take the keyboard, so that arrows move in what was opened and Esc closes it."""
        shown = self._pages.currentWidget()
        if isinstance(shown, RecordsPage | MixPage | NotesPage):
            shown.take_focus()
        else:
            self._definition.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _show_point(self, state: DrawerState) -> None:
        found, point = state.records, state.point
        if found is None:
            self._title.setText("" if point is None else f"Records, {point.month}")
            self._summary.setText(state.problem or "Reading the records…")
        else:
            self._title.setText(found.title)
            count = found.count
            self._summary.setText(f"{found.summary}\n{count:,} record{'' if count == 1 else 's'} behind the point.")
        self._tabs.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._tabs.setCurrentIndex(_PAGES.index(state.page))
        self._tabs.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.records.show_drawer(state)
        self.mix.show_mix(state.mix)
        self.notes.show_notes(point, state.notes)
        self._pages.setCurrentIndex(_PAGES.index(state.page))

    def _choose(self, at: int) -> None:
        if 0 <= at < len(_PAGES):
            self.page_chosen.emit(_PAGES[at])

    def _lay_out(self) -> None:
        self._close.setText("Close")
        self._close.setToolTip("Close (Esc)")
        self._close.setAccessibleName("Close the drawer")
        self._close.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(8), px(16))
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._summary)
        column.addWidget(self._tabs)
        column.addWidget(self._pages, 1)

    def _dress(self) -> None:
        self._close.setIcon(icon(Icon.CLOSE))
        self._close.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))
