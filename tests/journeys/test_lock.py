"""Ctrl+L: the worker is gone, nothing is on screen or on the clipboard, and the wrong words leave the cursor."""

import os
import weakref
from datetime import timedelta

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolTip

from cdconsole.ui.screens.department.view import DepartmentView
from cdconsole.ui.shell.workspace import Workspace
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person


def test_that_lock_ends_the_worker_empties_the_screens_and_asks_again(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    link = person.shell.runner._link
    assert link is not None
    assert link.pid is not None
    before = link.pid

    lock(person)
    assert person.window.entrance.isVisible(), "the very next painting shows the entrance"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert person.window.findChild(DepartmentView) is None
    person.sees("Locked.")
    person.wait(lambda: not is_running(before), "the worker to end")

    person.unlock("not the words at all")
    person.sees("That is not this person's passphrase")
    assert person.focus().objectName() == "passphrase"
    person.get_in(ready.director)
    assert person.meter.too_long() == []


def test_that_lock_leaves_no_screen_alive_that_still_holds_what_it_showed(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    for place in workspace_of(person).names:
        person.go(place)
        person.wait(lambda place=place: workspace_of(person)._where == place, place)
    presenters = {name: weakref.ref(screen._presenter) for name, screen in workspace_of(person)._screens.items()}
    lock(person)
    QTest.qWait(1000)
    assert [name for name, one in presenters.items() if one() is not None] == []


def test_that_lock_takes_back_what_was_copied_and_closes_whatever_is_open(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("ward")
    person.wait(lambda: person._has(QLineEdit, "search"), "the search")
    person.fill("search", "words from a record")
    line = person.part(QLineEdit, "search")
    line.selectAll()
    line.copy()
    QToolTip.showText(person.window.pos(), "what a cell holds", person.window)
    person.press("Add patient…")
    person.wait(lambda: dialogs() != [], "the dialog")

    lock(person)

    assert QGuiApplication.clipboard().text() == ""
    assert dialogs() == []
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [person.window]


def test_that_a_screen_that_breaks_while_it_is_closed_does_not_keep_the_department_open(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    link = person.shell.runner._link
    assert link is not None
    workspace_of(person)._screens["broken"] = Broken()  # type: ignore[assignment]
    lock(person)
    assert person.window.entrance.isVisible()
    person.wait(lambda: not is_running(link.pid), "the worker to end")
    person.sees("Something in the program went wrong.")


def test_that_a_computer_that_slept_is_locked_on_waking_and_says_so(sits_down: SitDown, ready: ReadyDepartment) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    idle = person.shell.idle
    idle._last_look -= timedelta(hours=8)
    idle.look()
    assert person.window.entrance.isVisible()
    person.sees("Locked because the computer was asleep.")


class Broken:
    def close(self) -> None:
        raise ZeroDivisionError


def lock(person: Person) -> None:
    in_front = next(iter(dialogs()), person.window)
    QTest.keyClick(in_front.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def workspace_of(person: Person) -> Workspace:
    workspace = person.shell._workspace
    assert workspace is not None
    return workspace


def dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def is_running(pid: int | None) -> bool:
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
