"""Notices that nobody uses the computer, so that an open department does not stay open."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow

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
_ASLEEP_AFTER = timedelta(seconds=60)


class IdleLock(QObject):
    """Watches the input of every window that gets the focus, while it runs.

    ``near(seconds)`` says how long is left in the last two minutes (None before), ``expired`` that time is up, and
    ``woke`` that the computer slept: far more wall-clock time has passed between two looks than there is between them.
    ``asked`` is Ctrl+L in a dialog, which keeps the keys of the menu from the window behind it.
    """

    near = Signal(object)
    expired = Signal()
    woke = Signal()
    asked = Signal()

    def __init__(self, clock: Clock, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last_use: datetime = clock.now()
        self._last_look: datetime = self._last_use
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
        self._last_use = self._last_look = self._clock.now()
        self._timer.start()

    def stop(self) -> None:
        """Stop counting: nothing is open."""
        self._timer.stop()
        self._warn(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take note of use; every event goes on its way."""
        if event.type() in _USE and self._timer.isActive():
            if self._has_slept():
                self.look()  # whoever wakes the computer need not be who left it
            else:
                self._last_use = self._clock.now()
                self._warn(None)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and _is_lock_key(event):
            self.asked.emit()
        return False

    def look(self) -> None:
        """Lock if nobody has been there for too long, or if the last look is so long ago that the computer slept."""
        now, has_slept = self._clock.now(), self._has_slept()
        self._last_look = now
        left = (self._last_use + self._limit - now).total_seconds()
        if has_slept:
            self.stop()
            self.woke.emit()
        elif left <= 0:
            self.stop()
            self.expired.emit()
        elif left <= min(_WARN_SECONDS, self._limit.total_seconds() / 2):
            self._warn(int(left))

    def _has_slept(self) -> bool:
        return abs(self._clock.now() - self._last_look) > _ASLEEP_AFTER

    def _warn(self, seconds: int | None) -> None:
        if seconds is not None or self._is_warning:
            self._is_warning = seconds is not None
            self.near.emit(seconds)


def _is_lock_key(event: QKeyEvent) -> bool:
    return event.keyCombination() == QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_L)
