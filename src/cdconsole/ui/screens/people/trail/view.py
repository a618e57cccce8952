"""The audit trail's page: one table, and whose lines it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.people import AuditEvent
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.trail.columns import EVENT_COLUMNS
from cdconsole.ui.screens.people.trail.state import EVERYBODY, TrailState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px


class TrailView(QWidget):
    """Emits whose trail is wanted; shows a state."""

    filter_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._model: RecordTableModel[AuditEvent] = RecordTableModel(EVENT_COLUMNS, _event_key, self)
        self._events = RecordTable(self._model, clipboard, "Audit trail", WARD_ROW_HEIGHT)
        self._filter = QComboBox()
        self._filter.setAccessibleName("Show what was done by")
        self._copy = button("Copy for a spreadsheet")
        self._count = label("", "caption", wraps=False)
        self._lay_out()
        self._filter.activated.connect(self._choose_filter)
        self._copy.clicked.connect(self._events.copy)

    def show_state(self, state: TrailState) -> None:
        """Show everything anew."""
        events = state.shown_events
        if events != self._model.rows():
            self._model.replace_all(events)
        self._fill_filter(state)
        self._count.setText(f"{len(events)} of {len(state.events)} events" if state.events else "")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._filter)
        top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addWidget(self._events, 1)

    def _fill_filter(self, state: TrailState) -> None:
        names = [EVERYBODY, *state.filters]
        if names != [self._filter.itemData(at) for at in range(self._filter.count())]:
            self._filter.clear()
            for name in names:
                self._filter.addItem(name or "Everybody", name)
        self._filter.setCurrentIndex(names.index(state.filter) if state.filter in names else 0)

    def _choose_filter(self, _index: int) -> None:
        self.filter_chosen.emit(self._filter.currentData())


def _event_key(event: AuditEvent) -> AuditEvent:
    return event
