from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.measure import Controllable, MeasureId
from cdconsole.domain.peers import Peer, PeerStrip
from cdconsole.domain.spc import AssuranceIcon, VariationIcon
from cdconsole.ui.charts.chart_card import ChartCard, Shown
from cdconsole.ui.charts.chart_table import ChartTable
from cdconsole.ui.charts.spc_icons import IconWithWords
from widgets.chart_values import LEAVE, chart, measure, unavailable


@pytest.fixture
def card(qtbot: QtBot) -> ChartCard:
    made = ChartCard()
    qtbot.addWidget(made)
    made.resize(860, 196)
    made.show_chart(chart(), (LEAVE,))
    made.show()
    qtbot.waitExposed(made)
    return made


def _texts(card: ChartCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card) and label.text()]


def _widgets(card: ChartCard) -> int:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(card.findChildren(QWidget))


def test_that_a_chart_never_stands_without_n_reading_and_rules(card: ChartCard) -> None:
    assert _texts(card) == [
        "Discharged before midday",
        "n 120 of 388 discharges  ·  Quality good",
        "The last month is above the upper limit.",
        "Dotted: the team, 14 clinicians  ·  Making Data Count rules",
    ]


def test_that_the_reasons_of_the_data_quality_mark_are_on_hover_and_for_a_screen_reader(card: ChartCard) -> None:
    reason = "12 of 40 records are not yet checked."
    card.show_chart(replace(chart(), quality="Not yet validated with the clinician", quality_reasons=(reason,)))
    mark = next(each for each in card.findChildren(QLabel) if "Not yet validated" in each.text())
    assert mark.toolTip() == f"Data quality: Not yet validated with the clinician\n{reason}"
    assert reason in mark.accessibleDescription()
    assert reason in card.accessibleDescription()


def test_that_icons_stand_beside_their_words(card: ChartCard) -> None:
    words = [each.accessibleName() for each in card.findChildren(IconWithWords) if each.isVisibleTo(card)]
    assert words == ["Special cause: improvement, high", "May or may not meet the target"]


def test_that_trial_limits_are_explained(card: ChartCard) -> None:
    made = chart()
    note = "Trial limits: 12 of 13 months; no icon yet."
    trial = replace(
        made.chart, icon=VariationIcon.NONE, assurance=AssuranceIcon.NONE, is_trial=True, notes=(note,), target=None
    )
    card.show_chart(replace(made, chart=trial))
    assert note in _texts(card)[-1]
    words = [each.accessibleName() for each in card.findChildren(IconWithWords) if each.isVisibleTo(card)]
    assert words == ["No icon yet"]


def test_that_a_measure_without_a_chart_says_why_and_comes_back(card: ChartCard) -> None:
    card.show_chart(unavailable())
    assert not card.chart.isVisible()
    assert "Not available: dates only, no times of day." in _texts(card)
    assert card.accessibleDescription() == "Not available: dates only, no times of day."
    card.show_chart(chart(), (LEAVE,))
    assert card.chart.isVisible()
    assert not any(text.startswith("Not available") for text in _texts(card))


def test_that_a_month_chosen_on_the_chart_is_passed_on(card: ChartCard, qtbot: QtBot) -> None:
    months: list[Month] = []
    card.point_chosen.connect(months.append)
    card.chart.grab()
    qtbot.mouseClick(card.chart, Qt.MouseButton.LeftButton, pos=card.chart.position_of(1).toPoint())
    assert months == [Month(2024, 2)]


def test_that_the_i_asks_for_the_definition(card: ChartCard, qtbot: QtBot) -> None:
    asked: list[MeasureId] = []
    card.definition_requested.connect(asked.append)
    button = card.findChild(QToolButton)
    assert button.accessibleName() == "Definition of Discharged before midday"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [MeasureId.BEFORE_MIDDAY]


def test_that_control_c_copies_the_table_as_text_and_html(card: ChartCard, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    card.activateWindow()
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().startswith("Measure\tDischarged before midday\n")
    assert "\nJan 2024\t41.0%\t34\t83" in data.text()
    assert "<td>Jan 2024</td><td>41.0%</td>" in data.html()


def test_that_an_empty_card_copies_nothing(qtbot: QtBot) -> None:
    empty = ChartCard()
    qtbot.addWidget(empty)
    QGuiApplication.clipboard().setText("kept")
    empty.copy_table()
    assert empty.table_rows() == ()
    assert QGuiApplication.clipboard().text() == "kept"


def test_that_the_table_takes_the_chart_s_place_and_follows_it(card: ChartCard) -> None:
    card.show_as_table(wanted=True)
    table = card.findChild(ChartTable)
    assert not card.chart.isVisible()
    assert table.rowCount() == 5
    assert table.item(0, 1).text() == "41.0%"
    card.show_chart(chart((0.5, 0.6)))
    assert table.rowCount() == 2
    card.show_as_table(wanted=False)
    assert card.chart.isVisible()


def test_that_the_menu_offers_table_and_picture(card: ChartCard) -> None:
    menu = card.menu()
    as_table, copy_table, copy_picture = menu.actions()
    as_table.trigger()
    assert not card.chart.isVisible()
    as_table.trigger()
    assert card.chart.isVisible()
    copy_table.trigger()
    assert QGuiApplication.clipboard().text().startswith("Measure\t")
    copy_picture.trigger()
    picture = QGuiApplication.clipboard().image()
    assert picture.width() >= 1900  # twice as fine as the screen, with title, n, sentence and rules
    assert picture.height() >= 640
    menu.close()
    menu.deleteLater()


def test_that_showing_many_charts_adds_no_widgets(card: ChartCard) -> None:
    card.show_as_table(wanted=True)
    card.show_as_table(wanted=False)
    before = _widgets(card)
    for place in range(20):
        card.show_chart(chart((0.1 + place / 100, 0.3)) if place % 3 else unavailable())
        card.show_as_table(wanted=place % 2 == 0)
    card.show_as_table(wanted=False)
    assert _widgets(card) == before


def test_that_four_cards_fit_the_clinician_page(qtbot: QtBot, qapp: QApplication, card: ChartCard) -> None:
    assert card.minimumSizeHint().height() <= 200
    assert card.minimumSizeHint().width() <= 570


def test_that_a_narrow_card_grows_for_its_wrapped_text(qtbot: QtBot, card: ChartCard) -> None:
    wordy = replace(chart(), reading="Seven months above the earlier mean. " * 6)
    card.show_chart(wordy)
    card.resize(860, 200)
    wide = card.minimumHeight()
    card.resize(480, 200)
    assert card.minimumHeight() > wide


def test_that_icons_go_under_the_chart_where_they_would_leave_the_months_no_room(card: ChartCard, qtbot: QtBot) -> None:
    assert card._side.geometry().left() >= card.chart.geometry().right()
    card.resize(350, 420)
    qtbot.waitUntil(lambda: card._side.geometry().top() >= card.chart.geometry().bottom(), timeout=1000)
    assert card.chart.width() > 300


def test_that_a_point_is_read_out_in_the_place_of_the_small_print_and_notes_stand_below(
    card: ChartCard, qtbot: QtBot
) -> None:
    note = PointNote("1", Month(2024, 4), "New rota", "Dr B", datetime(2024, 6, 1, tzinfo=UTC), 1)
    card.show_chart(replace(chart(), notes=(note,)), (LEAVE,))
    assert _texts(card)[-2:] == [
        "Dotted: the team, 14 clinicians  ·  Making Data Count rules",
        "Note 1, Apr 2024: New rota (Dr B, 1 Jun 2024)",
    ]
    card.activateWindow()
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_Home)
    assert _texts(card)[-2] == "Jan 2024: 41.0% (34 of 83 discharges), team 38.0%."
    assert "New rota" in card.accessibleDescription()


def test_that_control_shift_c_copies_the_picture(card: ChartCard, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    card.activateWindow()
    card.chart.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(card.chart, Qt.Key.Key_C, both)
    assert not QGuiApplication.clipboard().image().isNull()


def test_that_the_button_on_the_card_opens_the_menu(card: ChartCard, qtbot: QtBot) -> None:
    more = next(each for each in card.findChildren(QToolButton) if each.accessibleName().startswith("More for"))
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Show as table", "Copy table", "Copy picture"]
    menu.close()


PEERS = tuple(Peer(letter, at / 10) for at, letter in enumerate("ABCDE", 2))
STRIP = PeerStrip(measure(), 0.41, PEERS, 0.4, 0.5, "Five.")


def test_that_peers_stand_under_the_chart_and_a_screen_reader_hears_them_by_letter(card: ChartCard) -> None:
    plain = card.grab().toImage()
    card.show_whole(Shown(chart(), (LEAVE,), peers=STRIP))
    words = next(each for each in card.findChildren(QLabel) if each.accessibleName() == "Peers")
    assert words.text() == "Five."
    assert words.accessibleDescription() == "Five. A 20.0%, B 30.0%, C 40.0%, D 50.0%, E 60.0%."
    assert card.grab().toImage() != plain
    card.show_whole(Shown(chart(), (LEAVE,), peers=replace(STRIP, peers=(), words="Not shown.")))
    assert words.isVisibleTo(card)
    card.show_whole(Shown(chart(), (LEAVE,)))
    assert not words.isVisibleTo(card)


def test_that_copied_peers_have_letters_of_their_own_in_the_order_of_letters(card: ChartCard) -> None:
    card.show_whole(Shown(chart(), (LEAVE,), peers=STRIP))
    copies = set()
    for _ in range(8):
        card.copy_table()
        lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
        peers = [(name, value) for name, value, *_ in (line for line in lines if len(line) == 2) if "Peer " in name]
        assert [name for name, _ in peers] == [f"Peer {letter}" for letter in "ABCDE"]
        assert sorted(value for _, value in peers) == ["20.0%", "30.0%", "40.0%", "50.0%", "60.0%"]
        copies.add(tuple(peers))
    assert len(copies) > 1


def test_that_target_and_origin_stand_beside_n_and_what_nobody_controls_is_called_context(card: ChartCard) -> None:
    made = replace(measure(), target=0.33, target_origin="SAFER", controllable=Controllable.NO)
    card.show_chart(replace(chart(), measure=made))
    assert "n 120 of 388 discharges  ·  target 33.0% (SAFER)  ·  Quality good" in _texts(card)
    assert any(text.startswith("Context: nobody here controls this.") for text in _texts(card))
