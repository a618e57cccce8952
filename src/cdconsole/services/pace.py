"""How long work takes that goes through many rows: how many are done, how fast, and about how long the rest takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

_SOON = 1.0  # seconds: before that, a rate would jump about
_MINUTE = 60


@dataclass
class Pace:
    """Counts rows from when it is made. ``clock`` gives seconds."""

    clock: Callable[[], float] = time.perf_counter
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    def label(self, rows: int, share: float) -> str:
        """Return ``412,000 rows, 61,000 a second, about 9 s left``; ``share`` of the whole is done, 0 to 1."""
        taken = self.clock() - self._begun
        if taken < _SOON or not rows or not share:
            return f"{rows:,} rows"
        left = taken / share - taken
        return f"{rows:,} rows, {_rounded(rows / taken):,} a second, about {_duration(left)} left"


def _rounded(rate: float) -> int:
    """Return a rate to two figures."""
    digits = max(len(str(int(rate))) - 2, 0)
    return int(round(rate, -digits))


def _duration(seconds: float) -> str:
    if seconds < 2 * _MINUTE:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / _MINUTE)} minutes"
