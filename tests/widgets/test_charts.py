from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPdfWriter, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import CycleMark, GoalMark, PointNote
from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.spc import AssuranceIcon, SpecialDirection, VariationIcon
from cdconsole.ui.charts.painting import paint_spc
from cdconsole.ui.charts.small_multiple import SmallMultiple
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.charts.spc_icons import IconWithWords, paint_assurance, paint_variation
from cdconsole.ui.charts.style import marker_name, print_style, screen_style
from cdconsole.ui.theme.theme import Theme, apply, set_scale
from widgets.chart_values import LEAVE, chart, unavailable


@pytest.fixture
def view(qtbot: QtBot) -> SpcChartView:
    made = SpcChartView()
    qtbot.addWidget(made)
    made.resize(700, 160)
    made.show_chart(chart(), (LEAVE,))
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    QApplication.sendPostedEvents()
    made.grab()
    return made


@pytest.fixture
def chosen(view: SpcChartView) -> list[Month]:
    months: list[Month] = []
    view.point_chosen.connect(months.append)
    return months


def _painted(paint: Callable[[QPainter], None], size: QSize | None = None) -> QImage:
    image = QImage(size or QSize(300, 140), QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def _inks(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def _chart_image(charted: MeasureChart) -> QImage:
    return _painted(lambda painter: paint_spc(painter, QRectF(0, 0, 300, 140), charted, print_style(1.0)))


def test_that_a_click_on_a_point_chooses_its_month(qtbot: QtBot, view: SpcChartView, chosen: list[Month]) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.position_of(3).toPoint())
    assert chosen == [Month(2024, 4)]


def test_that_a_click_where_there_is_no_value_chooses_nothing(
    qtbot: QtBot, view: SpcChartView, chosen: list[Month]
) -> None:
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.position_of(2).toPoint() - QPoint(0, 5))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=view.position_of(3).toPoint())
    assert chosen == []


def test_that_arrows_move_over_the_points_and_enter_chooses(
    qtbot: QtBot, view: SpcChartView, chosen: list[Month]
) -> None:
    keys = Qt.Key
    moves = (keys.Key_Right, keys.Key_Left, keys.Key_Left, keys.Key_Home, keys.Key_Left, keys.Key_Right, keys.Key_End)
    for key in moves:
        qtbot.keyClick(view, key)
        qtbot.keyClick(view, keys.Key_Return)
    # The first arrow takes the last point; March has no value and is stepped over; the ends hold.
    assert [month.month for month in chosen] == [5, 4, 2, 1, 1, 2, 5]


def test_that_enter_before_any_arrow_chooses_nothing(qtbot: QtBot, view: SpcChartView, chosen: list[Month]) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == []


def test_that_the_focus_ring_and_the_marker_can_be_seen(qtbot: QtBot, view: SpcChartView) -> None:
    focused = view.grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    marked = view.grab().toImage()
    view.clearFocus()
    plain = view.grab().toImage()
    assert focused != marked
    assert marked != plain


def test_that_showing_the_same_chart_again_repaints_nothing(view: SpcChartView, qtbot: QtBot) -> None:
    before = view.grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Left)
    marked = view.grab().toImage()
    view.show_chart(chart(), (LEAVE,))
    assert view.grab().toImage() == marked
    assert marked != before


def test_that_the_same_values_after_others_look_the_same(view: SpcChartView) -> None:
    before = view.grab().toImage()
    view.show_chart(chart((0.1, 0.9)), ())
    assert view.grab().toImage() != before
    view.show_chart(chart(), (LEAVE,))
    assert view.grab().toImage() == before


def test_that_the_team_line_can_be_turned_off(view: SpcChartView) -> None:
    with_team = view.grab().toImage()
    view.show_chart(chart(), (LEAVE,), team_visible=False)
    assert view.grab().toImage() != with_team
    assert "team" not in view.text_at(view.position_of(0))


def test_that_shading_is_drawn_and_named_on_hover(view: SpcChartView) -> None:
    shaded = view.grab().toImage()
    view.show_chart(chart((0.41, 0.43, 0.42, 0.44)), (LEAVE,))
    assert view.text_at(view.position_of(2)).endswith("\nLeave, 4 Mar 2024 - 24 Mar 2024")
    assert "Leave" not in view.text_at(view.position_of(0))
    view.show_chart(chart(), ())
    assert view.grab().toImage() != shaded


def test_that_the_tooltip_says_the_point(view: SpcChartView) -> None:
    at = view.position_of(0).toPoint()
    QApplication.sendEvent(view, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert QToolTip.text() == "Jan 2024: 41.0% (34 of 83 discharges), team 38.0%"
    QToolTip.hideText()


def test_that_a_screen_reader_is_told_title_reading_and_n(view: SpcChartView) -> None:
    assert view.accessibleName() == "Discharged before midday"
    assert "above the upper limit" in view.accessibleDescription()
    assert "n 120 of 388 discharges" in view.accessibleDescription()


def test_that_the_wheel_neither_zooms_nor_pans(view: SpcChartView) -> None:
    before = view.grab().toImage()
    at = QPointF(view.position_of(1))
    turn = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own signature
    )
    QApplication.sendEvent(view, turn)
    assert not turn.isAccepted()
    assert view.grab().toImage() == before


NOTES = tuple(
    PointNote(str(at), Month(2024, month), f"Words {at}", "Dr B", datetime(2024, 6, at, tzinfo=UTC), 1)
    for at, month in ((1, 2), (2, 4), (3, 4))
)
CYCLES = (CycleMark(date(2024, 4, 10), "PDSA 1", "Ward round at nine"), CycleMark(date(2024, 4, 12), "PDSA 2", "Two"))


def test_that_every_point_is_read_out_with_what_its_month_holds(view: SpcChartView, qtbot: QtBot) -> None:
    heard: list[str] = []
    view.read_out.connect(heard.append)
    view.show_chart(replace(chart(), notes=NOTES, cycles=CYCLES), (LEAVE,))
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert heard[-1] == (
        "Apr 2024: 44.0% (34 of 83 discharges), team 38.0%. PDSA 1, 10 Apr 2024: Ward round at nine. "
        "PDSA 2, 12 Apr 2024: Two. Note 2, Apr 2024: Words 2 (Dr B, 2 Jun 2024). "
        "Note 3, Apr 2024: Words 3 (Dr B, 3 Jun 2024)."
    )
    view.clearFocus()
    assert heard[-1] == ""
    view.setFocus()
    assert heard[-1].startswith("Apr 2024")


def test_that_n_asks_for_a_note_on_the_marked_month_and_on_none_before(view: SpcChartView, qtbot: QtBot) -> None:
    asked: list[Month] = []
    view.note_requested.connect(asked.append)
    qtbot.keyClick(view, Qt.Key.Key_N)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_N)
    assert asked == [Month(2024, 1)]


def test_that_notes_and_cycles_can_be_seen_and_leave_the_marker_where_it_was(view: SpcChartView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Home)
    plain = view.grab().toImage()
    view.show_chart(replace(chart(), notes=NOTES), (LEAVE,))
    noted = view.grab().toImage()
    view.show_chart(replace(chart(), notes=NOTES, cycles=CYCLES), (LEAVE,))
    assert noted != plain
    assert view.grab().toImage() != noted
    view.show_chart(chart(), (LEAVE,))
    assert view.grab().toImage() == plain


def test_that_a_goal_is_drawn_with_the_day_it_was_agreed_its_baseline_and_its_target(view: SpcChartView) -> None:
    view.show_chart(chart())
    seen = [view.grab().toImage()]
    for goal in (
        GoalMark(date(2024, 3, 5), None, None),
        GoalMark(date(2024, 3, 5), 0.42, None),
        GoalMark(date(2024, 3, 5), 0.42, 0.6),
        GoalMark(date(2030, 1, 1), 0.42, 0.6),
    ):
        view.show_chart(replace(chart(), goal=goal))
        seen.append(view.grab().toImage())
    assert all(one != other for place, one in enumerate(seen) for other in seen[:place])
    assert "Goal agreed 1 Jan 2030: baseline 42.0%, target 60.0%." in view.accessibleDescription()


def test_that_the_view_follows_theme_and_text_size(qapp: QApplication, view: SpcChartView) -> None:
    light = view.grab().toImage()
    apply(qapp, Theme.DARK)
    dark = view.grab().toImage()
    set_scale(qapp, 150)
    large = view.grab().toImage()
    assert dark.pixelColor(3, 3).name().upper() == "#171C21"
    assert light != dark
    assert dark != large


def test_that_an_unavailable_chart_draws_no_points(view: SpcChartView, qtbot: QtBot, chosen: list[Month]) -> None:
    view.show_chart(unavailable())
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == []
    assert view.accessibleDescription().startswith("Not available")


@pytest.mark.parametrize(
    ("direction", "value", "marker"),
    [
        (SpecialDirection.NONE, 0.4, "common_cause"),
        (SpecialDirection.IMPROVEMENT, 0.7, "improvement_up"),
        (SpecialDirection.IMPROVEMENT, 0.1, "improvement_down"),
        (SpecialDirection.CONCERN, 0.1, "concern"),
        (SpecialDirection.NEUTRAL_HIGH, 0.7, "neutral"),
        (SpecialDirection.NEUTRAL_LOW, 0.1, "neutral"),
    ],
)
def test_that_shape_says_what_kind_of_special_cause(direction: SpecialDirection, value: float, marker: str) -> None:
    point = replace(chart().chart.points[0], value=value, direction=direction)
    assert marker_name(point) == marker


def test_that_no_two_markers_share_a_shape() -> None:
    shapes = [marker.shape for marker in screen_style().markers.values()]
    assert all(first != second for place, first in enumerate(shapes) for second in shapes[place + 1 :])


def test_that_pens_and_brushes_are_shared_until_the_theme_changes(qapp: QApplication) -> None:
    light = screen_style()
    assert screen_style() is light
    apply(qapp, Theme.DARK)
    assert screen_style() is not light


def test_that_the_painter_draws_points_in_the_spc_colours() -> None:
    assert "#00B0F0" in _inks(_chart_image(chart()))
    concern = replace(chart().chart.points[-1], direction=SpecialDirection.CONCERN)
    made = replace(chart(), chart=replace(chart().chart, points=(*chart().chart.points[:-1], concern)))
    assert "#E46C0A" in _inks(_chart_image(made))


def test_that_trial_limits_are_dashed() -> None:
    solid = chart((0.4, 0.4))
    trial = replace(solid, chart=replace(solid.chart, is_trial=True))
    assert _chart_image(solid) != _chart_image(trial)


def test_that_a_point_without_limits_and_a_single_point_can_be_drawn() -> None:
    bare = replace(chart((0.5,)).chart.points[0], centre=None, lower=None, upper=None)
    made = chart((0.5,))
    image = _chart_image(replace(made, team=(), chart=replace(made.chart, points=(bare,), target=None)))
    assert "#00B0F0" in _inks(image) or "#006F9E" in _inks(image)


def test_that_paper_gets_the_same_chart() -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(288)
    painter = QPainter(writer)
    paint_spc(painter, QRectF(0, 0, 1500, 500), chart(), print_style(4.0))
    painter.end()
    assert buffer.data().data().startswith(b"%PDF")


@pytest.mark.parametrize("icon", [each for each in VariationIcon if each is not VariationIcon.NONE])
def test_that_each_variation_icon_looks_different(icon: VariationIcon) -> None:
    def picture(shown: VariationIcon) -> QImage:
        return _painted(lambda painter: paint_variation(painter, QRectF(0, 0, 64, 64), shown, screen_style()))

    assert all(picture(icon) != picture(other) for other in VariationIcon if other is not icon)


def test_that_each_assurance_icon_looks_different() -> None:
    pictures = [
        _painted(lambda painter, icon=icon: paint_assurance(painter, QRectF(0, 0, 64, 64), icon, screen_style()))
        for icon in AssuranceIcon
    ]
    assert all(first != second for place, first in enumerate(pictures) for second in pictures[place + 1 :])


def test_that_an_icon_never_goes_without_words(qtbot: QtBot) -> None:
    shown = IconWithWords()
    qtbot.addWidget(shown)
    shown.show_icon(VariationIcon.COMMON_CAUSE, VariationIcon.COMMON_CAUSE.words)
    assert shown.accessibleName() == "Common-cause variation"
    assert not shown.isHidden()
    shown.show_icon(AssuranceIcon.NONE, "")
    assert shown.isHidden()


def test_that_a_small_multiple_shows_chart_words_and_reason(qtbot: QtBot) -> None:
    tile = SmallMultiple()
    qtbot.addWidget(tile)
    tile.resize(tile.sizeHint())
    empty = tile.grab().toImage()
    tile.show_chart(chart())
    drawn = tile.grab().toImage()
    assert tile.accessibleName() == "Discharged before midday: The last month is above the upper limit."
    assert "Special cause: improvement, high" in tile.accessibleDescription()
    tile.show_chart(unavailable())
    assert tile.accessibleDescription().startswith("Not available")
    assert len({empty.cacheKey(), drawn.cacheKey()}) == 2
    assert empty != drawn
    assert tile.grab().toImage() != drawn
