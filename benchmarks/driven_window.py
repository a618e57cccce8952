"""The program's own window and worker process on the demonstration department, driven by its widgets."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QWidget

from cdconsole import app as composition
from cdconsole.demo.build import Demonstration, existing_demonstration
from cdconsole.ui.start import Opening

Kind = TypeVar("Kind", bound=QWidget)
PATIENCE_SECONDS = 60.0


def make_demonstration(home: Path) -> Demonstration:
    """Make the demonstration department as `cdconsole demo` does, in a process of its own."""
    folder = home / "demonstration"
    command = [sys.executable, "-m", "cdconsole", "demo", "--no-window", "--dir", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"CDCONSOLE_HOME": str(home)})
    made = existing_demonstration(folder)
    if made is None:
        raise RuntimeError("the demonstration department was not made")
    return made


@contextmanager
def unlocked_window(made: Demonstration) -> Iterator[Opening]:
    """Open the window, unlock as the director, and close it afterwards. ``CDCONSOLE_HOME`` must be set."""
    app = QApplication.instance()
    opening = Opening(
        app if isinstance(app, QApplication) else QApplication([]), composition.window_setup(str(made.folder))
    )
    opening.show()
    unlock = part(opening.window, QPushButton, "unlock")
    run_until(lambda: opening.shell is not None and unlock.isEnabled())
    part(opening.window, QLineEdit, "passphrase").setText(made.director_passphrase_file.read_text().strip())
    unlock.click()
    run_until(lambda: opening.window.findChild(QToolButton, "go_clinician") is not None)
    try:
        yield opening
    finally:
        opening.window.close()
        opening.close()


def part(within: QWidget, kind: type[Kind], name: str) -> Kind:
    """Return the one visible part with an object name or an accessible name."""
    found = [one for one in within.findChildren(kind) if name in (one.objectName(), one.accessibleName())]
    if not found:
        raise LookupError(f"there is no {kind.__name__} called {name}")
    return next((one for one in found if one.isVisible()), found[0])


def run_until(is_reached: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_reached():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        live(0.01)


def live(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
