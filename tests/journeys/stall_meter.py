"""Measures how long the window is deaf: the stretches of work between two looks at what the person does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer

LONGEST_TURN_SECONDS = 0.050
LONGEST_FIRST_LOOK_SECONDS = 0.120
FIXED_WORK_SECONDS = 0.0155  # what ``_fixed_work`` takes on the computer whose figures the documents quote
FIRST_LOOKS = (
    *("press go_clinician", "press Start the review", "press Continue review", "press Open", "press Check records"),
    *("press Prepare review", "press go_goals", "press Write workbook…", "press Import files…"),
)
_BEAT_MS = 2


def slowness() -> float:
    """Return how many times longer this computer takes now for a piece of work than the one the limits are for.

    At least 1: a faster computer has the same limits. A busy core counts as a slow one.
    """
    return max(1.0, median(_fixed_work() for _ in range(5)) / FIXED_WORK_SECONDS)


def _fixed_work() -> float:
    began, total = time.thread_time(), 0
    for number in range(300_000):
        total += number * number
    return time.thread_time() - began


class StallMeter(QObject):
    """Adds up what the window's own thread does between two beats; ``stalls`` are the stretches too long.

    A fast timer beats once in a turn of the event loop, and a posted event at the start of the next: a loop serves
    posted events before timers, and what a timer did would else count together with the painting it caused. The
    dispatcher's own signals would not do: the one of GLib works after it has said that it waits.

    Processor time of that thread, not time on the wall: on a shared computer another program may hold the core in the
    middle of a turn, and that says nothing about this one. Work that waits without computing (a lock, the disk) is
    kept out of the window by design: it opens no file and its pipe is read by a thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.doing = "opening the window"
        self.stalls: list[tuple[float, str]] = []
        self._since: float | None = None
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._tick)
        self._beat.start()

    @contextmanager
    def acting(self, doing: str) -> Iterator[None]:
        """Count what a key or a click sets off as a turn of its own: tests send them from outside the loop."""
        self.doing = doing
        self._since = time.thread_time()  # what went before is the test's own search for the button
        try:
            yield
        finally:
            self._turn()

    def too_long(self) -> list[tuple[float, str]]:
        """Return the turns over 50 ms, or as much more as this computer is slower; but see ``FIRST_LOOKS``.

        Who goes to the charts, into the review room or to a clinician's records within a second of unlocking, as these
        tests do, waits while they are built and painted for the first time: the longest turn is 40 to 65 ms for the
        charts, those of the goals too, 50 to 100 for the room and 37 to 61 for the records (five quiet runs). Qt's own
        file dialog, shown where the system has none, takes 50 to 100 to make.
        """
        slower = slowness()
        return [
            (taken, doing)
            for taken, doing in self.stalls
            if taken > slower * (LONGEST_FIRST_LOOK_SECONDS if doing.startswith(FIRST_LOOKS) else LONGEST_TURN_SECONDS)
        ]

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Leave out what the test itself does, while it looks at the window."""
        self._turn()
        try:
            yield
        finally:
            self._since = time.thread_time()

    def stop(self) -> None:
        """Stop listening."""
        self._beat.stop()

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Begin the next turn."""
        self._turn()

    def _tick(self) -> None:
        self._turn()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)

    def _turn(self) -> None:
        now = time.thread_time()
        if self._since is not None and now - self._since > LONGEST_TURN_SECONDS:
            self.stalls.append((round(now - self._since, 3), self.doing))
        self._since = now
