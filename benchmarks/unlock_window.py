"""The program's own window up to its first paint, as `cdconsole` shows it. Says when it has been painted, and ends."""

from __future__ import annotations

import os
import sys

from cdconsole import app as composition


def say() -> None:
    print("painted", flush=True)
    os._exit(0)


if __name__ == "__main__":
    setup = composition.window_setup()

    from PySide6.QtWidgets import QApplication

    from cdconsole.ui.start import Opening

    app = QApplication(sys.argv[:1])
    opening = Opening(app, setup)
    opening.window.painted.connect(say)
    opening.show()
    app.exec()
