"""The clinician screen: the job plan left, the charts right, and a drawer for what is behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.calendar import Month
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.charts.chart_card import card_picture
from cdconsole.ui.off_screen import as_png
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.clinician.chart_column import ChartColumn
from cdconsole.ui.screens.clinician.drawer import Drawer
from cdconsole.ui.screens.clinician.header import Header
from cdconsole.ui.screens.clinician.job_plan_panel import JobPlanPanelView
from cdconsole.ui.screens.clinician.large_chart import LargeChart
from cdconsole.ui.screens.clinician.state import ClinicianState, DrawerState, EveryRecord
from cdconsole.ui.settling import settle_layouts
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import px

_DRAWER_SHARE, _NARROWEST_DRAWER, _WIDEST_DRAWER = 0.51, 440, 800
_ROOM_FOR_ALL = 1400


class ClinicianView(QWidget):
    """Emits what the person wants; shows a state and a drawer state."""

    clinician_chosen = Signal(str)
    step_requested = Signal(int)
    months_chosen = Signal(int)
    team_toggled = Signal(bool)
    peers_toggled = Signal(bool)
    review_requested = Signal()
    talk_requested = Signal()
    trail_requested = Signal(str)
    recorded_toggled = Signal(bool)
    check_requested = Signal()
    pack_requested = Signal()
    job_plan_requested = Signal()
    notice_answered = Signal()
    point_chosen = Signal(object, object)
    note_requested = Signal(object, object)
    definition_requested = Signal(object)
    challenge_requested = Signal(str, object)
    drawer_closed = Signal()
    picture_placed = Signal(str, bytes)
    limits_requested = Signal(object, object)
    every_record_wanted = Signal(object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._drawer_state = DrawerState()
        self._came_from: MeasureId | None = None
        self._whose, self._name = "", ""
        self._drawn: ClinicianId | None = None
        self._header = Header()
        self._panel = JobPlanPanelView()
        self._charts = ChartColumn()
        self.drawer = Drawer(clipboard)
        self._large: LargeChart | None = None
        self._place = SavePlace(self, "Save the chart as a picture", "Pictures", "png")
        self._png = b""
        self._lay_out()
        self._connect()
        self.show_state(ClinicianState())

    def show_state(self, state: ClinicianState) -> None:
        """Show everything anew; widgets are kept and the screen is painted once."""
        self._whose = state.chosen or ""
        self._header.show_state(state)
        self._panel.show_panel(None if state.page is None or state.problem is not None else state.page.panel)
        notice = state.notice
        if notice is not None:
            self._charts.show_notice(notice)
        elif state.page is not None:
            self._name, self._drawn = state.page.clinician.name, state.page.clinician.id
            self._charts.show_charts(state)
            if self._large is not None:
                self._large.follow(self._name, self._charts.shown)
        settle_layouts()

    def show_drawer(self, state: DrawerState) -> None:
        """Open, fill or close the drawer; focus goes in, and back to the chart it came from."""
        was_open, self._drawer_state = self._drawer_state.is_open, state
        if state.is_open:
            self.drawer.show_drawer(state)
        self._make_room()
        if state.is_open and not was_open:
            self._came_from = (
                state.point.measure if state.point else (state.definition.id if state.definition else None)
            )
            self.drawer.take_focus()
        elif was_open and not state.is_open and self._came_from is not None:
            self._charts.focus_card(self._came_from)

    def show_every_record(self, state: EveryRecord) -> None:
        """Show the records that were wanted of a chart; they are seen in full screen."""
        if self._large is not None:
            self._large.show_every_record(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._make_room()

    def _note(self, measure: MeasureId, month: Month) -> None:
        """Ask for a note, and go where it is typed: also where the drawer was open already."""
        self.note_requested.emit(measure, month)
        if self._drawer_state.is_open:
            self.drawer.take_focus()

    def _ask_limits(self, task: LimitTask, chart: MeasureChart, month: Month | None) -> None:
        if self._drawn is not None:
            self.limits_requested.emit(task, LimitsAsked(self._drawn, chart, month))

    def _enlarge(self, measure: object = None, *, by_record: bool = False) -> None:
        """Fill the screen with a chart: the one asked for, else the one that has the keyboard, else the first."""
        charts, wanted = self._charts.shown, measure or self._charts.in_use
        if not charts:
            return
        if self._large is None:
            self._large = LargeChart(self)
            self._large.point_chosen.connect(self.point_chosen)
            self._large.note_requested.connect(self._note)
            self._large.every_record_wanted.connect(self.every_record_wanted)
        at = next((at for at, shown in enumerate(charts) if shown.chart.measure.id == wanted), 0)
        self._large.open_on(self._name, charts, at, by_record=by_record)

    def _enlarge_records(self, measure: object) -> None:
        self._enlarge(measure, by_record=True)

    def _ask_place(self, measure: object) -> None:
        """Draw a chart's picture as it is now, and ask where it is to go; its name says nobody's."""
        shown = next((each for each in self._charts.shown if each.chart.measure.id == measure), None)
        if shown is not None:
            self._png = as_png(card_picture(shown))
            self._place.ask(f"{shown.chart.measure.title}.png")

    def _place_picture(self, path: str) -> None:
        self.picture_placed.emit(path, self._png)

    def _challenge(self, measure: MeasureId) -> None:
        self.challenge_requested.emit(self._whose, measure)

    def _challenge_point(self) -> None:
        if self._drawer_state.point is not None:
            self._challenge(self._drawer_state.point.measure)

    def _make_room(self) -> None:
        """An open drawer takes the job plan's room where there is not enough for all three."""
        is_open = self._drawer_state.is_open
        self._panel.setVisible(not is_open or self.width() >= px(_ROOM_FOR_ALL))
        wanted = round(self.width() * _DRAWER_SHARE)
        self.drawer.setFixedWidth(max(px(_NARROWEST_DRAWER), min(px(_WIDEST_DRAWER), wanted)))
        self.drawer.setVisible(is_open)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._panel)
        row.addWidget(self._charts, 1)
        row.addWidget(self.drawer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self._header.chooser.chosen.connect(self.clinician_chosen)
        self._header.chooser.step_requested.connect(self.step_requested)
        self._header.chooser.listen_on(self)
        self._header.months_chosen.connect(self.months_chosen)
        self._header.team_toggled.connect(self.team_toggled)
        self._header.peers_toggled.connect(self.peers_toggled)
        self._header.review_requested.connect(self.review_requested)
        self._header.talk_requested.connect(self.talk_requested)
        self._header.trail_requested.connect(self.trail_requested)
        self._header.recorded_toggled.connect(self.recorded_toggled)
        self._header.check_requested.connect(self.check_requested)
        self._header.pack_requested.connect(self.pack_requested)
        self._panel.edit_requested.connect(self.job_plan_requested)
        self._charts.notice_answered.connect(self.notice_answered)
        self._charts.point_chosen.connect(self.point_chosen)
        self._charts.note_requested.connect(self._note)
        self._charts.definition_requested.connect(self.definition_requested)
        self._charts.challenge_requested.connect(self._challenge)
        self._charts.enlarge_requested.connect(self._enlarge)
        self._charts.every_record_requested.connect(self._enlarge_records)
        self._charts.picture_requested.connect(self._ask_place)
        self._charts.limits_requested.connect(self._ask_limits)
        self._place.chosen.connect(self._place_picture)
        large = QShortcut(QKeySequence(Qt.Key.Key_F11), self)
        large.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        large.activated.connect(self._enlarge)
        self.drawer.records.challenge_requested.connect(self._challenge_point)
        self.drawer.closed.connect(self.drawer_closed)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.drawer_closed)
