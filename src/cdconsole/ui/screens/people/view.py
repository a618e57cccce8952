"""The People & access screen: who can unlock above, what was done below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.people import AuditEvent, Person
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.add_person import AddPersonDialog
from cdconsole.ui.screens.people.columns import EVENT_COLUMNS, PEOPLE_COLUMNS
from cdconsole.ui.screens.people.state import EVERYBODY, PeopleState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable
from cdconsole.ui.theme.fonts import px


class PeopleView(QWidget):
    """Emits what the person wants; shows a state."""

    add_requested = Signal()
    suggest_requested = Signal()
    person_entered = Signal(str, object)
    adding_ended = Signal()
    filter_chosen = Signal(str)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._dialog: AddPersonDialog | None = None
        self._people_model: RecordTableModel[Person] = RecordTableModel(PEOPLE_COLUMNS, _person_key, self)
        self._event_model: RecordTableModel[AuditEvent] = RecordTableModel(EVENT_COLUMNS, _event_key, self)
        self._people = RecordTable(self._people_model, clipboard, "People")
        self._events = RecordTable(self._event_model, clipboard, "Audit trail", WARD_ROW_HEIGHT)
        self._add = button("Add person…", "primary")
        self._filter = QComboBox()
        self._filter.setAccessibleName("Show what was done by")
        self._copy = button("Copy for a spreadsheet")
        self._count = label("", "caption", wraps=False)
        self._lay_out()
        self._add.clicked.connect(self.add_requested)
        self._filter.activated.connect(self._choose_filter)
        self._copy.clicked.connect(self._events.copy)

    def show_state(self, state: PeopleState) -> None:
        """Show everything anew."""
        self._add.setVisible(state.may_add)
        if state.people != self._people_model.rows():
            self._people_model.replace_all(state.people)
            self._people.updateGeometry()
        events = state.shown_events
        if events != self._event_model.rows():
            self._event_model.replace_all(events)
        self._fill_filter(state)
        self._count.setText(f"{len(events)} of {len(state.events)} events" if state.events else "")
        self._show_adding(state)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(label("People & access", "title", wraps=False))
        title.addStretch(1)
        title.addWidget(self._add)
        trail = QHBoxLayout()
        trail.setSpacing(px(12))
        trail.addWidget(label("What was done", "heading", wraps=False))
        trail.addWidget(self._count)
        trail.addStretch(1)
        trail.addWidget(self._filter)
        trail.addWidget(self._copy)
        self._people.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        column.addLayout(title)
        column.addWidget(
            label(
                "Each person has a passphrase and keys of their own. Nobody can unlock as somebody else.", "secondary"
            )
        )
        column.addSpacing(px(8))
        column.addWidget(self._people)
        column.addSpacing(px(16))
        column.addLayout(trail)
        column.addWidget(self._events, 1)

    def _fill_filter(self, state: PeopleState) -> None:
        names = [EVERYBODY, *state.filters]
        if names != [self._filter.itemData(at) for at in range(self._filter.count())]:
            self._filter.clear()
            for name in names:
                self._filter.addItem(name or "Everybody", name)
        self._filter.setCurrentIndex(names.index(state.filter) if state.filter in names else 0)

    def _choose_filter(self, _index: int) -> None:
        self.filter_chosen.emit(self._filter.currentData())

    def _show_adding(self, state: PeopleState) -> None:
        if state.adding is None:
            if self._dialog is not None:
                dialog, self._dialog = self._dialog, None
                dialog.deleteLater()
            return
        if self._dialog is None:
            self._dialog = AddPersonDialog(self)
            self._dialog.suggest_requested.connect(self.suggest_requested)
            self._dialog.person_entered.connect(self.person_entered)
            self._dialog.finished.connect(self._dialog_closed)
        self._dialog.show_state(state.adding)
        self._dialog.open()  # only now: a window that changes its size as it opens lands in a corner of the screen

    def _dialog_closed(self, _result: int) -> None:
        self.adding_ended.emit()


def _person_key(person: Person) -> str:
    return person.id


def _event_key(event: AuditEvent) -> AuditEvent:
    return event
