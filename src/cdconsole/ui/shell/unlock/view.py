"""The unlock page: name, passphrase, one button, and what is wrong under the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.shell.unlock.state import Attempt, UnlockState
from cdconsole.ui.theme.fonts import px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from cdconsole.ui.own_passphrase.view import OwnPassphraseFields

_PATH_SHOWN = 64
_ONCE = "The code the clinical director gave you: it lets you in once. Capitals, spaces and hyphens don't matter."
_OWN = "Write it down and keep it where you keep your passport. From now on it replaces the code."


class UnlockPage(QWidget):
    """Emits what the person wants; shows a state."""

    unlock_requested = Signal(object)
    suggest_requested = Signal()
    person_chosen = Signal(str)
    recovery_requested = Signal()
    other_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = UnlockState()
        self._own: OwnPassphraseFields | None = None
        self._create()
        self._lay_out()
        self._connect()

    def show_state(self, state: UnlockState) -> None:
        """Show everything anew."""
        before, self._state = self._state, state
        self._title.setText(state.department)
        self._specialty.setText(state.specialty)
        self._specialty.setVisible(bool(state.specialty) and state.specialty != state.department)
        self._notice.setText(state.notice)
        self._notice.setVisible(bool(state.notice))
        if state.people != before.people:
            self._fill_people(state)
        ids = [person.id for person in state.people]
        self._person.setCurrentIndex(ids.index(state.chosen) if state.chosen in ids else -1)
        self._ask_for(state)
        self._passphrase_field.say(state.problem)
        self._older.setVisible(state.is_older)
        self._older.setEnabled(state.can_unlock)
        self._recover.setVisible(state.has_recovery_key)
        self._unlock.setEnabled(state.can_unlock)
        self._passphrase.setEnabled(not state.busy)
        self._person.setEnabled(state.can_unlock)
        self._busy.setText(state.busy)
        self._working.setVisible(bool(state.busy))
        self._facts.setText("\n".join(filter(None, (state.facts, _shortened(state.folder)))))
        if state.folder != before.folder:
            self._passphrase.line.setText(state.passphrase_on_offer)
        if state.attempt != before.attempt:
            self._go_to_what_is_wrong(state)

    def forget(self) -> None:
        """Empty the passphrase fields."""
        self._passphrase.line.clear()
        if self._own is not None:
            self._own.forget()

    def take_focus(self) -> None:
        """Put the cursor where typing starts."""
        self._passphrase.line.setFocus()

    def _create(self) -> None:
        self._title = label("", "title")
        self._specialty = label("", "secondary")
        self._notice = label("", "secondary")
        self._person = _People()
        self._person.setObjectName("person")
        self._passphrase = PassphraseEdit()
        self._passphrase.line.setObjectName("passphrase")
        self._passphrase_field = Field("Passphrase", self._passphrase)
        self._unlock = button("Unlock", "primary")
        self._unlock.setObjectName("unlock")
        self._older = button("Open the older state all the same")
        self._recover = button("Use the recovery key", "link")
        self._other = button("Another department", "link")
        for later in (self._older, self._recover):
            later.hide()
        self._busy = label("", "secondary")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(3))
        self._facts = label("", "caption")

    def _lay_out(self) -> None:
        self._working = QWidget()
        working = QVBoxLayout(self._working)
        working.setContentsMargins(0, 0, 0, 0)
        working.addWidget(self._bar)
        working.addWidget(self._busy)
        self._working.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self._unlock)
        buttons.addStretch(1)
        buttons.addWidget(self._recover)
        buttons.addWidget(self._other)
        self._own_place = QVBoxLayout()
        self._own_place.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._title)
        column.addWidget(self._specialty)
        column.addWidget(self._notice)
        column.addSpacing(px(20))
        column.addWidget(Field("Name", self._person))
        column.addSpacing(px(12))
        column.addWidget(self._passphrase_field)
        column.addWidget(self._older)
        column.addLayout(self._own_place)
        column.addSpacing(px(16))
        column.addLayout(buttons)
        column.addSpacing(px(8))
        column.addWidget(self._working)
        column.addSpacing(px(16))
        column.addWidget(self._facts)

    def _connect(self) -> None:
        self._unlock.clicked.connect(self._ask_unlock)
        self._older.clicked.connect(self._ask_older)
        self._passphrase.line.returnPressed.connect(self._ask_unlock)
        self._person.activated.connect(self._choose)
        self._recover.clicked.connect(self.recovery_requested)
        self._other.clicked.connect(self.other_requested)

    def _fill_people(self, state: UnlockState) -> None:
        self._person.clear()
        for person in state.people:
            self._person.addItem(person.label)

    def _ask_for(self, state: UnlockState) -> None:
        """Ask for a passphrase; of somebody who comes for the first time, for the code and a passphrase to be."""
        is_first = state.is_first_time
        self._passphrase_field.set_title("Introduction code" if is_first else "Passphrase")
        self._passphrase_field.set_hint(_ONCE if is_first else "")
        self._passphrase.minds_case = not is_first
        if is_first and self._own is None:
            self._add_own()
        if self._own is not None:
            self._own.setVisible(is_first)
            self._own.setEnabled(not state.busy)
            self._own.say(state.own_problems)
            self._own.offer(state.suggestion)

    def _add_own(self) -> None:
        from cdconsole.ui.own_passphrase.view import OwnPassphraseFields

        self._own = OwnPassphraseFields("Choose your passphrase", _OWN)
        self._own.setContentsMargins(0, px(12), 0, 0)
        self._own_place.addWidget(self._own)
        self._own.finished.connect(self._ask_unlock)
        self._own.suggest_requested.connect(self.suggest_requested)

    def _go_to_what_is_wrong(self, state: UnlockState) -> None:
        if self._own is not None and state.own_problems:
            self._own.fields[next(iter(state.own_problems))].setFocus()
            return
        self._passphrase.line.selectAll()
        self._passphrase.line.setFocus()

    def _choose(self, _index: int) -> None:
        self.person_chosen.emit(self._chosen_id())
        if self._person.was_open:
            self.take_focus()

    def _ask_unlock(self) -> None:
        self._ask(accept_older=False)

    def _ask_older(self) -> None:
        self._ask(accept_older=True)

    def _ask(self, *, accept_older: bool) -> None:
        if self._unlock.isEnabled():
            own = self._own.typed() if self._own is not None else OwnPassphrase()
            self.unlock_requested.emit(Attempt(self._chosen_id(), self._passphrase.text(), own, accept_older))

    def _chosen_id(self) -> str:
        return self._state.people[self._person.currentIndex()].id


class _People(QComboBox):
    """Tells a name picked from the open list, after which typing starts, from one that arrow keys pass over."""

    was_open = False

    def showPopup(self) -> None:
        """Open the list."""
        self.was_open = True
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the names with the list closed."""
        self.was_open = False
        super().keyPressEvent(event)


def _shortened(folder: str) -> str:
    """Keep the end of a long path: it is the part that tells departments apart."""
    return folder if len(folder) <= _PATH_SHOWN else "… " + folder[-_PATH_SHOWN:]
