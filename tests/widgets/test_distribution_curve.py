"""How records are spread, as a curve: what it says, how it is gone along, and what is drawn of few."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.counting import Exclusion
from cdconsole.domain.measure import MeasureId, Unit
from cdconsole.services.definitions import BY_ID
from cdconsole.stats.value_distribution import value_distribution
from cdconsole.ui.charts.distribution_curve import DistributionCurve
from cdconsole.ui.charts.distribution_painting import CurvePlot
from cdconsole.ui.charts.distribution_wording import distribution_rows, spread_text, step_text
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.theme import theme
from cdconsole.ui.theme.theme import Theme
from widgets.chart_values import measure, stays

STAY = BY_ID[MeasureId.LENGTH_OF_STAY]


@pytest.fixture
def curve(qtbot: QtBot) -> DistributionCurve:
    made = DistributionCurve()
    qtbot.addWidget(made)
    made.resize(800, 320)
    made.show()
    made.show_distribution(stays(20, STAY, 40))
    qtbot.waitExposed(made)
    return made


def test_that_the_words_say_n_median_quartiles_nine_in_ten_and_day_cases() -> None:
    assert spread_text(stays(21, STAY)) == (
        "Dr Ann Example: n 21; median 10 days, quartiles 5 and 15; 9 of 10 within 18 days; day cases are left out,"
        " stays of 0 days are in (1)."
    )
    assert spread_text(stays(20, STAY, 12)).endswith(
        " Colleagues, as recorded: n 12; median 5.5 days, quartiles 2.8 and 8.2; 9 of 10 within 10 days."
    )
    assert spread_text(stays(20, STAY, 7)).endswith("n 7; median 3 days; fewer than 10 are not drawn.")
    assert "n 9; median 4 days; each is a dot, as there are fewer than 10;" in spread_text(stays(9, STAY))
    assert spread_text(stays(0, STAY)) == "Dr Ann Example: 0 records."


def test_that_whether_day_cases_are_in_follows_from_the_definition() -> None:
    longer = replace(STAY, counting=replace(STAY.counting, exclusions=(Exclusion.UNDER_A_DAY,)))
    assert spread_text(stays(21, longer)).endswith("day cases and stays of 0 days are left out.")
    assert "day case" not in spread_text(stays(21, measure(Unit.MINUTES)))
    assert "median 10 minutes" in spread_text(stays(21, measure(Unit.MINUTES)))


def test_that_a_step_says_its_count_and_share_and_colleagues() -> None:
    assert step_text(stays(20, STAY, 40), 1.0) == (
        "1 day or less: 2 of 20 inpatient spells (10.0%); colleagues 5.0% of 40"
    )
    assert step_text(stays(20, STAY), 19.0) == "19 days or less: 20 of 20 inpatient spells (100.0%)"


def test_that_the_table_has_a_row_for_each_value_and_says_what_it_rests_on() -> None:
    about, (header, *rows) = distribution_rows(stays(20, STAY, 40))
    assert dict(about)["Definition"] == "Version 1"
    assert dict(about)["How they are spread"].startswith("Dr Ann Example: n 20")
    assert header == ("Days", "Records", "Records so far", "Share so far", "Colleagues' share so far")
    assert (len(rows), rows[3]) == (20, ("3", "1", "4", "20.0%", "10.0%"))
    assert distribution_rows(stays(20, measure()))[1][0] == ("Value", "Records", "Records so far", "Share so far")


def test_that_keys_go_along_the_values_and_each_is_read_out(curve: DistributionCurve, qtbot: QtBot) -> None:
    said: list[str] = []
    curve.read_out.connect(said.append)
    right, left, end = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End
    for key in (right, right, left, left, end, right):
        qtbot.keyClick(curve, key)
    heads = [words.partition(" or ")[0] for words in said]
    assert heads == ["0 days", "1 day", "0 days", "0 days", "19 days", "19 days"]
    assert said[-1] in curve.accessibleDescription()
    qtbot.keyClick(curve, Qt.Key.Key_Home)
    assert curve.marked == 0.0
    assert curve.accessibleName() == "Length of stay, median days, how the records are spread"


def test_that_a_few_long_stays_do_not_squeeze_the_others_until_they_are_wanted(
    curve: DistributionCurve, qtbot: QtBot
) -> None:
    skewed = replace(stays(400, STAY), spread=value_distribution(np.array([*range(399), 9_000])))
    curve.show_distribution(skewed)
    assert "In sight: 399 of 400 records, up to 398 days." in curve.accessibleDescription()
    qtbot.keyClick(curve, Qt.Key.Key_End)
    assert "9,000 days or less: 400 of 400" in curve.accessibleDescription()
    curve.show_distribution(stays(20, STAY))
    curve.show_distribution(skewed)
    curve.show_all()
    assert "In sight: 400 of 400 records." in curve.accessibleDescription()


def test_that_the_pointer_is_told_the_step_under_it_and_a_click_marks_it(
    curve: DistributionCurve, qtbot: QtBot
) -> None:
    texts = [curve.text_at(QPointF(x, 200)) for x in range(0, 800, 4)]
    assert texts[0] == ""
    assert len(set(texts)) == 21
    at = next(x for x, text in zip(range(0, 800, 4), texts, strict=True) if text.startswith("7 days"))
    qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPointF(at, 200).toPoint())
    assert curve.marked == 7.0


def test_that_both_themes_colleagues_and_few_records_are_drawn_differently(curve: DistributionCurve) -> None:
    light = curve.grab().toImage()
    curve.show_distribution(stays(20, STAY))
    alone = curve.grab().toImage()
    curve.show_distribution(stays(9, STAY))
    few = curve.grab().toImage()
    theme.apply(QApplication.instance(), Theme.DARK)
    try:
        dark = curve.grab().toImage()
    finally:
        theme.apply(QApplication.instance(), Theme.LIGHT)
    pictures = (light, alone, few, dark)
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[at + 1 :])


def test_that_values_and_shares_have_their_place() -> None:
    plot = CurvePlot(QRectF(100, 50, 200, 100), QRectF(100, 20, 200, 30), 0.0, 20.0)
    assert (plot.x(5.0), plot.y(0.25), plot.value_at(150.0)) == (150.0, 125.0, 5.0)


def test_that_the_card_turns_to_the_curve_and_copies_its_table(qtbot: QtBot) -> None:
    card = RecordCard()
    qtbot.addWidget(card)
    card.resize(1000, 440)
    card.show()
    card.show_distribution(stays(20, STAY, 40))
    assert card.scatter.isVisibleTo(card)
    card.findChild(PageTabs).setCurrentIndex(1)
    assert card.curve.isVisibleTo(card)
    assert not card.scatter.isVisibleTo(card)
    said = texts(card)
    assert "n 20; median 9.5 days" in said
    assert "In sight: 20 of 20 records" in said
    card.activateWindow()
    card.take_focus()
    qtbot.waitUntil(card.curve.hasFocus)
    qtbot.keyClick(card.curve, Qt.Key.Key_Right)
    assert "0 days or less: 1 of 20" in texts(card)
    qtbot.keyClick(card.curve, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().mimeData()
    assert "3\t1\t4\t20.0%\t10.0%" in copied.text()
    assert "<th>Records so far</th>" in copied.html()


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))
