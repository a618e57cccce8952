"""Says that work is going on: nothing for 300 ms, then a thin bar with Cancel."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from cdconsole.services.tasks import Progress
from cdconsole.ui.forms import button, label
from cdconsole.ui.theme.fonts import px

_QUIET_MILLISECONDS = 300


class ProgressStrip(QWidget):
    """Follows requests by number; ``cancel_requested`` names the one that is shown, the oldest."""

    cancel_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._running: dict[int, Progress | None] = {}
        self._label = label("", "secondary", wraps=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(px(160), px(4))
        self._bar.setAccessibleName("Progress")
        self._cancel = button("Cancel", "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), 0, px(8), 0)
        row.setSpacing(px(12))
        for part in (self._label, self._bar, self._cancel):
            row.addWidget(part)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_QUIET_MILLISECONDS)
        self._wait.timeout.connect(self._appear)
        self._cancel.clicked.connect(self._ask_cancel)
        self.hide()

    def began(self, number: int) -> None:
        """A request was sent."""
        self._running[number] = None
        if not self._wait.isActive() and self.isHidden():
            self._wait.start()

    def progressed(self, number: int, progress: Progress) -> None:
        """A request says how far it is."""
        if number in self._running:
            self._running[number] = progress
            self._show_oldest()

    def finished(self, number: int) -> None:
        """A request is over."""
        self._running.pop(number, None)
        if self._running:
            self._show_oldest()
        else:
            self._wait.stop()
            self.hide()

    def _appear(self) -> None:
        self._show_oldest()
        self.show()

    def _show_oldest(self) -> None:
        progress = next(iter(self._running.values()))
        self._label.setText(progress.label if progress else "Working")
        self._bar.setRange(0, progress.of if progress else 0)
        if progress and progress.of:
            self._bar.setValue(progress.done)

    def _ask_cancel(self) -> None:
        if self._running:
            self.cancel_requested.emit(next(iter(self._running)))
