"""Asks where a file is to be written; the next time it begins where the last one went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class SavePlace(QObject):
    """One kind of file of one screen. ``chosen`` carries the path; nothing is said where the person cancels."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, title: str, kind: str, suffix: str) -> None:
        super().__init__(parent)
        self._parent = parent
        self._title = title
        self._kind = f"{kind} (*.{suffix})"
        self._suffix = suffix
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def ask(self, file_name: str, *, may_replace: bool = True) -> None:
        """Open the system's dialog on a name; with ``may_replace`` it asks before an existing file is replaced."""
        proposed = str(Path(self._folder) / file_name)
        dialog = QFileDialog(self._parent, self._title, proposed, self._kind)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite, not may_replace)
        dialog.setDefaultSuffix(self._suffix)
        dialog.selectFile(proposed)
        dialog.fileSelected.connect(self._take)
        dialog.open()

    def _take(self, path: str) -> None:
        self._folder = str(Path(path).parent)
        self.chosen.emit(path)
