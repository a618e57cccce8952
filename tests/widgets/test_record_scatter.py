"""The chart of single records: moved, zoomed and read out; dots for few, a density for many."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month, Period, Quarter
from cdconsole.domain.measure import Unit
from cdconsole.domain.record_distribution import QuarterBox, RecordDistribution
from cdconsole.stats.value_distribution import value_distribution
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.charts.record_range import RecordRange, date_ticks, first_range, value_ticks, whole_range
from cdconsole.ui.charts.record_raster import DENSITY_ABOVE, Records, density, dots
from cdconsole.ui.charts.record_scatter import RecordScatter
from cdconsole.ui.theme import theme
from cdconsole.ui.theme.theme import Theme
from widgets.chart_values import measure

PERIOD = Period(Month(2025, 1), Month(2025, 12))
FIRST, AFTER = date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
BOX = QuarterBox(Quarter(2025, 2), 40, 2.0, 5.0, 9.0)


def distribution(records: int = 400, greatest: float = 20.0) -> RecordDistribution:
    draw = np.random.default_rng(7)
    days = np.sort(draw.integers(FIRST, AFTER, records)).astype("<i4")
    values = draw.integers(0, 20, records).astype("<f4")
    if records:
        values[-1] = greatest
    stay = measure(Unit.DAYS, "Length of stay, median days")
    spread = value_distribution(values) if records else None
    return RecordDistribution(
        stay, "The whole team", PERIOD, days.tobytes(), values.tobytes(), (BOX,), "A sentence.", spread
    )


@pytest.fixture
def scatter(qtbot: QtBot) -> RecordScatter:
    made = RecordScatter()
    qtbot.addWidget(made)
    made.resize(800, 320)
    made.show()
    made.show_distribution(distribution())
    qtbot.waitExposed(made)
    return made


def opaque(picture: QImage) -> int:
    return sum(picture.pixelColor(x, y).alpha() > 0 for x in range(picture.width()) for y in range(picture.height()))


def test_that_every_record_is_in_sight_at_first_and_the_words_say_so(scatter: RecordScatter) -> None:
    assert (scatter.range.left, scatter.range.right) == (FIRST, AFTER)
    said = scatter.accessibleDescription()
    assert said.startswith("A sentence. In sight: 400 of 400 records, 1 Jan 2025 - 31 Dec 2025. Each dot is a record")
    assert scatter.accessibleName() == "Length of stay, median days, record by record"


def test_that_one_extreme_does_not_squeeze_the_others_and_all_can_be_shown(qtbot: QtBot) -> None:
    scatter = RecordScatter()
    qtbot.addWidget(scatter)
    scatter.resize(800, 320)
    scatter.show_distribution(distribution(greatest=400.0))
    assert "In sight: 399 of 400 records" in scatter.accessibleDescription()
    scatter.show_all()
    assert "In sight: 400 of 400" in scatter.accessibleDescription()
    assert scatter.range.high > 400


def test_that_keys_move_and_zoom_within_the_records(scatter: RecordScatter, qtbot: QtBot) -> None:
    whole = scatter.range
    qtbot.keyClick(scatter, Qt.Key.Key_Right)
    assert scatter.range == whole
    qtbot.keyClick(scatter, Qt.Key.Key_Plus)
    closer = scatter.range
    assert closer.days == pytest.approx(whole.days * 0.8)
    assert closer.span == pytest.approx(whole.span * 0.8)
    qtbot.keyClick(scatter, Qt.Key.Key_Right)
    assert scatter.range.left > closer.left
    qtbot.keyClick(scatter, Qt.Key.Key_Down)
    assert scatter.range.low < closer.low
    qtbot.keyClick(scatter, Qt.Key.Key_PageUp)
    assert scatter.range.days == pytest.approx(closer.days)
    assert scatter.range.span < closer.span
    qtbot.keyClick(scatter, Qt.Key.Key_Minus)
    qtbot.keyClick(scatter, Qt.Key.Key_Home)
    assert scatter.range == whole
    for _ in range(60):
        qtbot.keyClick(scatter, Qt.Key.Key_Plus)
    assert scatter.range.days == pytest.approx(7)


def test_that_dragging_moves_the_records_with_the_pointer(scatter: RecordScatter, qtbot: QtBot) -> None:
    scatter.zoom(0.5, 0.5)
    before = scatter.range
    qtbot.mousePress(scatter, Qt.MouseButton.LeftButton, pos=QPoint(400, 150))
    qtbot.mouseMove(scatter, QPoint(500, 150))
    moved = scatter.range
    qtbot.mouseRelease(scatter, Qt.MouseButton.LeftButton, pos=QPoint(500, 150))
    assert moved.left < before.left
    assert moved.days == pytest.approx(before.days)
    qtbot.mouseMove(scatter, QPoint(300, 150))
    assert scatter.range == moved


def test_that_the_wheel_zooms_with_ctrl_and_leaves_the_page_its_scrolling(scatter: RecordScatter) -> None:
    before = scatter.range
    assert not turn(scatter, Qt.KeyboardModifier.NoModifier)
    assert scatter.range == before
    assert turn(scatter, Qt.KeyboardModifier.ControlModifier)
    assert scatter.range.days == pytest.approx(before.days * 0.8)
    values_only = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert turn(scatter, values_only)
    assert scatter.range.days == pytest.approx(before.days * 0.8)
    assert scatter.range.span == pytest.approx(before.span * 0.64)


def turn(widget: QWidget, modifiers: Qt.KeyboardModifier) -> bool:
    at, nothing = QPointF(400, 150), QPoint()
    event = QWheelEvent(
        *(at, widget.mapToGlobal(at), nothing, QPoint(0, 120), Qt.MouseButton.NoButton, modifiers),
        *(Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def test_that_many_records_are_a_density_that_says_so_and_dots_again_when_closer(scatter: RecordScatter) -> None:
    scatter.show_distribution(distribution(DENSITY_ABOVE + 1000))
    assert "Shown as a density, as there are more than 50,000: cells of " in scatter.accessibleDescription()
    dense = scatter.grab().toImage()
    scatter.zoom(0.5, 1.0)
    assert "Each dot is a record" in scatter.accessibleDescription()
    assert scatter.grab().toImage() != dense


def test_that_both_themes_are_painted(scatter: RecordScatter) -> None:
    light = scatter.grab().toImage()
    theme.apply(QApplication.instance(), Theme.DARK)
    try:
        assert scatter.grab().toImage() != light
    finally:
        theme.apply(QApplication.instance(), Theme.LIGHT)


def test_that_the_pointer_is_told_the_quarters_box(scatter: RecordScatter) -> None:
    texts = {scatter.text_at(QPointF(x, 150)) for x in range(0, 800, 10)}
    assert texts == {"", "2025Q2: median 5.0 days, quartiles 2.0 days and 9.0 days, n 40"}


def test_that_new_records_of_the_same_measure_keep_what_is_in_sight(scatter: RecordScatter) -> None:
    scatter.zoom(0.5, 0.5)
    before = scatter.range
    scatter.show_distribution(distribution(500))
    assert scatter.range == before


def test_that_dots_lie_where_their_records_are() -> None:
    shown = RecordRange(10.0, 20.0, 0.0, 10.0)
    records = Records(np.array([10, 14, 30], np.int32), np.array([9.5, 5.0, 5.0], np.float32))
    picture = dots(records, shown, (100, 100), (QColor("black"), 1.0))
    assert picture.pixelColor(5, 5).alpha() > 0
    assert picture.pixelColor(45, 50).alpha() > 0
    assert 2 <= opaque(picture) <= 80  # two dots, and none for what is out of sight
    twice = Records(np.array([10, 10], np.int32), np.array([9.5, 9.5], np.float32))
    assert dots(twice, shown, (100, 100), (QColor("black"), 1.0)).pixelColor(5, 5).alpha() > (
        picture.pixelColor(5, 5).alpha()
    )


def test_that_a_density_counts_every_record_in_cells_of_whole_days_and_units() -> None:
    shown = RecordRange(700.0, 1050.0, -0.5, 99.5)
    records = Records(np.repeat(np.array([707, 1000], np.int32), [3, 1]), np.array([4, 4, 4, 60], np.float32))
    made = density(records, shown, (300, 200), (QColor("black"), 1.0))
    assert (made.cell_days, made.cell_values, made.most) == (7, 5.0, 3)
    assert opaque(made.picture) == 2
    assert made.covers.left <= shown.left
    assert made.covers.right >= shown.right
    column, row = int((707 - made.covers.left) // 7), int((made.covers.high - 4) // 5)
    assert made.picture.pixelColor(column, row).alpha() == 255


def test_that_ranges_stay_inside_and_ticks_are_round() -> None:
    whole = whole_range(PERIOD, 0.0, 40.0)
    assert whole.moved(3.0, -2.0).within(whole) == whole
    assert first_range(whole, 39.0) == whole
    assert first_range(whole_range(PERIOD, 1.0, 400.0), 30.0).high < 40
    assert [text for _, text in value_ticks(whole, 5, Unit.DAYS)] == ["0", "10", "20", "30", "40"]
    early = whole_range(PERIOD, -25.0, 40.0)
    assert [text for _, text in value_ticks(early, 5, Unit.MINUTES, -25.0)] == ["-20", "0", "20", "40"]
    months = date_ticks(whole, 1200, 50)
    assert [text for _, text in months][:2] == ["Jan 25", "Feb 25"]
    assert months[1][0] == date(2025, 2, 1).toordinal()
    near = RecordRange(FIRST, FIRST + 10, 0, 10)
    assert [text for _, text in date_ticks(near, 800, 50)][:2] == ["1 Jan", "2 Jan"]


def test_that_the_card_says_what_it_shows_and_its_buttons_zoom(qtbot: QtBot) -> None:
    card = RecordCard()
    qtbot.addWidget(card)
    card.resize(900, 440)
    card.show()
    card.show_distribution(None)
    assert "Reading the records…" in texts(card)
    card.show_distribution(None, "The file is away.")
    assert "The file is away." in texts(card)
    card.show_distribution(distribution())
    said = texts(card)
    for words in ("Length of stay, every record", "n 400 discharges", "A sentence.", "In sight: 400 of 400"):
        assert words in said
    whole = card.scatter.range
    buttons = {each.accessibleName(): each for each in card.findChildren(QPushButton)}
    buttons["Zoom in"].click()
    assert card.scatter.range.days < whole.days
    assert "In sight: 400" not in texts(card)
    buttons["Zoom out"].click()
    buttons["Show all records"].click()
    assert card.scatter.range == whole
    card.show_distribution(distribution(0))
    assert not card.scatter.isVisibleTo(card)


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))
