"""One chart over the whole screen, with its definition, or its every record; Page Up and Down lead to other charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.record_distribution import is_by_record
from cdconsole.ui.charts.chart_card import ChartCard, Shown
from cdconsole.ui.charts.definition_card import DefinitionCard
from cdconsole.ui.charts.record_card import RecordCard
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.clinician.state import EveryRecord
from cdconsole.ui.theme.fonts import px

_DEFINITION_WIDTH = 320
_KEYS = "Left and Right: points · Page Up and Page Down: charts · R: every record, where each has a value · Esc: back"
_RECORD_KEYS = "R: the months · Esc: back"


class LargeChart(QWidget):
    """A window of its own. Points chosen and notes requested carry the measure's id and the month, and it closes.

    ``every_record_wanted`` carries the MeasureId whose records are to be shown, None when they are not any more.
    """

    point_chosen = Signal(object, object)
    note_requested = Signal(object, object)
    every_record_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._charts: tuple[Shown, ...] = ()
        self._at = 0
        self._is_by_record = self._came_for_records = False
        self._title, self._place = label("", "title"), label("", "secondary", wraps=False)
        self._by_record, self._close = button(""), button("Close (Esc)")
        self._card, self._records, self._definition = ChartCard(), RecordCard(), DefinitionCard()
        self._keys = label(_KEYS, "caption")
        self._card.head.offer(definition=False)
        self._lay_out()
        self._close.clicked.connect(self.close)
        self._by_record.clicked.connect(self._toggle_records)
        self._card.point_chosen.connect(self._choose)
        self._card.note_requested.connect(self._note)
        self._paging = (self._on_key("PgUp", self._before), self._on_key("PgDown", self._after))
        self._on_key("Esc", self._back)
        self._on_key("F11", self._leave)
        self._on_key("R", self._toggle_records)
        self._show_by_record(wanted=False)

    def open_on(self, title: str, charts: Sequence[Shown], at: int, *, by_record: bool = False) -> None:
        """Fill the screen with one of some charts, or with its every record, and take the keyboard."""
        self.follow(title, charts)
        self._turn_to(at)
        self._came_for_records = by_record
        self.showFullScreen()
        self.activateWindow()
        self._show_by_record(wanted=by_record)

    def follow(self, title: str, charts: Sequence[Shown]) -> None:
        """Take over charts that were drawn anew; the place among them stays."""
        self._title.setText(title)
        self.setWindowTitle(title)
        self._charts = tuple(charts)
        if self._charts:
            self._turn_to(min(self._at, len(self._charts) - 1))

    def show_every_record(self, state: EveryRecord) -> None:
        """Show the records that were wanted, or why they are not there; they take the keyboard when they come."""
        was_waiting = not self._records.has_records
        self._records.show_distribution(state.distribution, state.problem)
        if was_waiting and self._records.has_records:
            self._records.take_focus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Show the months again the next time; nobody waits for records any more."""
        super().closeEvent(event)
        if self._is_by_record:
            self._show_by_record(wanted=False)

    def _on_key(self, key: str, does: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(does)
        return shortcut

    def _leave(self) -> None:
        self.close()

    def _toggle_records(self) -> None:
        if self._offers_records:
            self._show_by_record(wanted=not self._is_by_record)

    def _back(self) -> None:
        """Go back to the months where the records were opened from them, else out."""
        if self._is_by_record and not self._came_for_records:
            self._show_by_record(wanted=False)
        else:
            self.close()

    @property
    def _offers_records(self) -> bool:
        return bool(self._charts) and is_by_record(self._charts[self._at].chart.measure)

    def _show_by_record(self, *, wanted: bool) -> None:
        """Show every record in the chart's place, or the chart again; Page Up and Down zoom the records."""
        was, self._is_by_record = self._is_by_record, wanted and self._offers_records
        self._card.setVisible(not self._is_by_record)
        self._records.setVisible(self._is_by_record)
        self._by_record.setText("The months again (R)" if self._is_by_record else "Every record (R)")
        self._keys.setText(_RECORD_KEYS if self._is_by_record else _KEYS)
        for shortcut in self._paging:
            shortcut.setEnabled(not self._is_by_record)
        if self._is_by_record:
            self._records.setFocus(Qt.FocusReason.OtherFocusReason)
            self.every_record_wanted.emit(self._charts[self._at].chart.measure.id)
        elif was:
            self.every_record_wanted.emit(None)
        if not self._is_by_record:
            self._card.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn_to(self, at: int) -> None:
        if 0 <= at < len(self._charts):
            self._at = at
            shown = self._charts[at]
            self._place.setText(f"Chart {at + 1} of {len(self._charts)}")
            self._card.show_whole(shown)
            self._definition.show_measure(shown.chart.measure)
            self._by_record.setVisible(self._offers_records)

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
        for part, stretch in ((self._title, 1), (self._place, 0), (self._by_record, 0), (self._close, 0)):
            top.addWidget(part, stretch)
        top.setSpacing(px(16))
        self._definition.setFixedWidth(px(_DEFINITION_WIDTH))
        middle.addWidget(self._card, 1)
        middle.addWidget(self._records, 1)
        middle.addWidget(self._definition)
        middle.setSpacing(px(24))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(16))
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addWidget(self._keys)
