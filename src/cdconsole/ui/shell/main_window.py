"""The window: the entrance while locked, the workspace while open, menus above and the status line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from cdconsole.ui.forms import label
from cdconsole.ui.shell.entrance import Entrance
from cdconsole.ui.theme.fonts import px

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from cdconsole.ui.shell.menus import Menus
    from cdconsole.ui.shell.settings import Settings
    from cdconsole.ui.shell.status import Status

_FIRST_SIZE = (1280, 720)
_TITLE_BAR = 32


class MainWindow(QMainWindow):
    """``painted`` comes once, after the first paint; ``closed`` when the person closes the window."""

    painted = Signal()
    closed = Signal()
    menus: Menus

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._was_painted = False
        self._workspace: QWidget | None = None
        self._is_presenting, self._title = False, ""
        self.setWindowTitle("cdconsole")
        self.setMinimumSize(px(720), px(480))
        bar = self.menuBar()
        self._titles = [bar.addMenu(title) for title in ("&File", "&View", "&Help")]
        self.entrance = Entrance()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.entrance)
        self.setCentralWidget(self._pages)
        self._place(settings.geometry)

    def complete(self, settings: Settings) -> None:
        """Add what the first paint did not wait for: menu entries and the status line."""
        from cdconsole.ui.shell.menus import Menus

        self.menus = Menus(self, self._titles, settings.theme, settings.lock_minutes)
        self.addAction(self.menus.lock)  # so that its key works without the menu bar too
        self._status = label("", "secondary", wraps=False)
        self._status.setObjectName("status")
        self._status.setContentsMargins(px(8), px(2), px(8), px(2))
        self._locks_in = label("", "warning", wraps=False)
        self.statusBar().addWidget(self._status)
        self.statusBar().addPermanentWidget(self._locks_in)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().hide()

    def show_workspace(self, workspace: QWidget, title: str) -> None:
        """Show an open department."""
        self._workspace = workspace
        self._pages.setCurrentIndex(self._pages.addWidget(workspace))
        self.setWindowTitle(f"{title} - cdconsole")
        self.statusBar().show()
        self.menus.set_open(True)

    def show_entrance(self) -> None:
        """Delete what an open department showed, and show the entrance."""
        self.set_presenting(False)
        self._pages.setCurrentIndex(0)
        if self._workspace is not None:
            self._pages.removeWidget(self._workspace)
            self._workspace.deleteLater()
            self._workspace = None
        self.setWindowTitle("cdconsole")
        self.statusBar().hide()
        self._status.clear()
        self._locks_in.clear()
        self.menus.set_open(False)

    def set_presenting(self, is_presenting: bool) -> None:
        """Take away what names people, the title too, while others look at the window; or show it again.

        Full screen, which is for presenting only, ends with it. The key that locks works on.
        """
        from PySide6.QtCore import Qt

        if is_presenting == self._is_presenting:
            return
        self._is_presenting = is_presenting
        if is_presenting:
            self._title = self.windowTitle()
        else:
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
        self.setWindowTitle("cdconsole" if is_presenting else self._title)
        self.menuBar().setVisible(not is_presenting)
        self.statusBar().setVisible(not is_presenting)

    def show_status(self, status: Status) -> None:
        """Show the status line."""
        self._status.setText(status.text())
        self._locks_in.setText(status.lock_text())

    def add_to_status(self, widget: QWidget) -> None:
        """Put the progress strip at the right of the status line."""
        self.statusBar().addPermanentWidget(widget)
        widget.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the first paint: what can wait starts after it."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the shell end the worker."""
        super().closeEvent(event)
        self.closed.emit()

    def _place(self, geometry: QByteArray) -> None:
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            width, height = (px(length) for length in _FIRST_SIZE)
            self.resize(min(width, room.width()), min(height, room.height() - px(_TITLE_BAR)))
