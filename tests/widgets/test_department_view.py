"""The department view: small charts that open, a table to copy, and ways onward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.measure import DepartmentOverview, MeasureId
from cdconsole.services.definitions import BY_ID
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.department.stage_strip import StageStrip
from cdconsole.ui.screens.department.state import DepartmentState
from cdconsole.ui.screens.department.tiles import MeasureTile
from cdconsole.ui.screens.department.view import DepartmentView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from widgets.chart_values import chart


def overview(measures: int = 4) -> DepartmentOverview:
    charts = tuple(
        replace(each, measure=replace(each.measure, id=measure, title=measure))
        for each, measure in zip((chart() for _ in range(measures)), BY_ID, strict=False)
    )
    period = Period(Month(2024, 1), Month(2024, 5))
    return DepartmentOverview("Nothing changed.", charts, period, 3, 5, "31 May 2024", "x.csv, 2 Jun 2024", 3, 8)


STATE = DepartmentState(overview())
LARGE = replace(STATE, enlarged=MeasureId.BEFORE_MIDDAY)


@pytest.fixture
def view(qtbot: QtBot) -> DepartmentView:
    made = DepartmentView(Clipboard(QGuiApplication.clipboard()))
    qtbot.addWidget(made)
    made.resize(1166, 716)
    made.show()
    made.show_state(STATE)
    qtbot.waitExposed(made)
    return made


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def press(view: DepartmentView, words: str) -> None:
    next(each for each in view.findChildren(QPushButton) if each.text() == words).click()


def test_that_the_page_says_its_sentence_what_is_due_and_how_fresh_the_data_are(view: DepartmentView) -> None:
    said = texts(view)
    for words in ("Nothing changed.", "3 of 8", "Reviews due", "31 May 2024", "x.csv, 2 Jun 2024"):
        assert words in said
    assert view.findChild(StageStrip).accessibleName() == "3 of 8 stages done"


def test_that_a_measure_opens_by_mouse_by_keyboard_and_from_the_table(view: DepartmentView, qtbot: QtBot) -> None:
    tiles, table = view.findChildren(MeasureTile), view.findChild(RecordTable)
    with qtbot.waitSignal(view.measure_chosen) as clicked:
        qtbot.mouseClick(tiles[1], Qt.MouseButton.LeftButton)
    assert clicked.args == [MeasureId.LENGTH_OF_STAY]
    with qtbot.waitSignal(view.measure_chosen) as pressed:
        qtbot.keyClick(tiles[2], Qt.Key.Key_Return)
    assert pressed.args == [MeasureId.BEFORE_MIDDAY]
    with qtbot.waitSignal(view.measure_chosen) as opened:
        table.activated.emit(table.model().index(3, 0))
    assert opened.args == [MeasureId.DAY_CASE_RATE]
    with qtbot.assertNotEmitted(view.measure_chosen):
        qtbot.keyClick(tiles[2], Qt.Key.Key_A)


def test_that_the_large_chart_has_the_focus_and_gives_it_back_to_its_tile(view: DepartmentView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.show_state(LARGE)
    card = view.findChild(ChartCard)
    qtbot.waitUntil(card.chart.hasFocus)
    assert card.accessibleName() == "discharged_before_midday"
    assert view.findChild(RecordTable).currentIndex().row() == 2
    with qtbot.waitSignal(view.reduced):
        qtbot.keyClick(card.chart, Qt.Key.Key_Escape)
    view.show_state(STATE)
    qtbot.waitUntil(view.findChildren(MeasureTile)[2].hasFocus)
    assert not card.isVisibleTo(view)


def test_that_the_large_chart_can_be_closed_and_defined(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(LARGE)
    with qtbot.waitSignal(view.reduced):
        press(view, "Close the large chart")
    with qtbot.waitSignal(view.definition_toggled):
        view.findChild(ChartCard).findChildren(QToolButton)[0].click()
    assert not view.findChild(DefinitionCard).isVisibleTo(view)
    view.show_state(replace(LARGE, is_defined=True))
    assert "Numerator" in texts(view.findChild(DefinitionCard))
    assert view.findChild(DefinitionCard).isVisibleTo(view)


def test_that_the_table_is_copied_with_headings_and_words_for_icons(view: DepartmentView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.findChild(RecordTable).setFocus()
    qtbot.waitUntil(view.findChild(RecordTable).hasFocus)
    qtbot.keyClick(view.findChild(RecordTable), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[5] == "Variation"
    assert lines[1].split("\t")[5] == overview().charts[0].chart.icon.words
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("Go to reviews", "reviews"),
        ("Go to goals", "goals"),
        ("Go to the framework", "framework"),
        ("Go to data", "data"),
    ],
)
def test_that_links_lead_to_their_screens(view: DepartmentView, qtbot: QtBot, words: str, to: str) -> None:
    with qtbot.waitSignal(view.go_requested) as went:
        press(view, words)
    assert went.args == [to]


def test_that_a_notice_takes_the_charts_place_and_the_sentence(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(replace(STATE, problem=Notice("The file is away.", "Unlock again.", NoticeAction.TRY_AGAIN)))
    said = texts(view)
    assert "The file is away." in said
    assert "Unlock again." in said
    assert "Reviews due" not in said
    assert not any(tile.isVisibleTo(view) for tile in view.findChildren(MeasureTile))
    with qtbot.waitSignal(view.notice_answered):
        press(view, "Try again")
    view.show_state(STATE)
    assert "Nothing changed." in texts(view)


def test_that_fewer_measures_hide_a_tile_and_a_narrow_page_takes_two_columns(
    view: DepartmentView, qtbot: QtBot
) -> None:
    view.show_state(DepartmentState(overview(3)))
    tiles = view.findChildren(MeasureTile)
    assert [tile.isVisibleTo(view) for tile in tiles] == [True] * 3 + [False] * 5
    view.resize(640, 716)
    qtbot.waitUntil(lambda: len({tile.x() for tile in tiles[:3]}) == 2)


def test_that_everything_is_painted_with_and_without_an_icon(view: DepartmentView) -> None:
    table = view.findChild(RecordTable)
    common = table.grab().toImage()
    bare = tuple(replace(each, unavailable="No times.") for each in overview().charts)
    view.show_state(DepartmentState(replace(overview(), charts=bare)))
    table.selectRow(0)
    assert table.grab().toImage() != common


def test_that_every_control_has_a_name(view: DepartmentView) -> None:
    view.show_state(LARGE)
    kinds: tuple[Callable[..., Any], ...] = (QPushButton, QToolButton, MeasureTile, RecordTable)
    for kind in kinds:
        for each in view.findChildren(kind):
            assert not each.isVisibleTo(view) or each.accessibleName() or each.text(), each


def test_that_tab_goes_from_the_tiles_to_the_table_to_the_links(view: DepartmentView) -> None:
    order: list[QWidget] = []
    here: QWidget | None = view
    while here is not None and here not in order:
        order.append(here)
        here = here.nextInFocusChain()
    places = [order.index(each) for each in (*view.findChildren(MeasureTile), view.findChild(RecordTable))]
    link = next(each for each in view.findChildren(QPushButton) if each.text() == "Go to reviews")
    assert [*places, order.index(link)] == sorted([*places, order.index(link)])
