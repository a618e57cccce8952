"""What a clinician says of the marked records: mine, not mine or shared, with whom, and a comment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.attribution import Vote
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_NOBODY = "nobody named"
_KEYS = ((Vote.MINE, "M"), (Vote.NOT_MINE, "N"), (Vote.SHARED, "S"))


class VoteLine(QWidget):
    """Emits (vote, comment, colleague's id or nothing); the vote None takes an earlier one back.

    ``listen_on`` makes M, N, S and Delete do the same on a table.
    """

    voted = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self._comment = QLineEdit()
        self._comment.setPlaceholderText("Comment, if one is needed")
        self._comment.setAccessibleName("Comment on the marked records")
        self._colleague = QComboBox()
        self._colleague.setAccessibleName("Whom it is shared with, or whose it is")
        self._colleague.setToolTip("For shared and not mine: with whom, or whose")
        self._buttons = [button(f"{vote.value} ({key})") for vote, key in _KEYS]
        self._back = button("Take back", "link")
        self._problem = label("", "warning")
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for part in (*self._buttons, self._back, self._colleague):
            row.addWidget(part)
        row.addWidget(self._comment, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self._problem)
        mine, not_mine, shared = self._buttons
        mine.clicked.connect(self._say_mine)
        not_mine.clicked.connect(self._say_not_mine)
        shared.clicked.connect(self._say_shared)
        self._back.clicked.connect(self._take_back)
        self.offer(())
        self.say("")

    def offer(self, colleagues: tuple[Clinician, ...]) -> None:
        """Offer colleagues whose work it may be."""
        wanted = [(_NOBODY, ""), *((one.name, str(one.id)) for one in colleagues)]
        if wanted != [(self._colleague.itemText(at), self._colleague.itemData(at)) for at in range(len(wanted))]:
            self._colleague.clear()
            for name, key in wanted:
                self._colleague.addItem(name, key)
        self._colleague.setVisible(len(wanted) > 1)

    def fill(self, comment: str, colleague: ClinicianId | None) -> None:
        """Show what was said before of the one record that is marked."""
        self._comment.setText(comment)
        self._colleague.setCurrentIndex(max(0, self._colleague.findData(colleague or "")))

    def enable(self, *, is_possible: bool) -> None:
        """Let something be said, or not where nothing is marked."""
        for part in (*self._buttons, self._back, self._colleague, self._comment):
            part.setEnabled(is_possible)

    def say(self, problem: str) -> None:
        """Show why a vote was not stored."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def listen_on(self, table: QWidget) -> None:
        """Take M, N, S and Delete typed on a table."""
        slots = (self._say_mine, self._say_not_mine, self._say_shared, self._take_back)
        for key, slot in zip((*(key for _, key in _KEYS), "Del"), slots, strict=True):
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _say_mine(self) -> None:
        self._say(Vote.MINE)

    def _say_not_mine(self) -> None:
        self._say(Vote.NOT_MINE)

    def _say_shared(self) -> None:
        self._say(Vote.SHARED)

    def _take_back(self) -> None:
        self._say(None)

    def _say(self, vote: Vote | None) -> None:
        colleague = "" if vote in (None, Vote.MINE) else self._colleague.currentData()
        comment = "" if vote is None else self._comment.text()
        self.voted.emit(vote, comment, colleague)
