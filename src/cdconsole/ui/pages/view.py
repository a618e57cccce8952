"""A title, a row of tabs, and the page of the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.theme.fonts import px


class PagesView(QWidget):
    """Emits the name of the page a person chose. ``titles`` are the tabs, by the pages' names.

    ``beside`` stands at the right of the tabs, whichever page is shown.
    """

    page_chosen = Signal(str)

    def __init__(self, title: str, titles: Mapping[str, str], beside: QWidget | None = None) -> None:
        super().__init__()
        self._names = tuple(titles)
        self._pages: dict[str, QWidget] = {}
        self._tabs = PageTabs(f"Pages of {title}")
        self._stack = QStackedWidget()
        for tab in titles.values():
            self._tabs.addTab(tab)
        top = QHBoxLayout()
        top.setSpacing(px(24))
        top.addWidget(label(title, "title", wraps=False))
        top.addWidget(self._tabs)
        top.addStretch(1)
        if beside is not None:
            top.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(12))
        column.setSpacing(px(16))
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._tabs.currentChanged.connect(self._choose)

    def add_page(self, name: str, page: QWidget) -> None:
        """Take a page in, so that it can be shown."""
        self._pages[name] = page
        self._stack.addWidget(page)

    def show_page(self, name: str) -> None:
        """Show one page."""
        self._stack.setCurrentWidget(self._pages[name])
        self._tabs.setCurrentIndex(self._names.index(name))

    def _choose(self, at: int) -> None:
        self.page_chosen.emit(self._names[at])
