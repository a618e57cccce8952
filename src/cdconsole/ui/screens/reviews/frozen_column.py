"""The middle column: the charts as they were frozen, one at a time, and the job plan of that day."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from cdconsole.domain.calendar import date_text
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.review import FrozenCharts
from cdconsole.ui.charts.chart_card import ChartCard
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import label
from cdconsole.ui.screens.reviews.state import RoomState
from cdconsole.ui.theme.fonts import px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon

_HIGHEST_CARD, _PLAN_HEIGHT = 420, 176


class FrozenColumn(QWidget):
    """``turned`` carries 1 or -1; Left and Right turn wherever the focus is in this column."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Frozen charts")
        self._shown: MeasureChart | None = None
        self._when, self._place = label("", "secondary"), label("", "strong", wraps=False)
        self._before, self._after = QToolButton(), QToolButton()
        self._card = ChartCard()
        self._card.setMaximumHeight(px(_HIGHEST_CARD))
        self._none = label("No charts were frozen: there was no complete month of data.", "secondary")
        self._plan = label("")
        self._plan_part = QWidget()
        self._definition = DefinitionCard()
        self._is_defined = False
        self._has_plan = False
        self._prepare()
        self._lay_out()

    def show_room(self, room: RoomState) -> None:
        """Show the chart that is spoken of."""
        frozen, chart = room.review.charts, room.chart
        self._when.setText(_frozen_text(frozen))
        self._place.setText(room.place_text)
        self._before.setEnabled(room.chart_at > 0)
        self._after.setEnabled(room.chart_at < len(room.charts) - 1)
        self._none.setVisible(chart is None)
        self._card.setVisible(chart is not None)
        if chart is not None and chart != self._shown:
            self._shown = chart
            self._card.show_chart(chart)
        plan = "" if frozen is None else frozen.job_plan
        self._plan.setText(plan)
        self._has_plan = bool(plan)
        if chart is not None:
            self._definition.show_measure(chart.measure)
        self._show_below()

    def _show_below(self) -> None:
        """Show the job plan, or in its place the definition of what is charted."""
        self._definition.setVisible(self._is_defined)
        self._plan_part.setVisible(self._has_plan and not self._is_defined)

    def _toggle_definition(self, _measure: MeasureId) -> None:
        self._is_defined = not self._is_defined
        self._show_below()

    def take_focus(self) -> None:
        """Give the chart the keyboard."""
        self._card.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _prepare(self) -> None:
        for turn, words, keys, go in (
            (self._before, "Chart before", "Left", self._go_back),
            (self._after, "Next chart", "Right", self._go_on),
        ):
            turn.setAccessibleName(words)
            turn.setToolTip(f"{words} ({keys})")
            turn.clicked.connect(go)
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(go)
        self._card.definition_requested.connect(self._toggle_definition)
        self._dress()

    def _dress(self) -> None:
        for turn, name in ((self._before, Icon.CHEVRON_LEFT), (self._after, Icon.CHEVRON_RIGHT)):
            turn.setIcon(icon(name))
            turn.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(8), px(16), 0)
        head.setSpacing(px(4))
        head.addWidget(self._when, 1)
        for part in (self._before, self._place, self._after):
            head.addWidget(part)
        scroll = QScrollArea()
        scroll.setWidget(self._plan)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._plan_part.setMinimumHeight(px(_PLAN_HEIGHT))
        scroll.setAccessibleName("Job plan on that day")
        self._plan.setAlignment(Qt.AlignmentFlag.AlignTop)
        plan = QVBoxLayout(self._plan_part)
        plan.setContentsMargins(px(16), px(12), px(16), 0)
        plan.setSpacing(px(4))
        plan.addWidget(label("Job plan on that day", "strong"))
        plan.addWidget(scroll)
        self._definition.setMinimumHeight(px(_PLAN_HEIGHT))
        self._definition.setViewportMargins(px(16), px(12), 0, 0)
        self._none.setContentsMargins(px(16), px(16), px(16), 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(16))
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self._card, 3)
        column.addWidget(self._plan_part, 2)
        column.addWidget(self._definition, 2)

    def _go_back(self) -> None:
        self.turned.emit(-1)

    def _go_on(self) -> None:
        self.turned.emit(1)


def _frozen_text(frozen: FrozenCharts | None) -> str:
    if frozen is None:
        return ""
    when = f"Frozen {date_text(frozen.frozen_at.astimezone().date())}, data to {frozen.data_to}"
    return f"{when}. {frozen.votes_text}." if frozen.votes_text else when
