"""The quiet bar that says something was changed by two people, and leads to the dialog that asks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cdconsole.ui.forms import button, label
from cdconsole.ui.shell.clipboard import Clipboard
from cdconsole.ui.shell.conflicts.dialog import ConflictsDialog
from cdconsole.ui.shell.conflicts.state import ConflictsState
from cdconsole.ui.theme.fonts import px


class ConflictsView(QFrame):
    """Hidden while nothing waits; never takes the keyboard by itself."""

    ask_requested = Signal()
    left = Signal()
    chosen = Signal(str, object)

    def __init__(self, clipboard: Clipboard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._dialog: ConflictsDialog | None = None
        self.setProperty("role", "banner")
        self._said = label("", wraps=False)
        self._ask = button("Choose which holds…", "link")
        self._ask.setAccessibleName("Choose which of the two values holds")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(4), px(16), px(4))
        row.setSpacing(px(8))
        row.addWidget(self._said)
        row.addWidget(self._ask)
        row.addStretch(1)
        self._ask.clicked.connect(self.ask_requested)
        self.hide()

    def show_state(self, state: ConflictsState) -> None:
        """Show everything anew."""
        self._said.setText(state.said)
        self._ask.setAccessibleDescription(state.said)
        self.setVisible(bool(state.said))
        if state.is_asking:
            dialog = self._dialog or self._made()
            dialog.show_state(state)
            dialog.open()
        elif self._dialog is not None:
            self._dialog.close()

    def _made(self) -> ConflictsDialog:
        self._dialog = ConflictsDialog(self.window(), self._clipboard)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.chosen.connect(self.chosen)
        self._dialog.finished.connect(self._finished)
        return self._dialog

    def _finished(self, _result: int) -> None:
        self._dialog = None
        self.left.emit()
