"""The department view: small charts that open, a table to copy, and ways onward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.chart_marks import LimitKind, LimitMark
from cdconsole.domain.goal_follow_up import GoalsDue
from cdconsole.domain.measure import DepartmentOverview, MeasureId, OutcomeMeasures, Unit
from cdconsole.services.definitions import BY_ID
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.department.columns import SUMMARY_COLUMNS
from cdconsole.ui.screens.department.stage_strip import StageStrip
from cdconsole.ui.screens.department.state import DepartmentState
from cdconsole.ui.screens.department.tiles import MeasureTile
from cdconsole.ui.screens.department.view import DepartmentView
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from widgets.chart_values import chart, unavailable


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


def test_that_goals_that_are_due_stand_under_those_that_are_open(view: DepartmentView) -> None:
    view.show_state(DepartmentState(replace(overview(), goals_due=GoalsDue(overdue=2, this_week=1))))
    assert "1 due this week, 2 overdue" in texts(view)
    view.show_state(STATE)
    assert "overdue" not in texts(view)


def test_that_the_charts_looked_at_stand_beside_the_period(view: DepartmentView) -> None:
    view.show_state(DepartmentState(replace(overview(), chance="28 charts looked at.")))
    assert "The whole team, Jan 2024 – May 2024. 28 charts looked at." in texts(view)


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
    first = dict(zip(lines[0].split("\t"), lines[1].split("\t"), strict=True))
    assert first["Variation"] == overview().charts[0].chart.icon.words
    assert (first["Target"], first["Assurance"]) == ("50.0%", "May or may not meet the target")
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
    assert [tile.isVisibleTo(view) for tile in tiles] == [True, True, True, False]
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


def many(measures: int, missing: int = 0, outcomes: int = 0) -> DepartmentOverview:
    """Return a page of so many measures, the last ones not drawn, every outcome with four measures."""
    ids = cast(tuple[MeasureId, ...], tuple(f"measure_{at}" for at in range(measures)))
    drawn = (chart() if at < measures - missing else unavailable() for at in range(measures))
    charts = tuple(
        replace(each, measure=replace(each.measure, id=name, title=f"Measure {at}"))
        for at, (each, name) in enumerate(zip(drawn, ids, strict=True))
    )
    under = tuple(OutcomeMeasures(f"Outcome {at}", ids[at * 4 : at * 4 + 4]) for at in range(outcomes))
    return replace(overview(), charts=charts, outcomes=under)


def tiles_of(view: DepartmentView) -> list[MeasureTile]:
    return [tile for tile in view.findChildren(MeasureTile) if tile.isVisibleTo(view)]


@pytest.mark.parametrize(("width", "columns"), [(1166, 4), (1720, 6), (640, 2)])
def test_that_thirty_measures_take_as_many_columns_as_there_is_room_for(
    view: DepartmentView, qtbot: QtBot, width: int, columns: int
) -> None:
    view.resize(width, 716)
    view.show_state(DepartmentState(many(30)))
    qtbot.waitUntil(lambda: len({tile.x() for tile in tiles_of(view)}) == columns)
    assert len(tiles_of(view)) == 30
    assert len({(tile.x(), tile.y()) for tile in tiles_of(view)}) == 30


def test_that_measures_stand_under_their_outcomes_and_the_others_last(view: DepartmentView) -> None:
    view.show_state(DepartmentState(many(10, outcomes=2)))
    said = texts(view).splitlines()
    headings = [said.index(words) for words in ("Outcome 0", "Outcome 1", "Not under an outcome yet")]
    assert headings == sorted(headings)
    view.show_state(STATE)
    assert "Outcome 0" not in texts(view)
    assert len(tiles_of(view)) == 4


def test_that_arrows_move_between_tiles_and_bring_them_into_view(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(DepartmentState(many(30, outcomes=2)))
    view.activateWindow()
    tiles = tiles_of(view)
    tiles[0].setFocus()
    qtbot.waitUntil(tiles[0].hasFocus)
    for key, reached in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Down, 5),
        (Qt.Key.Key_Left, 4),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_End, 29),
        (Qt.Key.Key_Right, 29),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 29),
    ):
        qtbot.keyClick(next(tile for tile in tiles if tile.hasFocus()), key)
        assert tiles[reached].hasFocus(), key
    assert not tiles[29].visibleRegion().isEmpty()
    assert [tile.focusPolicy() for tile in tiles].count(Qt.FocusPolicy.TabFocus) == 1


def test_that_closing_the_large_chart_brings_its_tile_back_into_view(view: DepartmentView, qtbot: QtBot) -> None:
    state = DepartmentState(many(30))
    view.show_state(state)
    view.activateWindow()
    view.show_state(replace(state, enlarged=cast(MeasureId, "measure_1")))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 1000)
    view.show_state(state)
    tile = tiles_of(view)[1]
    qtbot.waitUntil(lambda: tile.hasFocus() and not tile.visibleRegion().isEmpty())


def test_that_tiles_made_later_stand_before_the_table_in_the_order_of_tab(view: DepartmentView) -> None:
    view.show_state(DepartmentState(many(12)))
    test_that_tab_goes_from_the_tiles_to_the_table_to_the_links(view)


def test_that_a_tile_says_its_sentence(view: DepartmentView) -> None:
    assert tiles_of(view)[0].accessibleName() == "spells: The last month is above the upper limit."


def test_that_measures_without_a_chart_are_one_line_that_unfolds(view: DepartmentView, qtbot: QtBot) -> None:
    folded = DepartmentState(many(12, missing=2))
    view.show_state(folded)
    assert len(tiles_of(view)) == 10
    with qtbot.waitSignal(view.unfolded):
        press(view, "2 measures not drawn yet: show what is missing")
    assert "Measure 11: Not available" not in texts(view)
    view.show_state(replace(folded, is_unfolded=True))
    assert "Measure 11: Not available: dates only, no times of day." in texts(view)
    view.show_state(STATE)
    assert "not drawn yet" not in texts(view)


def test_that_the_table_is_filtered_and_says_where_nothing_is_left(view: DepartmentView, qtbot: QtBot) -> None:
    state = DepartmentState(many(34))
    view.show_state(state)
    field = next(each for each in view.findChildren(QLineEdit) if each.accessibleName() == "Filter the measures")
    with qtbot.waitSignal(view.filter_typed) as typed:
        qtbot.keyClicks(field, "3")
    assert typed.args == ["3"]
    view.show_state(replace(state, words="33"))
    table = view.findChild(RecordTable)
    assert table.model().rowCount() == 1
    view.show_state(replace(state, words="nowhere"))
    assert not table.isVisibleTo(view)
    assert "No measure has these words" in texts(view)


def test_that_only_headings_in_neutral_order_sort(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(DepartmentState(many(12, outcomes=2)))
    table = view.findChild(RecordTable)
    header = table.horizontalHeader()

    def click(title: str) -> None:
        at = next(place for place, column in enumerate(SUMMARY_COLUMNS) if column.title == title)
        middle = QPoint(header.sectionViewportPosition(at) + 12, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    before = [table.model().index(row, 0).data() for row in range(12)]
    click("Value")
    assert [table.model().index(row, 0).data() for row in range(12)] == before
    click("Measure")
    assert [table.model().index(row, 0).data() for row in range(12)] == sorted(before)


def test_that_sorting_is_offered_by_keyboard_too(view: DepartmentView) -> None:
    view.show_state(DepartmentState(many(12)))
    table = view.findChild(RecordTable)
    offered = {action.text(): action for action in table.actions()}
    before = [table.model().index(row, 0).data() for row in range(12)]
    offered["Sort by measure"].trigger()
    assert [table.model().index(row, 0).data() for row in range(12)] == sorted(before)
    offered["Order as listed"].trigger()
    assert "Sort by value" not in offered


def test_that_the_row_the_keyboard_is_on_is_brought_into_view(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(DepartmentState(many(34)))
    view.activateWindow()
    table = view.findChild(RecordTable)
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(table.model().index(0, 0))
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 2000)
    top = view.verticalScrollBar().value()
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().row() == 33
    assert view.verticalScrollBar().value() > top
    row = table.visualRect(table.currentIndex())
    middle = table.viewport().mapTo(view.viewport(), row.center()).y()
    assert 0 < middle < view.viewport().height()


def test_that_every_record_is_offered_where_each_has_a_value(view: DepartmentView, qtbot: QtBot) -> None:
    view.show_state(LARGE)
    assert not any(each.text() == "Show every record" and each.isVisibleTo(view) for each in buttons(view))
    stay = replace(chart(unit=Unit.DAYS), measure=BY_ID[MeasureId.LENGTH_OF_STAY])
    shown = replace(overview(), charts=(*overview().charts[:1], stay))
    state = DepartmentState(shown, enlarged=MeasureId.LENGTH_OF_STAY)
    view.show_state(state)
    with qtbot.waitSignal(view.records_toggled):
        press(view, "Show every record")
    view.show_state(replace(state, is_by_record=True))
    assert "Reading the records…" in texts(view.findChild(RecordCard))
    assert not view.findChild(ChartCard).isVisibleTo(view)
    assert any(each.text() == "Show the months again" and each.isVisibleTo(view) for each in buttons(view))


def buttons(view: DepartmentView) -> list[QPushButton]:
    return view.findChildren(QPushButton)


def test_that_the_large_chart_grows_with_what_stands_under_it_and_asks_for_changes_of_the_teams_limits(
    view: DepartmentView, qtbot: QtBot
) -> None:
    view.show_state(LARGE)
    [card] = [each for each in view.findChildren(ChartCard) if each.isVisible()]
    assert card.shown is not None
    at = datetime(2024, 6, 1, tzinfo=UTC)
    marks = tuple(
        LimitMark(str(place), LimitKind.REBASE, Month(2024, 4), "Ward moved", "Dr B. Director", at, 1)
        for place in range(12)
    )
    charts = tuple(replace(each, limit_marks=marks) for each in overview().charts)
    view.show_state(replace(LARGE, overview=replace(overview(), charts=charts)))
    qtbot.waitUntil(lambda: card.height() >= card.minimumHeight() > 320)
    with qtbot.waitSignal(view.limits_requested) as asked:
        next(action for action in card.actions() if action.text() == LimitTask.WITHDRAW.value).trigger()
    assert asked.args == [LimitTask.WITHDRAW, LimitsAsked(None, card.shown.chart, None)]
