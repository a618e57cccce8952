"""The audit trail's page: filters in one line, the table, saving, and the proof."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.people import AuditEvent
from cdconsole.ui.forms import button, label
from cdconsole.ui.save_place import SavePlace
from cdconsole.ui.screens.people.audit.columns import EVENT_COLUMNS
from cdconsole.ui.screens.people.audit.filters import Filters
from cdconsole.ui.screens.people.audit.state import AuditState
from cdconsole.ui.screens.people.audit.verdict import VerdictPart
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px

_NOTHING = "Nothing of this kind is in the trail. Choose another filter."


class AuditView(QWidget):
    """Emits what the person wants; shows a state."""

    filter_chosen = Signal(object)
    read_again_requested = Signal()
    verify_requested = Signal(str)
    place_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._place = SavePlace(self, "Save the audit trail", "CSV file", "csv")
        self._file_name = ""
        self._filters = Filters()
        self._newer = button("Show newer events", "link")
        self._count, self._doing = label("", "caption", wraps=False), label("", "secondary", wraps=False)
        self._save, self._copy = button("Save as CSV…"), button("Copy for a spreadsheet")
        self._saved, self._nothing = label(""), label(_NOTHING, "secondary")
        self._model: RecordTableModel[AuditEvent] = RecordTableModel(EVENT_COLUMNS, _event_key, self)
        self._events = RecordTable(self._model, clipboard, "Audit trail", WARD_ROW_HEIGHT)
        self._proof = VerdictPart()
        self._lay_out()
        self._filters.chosen.connect(self.filter_chosen)
        self._newer.clicked.connect(self.read_again_requested)
        self._proof.verify_requested.connect(self.verify_requested)
        self._copy.clicked.connect(self._events.copy)
        self._save.clicked.connect(self._choose_place)
        self._place.chosen.connect(self.place_chosen)
        self.show_state(AuditState())

    def show_state(self, state: AuditState) -> None:
        """Show everything anew."""
        self._file_name = state.file_name
        self._filters.show_state(state)
        events = () if state.trail is None else state.trail.events
        if events != self._model.rows():
            self._model.replace_all(events)
        self._events.setVisible(not state.is_empty)
        self._nothing.setVisible(state.is_empty)
        self._newer.setVisible(state.has_newer)
        self._count.setText(state.count_words)
        self._doing.setText(f"{state.doing}…" if state.doing else "")
        self._save.setEnabled(bool(events) and not state.doing)
        self._copy.setEnabled(bool(events))
        self._saved.setText(state.saved_words)
        self._saved.setVisible(bool(state.saved_words))
        self._proof.show_state(state)

    def _choose_place(self) -> None:
        self._place.ask(self._file_name)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(px(12))
        top.addWidget(self._filters)
        top.addStretch(1)
        top.addWidget(self._save)
        top.addWidget(self._copy)
        under = QHBoxLayout()
        under.setSpacing(px(12))
        for part in (self._count, self._newer, self._doing):
            under.addWidget(part)
        under.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(top)
        column.addLayout(under)
        column.addWidget(self._saved)
        column.addWidget(self._events, 1)
        column.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._proof)


def _event_key(event: AuditEvent) -> AuditEvent:
    return event
