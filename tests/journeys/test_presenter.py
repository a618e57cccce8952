"""Presenter mode in the real window: whoever looks on reads nobody's name but the clinician's own, and no opinion."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from cdconsole.demo.review_story import REVIEWED
from cdconsole.demo.roster import ADMINISTRATOR, DEPUTY, DIRECTOR, NAMES
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

OPINION = "Leads by doing, in my view."
OTHERS = {part for name in (*NAMES, ADMINISTRATOR, DIRECTOR, DEPUTY) for part in (name, name.split()[-1])}
OTHERS -= {REVIEWED, REVIEWED.split()[-1]}


def test_that_nobody_elses_name_and_no_opinion_is_in_the_window_while_presenting(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("reviews")
    person.pick("Reviews", REVIEWED)
    person.press("Prepare review")
    person.press("Start the review")
    person.sees("Goals from last time")
    person.fill("Behaviour and leadership", OPINION)
    assert read_names(person), "names are there before, so that finding none later says something"

    person.press("Presenter mode")
    person.sees("Leave presenter mode")
    person.shell.problems.tell(f"{NAMES[1]} saved this note.", "Look at their text.")
    page = person.part(QWidget, "Presenter mode")
    seen = set()
    for _ in range(9):
        title = next(label.text() for label in page.findChildren(QLabel) if label.property("role") is None)
        seen.add(title)
        assert read_names(person) == []
        person.does_not_see(OPINION)
        assert person.window.windowTitle() == "cdconsole"
        QTest.keyClick(page, Qt.Key.Key_Right)
        QTest.qWait(20)
    assert any(REVIEWED in words for words in everything())

    person.key(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(50)
    assert read_names(person) == []
    person.press("Full screen")
    assert person.window.isFullScreen()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    person.sees("Goals from last time")
    assert not person.window.isFullScreen()
    assert person.window.windowTitle().startswith("Gastroenterology")
    person.sees(f"{NAMES[1]} saved this note.")


def test_that_the_department_can_be_locked_while_presenting_and_the_window_comes_back_whole(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    person.go("reviews")
    person.pick("Reviews", REVIEWED)
    person.press("Open last review")
    person.press("Presenter mode")
    person.sees("Leave presenter mode")
    person.press("Full screen")
    person.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    person.sees("can unlock it")
    assert not person.window.isFullScreen()
    assert person.window.menuBar().isVisible()


def read_names(person: Person) -> list[str]:
    """Return what names or quotes anybody but the clinician who is presented."""
    QTest.qWait(1)
    assert person.window.isVisible()
    return [words for words in everything() if any(name in words for name in OTHERS)]


def everything() -> Iterator[str]:
    """Yield every text of every visible widget of every window, what a screen reader says and tooltips included."""
    for window in QGuiApplication.topLevelWindows():
        if window.isVisible():
            yield window.title()
    for widget in QApplication.allWidgets():
        if widget.isVisible():
            yield widget.windowTitle() if widget.isWindow() else ""
            yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
            yield from (widget.statusTip(), widget.whatsThis())
            yield from written_on(widget)


def written_on(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(row) for row in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount()):
            yield from (str(model.index(row, at).data() or "") for at in range(model.columnCount()))
