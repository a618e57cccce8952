"""One thread that goes to the department's folder and back, so that a slow share keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

from cdconsole.domain.errors import UserFacingError
from cdconsole.services.wire import BugReport


@dataclass(frozen=True)
class Returned:
    """An errand that is over: what it brought, or why it failed. ``take`` is what the sender does with it."""

    take: Callable[[object, Exception | None], None]
    brought: object = None
    problem: Exception | None = None


class Courier:
    """Does one errand at a time; how it went is delivered to the thread that sent it."""

    def __init__(self, deliver: Callable[[Returned], None]) -> None:
        self._deliver = deliver
        self.is_out = False

    def go(self, errand: Callable[[], object], take: Callable[[object, Exception | None], None]) -> None:
        """Run an errand; ``take(brought, problem)`` is delivered afterwards, to be called by who sent it."""
        self.is_out = True
        Thread(target=self._run, args=(errand, take), name="courier", daemon=True).start()

    def back(self, returned: Returned) -> None:
        """Let the sender take what was brought."""
        self.is_out = False
        returned.take(returned.brought, returned.problem)

    def _run(self, errand: Callable[[], object], take: Callable[[object, Exception | None], None]) -> None:
        try:
            self._deliver(Returned(take, errand()))
        except (UserFacingError, OSError) as problem:
            self._deliver(Returned(take, problem=problem))
        except Exception as problem:  # noqa: BLE001 - a bug on the way must be told, not end the thread in silence
            self._deliver(Returned(take, problem=BugReport.of(problem)))
