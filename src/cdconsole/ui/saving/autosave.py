"""Says when what is typed is to be kept: after a pause, at the latest after a second and a half, and on leaving.

A kill loses at most two seconds: half a second is left for the way to the file.
"""

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
            timer.timeout.connect(self.keep)

    def watch(self, box: TextEdit) -> None:
        """Watch one box."""
        box.typed.connect(self.touch)
        box.left.connect(self.keep)

    def touch(self) -> None:
        """Keep soon what was just changed."""
        self._pause.start()
        if not self._latest.isActive():
            self._latest.start()

    def keep(self) -> None:
        """Keep it now."""
        self.stop()
        self.due.emit()

    def stop(self) -> None:
        """Keep nothing later: something else is shown."""
        self._pause.stop()
        self._latest.stop()
