"""What stands in the window while no department is open: a quiet panel, and one page beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.shell.unlock.view import UnlockPage
from cdconsole.ui.shell.unlock.welcome import WelcomePage
from cdconsole.ui.theme.fonts import px

_PAGE_WIDTH = 440


class Entrance(QWidget):
    """Shows the welcome page, the unlock page, or a page added later."""

    def __init__(self) -> None:
        super().__init__()
        self.welcome = WelcomePage()
        self.unlock = UnlockPage()
        self._pages = QStackedWidget()
        for page in (self.welcome, self.unlock):
            self._pages.addWidget(_centred(page))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_panel(), 2)
        row.addWidget(self._pages, 3)

    def show_welcome(self) -> None:
        """Show recent departments."""
        self._pages.setCurrentIndex(0)

    def show_unlock(self) -> None:
        """Show the unlock page, ready to type."""
        self._pages.setCurrentIndex(1)
        self.unlock.take_focus()

    def show_page(self, page: QWidget) -> None:
        """Show another page for once."""
        self._pages.setCurrentIndex(self._pages.addWidget(_centred(page)))

    def remove_pages(self) -> None:
        """Delete pages shown for once, and what was typed into them."""
        while (page := self._pages.widget(2)) is not None:
            self._pages.removeWidget(page)
            page.deleteLater()


def _centred(page: QWidget) -> QWidget:
    """Return a page of readable width, a little above the middle, that scrolls where the window is small."""
    page.setFixedWidth(px(_PAGE_WIDTH))
    page.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
    around = QWidget()
    column = QVBoxLayout(around)
    column.setContentsMargins(px(24), px(24), px(24), px(24))
    column.addStretch(2)
    column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(3)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidget(around)
    return scroll


def _panel() -> QFrame:
    panel = QFrame()
    panel.setProperty("role", "rail")
    column = QVBoxLayout(panel)
    column.setContentsMargins(px(48), px(48), px(48), px(32))
    column.setSpacing(px(8))
    column.addStretch(2)
    column.addWidget(label("cdconsole", "title"))
    column.addWidget(label("Your department's own numbers, beside the job plans that explain them.", "secondary"))
    column.addStretch(3)
    column.addWidget(label("Everything stays in an encrypted folder of your own. Nothing is sent anywhere.", "caption"))
    return panel
