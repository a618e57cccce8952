"""Shows the user guide that comes with the program."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from cdconsole.domain.resources import resource_path
from cdconsole.ui.theme.fonts import px


class HelpWindow(QWidget):
    """A small browser of our own packaged pages; nothing a person typed is ever shown here."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("cdconsole: user guide")
        self.resize(px(760), px(640))
        self._browser = QTextBrowser()
        self._browser.setAccessibleName("User guide")
        self._browser.setOpenExternalLinks(False)
        self._browser.document().setDocumentMargin(px(24))
        self._browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._browser)
        self._key("Back", QKeySequence.StandardKey.Back).triggered.connect(self._browser.backward)
        self._key("Close", QKeySequence.StandardKey.Cancel).triggered.connect(self.close)

    def open_page(self, name: str = "index") -> None:
        """Show a page of the guide."""
        self._browser.setSource(QUrl.fromLocalFile(str(resource_path(f"guide/{name}.md"))))
        self.show()
        self.raise_()
        self.activateWindow()

    def _key(self, text: str, key: QKeySequence.StandardKey) -> QAction:
        action = QAction(text, self)
        action.setShortcut(key)
        self.addAction(action)
        return action
