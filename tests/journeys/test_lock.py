"""Ctrl+L: the worker is gone, the screens are empty, and the wrong words leave the cursor where it was."""

import os

from PySide6.QtCore import QCoreApplication, QEvent, Qt

from cdconsole.ui.screens.department.view import DepartmentView
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment


def test_that_lock_ends_the_worker_empties_the_screens_and_asks_again(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    link = person.shell.runner._link
    assert link is not None
    assert link.pid is not None
    before = link.pid

    person.shortcut(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert person.window.findChild(DepartmentView) is None
    person.sees("Locked.")
    person.wait(lambda: not is_running(before), "the worker to end")

    person.unlock("not the words at all")
    person.sees("That is not this person's passphrase")
    assert person.focus().objectName() == "passphrase"
    person.get_in(ready.director)
    assert person.meter.too_long() == []


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
