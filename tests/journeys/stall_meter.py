"""Measures how long the window is deaf: the stretches of work between two looks at what the person does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QAbstractEventDispatcher, QObject

LONGEST_TURN_SECONDS = 0.050
LONGEST_FIRST_VISIT_SECONDS = 0.250


class StallMeter(QObject):
    """Adds up what the window's own thread does in each turn of the event loop; ``stalls`` are those too long.

    Processor time of that thread, not time on the wall: on a shared computer another program may hold the core in the
    middle of a turn, and that says nothing about this one. Work that waits without computing (a lock, the disk) is
    kept out of the window by design: it opens no file and its pipe is read by a thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.doing = "opening the window"
        self.stalls: list[tuple[float, str]] = []
        self._begun: float | None = None
        self._is_acting = False
        dispatcher = QAbstractEventDispatcher.instance()
        dispatcher.awake.connect(self._begin)
        dispatcher.aboutToBlock.connect(self._end)
        self._dispatcher = dispatcher

    @contextmanager
    def acting(self, doing: str) -> Iterator[None]:
        """Count what a key or a click sets off as a turn of its own: tests send them from outside the loop."""
        self._end()
        self.doing = doing
        self._is_acting = True
        self._begun = time.thread_time()
        try:
            yield
        finally:
            self._is_acting = False
            self._end()

    def too_long(self) -> list[tuple[float, str]]:
        """Return the turns over 50 ms, and the first visits of a screen, which build it, over 250 ms."""
        return [
            (taken, doing)
            for taken, doing in self.stalls
            if taken > LONGEST_FIRST_VISIT_SECONDS or not doing.startswith("press go_")
        ]

    def rest(self) -> None:
        """End the turn: what follows is the test's own work."""
        self._end()

    def stop(self) -> None:
        """Stop listening."""
        self._dispatcher.awake.disconnect(self._begin)
        self._dispatcher.aboutToBlock.disconnect(self._end)

    def _begin(self) -> None:
        if not self._is_acting:
            self._end()
            self._begun = time.thread_time()

    def _end(self) -> None:
        if self._begun is not None and not self._is_acting:
            taken, self._begun = time.thread_time() - self._begun, None
            if taken > LONGEST_TURN_SECONDS:
                self.stalls.append((round(taken, 3), self.doing))
