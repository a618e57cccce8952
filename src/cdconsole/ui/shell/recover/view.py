"""The recovery page: the key from the paper, who leads from now on, and their new passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.own_passphrase.view import OwnPassphraseFields
from cdconsole.ui.shell.recover.state import KEY, PERSON, RecoverState, Recovery
from cdconsole.ui.theme.fonts import px

_WHAT_IT_DOES = (
    "The recovery key opens everything, reviews too, and makes somebody of the department its clinical director. "
    "Everybody sees in the audit trail that it was used. The clinical director until now becomes a deputy."
)
_FROM_PAPER = "As it stands on the paper. Capitals, spaces and hyphens don't matter; O, I and L are read as 0, 1 and 1."


class RecoverPage(QWidget):
    """Emits what was typed; shows problems under the fields they belong to."""

    recover_requested = Signal(object)
    suggest_requested = Signal()
    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = RecoverState()
        self._about = label("", "secondary")
        self._key = PassphraseEdit(is_shown=True, minds_case=False)
        self._key.line.setObjectName("recovery_key")
        self._person = QComboBox()
        self._person.setObjectName("new_director")
        self._own = OwnPassphraseFields("Their new passphrase", "Write it down and keep it safe.")
        self._fields = {
            KEY: Field("Recovery key", self._key, _FROM_PAPER),
            PERSON: Field("Who becomes clinical director", self._person),
            **self._own.fields,
        }
        self._problem = label("", "warning")
        self._recover = button("Open with the recovery key", "primary")
        self._cancel = button("Cancel", "link")
        self._busy = label("", "secondary")
        self._lay_out()
        self._recover.clicked.connect(self._ask)
        self._own.finished.connect(self._ask)
        self._own.suggest_requested.connect(self.suggest_requested)
        self._cancel.clicked.connect(self.cancel_requested)
        self.setFocusProxy(self._key)

    def show_state(self, state: RecoverState) -> None:
        """Show everything anew; what was typed stays."""
        before, self._state = self._state, state
        self._about.setText(state.department)
        if state.people != before.people:
            self._person.clear()
            for person in state.people:
                self._person.addItem(person.label)
            ids = [person.id for person in state.people]
            self._person.setCurrentIndex(ids.index(state.chosen) if state.chosen in ids else -1)
        self._own.offer(state.suggestion)
        for name, field in self._fields.items():
            field.say(state.problems.get(name, ""))
        self._problem.setText(state.problems.get("", ""))
        self._problem.setVisible("" in state.problems)
        self._busy.setText(state.busy)
        self._recover.setEnabled(not state.busy)
        wrong = [field for name, field in self._fields.items() if name in state.problems]
        if wrong and state.refusals != before.refusals:
            wrong[0].setFocus()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._recover)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label("Use the recovery key", "title"))
        column.addWidget(self._about)
        column.addWidget(label(_WHAT_IT_DOES))
        for part in (self._fields[KEY], self._fields[PERSON], self._own, self._problem):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self._busy)

    def _ask(self) -> None:
        at = self._person.currentIndex()
        if self._recover.isEnabled():
            chosen = self._state.people[at].id if at >= 0 else ""
            self.recover_requested.emit(Recovery(self._key.text(), chosen, self._own.typed()))
