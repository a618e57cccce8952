"""The clinician and department screens built whole, over a real small department."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import SessionSummary
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.session import Session
from cdconsole.ui.change_feed import ChangeFeed
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.screens import clinician, department
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.department.tiles import MeasureTile
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from unit.services.conftest import department_template, session, unlock

__all__ = ["department_template", "session", "unlock"]


class Around:
    """What the shell is for a screen."""

    def __init__(self, session: Session) -> None:
        self.went: list[tuple[str, dict[str, str]]] = []
        self.problems: list[Exception] = []
        self.feed = ChangeFeed()
        self.context = ScreenContext(
            ImmediateTaskRunner(session, self.feed.changed.emit),
            self.feed,
            SessionSummary("", "Gastroenterology", "Gastroenterology", session.person, 3, "31 Oct 2026"),
            self.go,
            session.clock,
            self.problems.append,
            Clipboard(QGuiApplication.clipboard()),
        )

    def go(self, to: str, /, **ids: str) -> None:
        self.went.append((to, ids))


@pytest.fixture
def around(session: Session) -> Around:
    return Around(session)


def shown(screen: Screen, qtbot: QtBot) -> QWidget:
    qtbot.addWidget(screen.widget)
    screen.widget.resize(1166, 716)
    screen.widget.show()
    qtbot.waitExposed(screen.widget)
    screen.widget.activateWindow()
    return screen.widget


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def test_that_a_click_on_a_point_ends_in_its_records_and_escape_closes_them(around: Around, qtbot: QtBot) -> None:
    screen = clinician.build(around.context)
    screen.visit()
    widget = shown(screen, qtbot)
    screen.visit(clinician="bob")
    card = widget.findChildren(ChartCard)[0]
    card.point_chosen.emit(Month(2026, 4))
    table = widget.findChild(RecordTable, "records_behind_the_point")
    qtbot.waitUntil(table.hasFocus)
    assert table.model().rowCount() == 10
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert not table.isVisible()
    assert widget.findChildren(QComboBox)[0].currentText() == "Dr Bob Sample"
    assert around.problems == []
    screen.close()


def test_that_the_clinicians_links_lead_to_review_and_job_plan(around: Around, qtbot: QtBot) -> None:
    screen = clinician.build(around.context)
    screen.visit()
    widget = shown(screen, qtbot)
    for words in ("Prepare review", "Edit job plan"):
        next(each for each in widget.findChildren(QPushButton) if each.text() == words).click()
    assert around.went == [("reviews", {"clinician": "ann"}), ("data", {"page": "job_plans", "clinician": "ann"})]
    screen.close()


def test_that_the_department_opens_a_measure_and_leads_to_the_framework(around: Around, qtbot: QtBot) -> None:
    screen = department.build(around.context)
    screen.visit()
    widget = shown(screen, qtbot)
    tile = next(each for each in widget.findChildren(MeasureTile) if each.measure == MeasureId.BEFORE_MIDDAY)
    qtbot.waitUntil(lambda: tile.height() > 0)
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert widget.findChild(ChartCard).accessibleName() == "Discharged before midday"
    next(each for each in widget.findChildren(QPushButton) if each.text() == "Go to the framework").click()
    assert around.went == [("framework", {})]
    around.feed.changed.emit(ChangeSet(frozenset({Topic.SPELL})))
    assert "The whole team, Nov 2025 – Oct 2026" in texts(widget)
    screen.close()
