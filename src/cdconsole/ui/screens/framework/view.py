"""The framework screen: a row of tabs, and the page of the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.screens.framework.charter_page import CharterPage
from cdconsole.ui.screens.framework.outcomes_page import OutcomesPage
from cdconsole.ui.screens.framework.stages_page import StagesPage
from cdconsole.ui.screens.framework.state import FrameworkState, Page
from cdconsole.ui.theme.fonts import px

_PAGES = tuple(Page)


class FrameworkView(QWidget):
    """Emits the page a person chose; each page has signals of its own."""

    page_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.stages, self.charter, self.outcomes = StagesPage(), CharterPage(), OutcomesPage()
        self._tabs = PageTabs("Pages of Framework")
        self._stack = QStackedWidget()
        for page, shown in zip(_PAGES, (self.stages, self.charter, self.outcomes), strict=True):
            self._tabs.addTab(page.title)
            self._stack.addWidget(_scrolled(shown))
        self._lay_out()
        self._tabs.currentChanged.connect(self._choose)
        self.show_state(FrameworkState())

    def show_state(self, state: FrameworkState) -> None:
        """Show everything anew; what is being typed stays while the same form is open."""
        at = _PAGES.index(state.page)
        self._tabs.setCurrentIndex(at)
        self._stack.setCurrentIndex(at)
        self._stack.setVisible(state.framework is not None)
        if state.framework is not None:
            self.stages.show_framework(state.framework, state.stage_form)
            self.charter.show_charter(state.framework.charter, state.charter_form)
            self.outcomes.show_state(state, state.framework.outcomes)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(24))
        top.addWidget(label("Framework", "title", wraps=False))
        top.addWidget(self._tabs)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), 0, 0)
        column.setSpacing(px(12))
        column.addLayout(top)
        column.addWidget(self._stack, 1)

    def _choose(self, at: int) -> None:
        self.page_chosen.emit(_PAGES[at])


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
