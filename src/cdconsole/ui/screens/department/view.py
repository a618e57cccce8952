"""The department screen: a sentence, the team's measures small, a summary table, and what waits."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.measure import DepartmentOverview, MeasureChart, MeasureId
from cdconsole.ui.chart_limits.desk import offer_limit_changes
from cdconsole.ui.chart_limits.forms import LimitsAsked, LimitTask
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.notice import Notice
from cdconsole.ui.screens.department.grouping import not_drawn, tile_groups
from cdconsole.ui.screens.department.not_drawn import NotDrawn
from cdconsole.ui.screens.department.standing import Standing
from cdconsole.ui.screens.department.state import DepartmentState
from cdconsole.ui.screens.department.summary import Summary
from cdconsole.ui.screens.department.tiles import Tiles
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.theme.fonts import TypeSize, font, px

_LARGE_HEIGHT, _RECORDS_HEIGHT, _DEFINITION_WIDTH, _AROUND = 320, 440, 360, 24


class DepartmentView(QScrollArea):
    """Emits what the person wants; shows a state."""

    measure_chosen = Signal(object)
    definition_toggled = Signal()
    reduced = Signal()
    unfolded = Signal()
    records_toggled = Signal()
    filter_typed = Signal(str)
    go_requested = Signal(str)
    notice_answered = Signal()
    limits_requested = Signal(object, object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._enlarged: MeasureId | None = None
        self._is_by_record = False
        self._sentence, self._period = label(""), label("", "secondary")
        self._notice_text = label("", "secondary")
        self._notice_button = button("")
        self._tiles = Tiles()
        self._large, self._records, self._definition = ChartCard(), RecordCard(), DefinitionCard()
        self._large_row = QWidget()
        self._smaller, self._by_record = button("Close the large chart", "link"), button("", "link")
        self._not_drawn = NotDrawn()
        self._summary = Summary(clipboard)
        self._standing = Standing()
        self._charted, self._inside = QWidget(), QWidget()
        self._prepare()
        self._lay_out()
        self._connect()
        self.show_state(DepartmentState())

    def show_state(self, state: DepartmentState) -> None:
        """Show everything anew; widgets are kept."""
        notice, overview = state.notice, state.overview
        self._show_notice(notice)
        self._charted.setVisible(notice is None)
        self._standing.setVisible(overview is not None and state.problem is None)
        if overview is not None:
            self._standing.show_overview(overview)
        if notice is None and overview is not None:
            self._show_charts(overview, state)
            self._show_large(state.enlarged_chart, is_defined=state.is_defined)
            self._show_records(state)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._sentence.setFont(font(TypeSize.HEADING))

    def _show_notice(self, notice: Notice | None) -> None:
        self._notice_text.setVisible(notice is not None and bool(notice.text))
        self._notice_button.setVisible(notice is not None and bool(notice.action.value))
        if notice is not None:
            self._sentence.setText(notice.title)
            self._notice_text.setText(notice.text)
            self._notice_button.setText(notice.action.value)
        self._period.setVisible(notice is None)

    def _show_charts(self, overview: DepartmentOverview, state: DepartmentState) -> None:
        self._sentence.setText(overview.sentence)
        period = f"The whole team, {overview.period}".replace(" - ", " – ")
        self._period.setText(". ".join(part for part in (period, overview.chance) if part))
        self._tiles.show_groups(tile_groups(overview))
        self._not_drawn.show_charts(not_drawn(overview), is_unfolded=state.is_unfolded)
        self._summary.show_rows(state.rows, state.every_row, state.words)

    def _show_large(self, chart: MeasureChart | None, *, is_defined: bool) -> None:
        was, self._enlarged = self._enlarged, None if chart is None else chart.measure.id
        self._large_row.setVisible(chart is not None)
        self._definition.setVisible(is_defined)
        self._smaller.setVisible(chart is not None)
        if chart is not None:
            self._large.show_chart(chart)
            self._definition.show_measure(chart.measure)
            self._summary.show_current(chart.measure.id)
        if self._enlarged is not None and self._enlarged != was:
            self._large.chart.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._bring_into_view)
        elif was is not None and self._enlarged is None:
            self._tiles.focus_tile(was)

    def _show_records(self, state: DepartmentState) -> None:
        is_shown = state.is_by_record and state.offers_records
        if is_shown and not self._is_by_record:
            QTimer.singleShot(0, self, self._bring_into_view)
        self._is_by_record = is_shown
        self._by_record.setVisible(state.offers_records)
        self._by_record.setText("Show the months again" if is_shown else "Show every record")
        self._large.setVisible(not is_shown)
        self._records.setVisible(is_shown)
        self._large_row.setMinimumHeight(px(_RECORDS_HEIGHT if is_shown else _LARGE_HEIGHT))
        if is_shown:
            self._records.show_distribution(state.distribution, state.records_problem)

    def _prepare(self) -> None:
        self._sentence.setFont(font(TypeSize.HEADING))
        self._definition.setFixedWidth(px(_DEFINITION_WIDTH))
        # No higher than asked for, but for notes and changes of the limits under the chart.
        self._large_row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _lay_out(self) -> None:
        large = QHBoxLayout(self._large_row)
        large.setContentsMargins(0, 0, 0, 0)
        large.addWidget(self._large, 1)
        large.addWidget(self._records, 1)
        large.addWidget(self._definition)
        charted = QVBoxLayout(self._charted)
        charted.setContentsMargins(0, 0, 0, 0)
        charted.setSpacing(px(8))
        charted.addWidget(self._tiles)
        charted.addWidget(self._not_drawn)
        charted.addWidget(self._large_row)
        below = QHBoxLayout()
        below.addWidget(self._smaller)
        below.addWidget(self._by_record)
        below.addStretch(1)
        charted.addLayout(below)
        charted.addSpacing(px(16))
        charted.addWidget(self._summary)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(px(16), px(20), px(16), px(24))
        column.setSpacing(px(8))
        words = QVBoxLayout()
        words.setContentsMargins(px(8), 0, px(8), 0)
        for part in (self._sentence, self._period, self._notice_text):
            words.addWidget(part)
        words.addWidget(self._notice_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(words)
        column.addSpacing(px(8))
        column.addWidget(self._charted)
        column.addSpacing(px(24))
        column.addWidget(self._standing)
        column.addStretch(1)
        self.setWidget(self._inside)

    def _connect(self) -> None:
        self._tiles.chosen.connect(self.measure_chosen)
        self._tiles.reached.connect(self.ensureWidgetVisible)
        self._not_drawn.toggled.connect(self.unfolded)
        self._summary.measure_opened.connect(self.measure_chosen)
        self._summary.filter_typed.connect(self.filter_typed)
        self._summary.reached.connect(self._bring_row_into_view)
        self._large.definition_requested.connect(self._toggle_definition)
        offer_limit_changes(self._large, self._ask_limits)
        self._smaller.clicked.connect(self.reduced)
        self._by_record.clicked.connect(self.records_toggled)
        self._standing.go_requested.connect(self.go_requested)
        self._notice_button.clicked.connect(self.notice_answered)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.reduced)

    def _ask_limits(self, task: LimitTask, card: ChartCard) -> None:
        if card.shown is not None:
            self.limits_requested.emit(task, LimitsAsked(None, card.shown.chart, card.chart.marked_month))

    def _toggle_definition(self, _measure: MeasureId) -> None:
        self.definition_toggled.emit()

    def _bring_into_view(self) -> None:
        self.ensureWidgetVisible(self._large_row)

    def _bring_row_into_view(self, row: QRect) -> None:
        middle = self._summary.mapTo(self._inside, QPoint(0, row.center().y()))
        self.ensureVisible(0, middle.y(), 0, row.height() // 2 + px(_AROUND))
