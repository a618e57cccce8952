"""The work stream that is looked at, remembered from one day to the next. No Qt."""

from __future__ import annotations

from collections.abc import Callable

from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.work_stream import FIRST
from cdconsole.ui.screens.remembered import Remembered

_NAME = "framework_stream"


class StreamChoice:
    """One work stream; whoever asked to hears of another one."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered
        self._heard: list[Callable[[], None]] = []
        self.now = WorkStreamId(remembered.choice(_NAME, FIRST))

    def hear(self, other: Callable[[], None]) -> None:
        """Call a function whenever another work stream is chosen."""
        self._heard.append(other)

    def choose(self, stream: WorkStreamId) -> None:
        """Look at a work stream."""
        if stream != self.now:
            self.now = stream
            self._remembered.keep_choice(_NAME, stream)
            for other in self._heard:
                other()
