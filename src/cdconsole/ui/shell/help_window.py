"""Shows the user guide that comes with the program."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QImage, QKeySequence, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from cdconsole.domain.resources import resource_path
from cdconsole.ui.theme.fonts import px

_BESIDE_PICTURE = 64
_PICTURE = "\ufffc"


class GuideBrowser(QTextBrowser):
    """Shows pages with room between paragraphs, and pictures no wider than the page."""

    def __init__(self) -> None:
        super().__init__()
        self.document().setDocumentMargin(px(24))
        self.sourceChanged.connect(self._space_out)

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: A002 - Qt's own word
        """Return what Qt would, a picture scaled to the page."""
        if type != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(type, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        room = self.viewport().width() - px(_BESIDE_PICTURE)
        if picture.width() <= room:
            return picture
        return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def _space_out(self) -> None:
        cursor = QTextCursor(self.document())
        while not cursor.atEnd():
            spaced = cursor.blockFormat()
            spaced.setTopMargin(px(16 if spaced.headingLevel() else 2))
            spaced.setBottomMargin(px(6))
            spaced.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if not cursor.block().text().startswith(_PICTURE):
                cursor.setBlockFormat(spaced)
            if not cursor.movePosition(QTextCursor.MoveOperation.NextBlock):
                break


class HelpWindow(QWidget):
    """A small browser of our own packaged pages; nothing a person typed is ever shown here."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("cdconsole: user guide")
        self.resize(px(860), px(680))
        self._browser = GuideBrowser()
        self._browser.setAccessibleName("User guide")
        self._browser.setOpenExternalLinks(False)
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
