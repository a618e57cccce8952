"""Says when what is typed is to be kept: after a pause, at the latest after a second and a half, and on leaving."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from cdconsole.ui.follow_up.text_edit import TextEdit

PAUSE_MS, AT_LATEST_MS = 1000, 1500


class Autosave(QObject):
    """Watches text boxes. ``due`` says that what was typed is to be kept now."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pause, self._latest = QTimer(self), QTimer(self)
        for timer, milliseconds in ((self._pause, PAUSE_MS), (self._latest, AT_LATEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(self._keep)

    def watch(self, box: TextEdit) -> None:
        """Watch one box."""
        box.typed.connect(self._type)
        box.left.connect(self._keep)

    def _type(self, _text: str) -> None:
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def _keep(self) -> None:
        self._pause.stop()
        self._latest.stop()
        self.due.emit()
