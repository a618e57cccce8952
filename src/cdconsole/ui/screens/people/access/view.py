"""The page Access: what the department still needs, who has access, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.access import Access, AccessRow
from cdconsole.domain.calendar import date_text
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.people.access.ask_banner import AskBanner
from cdconsole.ui.screens.people.access.columns import ACCESS_COLUMNS
from cdconsole.ui.screens.people.access.dialog import AccessDialog
from cdconsole.ui.screens.people.access.dialogs import make_dialog
from cdconsole.ui.screens.people.access.state import ON_SOMEBODY, AccessState, Action
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import RecordTable
from cdconsole.ui.theme.fonts import px

_MOST_ASKS = 2


class AccessView(QWidget):
    """Emits what the person wants; shows a state."""

    action_requested = Signal(object)
    person_chosen = Signal(str)
    entered = Signal(object)
    suggest_requested = Signal()
    dialog_ended = Signal()

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._dialog: AccessDialog | None = None
        self._model: RecordTableModel[AccessRow] = RecordTableModel(ACCESS_COLUMNS, _key, self)
        self._table = RecordTable(self._model, clipboard, "Access")
        self._asks = [AskBanner() for _ in range(_MOST_ASKS)]
        self._buttons = {action: button(action.value, "primary" * (action is Action.ADD)) for action in Action}
        self._entries = {action: QAction(action.value, self._table) for action in ON_SOMEBODY}
        self._outcome, self._why_not = label("", "strong"), label("", "secondary")
        self._problem = label("Reading who has access", "secondary")
        self._recovery_key, self._fingerprint = label("", "secondary"), label("", "strong")
        self._fingerprint.setAccessibleName("Fingerprint of who holds the department")
        self._about = label("", "caption")
        self._lay_out()
        self._connect()
        self.show_state(AccessState())

    def show_state(self, state: AccessState) -> None:
        """Show everything anew."""
        if state.rows != self._model.rows():
            self._model.replace_all(state.rows)
            self._table.show_current(state.chosen)
        for at, banner in enumerate(self._asks):
            banner.show_ask(state.asks[at] if at < len(state.asks) else None)
        for action, pressed in self._buttons.items():
            pressed.setVisible(action in state.offered)
            pressed.setEnabled(state.can(action))
        for action, entry in self._entries.items():
            entry.setVisible(action in state.offered)
            entry.setEnabled(state.can(action))
        for part, text in ((self._outcome, state.outcome), (self._why_not, state.why_not)):
            part.setText(text)
            part.setVisible(bool(text))
        if state.problem:
            self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem) or state.access is None)
        self._show_facts(state.access)
        self._show_dialog(state)

    def _show_facts(self, access: Access | None) -> None:
        self._facts.setVisible(access is not None)
        if access is None:
            return
        since = access.recovery_key_since
        printed = f"printed on {date_text(since.astimezone().date())}" if since else "none has been printed"
        self._recovery_key.setText(f"Recovery key: {printed}.")
        self._fingerprint.setText(access.fingerprint)
        owner = next((row.person.name for row in access.rows if row.is_owner), "the clinical director")
        self._about.setText(
            f"Six words that stand for the key of {owner}, who holds the department. If the program says that somebody "
            "new holds it, telephone them: the words on their screen must be the same as on yours."
        )

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for action in Action:
            if action is Action.CHANGE:
                buttons.addStretch(1)
            buttons.addWidget(self._buttons[action])
        self._facts = QFrame()
        facts = QVBoxLayout(self._facts)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(px(4))
        for part in (self._recovery_key, self._fingerprint, self._about):
            facts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for banner in self._asks:
            column.addWidget(banner)
        column.addLayout(buttons)
        for words in (self._why_not, self._outcome, self._problem):
            column.addWidget(words)
        column.addWidget(self._table, 1)
        column.addWidget(self._facts)

    def _connect(self) -> None:
        for banner in self._asks:
            banner.answered.connect(self.action_requested)
        buttons, entries = QButtonGroup(self), QActionGroup(self)
        for pressed in self._buttons.values():
            buttons.addButton(pressed)
        for action, entry in self._entries.items():
            entry.setData(action)
            entries.addAction(entry)
            self._table.addAction(entry)
        buttons.buttonClicked.connect(self._press)
        entries.triggered.connect(self._pick)
        self._table.selectionModel().currentRowChanged.connect(self._choose)

    def _press(self, pressed: QAbstractButton) -> None:
        self.action_requested.emit(next(action for action, each in self._buttons.items() if each is pressed))

    def _pick(self, entry: QAction) -> None:
        self.action_requested.emit(entry.data())

    def _choose(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.person_chosen.emit(self._model.row_at(current.row()).person.id)

    def _show_dialog(self, state: AccessState) -> None:
        if state.dialog is None:
            self._close_dialog()
            return
        if self._dialog is None:
            self._dialog = make_dialog(state.dialog, self, self._clipboard)
            self._dialog.entered.connect(self.entered)
            self._dialog.suggest_requested.connect(self.suggest_requested)
            self._dialog.finished.connect(self._dialog_closed)
        self._dialog.show_state(state.dialog)
        self._dialog.open()  # only now: a window that changes its size as it opens lands in a corner of the screen

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.forget()
            dialog.hide()
            dialog.deleteLater()

    def _dialog_closed(self, _result: int) -> None:
        self.dialog_ended.emit()


def _key(row: AccessRow) -> str:
    return row.person.id
