"""The least a Qt program can do: an empty window. Says when it has been painted, and ends."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class BareWindow(QMainWindow):
    """Notices its paint the way the program's own window does."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Notice the paint."""
        super().paintEvent(event)
        QTimer.singleShot(0, self, say)


def say() -> None:
    print("painted", flush=True)
    os._exit(0)


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    window = BareWindow()
    window.resize(1280, 720)
    window.show()
    app.exec()
