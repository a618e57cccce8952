"""The page of measures as a person meets it, over a real department."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.people import Person, Role, SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.screens import data as data_screen
from cdconsole.ui.screens.context import BuiltScreen, ScreenContext
from cdconsole.ui.shell.clipboard import Clipboard
from unit.services.conftest import CLOCK, admin_session, department_template, unlock  # noqa: F401
from widgets.test_data_view import go_nowhere, unnamed


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, admin_session: Session) -> Iterator[BuiltScreen]:  # noqa: F811
    feed = ChangeFeed()
    summary = SessionSummary("", "Ward", "", Person("p", "Ward Clerk", Role.ADMINISTRATOR, CLOCK.now()), 2, "")
    runner = ImmediateTaskRunner(admin_session, feed.changed.emit)
    context = ScreenContext(runner, feed, summary, go_nowhere, CLOCK, pytest.fail, Clipboard(qapp.clipboard()))
    built = data_screen.build(context)
    built.visit(page="measures")
    built.widget.resize(1166, 690)
    qtbot.addWidget(built.widget)
    built.widget.show()
    qtbot.waitExposed(built.widget)
    yield built
    built.close()


def press(within: QWidget, text: str) -> None:
    next(
        each
        for each in within.findChildren(QAbstractButton)
        if each.isVisible() and text in (each.text(), each.accessibleName())
    ).click()


def says(within: QWidget, text: str) -> bool:
    return any(text in each.text() for each in within.findChildren(QLabel) if each.isVisible())


def dialog(page: BuiltScreen) -> QDialog:
    [found] = [each for each in page.widget.findChildren(QDialog) if each.isVisible()]
    return found


def listed(page: BuiltScreen) -> list[str]:
    model = next(each for each in page.widget.findChildren(QTableView) if each.isVisible()).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def write(within: QWidget, name: str, text: str) -> None:
    editor = within.findChild(QWidget, name)
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    else:
        assert isinstance(editor, QLineEdit)
        editor.setText(text)


def test_that_a_definition_is_read_as_plain_text_with_all_its_fields(page: BuiltScreen) -> None:
    assert says(page.widget, "Definition version 1. In use: came with the program")
    for heading in ("Numerator", "Denominator", "Not counted", "Attribution", "Target", "Weaknesses", "Read beside"):
        assert says(page.widget, heading)
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in page.widget.findChildren(QLabel) if each.text())
    assert unnamed(page) == []


def test_that_templates_are_ticked_and_added_by_keyboard(qtbot: QtBot, page: BuiltScreen) -> None:
    press(page.widget, "Add from templates…")
    shown = dialog(page)
    templates = shown.findChild(QListWidget)
    assert templates is not None
    assert templates.count() == 33
    assert "Clinics: none imported yet" in next(
        templates.item(at).text() for at in range(33) if templates.item(at).text().startswith("Did not attend")
    )
    settings = shown.findChildren(QComboBox)[0]
    settings.setCurrentIndex(settings.findText("Endoscopy"))
    settings.activated.emit(settings.currentIndex())
    assert templates.count() < 15
    press(shown, "Add measures")
    assert says(shown, "No measure is chosen.")
    templates.setFocus()
    qtbot.keyClick(templates, Qt.Key.Key_Space)
    first = templates.item(0).text()
    assert says(shown, "In how many") or says(shown, "How many")
    press(shown, "Add measures")
    assert listed(page)[-1] in first
    assert says(page.widget, "Added from the template")


def test_that_an_edit_needs_a_reason_and_makes_a_version(page: BuiltScreen) -> None:
    press(page.widget, "Edit…")
    shown = dialog(page)
    write(shown, "question", "How much work ended?")
    press(shown, "Store version")
    assert says(shown, "A reason is needed.")
    write(shown, "reason", "Shorter")
    press(shown, "Store version")
    assert says(page.widget, "Definition version 2. In use: Ward Clerk")
    assert says(page.widget, "→ How much work ended?")
    assert not [each for each in page.widget.findChildren(QDialog) if each.isVisible()]


def test_that_a_form_of_many_fields_fits_on_the_screen_and_names_each(page: BuiltScreen) -> None:
    press(page.widget, "Copy…")
    shown = dialog(page)
    assert shown.height() <= 720
    named = [each for each in shown.findChildren(QLineEdit) if each.objectName()]
    assert named
    assert all(each.accessibleName() for each in named)
    shown.reject()
    assert not [each for each in page.widget.findChildren(QDialog) if each.isVisible()]


def test_that_a_measure_is_retired_and_brought_back(page: BuiltScreen) -> None:
    press(page.widget, "Retire…")
    write(dialog(page), "reason", "Not believed")
    press(dialog(page), "Retire")
    assert says(page.widget, "3 in use, 1 retired")
    assert says(page.widget, "Retired: Ward Clerk")
    press(page.widget, "Bring back")
    assert says(page.widget, "4 in use, 0 retired")


def test_that_charts_are_ticked_and_put_in_order(qtbot: QtBot, page: BuiltScreen) -> None:
    press(page.widget, "Charts on the clinician page…")
    shown = dialog(page)
    charts = shown.findChild(QListWidget)
    assert charts is not None
    assert says(shown, "4 of at most 6 ticked")
    press(shown, "Move the marked chart down")
    charts.setFocus()
    qtbot.keyClick(charts, Qt.Key.Key_Space)
    assert says(shown, "3 of at most 6 ticked")
    press(shown, "Store charts")
    table = next(each for each in page.widget.findChildren(QTableView) if each.isVisible())
    states = [str(table.model().index(row, 1).data()) for row in range(4)]
    assert states == ["In use", "Chart 1", "Chart 2", "Chart 3"]
    press(page.widget, "Charts on the clinician page…")
    press(dialog(page), "The first 6 in use")
    assert str(table.model().index(0, 1).data()) == "Chart 1"


def test_that_the_list_is_filtered_as_it_is_typed(qtbot: QtBot, page: BuiltScreen) -> None:
    box = next(each for each in page.widget.findChildren(QLineEdit) if each.isVisible())
    qtbot.keyClicks(box, "day-case")
    assert listed(page) == ["Day-case rate"]
    qtbot.keyClicks(box, "zzz")
    assert listed(page) == []
    assert says(page.widget, "None fits what is typed above.")
    box.clear()
    box.textEdited.emit("")
    assert len(listed(page)) == 4
