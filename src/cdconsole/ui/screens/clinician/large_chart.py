"""One chart over the whole screen, with its definition; Page Up and Page Down go to the charts beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.charts.chart_card import ChartCard, Shown
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_DEFINITION_WIDTH = 320
_KEYS = "Left and Right: points · Page Up and Page Down: charts · Esc: back"


class LargeChart(QWidget):
    """A window of its own. Points chosen and notes requested carry the measure's id and the month, and it closes."""

    point_chosen = Signal(object, object)
    note_requested = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._charts: tuple[Shown, ...] = ()
        self._at = 0
        self._title, self._place = label("", "title"), label("", "secondary", wraps=False)
        self._close = button("Close (Esc)")
        self._card, self._definition = ChartCard(), DefinitionCard()
        self._card.head.offer(definition=False)
        self._lay_out()
        self._close.clicked.connect(self.close)
        self._card.point_chosen.connect(self._choose)
        self._card.note_requested.connect(self._note)
        for keys, does in (
            ("Esc", self.close),
            ("F11", self.close),
            ("PgUp", self._before),
            ("PgDown", self._after),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(does)

    def open_on(self, title: str, charts: Sequence[Shown], at: int) -> None:
        """Fill the screen with one of some charts, and take the keyboard."""
        self.follow(title, charts)
        self._turn_to(at)
        self.showFullScreen()
        self.activateWindow()
        self._card.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, title: str, charts: Sequence[Shown]) -> None:
        """Take over charts that were drawn anew; the place among them stays."""
        self._title.setText(title)
        self.setWindowTitle(title)
        self._charts = tuple(charts)
        if self._charts:
            self._turn_to(min(self._at, len(self._charts) - 1))

    def _turn_to(self, at: int) -> None:
        if 0 <= at < len(self._charts):
            self._at = at
            shown = self._charts[at]
            self._place.setText(f"Chart {at + 1} of {len(self._charts)}")
            self._card.show_whole(shown)
            self._definition.show_measure(shown.chart.measure)

    def _before(self) -> None:
        self._turn_to(self._at - 1)

    def _after(self) -> None:
        self._turn_to(self._at + 1)

    def _choose(self, month: object) -> None:
        self.close()
        self.point_chosen.emit(self._charts[self._at].chart.measure.id, month)

    def _note(self, month: object) -> None:
        self.close()
        self.note_requested.emit(self._charts[self._at].chart.measure.id, month)

    def _lay_out(self) -> None:
        top, middle = QHBoxLayout(), QHBoxLayout()
        for part, stretch in ((self._title, 1), (self._place, 0), (self._close, 0)):
            top.addWidget(part, stretch)
        top.setSpacing(px(16))
        self._definition.setFixedWidth(px(_DEFINITION_WIDTH))
        middle.addWidget(self._card, 1)
        middle.addWidget(self._definition)
        middle.setSpacing(px(24))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(16))
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(label(_KEYS, "caption"))
