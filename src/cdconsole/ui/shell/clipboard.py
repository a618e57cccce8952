"""Puts records on the clipboard, and takes them off again when the department is locked."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication, QPixmap


class Clipboard:
    """The computer's clipboard; what is placed from here carries a mark, so that it is known again."""

    def __init__(self, clipboard: QClipboard) -> None:
        self._clipboard = clipboard
        self._was_copied_here = False
        clipboard.dataChanged.connect(self._note_who_copied)

    def put(self, plain: str, html: str = "", *, is_secret: bool = False) -> None:
        """Place text, and the same as an HTML table for spreadsheets and documents.

        ``is_secret`` asks the programs that keep a history of the clipboard to leave it out.
        """
        data = QMimeData()
        if is_secret:
            for name, value in _NO_HISTORY.items():
                data.setData(name, value)
        data.setText(plain)
        if html:
            data.setHtml(html)
        self._put(data)

    def put_picture(self, picture: QPixmap) -> None:
        """Place a picture."""
        data = QMimeData()
        data.setImageData(picture.toImage())
        self._put(data)

    def clear_ours(self) -> None:
        """Empty the clipboard, and on X11 the selection, of whatever was put there or copied from here."""
        # None where another program owns an empty clipboard; the stubs do not say so.
        held = cast("QMimeData | None", self._clipboard.mimeData())
        if self._was_copied_here or (held is not None and held.hasFormat(_OURS)):
            self._clipboard.clear()
        if self._clipboard.ownsSelection():
            self._clipboard.clear(QClipboard.Mode.Selection)

    def _note_who_copied(self) -> None:
        """Copied words carry no mark, and not every system says whose they are: it was the program in front."""
        self._was_copied_here = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None

    def _put(self, data: QMimeData) -> None:
        data.setData(_OURS, b"1")
        self._clipboard.setMimeData(data)


_OURS = "application/x-cdconsole"
_NO_HISTORY = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "application/x-nspasteboard-concealed-type": b"1",
    "x-kde-passwordManagerHint": b"secret",
}
