"""The quiet link that opens a card of guidance beside what a person is doing."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from cdconsole.domain.guidance import Guidance
from cdconsole.domain.resources import resource_path
from cdconsole.ui.forms import Button, button
from cdconsole.ui.shell.help_window import GuideBrowser
from cdconsole.ui.theme.fonts import px

_WIDTH, _HEIGHT, _EDGE = 440, 560, 24


class GuidanceLink(Button):
    """Opens one card; work goes on beside it, and Esc closes it."""

    def __init__(self, guidance: Guidance, words: str = "Guidance") -> None:
        super().__init__(words)
        self._guidance = guidance
        self._dialog: GuidanceDialog | None = None
        self.setAutoDefault(False)
        self.setProperty("role", "link")
        self.setAccessibleName(f"Guidance: {guidance.card.title}")
        self.setToolTip(guidance.card.title)
        self.clicked.connect(self._open)

    def _open(self) -> None:
        if self._dialog is None:
            self._dialog = GuidanceDialog(self, self._guidance)
            self._dialog.finished.connect(self._forget)
        self._dialog.show()
        self._dialog.raise_()

    def _forget(self, _result: int) -> None:
        gone, self._dialog = self._dialog, None
        if gone is not None:
            gone.deleteLater()


class GuidanceDialog(QDialog):
    """One card at the right edge of the window; it blocks nothing."""

    def __init__(self, beside: QWidget, guidance: Guidance) -> None:
        super().__init__(beside.window())
        self.setWindowTitle(guidance.card.title)
        self._text = GuidanceText()
        self._text.show_guidance(guidance)
        close = button("Close")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, px(16), 0)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(12))
        column.addWidget(self._text, 1)
        column.addLayout(buttons)
        self.resize(px(_WIDTH), px(_HEIGHT))
        window = beside.window().frameGeometry()
        self.move(window.right() - px(_WIDTH + _EDGE), window.top() + (window.height() - px(_HEIGHT)) // 2)


class GuidanceText(GuideBrowser):
    """Shows a card as the user guide shows its pages."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Guidance")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_guidance(self, guidance: Guidance) -> None:
        """Show a card."""
        self.setAccessibleName(f"Guidance: {guidance.card.title}")
        self.setSource(QUrl.fromLocalFile(str(resource_path(f"{guidance.value}.md"))))
