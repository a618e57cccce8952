"""Puts records on the clipboard, and takes them off again when the department is locked."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard


class Clipboard:
    """The computer's clipboard; remembers whether what is on it came from here."""

    def __init__(self, clipboard: QClipboard) -> None:
        self._clipboard = clipboard

    def put(self, plain: str, html: str = "") -> None:
        """Place text, and the same as an HTML table for spreadsheets and documents."""
        data = QMimeData()
        data.setText(plain)
        if html:
            data.setHtml(html)
        data.setData(_OURS, b"1")
        self._clipboard.setMimeData(data)

    def clear_ours(self) -> None:
        """Empty the clipboard if it still holds what was put there from here."""
        # None where another program owns an empty clipboard; the stubs do not say so.
        held = cast("QMimeData | None", self._clipboard.mimeData())
        if held is not None and held.hasFormat(_OURS):
            self._clipboard.clear()


_OURS = "application/x-cdconsole"
