"""Limits that a person changed: how they are drawn and said, and how a card offers to change them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month
from cdconsole.domain.chart_marks import LimitKind, LimitMark
from cdconsole.domain.measure import MeasureChart
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.chart_limits.desk import LimitsDesk, offer_limit_changes
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.copied_table import as_html_table, as_tab_separated
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.charts.style import screen_style
from unit.ui.scripted_runner import ScriptedRunner
from widgets.chart_values import chart, unavailable

MARK = LimitMark(
    *("1", LimitKind.REBASE, Month(2024, 4), "Ward moved", "Dr B. Director", datetime(2024, 6, 1, tzinfo=UTC), 1)
)
SAID = "Limits changed from Apr 2024: Ward moved. Dr B. Director, 1 Jun 2024"


def changed() -> MeasureChart:
    """Return a chart whose limits begin anew in April."""
    made = chart()
    points = tuple(replace(point, phase=1 if place < 3 else 2) for place, point in enumerate(made.chart.points))
    return replace(made, chart=replace(made.chart, points=points), limit_marks=(MARK,))


class Asked:
    """A card that offers changes of its limits, and what was asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.card = ChartCard()
        self.tasks: list[LimitTask] = []
        offer_limit_changes(self.card, self.ask)
        qtbot.addWidget(self.card)
        self.card.resize(860, 300)
        self.card.show_chart(changed())
        self.card.show()
        qtbot.waitExposed(self.card)

    def ask(self, task: LimitTask, _card: ChartCard) -> None:
        self.tasks.append(task)

    def action(self, task: LimitTask) -> QAction:
        return next(action for action in self.card.actions() if action.text() == task.value)


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def picture(view: QWidget) -> QImage:
    return view.grab().toImage()


def test_that_who_changed_the_limits_and_why_stands_under_the_chart_and_in_copies(asked: Asked) -> None:
    texts = [label.text() for label in asked.card.findChildren(QLabel) if label.isVisibleTo(asked.card)]
    assert any(SAID in text for text in texts)
    assert SAID in asked.card.accessibleDescription()
    assert SAID in asked.card.table_rows()[4][-1]
    assert f"Limits changed\t{SAID}" in as_tab_separated(changed())
    assert SAID in as_html_table(changed())


def test_that_the_month_is_read_out_with_the_change(qtbot: QtBot, asked: Asked) -> None:
    view = asked.card.chart
    view.setFocus()
    with qtbot.waitSignals([view.read_out] * 2):
        qtbot.keyClick(view, Qt.Key.Key_Left)
        qtbot.keyClick(view, Qt.Key.Key_Left)
    texts = [label.text() for label in asked.card.findChildren(QLabel)]
    assert any(text.startswith("Apr 2024: 44.0%") and SAID in text for text in texts)


def test_that_all_lines_break_where_limits_begin_anew(qtbot: QtBot) -> None:
    view = SpcChartView()
    qtbot.addWidget(view)
    view.resize(700, 200)
    view.show_chart(chart((0.4, 0.4, 0.4, 0.4)))
    whole = picture(view)
    points = tuple(replace(point, phase=place // 2) for place, point in enumerate(chart((0.4,) * 4).chart.points))
    view.show_chart(replace(chart((0.4,) * 4), chart=replace(chart().chart, points=points)))
    broken = picture(view)
    between = round((view.position_of(1).x() + view.position_of(2).x()) / 2)
    rows = [y for y in range(whole.height()) if whole.pixel(between, y) != broken.pixel(between, y)]
    assert len(rows) >= 4  # the line, the mean and both limits


def test_that_a_point_left_out_of_the_limits_is_hollow() -> None:
    point = chart().chart.points[0]
    style = screen_style()
    hollow = style.marker_of(replace(point, is_excluded=True))
    assert hollow.shape == style.marker_of(point).shape
    assert hollow.brush.color() == style.paper.color() != style.marker_of(point).brush.color()


def test_that_keys_and_menu_ask_for_changes_of_the_limits(qtbot: QtBot, asked: Asked) -> None:
    asked.card.activateWindow()
    asked.card.chart.setFocus()
    qtbot.keyClick(asked.card.chart, Qt.Key.Key_B)
    qtbot.keyClick(asked.card.chart, Qt.Key.Key_X)
    asked.action(LimitTask.WITHDRAW).trigger()
    assert asked.tasks == [LimitTask.REBASE, LimitTask.EXCLUDE, LimitTask.WITHDRAW]


def test_that_only_what_can_be_done_is_offered(asked: Asked) -> None:
    asked.card.show_chart(chart())
    assert asked.action(LimitTask.REBASE).isEnabled()
    assert not asked.action(LimitTask.WITHDRAW).isEnabled()
    asked.card.show_chart(unavailable())
    assert not asked.action(LimitTask.REBASE).isEnabled()


def test_that_a_right_click_marks_the_month_the_menu_is_about_and_a_change_keeps_it(qtbot: QtBot, asked: Asked) -> None:
    view = asked.card.chart
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=view.position_of(3).toPoint())
    assert view.marked_month == Month(2024, 4)
    view.show_chart(chart())
    assert view.marked_month == Month(2024, 4)


def test_that_the_form_names_its_fields_and_begins_at_the_marked_month(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    desk = LimitsDesk(over, TaskScope(ScriptedRunner(), lambda _: None), lambda _: None)
    desk.ask(LimitTask.EXCLUDE, LimitsAsked(None, chart(), Month(2024, 2)))
    dialog = desk.forms.dialog
    assert dialog is not None
    month = dialog.findChild(QComboBox)
    assert (month.currentText(), month.accessibleName()) == ("Feb 2024", "Month")
    assert [month.itemText(at) for at in range(month.count())] == ["May 2024", "Apr 2024", "Feb 2024", "Jan 2024"]
    reason = dialog.findChild(QWidget, "reason")
    assert reason.accessibleName() == "Reason"
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Cancel").click()
    assert desk.forms.dialog is None
