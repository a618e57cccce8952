"""The clinician view: what it shows, how it is worked by keyboard, and that its widgets are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.case_mix import CaseMix, CaseMixLine
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import (
    DeliverySummary,
    HalfDay,
    JobPlan,
    JobPlanPanel,
    PaCategory,
    ProgrammedActivity,
)
from cdconsole.domain.measure import ClinicianCharts, MeasureId, PointRecords, SourceRecord, SpellRecord
from cdconsole.domain.spc import RuleProfile
from cdconsole.services.definitions import BY_ID
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.page_tabs import PageTabs
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.clinician.drawer import Drawer
from cdconsole.ui.screens.clinician.fact_rows import FactRows
from cdconsole.ui.screens.clinician.header import Header
from cdconsole.ui.screens.clinician.job_plan_panel import JobPlanPanelView
from cdconsole.ui.screens.clinician.large_chart import LargeChart
from cdconsole.ui.screens.clinician.records_page import RecordsPage
from cdconsole.ui.screens.clinician.state import (
    ChartPoint,
    ClinicianState,
    DrawerPage,
    DrawerState,
    EveryRecord,
    MixState,
    NotesState,
)
from cdconsole.ui.screens.clinician.view import ClinicianView
from cdconsole.ui.screens.clinician.week_grid import PaBars, WeekGrid
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.vote_line import VoteLine
from widgets.chart_values import LEAVE, chart, stays

PERIOD = Period(Month(2024, 1), Month(2024, 5))
CLINICIANS = tuple(
    Clinician(ClinicianId(name), f"Dr {name.title()} Example", Grade.CONSULTANT) for name in ("ann", "anna", "bob")
)
PLAN = JobPlan(
    JobPlanId("p"),
    ClinicianId("ann"),
    3,
    date(2026, 4, 1),
    (
        ProgrammedActivity("Endoscopy list", PaCategory.DCC, 7.5, 0, HalfDay.AM, "Unit A"),
        ProgrammedActivity("Teaching", PaCategory.SPA, 2.5),
    ),
)


def page(who: int = 0, measures: int = 2) -> ClinicianCharts:
    panel = JobPlanPanel(PLAN, ("IBD",), (LEAVE,), DeliverySummary(210, 182), 14, PERIOD, date(2026, 3, 14), 2)
    made = [chart() for _ in range(measures)]
    charts = tuple(
        replace(each, measure=replace(each.measure, id=measure, title=measure))
        for each, measure in zip(made, BY_ID, strict=False)
    )
    return ClinicianCharts(CLINICIANS[who], PERIOD, panel, charts, (LEAVE,), RuleProfile.MDC, "31 May 2024")


STATE = ClinicianState(CLINICIANS, ClinicianId("ann"), page=page())
RECORD = SpellRecord("a1b2", "1 May 2024", "3 May 2024", 2, "Day case", "Elective", "Ward 7", "before midday", "x.csv")
POINT = ChartPoint(ClinicianId("ann"), MeasureId.LENGTH_OF_STAY, Month(2024, 5))
RECORDS = DrawerState(POINT, PointRecords("Before midday, May 2024", "one of two", (RECORD, RECORD)))


LISTS = (
    SourceRecord("", "9 May 2024", "Theatre 2, 3 cases", "300 of 240 minutes", "lists.csv"),
    SourceRecord("", "2 May 2024", "Theatre 2, 4 cases", "210 of 240 minutes", "lists.csv"),
)
OTHERS = DrawerState(POINT, PointRecords("Touch time, May 2024", "106%", (), (), LISTS))


@pytest.fixture
def view(qtbot: QtBot) -> ClinicianView:
    made = ClinicianView(Clipboard(QGuiApplication.clipboard()))
    qtbot.addWidget(made)
    made.resize(1166, 716)
    made.show()
    made.show_state(STATE)
    qtbot.waitExposed(made)
    return made


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def choose(view: ClinicianView) -> QComboBox:
    return next(each for each in view.findChildren(QComboBox) if each.accessibleName() == "Clinician")


def test_that_the_panel_says_plan_exposure_and_review_in_words(view: ClinicianView) -> None:
    panel = view.findChild(JobPlanPanelView)
    assert "v3, from 1 Apr 2026" in texts(panel)
    assert "10.0 PA a week" in texts(panel)
    said = " ".join(each.accessibleDescription() for each in panel.findChildren(QWidget))
    for words in ("Endoscopy list", "Direct clinical care 7.5 PA", "182 of 210", "21 days", "14 Mar 2026"):
        assert words in said


def test_that_the_timetable_says_an_activity_whole_in_its_tooltip(view: ClinicianView) -> None:
    week = view.findChild(WeekGrid)
    assert week.text_at(QPointF(60, 30)) == "Mon am\nEndoscopy list, DCC 7.5 PA, Unit A, every week"
    assert week.text_at(QPointF(60, 60)) == ""
    assert week.text_at(QPointF(5, 30)) == ""


def test_that_another_clinician_takes_over_the_same_cards(view: ClinicianView) -> None:
    cards = view.findChildren(ChartCard)
    view.show_state(replace(STATE, chosen=ClinicianId("bob"), page=page(2)))
    assert view.findChildren(ChartCard) == cards
    assert choose(view).currentText() == "Dr Bob Example"


def test_that_a_card_too_many_is_hidden_and_comes_back(view: ClinicianView) -> None:
    view.show_state(replace(STATE, page=page(measures=1)))
    assert [card.isVisibleTo(view) for card in view.findChildren(ChartCard)] == [True] + 5 * [False]
    view.show_state(STATE)
    assert [card.isVisibleTo(view) for card in view.findChildren(ChartCard)] == 2 * [True] + 4 * [False]


def test_that_how_much_chance_alone_would_mark_stands_under_the_charts(view: ClinicianView) -> None:
    view.show_state(replace(STATE, page=replace(page(), chance="2 charts looked at.")))
    assert "2 charts looked at." in texts(view)


@pytest.mark.parametrize("width", [1166, 1720])
@pytest.mark.parametrize("charts", [1, 3, 6, 8])
def test_that_no_card_of_any_number_is_cut_off(view: ClinicianView, qtbot: QtBot, width: int, charts: int) -> None:
    one = page(measures=1)
    view.resize(width, 900)
    view.show_state(replace(STATE, page=replace(one, charts=one.charts * charts)))
    qtbot.wait(20)
    cards = [card for card in view.findChildren(ChartCard) if card.isVisible()]
    assert len(cards) == charts
    for card in cards:
        assert card.chart.height() >= 96
        for line in card.findChildren(QLabel):
            if line.isVisibleTo(card) and line.text():
                assert line.height() >= line.heightForWidth(line.width())
                assert line.wordWrap() or line.width() >= line.sizeHint().width()


@pytest.mark.parametrize(("width", "columns"), [(1166, 1), (1500, 2)])
def test_that_charts_take_two_columns_where_there_is_room(
    view: ClinicianView, qtbot: QtBot, width: int, columns: int
) -> None:
    view.resize(width, 716)

    def lefts() -> set[int]:
        return {card.mapTo(view, QPoint()).x() for card in view.findChildren(ChartCard) if card.isVisible()}

    qtbot.waitUntil(lambda: len(lefts()) == columns)


def test_that_typing_part_of_a_name_finds_the_clinician(view: ClinicianView, qtbot: QtBot) -> None:
    line = choose(view).lineEdit()
    assert line is not None
    line.setText("bob")
    with qtbot.waitSignal(view.clinician_chosen) as chosen:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert chosen.args == ["bob"]


def test_that_a_name_that_is_part_of_another_is_not_changed_by_leaving_it(view: ClinicianView, qtbot: QtBot) -> None:
    heard: list[str] = []
    view.clinician_chosen.connect(heard.append)
    line = choose(view).lineEdit()
    assert line is not None
    line.setText("nobody of that name")
    line.editingFinished.emit()
    assert line.text() == "Dr Ann Example"
    line.editingFinished.emit()
    assert heard == []


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, 1),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, -1),
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.NoModifier, -1),
    ],
)
def test_that_keys_go_from_one_clinician_to_the_next(
    view: ClinicianView, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, step: int
) -> None:
    view.activateWindow()
    chart_view = view.findChildren(SpcChartView)[0]
    chart_view.setFocus()
    with qtbot.waitSignal(view.step_requested) as stepped:
        qtbot.keyClick(chart_view, key, modifier)
    assert stepped.args == [step]


def test_that_there_is_no_step_beyond_the_ends(view: ClinicianView) -> None:
    steps = {
        each.accessibleName(): each.isEnabled() for each in view.findChildren(QToolButton) if each.accessibleName()
    }
    assert (steps["Previous clinician"], steps["Next clinician"]) == (False, True)


def test_that_months_team_review_and_job_plan_are_asked_for(view: ClinicianView, qtbot: QtBot) -> None:
    months = next(each for each in view.findChildren(QComboBox) if each.accessibleName() == "Months shown")
    with qtbot.waitSignal(view.months_chosen) as chosen:
        months.activated.emit(0)
    assert chosen.args == [12]
    with qtbot.waitSignal(view.team_toggled) as toggled:
        next(each for each in view.findChildren(QCheckBox) if each.text() == "Team line").click()
    assert toggled.args == [False]
    for words, signal in (("Prepare review", view.review_requested), ("Edit job plan", view.job_plan_requested)):
        with qtbot.waitSignal(signal):
            next(each for each in view.findChildren(QPushButton) if each.text() == words).click()


def test_that_a_point_and_a_definition_are_asked_for_with_their_measure(view: ClinicianView, qtbot: QtBot) -> None:
    card = view.findChildren(ChartCard)[1]
    with qtbot.waitSignal(view.point_chosen) as point:
        qtbot.keyClick(card.chart, Qt.Key.Key_End)
        qtbot.keyClick(card.chart, Qt.Key.Key_Return)
    assert point.args == [MeasureId.LENGTH_OF_STAY, Month(2024, 5)]
    with qtbot.waitSignal(view.definition_requested) as definition:
        next(each for each in card.findChildren(QToolButton)).click()
    assert definition.args == [MeasureId.LENGTH_OF_STAY]


def test_that_the_drawer_shows_records_takes_the_focus_and_gives_it_back(view: ClinicianView, qtbot: QtBot) -> None:
    view.activateWindow()
    view.show_drawer(DrawerState(POINT))
    drawer, table = view.findChild(Drawer), view.findChild(RecordTable, "records_behind_the_point")
    assert "Reading the records…" in texts(drawer)
    view.show_drawer(RECORDS)
    assert "2 records behind the point." in texts(drawer)
    assert table.model().rowCount() == 2
    assert not view.findChild(JobPlanPanelView).isVisibleTo(view)
    qtbot.waitUntil(table.hasFocus)
    with qtbot.waitSignal(view.drawer_closed):
        qtbot.keyClick(table, Qt.Key.Key_Escape)
    view.show_drawer(DrawerState())
    assert not drawer.isVisibleTo(view)
    assert view.findChild(JobPlanPanelView).isVisibleTo(view)
    qtbot.waitUntil(view.findChildren(ChartCard)[1].chart.hasFocus)


def test_that_records_are_copied_with_headings(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_drawer(RECORDS)
    qtbot.keyClick(
        view.findChild(RecordTable, "records_behind_the_point"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
    )
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Said\tPatient\tAdmitted\tDischarged\tDays")
    assert lines[1].startswith("\ta1b2\t1 May 2024\t3 May 2024\t2\tbefore midday")


def test_that_records_that_are_no_spells_are_shown_and_copied_and_can_not_be_voted_on(
    view: ClinicianView, qtbot: QtBot
) -> None:
    view.activateWindow()
    view.show_drawer(OTHERS)
    behind = view.findChild(RecordsPage)
    spells, lists = behind.findChildren(RecordTable)
    assert (spells.isVisibleTo(view), lists.isVisibleTo(view)) == (False, True)
    assert "2 records behind the point." in texts(view.findChild(Drawer))
    assert not view.findChild(VoteLine).isVisibleTo(view)
    qtbot.waitUntil(lists.hasFocus)
    next(each for each in behind.findChildren(QPushButton) if each.text() == "Copy for a spreadsheet").click()
    heading, first, _ = QGuiApplication.clipboard().text().splitlines()
    assert heading == "Day\tWhat\tPatient\tCounted as\tImport"
    assert first == "9 May 2024\tTheatre 2, 3 cases\t\t300 of 240 minutes\tlists.csv"
    view.show_drawer(RECORDS)
    assert (spells.isVisibleTo(view), lists.isVisibleTo(view)) == (True, False)
    assert view.findChild(VoteLine).isVisibleTo(view)


def test_that_a_problem_with_records_is_said_in_the_drawer(view: ClinicianView) -> None:
    view.show_drawer(DrawerState(POINT, problem="The file is away."))
    assert "The file is away." in texts(view.findChild(Drawer))


def test_that_the_definition_card_says_every_field(view: ClinicianView) -> None:
    measure = replace(chart().measure, question="Why?", weaknesses="Many", source="NHS")
    view.show_drawer(DrawerState(definition=measure))
    said = texts(view.findChild(Drawer))
    for words in ("Question", "Why?", "Weaknesses", "Many", "Source", "NHS", "Higher is better", "Version 1"):
        assert words in said


def test_that_a_notice_takes_the_charts_place_with_its_button(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_state(replace(STATE, problem=Notice("The file is away.", "Unlock again.", NoticeAction.TRY_AGAIN)))
    assert "The file is away." in texts(view)
    assert not any(card.isVisible() for card in view.findChildren(ChartCard))
    with qtbot.waitSignal(view.notice_answered):
        next(each for each in view.findChildren(QPushButton) if each.text() == "Try again").click()


def test_that_only_a_wait_that_can_be_felt_is_mentioned(view: ClinicianView, qtbot: QtBot) -> None:
    header = view.findChild(Header)
    view.show_state(replace(STATE, chosen=ClinicianId("bob"), is_loading=True))
    assert "Drawing" not in texts(header)
    qtbot.waitUntil(lambda: "Drawing the charts, still showing Dr Ann Example…" in texts(header), timeout=2000)
    view.show_state(STATE)
    assert "Drawing" not in texts(header)


def test_that_every_control_has_a_name(view: ClinicianView) -> None:
    kinds: tuple[Callable[..., Any], ...] = (
        QPushButton,
        QToolButton,
        QComboBox,
        QCheckBox,
        RecordTable,
        FactRows,
        PaBars,
    )
    for kind in kinds:
        for each in view.findChildren(kind):
            assert not each.isVisibleTo(view) or each.accessibleName() or each.text(), each


def test_that_tab_goes_from_the_header_to_the_panel_to_the_charts(view: ClinicianView) -> None:
    view.activateWindow()
    reached: list[QWidget] = []
    here: QWidget | None = choose(view)
    while here is not None and here not in reached:
        reached.append(here)
        here = here.nextInFocusChain()
    stops = [each for each in reached if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(view)]
    names = [type(each).__name__ for each in stops]
    assert names.index("QCheckBox") < names.index("JobPlanPanelView") < names.index("SpcChartView")


def test_that_who_looked_at_these_data_is_asked_for_by_the_clinician_shown(view: ClinicianView) -> None:
    asked: list[str] = []
    view.trail_requested.connect(asked.append)
    next(each for each in view.findChildren(QPushButton) if each.text() == "Who looked").click()
    assert asked == ["ann"]


def test_that_nothing_in_the_header_is_cut_off_where_votes_add_a_choice(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_state(replace(STATE, page=replace(page(), votes_text="2 records called not mine")))
    header = view.findChild(Header)
    names = ("Prepare review", "Who looked", "Check records", "As recorded")
    parts = [each for each in header.findChildren(QAbstractButton) if each.text() in names]
    assert len(parts) == len(names)
    qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in parts))
    assert all(each.geometry().right() <= header.width() for each in parts)
    assert view.minimumSizeHint().width() <= view.width()


NOTE = PointNote("1", Month(2024, 5), "Locum ward", "Dr B", datetime(2024, 6, 1, tzinfo=UTC), 1)
NOTED = DrawerState(POINT, RECORDS.records, page=DrawerPage.NOTES, notes=NotesState((NOTE,), written=1))


def named(view: ClinicianView, name: str) -> QWidget:
    return next(each for each in view.findChildren(QWidget) if each.accessibleName() == name)


def test_that_n_on_a_point_opens_where_a_note_is_typed_and_enter_stores_it(view: ClinicianView, qtbot: QtBot) -> None:
    view.activateWindow()
    card = view.findChildren(ChartCard)[1]
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_End)
    with qtbot.waitSignal(view.note_requested) as asked:
        qtbot.keyClick(card.chart, Qt.Key.Key_N)
    assert asked.args == [MeasureId.LENGTH_OF_STAY, Month(2024, 5)]
    view.show_drawer(NOTED)
    text = named(view, "New note on this month")
    qtbot.waitUntil(text.hasFocus)
    qtbot.keyClicks(text, "New rota")
    with qtbot.waitSignal(view.drawer.notes.written) as written:
        qtbot.keyClick(text, Qt.Key.Key_Return)
    assert written.args == ["New rota"]
    view.show_drawer(replace(NOTED, notes=replace(NOTED.notes, written=2)))
    assert isinstance(text, QLineEdit)
    assert text.text() == ""


def test_that_words_not_stored_stay_while_the_point_does(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_drawer(NOTED)
    text = named(view, "New note on this month")
    assert isinstance(text, QLineEdit)
    qtbot.keyClicks(text, "New rota")
    view.show_drawer(replace(NOTED, notes=replace(NOTED.notes, problem="The file is away.")))
    assert text.text() == "New rota"
    assert "The file is away." in texts(view.drawer)
    view.show_drawer(replace(NOTED, point=replace(POINT, month=Month(2024, 4))))
    assert text.text() == ""


def test_that_a_note_is_withdrawn_and_put_back_from_its_line(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_drawer(NOTED)
    assert "May 2024: Locum ward (Dr B, 1 Jun 2024)" in texts(view.drawer)
    with qtbot.waitSignal(view.drawer.notes.withdrawn) as withdrawn:
        named(view, "Withdraw the note Locum ward").click()  # type: ignore[attr-defined]
    assert withdrawn.args == [NOTE]
    gone = Annotation("1", ClinicianId("ann"), POINT.measure, NOTE.month, NOTE.text, NOTE.author, NOTE.at)
    view.show_drawer(replace(NOTED, notes=NotesState(withdrawn=gone, written=1)))
    assert "No notes on this month yet." in texts(view.drawer)
    assert "Withdrawn: Locum ward" in texts(view.drawer)
    with qtbot.waitSignal(view.drawer.notes.put_back):
        next(each for each in view.findChildren(QPushButton) if each.text() == "Put back").click()


def test_that_tabs_lead_to_the_case_mix_and_its_table_copies(view: ClinicianView, qtbot: QtBot) -> None:
    view.show_drawer(RECORDS)
    tabs = view.findChild(PageTabs)
    with qtbot.waitSignal(view.drawer.page_chosen) as chosen:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert chosen.args == [DrawerPage.CASE_MIX]
    line = CaseMixLine("Age", "75 - 84", "2 of 5", "40.0%", "8 of 11", "72.7%")
    mix = MixState(CaseMix("Case mix, Apr 2026", (line,), expected="Observed 5, expected 5.0"))
    view.show_drawer(replace(RECORDS, page=DrawerPage.CASE_MIX, mix=mix))
    assert "Observed 5, expected 5.0" in texts(view.drawer)
    table = view.findChild(RecordTable, "case_mix_beside_the_team's")
    assert table.isVisible()
    table.copy()
    assert "Age\t75 - 84\t2 of 5\t40.0%\t8 of 11\t72.7%" in QGuiApplication.clipboard().text()
    with qtbot.waitSignal(view.drawer.mix.narrowed) as narrowed:
        next(each for each in view.findChildren(QCheckBox) if each.text() == "This month only").click()
    assert narrowed.args == [True]


def large_of(view: ClinicianView) -> LargeChart:
    found = view.findChild(LargeChart)
    assert found is not None
    return found


def test_that_f11_fills_the_screen_with_the_chart_in_use_and_escape_goes_back(
    view: ClinicianView, qtbot: QtBot
) -> None:
    view.activateWindow()
    card = view.findChildren(ChartCard)[1]
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_F11)
    large = large_of(view)
    assert large.isFullScreen()
    qtbot.waitUntil(large.isActiveWindow)
    assert "length_of_stay" in texts(large)
    assert "Chart 2 of 2" in texts(large)
    assert "Definition" in [each.accessibleName() for each in large.findChildren(QWidget)]
    qtbot.keyClick(large, Qt.Key.Key_PageUp)
    assert "Chart 1 of 2" in texts(large)
    qtbot.keyClick(large, Qt.Key.Key_PageUp)
    assert "Chart 1 of 2" in texts(large)
    qtbot.keyClick(large, Qt.Key.Key_PageDown)
    assert "Chart 2 of 2" in texts(large)
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_that_points_of_the_large_chart_are_read_out_and_lead_back_to_their_records(
    view: ClinicianView, qtbot: QtBot
) -> None:
    enlarge = next(each for each in view.findChildren(QToolButton) if each.accessibleName() == "Full screen: spells")
    enlarge.click()
    large = large_of(view)
    qtbot.waitExposed(large)
    chart_view = large.findChild(SpcChartView)
    large.activateWindow()
    chart_view.setFocus()
    qtbot.keyClick(chart_view, Qt.Key.Key_End)
    assert "May 2024: 70.0%" in texts(large)
    with qtbot.waitSignal(view.point_chosen) as chosen:
        qtbot.keyClick(chart_view, Qt.Key.Key_Return)
    assert chosen.args == [MeasureId.SPELLS, Month(2024, 5)]
    assert not large.isVisible()
    enlarge.click()
    with qtbot.waitSignal(view.note_requested) as noted:
        qtbot.keyClick(chart_view, Qt.Key.Key_N)
    assert noted.args == [MeasureId.SPELLS, Month(2024, 5)]


def test_that_the_large_chart_follows_charts_drawn_anew(view: ClinicianView) -> None:
    view._enlarge()
    view.show_state(replace(STATE, page=page(2, measures=1)))
    assert "Chart 1 of 1" in texts(large_of(view))
    assert "Dr Bob Example" in texts(large_of(view))
    large_of(view).close()


def stay_card(view: ClinicianView) -> ChartCard:
    """Return the card of the lengths of stay, defined as they are."""
    charts = tuple(replace(each, measure=BY_ID[each.measure.id]) for each in page().charts)
    view.show_state(replace(STATE, page=replace(page(), charts=charts)))
    view.activateWindow()
    card = next(each for each in view.findChildren(ChartCard) if each.accessibleName().startswith("Length of stay"))
    card.chart.setFocus()
    return card


STAYS = stays(24, BY_ID[MeasureId.LENGTH_OF_STAY])


def test_that_r_on_a_chart_shows_every_record_and_escape_goes_back_to_it(view: ClinicianView, qtbot: QtBot) -> None:
    card = stay_card(view)
    with qtbot.waitSignal(view.every_record_wanted) as wanted:
        qtbot.keyClick(card.chart, Qt.Key.Key_R)
    assert wanted.args == [MeasureId.LENGTH_OF_STAY]
    large = large_of(view)
    qtbot.waitUntil(large.isActiveWindow)
    view.show_every_record(EveryRecord(MeasureId.LENGTH_OF_STAY))
    assert "Reading the records…" in texts(large)
    view.show_every_record(EveryRecord(MeasureId.LENGTH_OF_STAY, STAYS))
    assert "n 24 inpatient spells" in texts(large)
    assert large.findChild(RecordCard).scatter.hasFocus()
    qtbot.keyClick(large, Qt.Key.Key_PageUp)
    assert "Length of stay, every record" in texts(large)
    with qtbot.waitSignal(view.every_record_wanted) as left:
        qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert left.args == [None]
    assert not large.isVisible()
    view.activateWindow()
    qtbot.waitUntil(card.chart.hasFocus)


def test_that_records_opened_in_full_screen_lead_back_to_its_months(view: ClinicianView, qtbot: QtBot) -> None:
    card = stay_card(view)
    qtbot.keyClick(card.chart, Qt.Key.Key_F11)
    large = large_of(view)
    qtbot.waitUntil(large.isActiveWindow)
    with qtbot.waitSignal(view.every_record_wanted):
        next(each for each in large.findChildren(QPushButton) if each.text() == "Every record (R)").click()
    assert large.findChild(RecordCard).isVisible()
    assert not large.findChild(ChartCard).isVisible()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert large.isVisible()
    assert large.findChild(ChartCard).isVisible()
    assert large.findChild(SpcChartView).hasFocus()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert not large.isVisible()


def test_that_every_record_is_offered_only_where_each_has_a_value(view: ClinicianView, qtbot: QtBot) -> None:
    card = stay_card(view)
    counts = view.findChildren(ChartCard)[0]
    offered = [
        [each.text() for each in one.actions() if each.isVisible() and each.text() == "Every record"]
        for one in (card, counts)
    ]
    assert offered == [["Every record"], []]
    counts.chart.setFocus()
    qtbot.keyClick(counts.chart, Qt.Key.Key_R)
    assert view.findChild(LargeChart) is None
    qtbot.keyClick(counts.chart, Qt.Key.Key_F11)
    qtbot.keyClick(large_of(view), Qt.Key.Key_R)
    assert not large_of(view).findChild(RecordCard).isVisible()
    large_of(view).close()


def test_that_a_picture_is_drawn_before_its_place_is_asked_for(view: ClinicianView, qtbot: QtBot) -> None:
    view.activateWindow()
    card = view.findChildren(ChartCard)[0]
    card.chart.setFocus()
    qtbot.keyClick(card.chart, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    with qtbot.waitSignal(view.picture_placed) as placed:
        view.findChild(SavePlace).chosen.emit("/somewhere/spells.png")
    assert placed.args[0] == "/somewhere/spells.png"
    assert placed.args[1].startswith(b"\x89PNG")
    dialog.close()
