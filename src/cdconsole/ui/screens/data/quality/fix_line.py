"""Under the list: the marked thing in full, what is decided about it, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.data_quality import FixItem, FixState
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px


class FixLine(QWidget):
    """Emits (item, state, note)."""

    decided = Signal(object, object, str)

    def __init__(self) -> None:
        super().__init__()
        self._item: FixItem | None = None
        self._note = QLineEdit()
        self._note.setPlaceholderText("Note, for example who was asked and when")
        self._note.setAccessibleName("Note on the marked line")
        self._mended = button("Mended at the source")
        self._cannot = button("Can't be mended")
        self._open = button("Open again", "link")
        self._whole = label("", "secondary")
        self._problem = label("", "warning")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._note, 1)
        for part in (self._mended, self._cannot, self._open):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._whole)
        column.addLayout(row)
        column.addWidget(self._problem)
        self._mended.clicked.connect(self._mend)
        self._cannot.clicked.connect(self._give_up)
        self._open.clicked.connect(self._open_again)
        self._note.returnPressed.connect(self._mend)
        self.show_item(None)
        self.say("")

    def show_item(self, item: FixItem | None) -> None:
        """Take another line; a note that is being typed on the same one stays."""
        if item is None or self._item is None or item.key != self._item.key:
            self._note.setText("" if item is None else item.note)
        self._item = item
        self._whole.setText("" if item is None else f"{item.where}: {item.what}\n{item.advice}")
        self._whole.setVisible(item is not None)
        for part in (self._note, self._mended, self._cannot):
            part.setEnabled(item is not None)
        self._open.setVisible(item is not None and item.state is not FixState.OPEN)

    def say(self, problem: str) -> None:
        """Show what is wrong with the note."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._note.setAccessibleDescription(problem)

    def _mend(self) -> None:
        self._decide(FixState.MENDED)

    def _give_up(self) -> None:
        self._decide(FixState.CANNOT)

    def _open_again(self) -> None:
        self._decide(FixState.OPEN)

    def _decide(self, state: FixState) -> None:
        if self._item is not None:
            self.decided.emit(self._item, state, self._note.text())
