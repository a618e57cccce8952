"""What stands in the window while no department is open: a quiet panel, and one page beside it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.theme.fonts import px

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent

    from cdconsole.ui.shell.unlock.view import UnlockPage
    from cdconsole.ui.shell.unlock.welcome import WelcomePage

Page = TypeVar("Page", bound=QWidget)
_PAGE_WIDTH, _PANEL_FROM = 460, 860
_SUFFIXES = (".cdv", ".cdvx", ".cdvp")
_NO_FOCUS = 0  # Qt.FocusPolicy.NoFocus; see forms for why Qt is not named. The fields scroll into view by themselves.


class Entrance(QWidget):
    """Shows the welcome page, the unlock page, or a page added later.

    ``dropped`` carries the path of a department, as a folder or as one file, or of a clinician's own pack, that
    somebody let go over it.
    """

    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._pages = QStackedWidget()
        self._around: dict[QWidget, QWidget] = {}
        self._once: QWidget | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._panel = _panel()
        row.addWidget(self._panel, 2)
        row.addWidget(self._pages, 3)

    @cached_property
    def welcome(self) -> WelcomePage:
        """Return the welcome page, made when it is first wanted: the first paint waits for one page only."""
        from cdconsole.ui.shell.unlock.welcome import WelcomePage

        return self._added(WelcomePage())

    @cached_property
    def unlock(self) -> UnlockPage:
        """Return the unlock page, made when it is first wanted."""
        from cdconsole.ui.shell.unlock.view import UnlockPage

        return self._added(UnlockPage())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the whole width where there is little."""
        super().resizeEvent(event)
        self._panel.setVisible(self.width() >= px(_PANEL_FROM))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a department, and nothing else."""
        if _department_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which department it is."""
        self.dropped.emit(_department_in(event))
        event.acceptProposedAction()

    def show_welcome(self) -> None:
        """Show recent departments."""
        self._show(self.welcome)
        self.welcome.take_focus()

    def show_unlock(self) -> None:
        """Show the unlock page, ready to type."""
        self._show(self.unlock)
        self.unlock.take_focus()

    def show_page(self, page: QWidget) -> None:
        """Show another page for once."""
        self._once = self._added(page)
        self._show(page)
        page.setFocus()

    def remove_page(self) -> None:
        """Delete the page shown for once, and what was typed into it."""
        if self._once is not None:
            scroll = self._around.pop(self._once)
            self._pages.removeWidget(scroll)
            scroll.deleteLater()
            self._once = None

    def _added(self, page: Page) -> Page:
        self._around[page] = _centred(page)
        self._pages.addWidget(self._around[page])
        return page

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(self._around[page])


def _department_in(event: QDropEvent) -> str:
    """Return the one department that is dragged, or nothing."""
    paths = [url.toLocalFile().rstrip("/") for url in event.mimeData().urls()]
    return paths[0] if len(paths) == 1 and paths[0].endswith(_SUFFIXES) else ""


def _centred(page: QWidget) -> QWidget:
    """Return a page of readable width, a little above the middle, that scrolls where the window is small."""
    page.setMaximumWidth(px(_PAGE_WIDTH))
    around = QWidget()
    # Stretches on every side and no alignment: an aligned widget is not asked how high its wrapped text is.
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(page, 1000)
    row.addStretch(1)
    column = QVBoxLayout(around)
    column.setContentsMargins(px(24), px(24), px(24), px(24))
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setProperty("focusPolicy", _NO_FOCUS)
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
