"""The team board as a person meets it, over a real department."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from cdconsole.ui.charts.team_bars import NeedBars, ShareBars
from cdconsole.ui.screens.context import BuiltScreen
from unit.services.conftest import admin_session, department_template, unlock  # noqa: F401
from widgets.test_data_view import press, says, screen, tables, unnamed  # noqa: F401


def fill(qtbot: QtBot, page: BuiltScreen, **typed: str) -> None:
    lines = {each.accessibleName(): each for each in page.widget.findChildren(QLineEdit) if each.isVisible()}
    for name, text in typed.items():
        lines[name].clear()
        qtbot.keyClicks(lines[name], text)


def test_that_a_need_is_typed_compared_and_taken_away(qtbot: QtBot, screen: BuiltScreen) -> None:  # noqa: F811
    screen.visit(page="team_board")
    assert says(screen, "PAs a week of direct clinical care")
    assert unnamed(screen) == []
    fill(qtbot, screen, **{"Activity": "Ward round", "PAs a week needed": "many", "Why": "rota"})
    press(screen, "Save need")
    assert says(screen, "“many” is not a number.")
    fill(qtbot, screen, **{"PAs a week needed": "9"})
    press(screen, "Save need")
    assert says(screen, "Saved.")
    model = tables(screen)["Activities of the team"].model()
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells[0] == "Ward round"
    assert cells[3:] == ["9.00", "1.5 fewer than needed", "rota"]
    press(screen, "Take away")
    assert says(screen, "Taken away.")


def test_that_the_pictures_say_in_words_what_they_draw(screen: BuiltScreen) -> None:  # noqa: F811
    screen.visit(page="team_board")
    picture, shares = screen.widget.findChild(NeedBars), screen.widget.findChild(ShareBars)
    assert picture.accessibleDescription().startswith("Ward round: 7.50 PAs.")
    assert "1 of 1 plans, from 7.5 to 7.5 PAs a week." in shares.accessibleDescription()
    assert "Ann" not in picture.accessibleDescription() + shares.accessibleDescription()
    tables(screen)["Activities of the team"].selectRow(0)
    assert says(screen, "Ward round: 7.50 PAs a week in 1 of 1 plans")
    link = next(
        each for each in screen.widget.findChildren(QAbstractButton) if each.text() == "All activities together"
    )
    link.click()
    assert says(screen, "All direct clinical care")
    picture.grab()
    shares.grab()


def test_that_the_form_is_scrolled_and_not_squeezed_in_a_low_window(qtbot: QtBot, screen: BuiltScreen) -> None:  # noqa: F811
    screen.visit(page="team_board")
    screen.widget.resize(1166, 320)
    lines = [each for each in screen.widget.findChildren(QLineEdit) if each.isVisible()]
    assert lines
    qtbot.waitUntil(lambda: all(each.height() >= each.minimumSizeHint().height() for each in lines))
