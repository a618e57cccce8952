"""The page on which a clinician types the words that open their own pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import OwnPack
from cdconsole.domain.clinician_pack_requests import OpenOwnPack
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.theme.fonts import px


class PackDoorPage(QWidget):
    """Emits the words typed."""

    open_requested = Signal(str)
    cancel_requested = Signal()

    def __init__(self, path: str, notice: str) -> None:
        super().__init__()
        self._words = PassphraseEdit()
        self._field = Field("The five words that open it", self._words, "Your clinical director gave them to you.")
        self._busy = label("", "secondary")
        self._open, self._cancel = button("Open", "primary"), button("Back")
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(label("A pack of your own", "title"))
        column.addWidget(label(Path(path).name, "secondary"))
        if notice:
            column.addWidget(label(notice, "secondary"))
        column.addWidget(self._field)
        column.addWidget(self._busy)
        column.addLayout(buttons)
        self.setFocusProxy(self._field)
        self._words.line.returnPressed.connect(self._ask)
        self._open.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.cancel_requested)
        self.say("", is_busy=False)

    def say(self, problem: str, *, is_busy: bool) -> None:
        """Show what is wrong, or that the words are being checked."""
        self._field.say(problem)
        self._busy.setText("Checking the words…" if is_busy else "")
        self._busy.setVisible(is_busy)
        self._open.setEnabled(not is_busy)

    def _ask(self) -> None:
        self.open_requested.emit(" ".join(self._words.text().split()))


class PackDoorView(Protocol):
    """What the door asks of its page."""

    def say(self, problem: str, *, is_busy: bool) -> None:
        """Show what is wrong, or that the words are being checked."""
        ...


class PackDoor:
    """Opens one pack; ``let_in`` hears of it with its path, ``broken`` of faults of the program."""

    def __init__(
        self,
        page: PackDoorView,
        scope: TaskScope,
        path: str,
        let_in: Callable[[OwnPack, str], None],
        broken: Callable[[Exception], None],
    ) -> None:
        self._page = page
        self._scope = scope
        self._path = path
        self._let_in = let_in
        self._broken = broken

    def open(self, words: str) -> None:
        """Try the words typed."""
        self._page.say("", is_busy=True)
        self._scope.latest("open", OpenOwnPack(self._path, words), self._opened, self._refused)

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def _opened(self, own: OwnPack) -> None:
        self._let_in(own, self._path)

    def _refused(self, problem: Exception) -> None:
        self._page.say(str(problem) if isinstance(problem, UserFacingError) else "", is_busy=False)
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
