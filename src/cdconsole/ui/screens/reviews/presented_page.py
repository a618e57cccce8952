"""Presenter mode: one chart of this clinician's own line in large type, and nobody else's name or words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cdconsole.ui.charts.spc_chart import SpcChartView
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.reviews.state import RoomState
from cdconsole.ui.theme.fonts import TypeSize, font, px
from cdconsole.ui.theme.icons import ICON_SIZE, Icon, icon


class PresentedPage(QWidget):
    """``turned`` carries 1 or -1, by Left and Right; Escape ends it. Full screen only when somebody asks for it."""

    turned = Signal(int)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._who, self._place = label("", "", wraps=False), label("", "secondary", wraps=False)
        self._before, self._after = QToolButton(), QToolButton()
        self._full, self._end = button("Full screen"), button("Leave presenter mode")
        self._title, self._reading, self._n = label(""), label(""), label("")
        self._missing, self._when, self._definition = label(""), label("", "secondary"), label("", "secondary")
        self.chart = SpcChartView()
        self._prepare()
        self._lay_out()
        self._dress()

    def show_room(self, room: RoomState) -> None:
        """Show the chart that is spoken of, or that there is none."""
        chart = room.presented
        has_chart = chart is not None and not chart.unavailable
        self._who.setText(room.review.clinician)
        self._place.setText(room.place_text)
        self._before.setEnabled(room.chart_at > 0)
        self._after.setEnabled(room.chart_at < len(room.charts) - 1)
        self.chart.setVisible(has_chart)
        for part in (self._reading, self._n, self._when):
            part.setVisible(has_chart)
        self._missing.setVisible(not has_chart)
        self._definition.setVisible(chart is not None)
        if chart is None:
            self._title.clear()
            self._missing.setText("No charts were frozen: there was no complete month of data.")
            return
        measure = chart.measure
        self._title.setText(measure.title)
        self._missing.setText(chart.unavailable)
        self._definition.setText(
            f"{measure.question}\nCounted: {measure.numerator}\nOut of: {measure.denominator}\n"
            f"Not counted: {measure.exclusions}"
        )
        if has_chart:
            self._reading.setText(chart.spoken_reading)
            self._n.setText(chart.n_text)
            self._when.setText(". ".join(text for text in room.presented_facts if text))
            self.chart.show_chart(chart, team_visible=False)

    def take_focus(self) -> None:
        """Give the page the keyboard, so that its keys are heard."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._dress()

    def _prepare(self) -> None:
        self.setAccessibleName("Presenter mode")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for turn, words, keys, go in (
            (self._before, "Chart before", "Left", self._go_back),
            (self._after, "Next chart", "Right", self._go_on),
        ):
            turn.setAccessibleName(words)
            turn.setToolTip(f"{words} ({keys})")
            turn.clicked.connect(go)
            self._add_key(keys).activated.connect(go)
        self._end.setToolTip("Escape, or F11")
        self._full.clicked.connect(self._toggle_full)
        self._end.clicked.connect(self.ended)
        self._add_key("Escape").activated.connect(self.ended)

    def _add_key(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def _dress(self) -> None:
        for words in (self._who, self._n):
            words.setFont(font(TypeSize.HEADING))
        self._reading.setFont(font(TypeSize.TITLE))
        self._title.setFont(font(TypeSize.TITLE, semibold=True))
        self._definition.setFont(font(TypeSize.HEADING))
        for turn, name in ((self._before, Icon.CHEVRON_LEFT), (self._after, Icon.CHEVRON_RIGHT)):
            turn.setIcon(icon(name))
            turn.setIconSize(QSize(px(ICON_SIZE), px(ICON_SIZE)))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self._who)
        head.addStretch(1)
        for part in (self._before, self._place, self._after, self._full, self._end):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(20), px(32), px(24))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addSpacing(px(8))
        for part in (self._title, self._reading, self._missing):
            column.addWidget(part)
        column.addWidget(self.chart, 1)
        for part in (self._n, self._when, self._definition):
            column.addWidget(part)

    def _toggle_full(self) -> None:
        self.window().setWindowState(self.window().windowState() ^ Qt.WindowState.WindowFullScreen)

    def _go_back(self) -> None:
        self.turned.emit(-1)

    def _go_on(self) -> None:
        self.turned.emit(1)
