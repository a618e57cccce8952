"""What a clinician says of the marked records: mine, not mine or shared, with whom, and a comment."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from cdconsole.domain.attribution import Vote
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_NOBODY = "nobody named"
_KEYS = ((Vote.MINE, "M"), (Vote.NOT_MINE, "N"), (Vote.SHARED, "S"))


class VoteLine(QWidget):
    """Emits (vote, comment, colleague's id or nothing); the vote None takes an earlier one back.

    ``listen_on`` makes M, N, S and Delete do the same on a table. Where one row has no room, whom and why go below.
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
        self._lay_out()
        mine, not_mine, shared = self._buttons
        mine.clicked.connect(self._say_mine)
        not_mine.clicked.connect(self._say_not_mine)
        shared.clicked.connect(self._say_shared)
        self._back.clicked.connect(self._take_back)
        self.offer(())
        self.say("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def offer(self, colleagues: tuple[Clinician, ...]) -> None:
        """Offer colleagues whose work it may be."""
        wanted = [(_NOBODY, ""), *((one.name, str(one.id)) for one in colleagues)]
        if wanted != [(self._colleague.itemText(at), self._colleague.itemData(at)) for at in range(len(wanted))]:
            self._colleague.clear()
            for name, key in wanted:
                self._colleague.addItem(name, key)
        self._colleague.setVisible(len(wanted) > 1)
        self._arrange()

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

    def _arrange(self) -> None:
        """Put whom and why beside the buttons, or below them where something would be cut off."""
        parts = (*self._buttons, self._back, self._colleague, self._comment)
        needed = sum(part.sizeHint().width() + self._row.spacing() for part in parts if not part.isHidden())
        is_wide = self.width() >= needed
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        said, details = QHBoxLayout(), QHBoxLayout()
        for part in (*self._buttons, self._back):
            said.addWidget(part)
        said.addStretch()
        details.addWidget(self._colleague)
        details.addWidget(self._comment, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(said)
        self._row.addLayout(details, 1)
        for row in (said, details, self._row):
            row.setSpacing(px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(self._row)
        column.addWidget(self._problem)

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
