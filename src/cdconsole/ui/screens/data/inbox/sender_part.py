"""What senders need and who they are: the department's public key, and the known senders with their six words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from cdconsole.domain.inbox import PackSender
from cdconsole.ui.forms import button, label
from cdconsole.ui.screens.data.inbox.columns import SENDER_COLUMNS
from cdconsole.ui.screens.data.inbox.state import InboxState
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.tables.model import RecordTableModel
from cdconsole.ui.tables.view import WARD_ROW_HEIGHT, RecordTable, fit
from cdconsole.ui.theme.fonts import px

_HOW = (
    "Give business intelligence this public key. They seal files with “cdconsole seal --to KEY FILE” and copy the pack "
    "into the folder “inbox” of this department, or send it to you. With the key nobody can read anything back."
)
_SENDER_LINES = (1, 3)


class SenderPart(QWidget):
    """Emits that a key is wanted, and which sender is to be blocked or accepted again."""

    key_requested = Signal()
    sender_toggled = Signal(object)

    def __init__(self, clipboard: Clipboard) -> None:
        super().__init__()
        self._clipboard = clipboard
        self._model: RecordTableModel[PackSender] = RecordTableModel(SENDER_COLUMNS, _key, self)
        self._senders = RecordTable(self._model, clipboard, "Known senders", WARD_ROW_HEIGHT)
        self._line = QLineEdit()
        self._line.setReadOnly(True)
        self._line.setAccessibleName("The department's public key")
        self._line.setObjectName("public_key")
        self._make, self._copy = button("Make the public key"), button("Copy the public key")
        self._toggle = button("Block")
        self._lay_out()
        self._make.clicked.connect(self.key_requested)
        self._copy.clicked.connect(self._copy_key)
        self._toggle.clicked.connect(self._toggle_chosen)
        self._senders.selectionModel().currentRowChanged.connect(self._chosen)

    def show_state(self, state: InboxState) -> None:
        """Show everything anew."""
        if self._line.text() != state.key:
            self._line.setText(state.key)
            self._line.setCursorPosition(0)
        self._line.setVisible(bool(state.key))
        self._copy.setVisible(bool(state.key))
        self._make.setVisible(not state.key and not state.is_loading)
        if self._model.rows() != state.senders:
            at = self._senders.currentIndex().row()
            self._model.replace_all(state.senders)
            if state.senders:
                self._senders.show_current(state.senders[min(max(0, at), len(state.senders) - 1)].key)
        fit(self._senders, len(state.senders), _SENDER_LINES, WARD_ROW_HEIGHT)
        for part in (self._heading, self._senders, self._toggle):
            part.setVisible(bool(state.senders))
        self._name_toggle()

    def _lay_out(self) -> None:
        key = QHBoxLayout()
        key.setSpacing(px(8))
        key.addWidget(self._line, 1)
        key.addWidget(self._copy)
        key.addWidget(self._make)
        key.addStretch(0)
        self._heading = label("Known senders", "heading", wraps=False)
        senders = QHBoxLayout()
        senders.addWidget(self._heading)
        senders.addStretch(1)
        senders.addWidget(self._toggle)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(label("For senders", "heading", wraps=False))
        column.addWidget(label(_HOW, "secondary"))
        column.addLayout(key)
        column.addLayout(senders)
        column.addWidget(self._senders)

    def _current(self) -> PackSender | None:
        index = self._senders.currentIndex()
        return self._model.row_at(index.row()) if index.isValid() else None

    def _chosen(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self._name_toggle()

    def _name_toggle(self) -> None:
        sender = self._current()
        self._toggle.setEnabled(sender is not None)
        self._toggle.setText("Accept again" if sender is not None and not sender.is_accepted else "Block")

    def _toggle_chosen(self) -> None:
        sender = self._current()
        if sender is not None:
            self.sender_toggled.emit(sender)

    def _copy_key(self) -> None:
        self._clipboard.put(self._line.text())


def _key(sender: PackSender) -> str:
    return sender.key
