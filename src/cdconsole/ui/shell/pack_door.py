"""The way into a clinician's own pack: the file, and the page on which its words are typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdconsole.domain.clinician_pack import PACK_SUFFIX, OwnPack
from cdconsole.domain.clinician_pack_requests import OpenOwnPack
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.forms import Field, PassphraseEdit, button, label
from cdconsole.ui.shell.entrance import Entrance
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


class PackWay(QObject):
    """``chosen`` carries a file, ``opened`` the pack and its file; ``given_up`` when the person goes back."""

    chosen = Signal(str)
    opened = Signal(object, str)
    given_up = Signal()

    def __init__(
        self, entrance: Entrance, new_scope: Callable[[], TaskScope], broken: Callable[[Exception], None]
    ) -> None:
        super().__init__(entrance)
        self._entrance = entrance
        self._new_scope = new_scope
        self._broken = broken
        self._door: PackDoor | None = None

    def choose(self) -> None:
        """Ask for the file."""
        kinds = f"Clinician's own pack (*{PACK_SUFFIX})"
        path, _ = QFileDialog.getOpenFileName(self._entrance, "Open a pack of your own", "", kinds)
        if path:
            self.chosen.emit(path)

    def offer(self, path: str, notice: str) -> None:
        """Show the page for its words."""
        page = PackDoorPage(path, notice)
        self._door = PackDoor(page, self._new_scope(), path, self._let_in, self._broken)
        page.open_requested.connect(self._door.open)
        page.cancel_requested.connect(self.given_up)
        self._entrance.show_page(page)

    def close(self) -> None:
        """Hear of nothing any more."""
        if self._door is not None:
            self._door.close()
            self._door = None

    def _let_in(self, own: OwnPack, path: str) -> None:
        self.close()
        self._entrance.remove_page()  # and with it the words typed
        self.opened.emit(own, path)
