"""The welcome page: recent departments, a new one, one elsewhere, or the demonstration."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from cdconsole.ui.forms import Button, button, label
from cdconsole.ui.shell.settings import RecentDepartment
from cdconsole.ui.theme.fonts import px


class WelcomePage(QWidget):
    """Emits what the person wants to open."""

    recent_chosen = Signal(str)
    new_requested = Signal()
    open_requested = Signal()
    unpack_requested = Signal()
    pack_requested = Signal()
    demonstration_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[QWidget] = []
        self._names: list[_RecentButton] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(px(16))
        self._recent_title = label("Recent departments", "heading")
        self._new = button("New department…")
        self._open = button("Open…")
        self._unpack = button("Open a department saved as one file…", "link")
        self._pack = button("Open a pack of your own…", "link")
        self._demonstration = button("Try the demonstration department", "link")
        self._problem = label("", "warning")
        self._busy = label("", "secondary")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(px(3))
        self._lay_out()
        self._new.clicked.connect(self.new_requested)
        self._open.clicked.connect(self.open_requested)
        self._unpack.clicked.connect(self.unpack_requested)
        self._pack.clicked.connect(self.pack_requested)
        self._demonstration.clicked.connect(self.demonstration_requested)
        self.show_busy("")
        self.show_problem("")

    def show_recent(self, recent: Sequence[RecentDepartment]) -> None:
        """Show recent departments, newest first."""
        for old in self._rows:
            self._recent.removeWidget(old)
            old.deleteLater()
        self._names = [_RecentButton(one) for one in recent]
        self._rows = [self._row(name, one) for name, one in zip(self._names, recent, strict=True)]
        for row in self._rows:
            self._recent.addWidget(row)
        self._recent_title.setText("Recent departments" if recent else "Start here")
        self._nothing.setVisible(not recent)

    def take_focus(self) -> None:
        """Put the keyboard on what is most likely wanted: the newest department, or else a new one."""
        (self._names[0] if self._names else self._new).setFocus()

    def show_busy(self, text: str) -> None:
        """Say what is being done, and take no other wish meanwhile; nothing when it is done."""
        self._busy.setText(text)
        for part in (self._busy, self._bar):
            part.setVisible(bool(text))
        for wish in (self._new, self._open, self._unpack, self._pack, self._demonstration):
            wish.setEnabled(not text)

    def show_problem(self, text: str) -> None:
        """Say what went wrong and what to do."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _lay_out(self) -> None:
        self._nothing = label(
            "Make a department of your own, open one that a colleague made, or look around in the demonstration: "
            "twelve consultants who do not exist.",
            "secondary",
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        for part in (self._new, self._open):
            buttons.addWidget(part)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._recent_title)
        column.addWidget(self._nothing)
        column.addSpacing(px(8))
        column.addLayout(self._recent)
        column.addSpacing(px(16))
        column.addLayout(buttons)
        column.addWidget(self._unpack)
        column.addWidget(self._pack)
        column.addWidget(self._demonstration)
        column.addWidget(self._bar)
        column.addWidget(self._busy)
        column.addWidget(self._problem)

    def _row(self, name: _RecentButton, recent: RecentDepartment) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        name.chosen.connect(self.recent_chosen)
        column.addWidget(name)
        opened = f"Last opened {recent.opened}" if recent.opened else ""
        about = label("\n".join(filter(None, (opened, recent.folder))), "caption")
        about.setContentsMargins(px(5), 0, 0, 0)
        column.addWidget(about)
        return row


class _RecentButton(Button):
    """Opens one recent department."""

    chosen = Signal(str)

    def __init__(self, recent: RecentDepartment) -> None:
        super().__init__(recent.department.replace("&", "&&"))
        self._folder = recent.folder
        self.setProperty("role", "link")
        self.setAccessibleDescription(recent.folder)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._folder)
