"""Notices that nobody uses the computer, so that an open department does not stay open."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

from cdconsole.domain.calendar import Clock

_USE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_LOOK_EVERY_MILLISECONDS = 5_000
_WARN_SECONDS = 120


class IdleLock(QObject):
    """Watches the input of every window that gets the focus, while it runs.

    Wall-clock time is compared, so that a computer that slept locks on waking.
    ``near(seconds)`` says how long is left in the last two minutes (None before), ``expired`` that time is up.
    """

    near = Signal(object)
    expired = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last_use: datetime = clock.now()
        self._limit = timedelta(minutes=minutes)
        self._is_warning = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def set_minutes(self, minutes: int) -> None:
        """Change how long nobody may be there."""
        self._limit = timedelta(minutes=minutes)

    def watch(self, window: QWindow | None) -> None:
        """Hear what happens in a window; connect it to ``focusWindowChanged``.

        A filter on the application would be called for every event of every widget, and Python takes longer than Qt.
        """
        if window is not None:
            window.installEventFilter(self)

    def start(self) -> None:
        """Count from now."""
        self._last_use = self._clock.now()
        self._timer.start()

    def stop(self) -> None:
        """Stop counting: nothing is open."""
        self._timer.stop()
        self._warn(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of use; every event goes on its way."""
        if event.type() in _USE:
            self._last_use = self._clock.now()
            if self._is_warning:
                self._warn(None)
        return False

    def look(self) -> None:
        """Compare the time since the last use with the limit."""
        left = (self._last_use + self._limit - self._clock.now()).total_seconds()
        if left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= min(_WARN_SECONDS, self._limit.total_seconds() / 2):
            self._warn(int(left))

    def _warn(self, seconds: int | None) -> None:
        if seconds is not None or self._is_warning:
            self._is_warning = seconds is not None
            self.near.emit(seconds)
