"""The files of an extract, exactly as they are, to read."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit


class FilesPane(QPlainTextEdit):
    """Plain text that can be read, selected and copied, not written."""

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setPlaceholderText(placeholder)

    def show_text(self, text: str) -> None:
        """Show a text; the same text keeps its place."""
        if text != self.toPlainText():
            self.setPlainText(text)
