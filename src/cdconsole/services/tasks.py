"""Running requests without knowing where: tasks that can report and be cancelled, runners, and scopes. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Protocol, TypeVar

from cdconsole.domain.errors import Cancelled
from cdconsole.domain.requests import Request

Value = TypeVar("Value")


@dataclass(frozen=True)
class Progress:
    """How far a task is: ``done`` of ``of`` (0 when unknown), and what it is doing."""

    done: int
    of: int
    label: str


def _keep_quiet(_progress: Progress) -> None:
    """Drop progress nobody asked for."""


class Task:
    """What a handler sees of its own running: progress out, cancellation in."""

    def __init__(self, report: Callable[[Progress], None] = _keep_quiet) -> None:
        self._report = report
        self._cancelled = Event()

    def report(self, done: int, of: int, label: str) -> None:
        """Say how far the work is, and stop here if it was cancelled."""
        self.checkpoint()
        self._report(Progress(done, of, label))

    def checkpoint(self) -> None:
        """Raise Cancelled if somebody asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next checkpoint; may be called from another thread."""
        self._cancelled.set()


class Running(Protocol):
    """A request on its way; what it brings is dropped once it is cancelled."""

    def cancel(self) -> None:
        """Stop it, or let it end unheard."""
        ...


@dataclass(frozen=True)
class Listeners:
    """Who hears how a request went. ``failed`` gets a UserFacingError, or any other exception for a bug."""

    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    progress: Callable[[Progress], None] = field(default=_keep_quiet)


class TaskRunner(Protocol):
    """Runs requests and answers on the caller's own thread."""

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        """Start a request; its listeners are called later, or at once in the immediate form."""
        ...


class TaskScope:
    """The requests of one presenter: a newer one of the same name cancels the one before; closing cancels all."""

    def __init__(self, runner: TaskRunner, failed: Callable[[Exception], None]) -> None:
        self._runner = runner
        self._failed = failed
        self._running: dict[str, Running] = {}
        self._is_closed = False

    def run(
        self,
        request: Request[Value],
        done: Callable[[Value], None],
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[Progress], None] = _keep_quiet,
    ) -> Running:
        """Run a request beside whatever else is running in this scope."""
        return self._runner.run(request, Listeners(self._unless_closed(done), failed or self._failed, progress))

    def latest(
        self,
        name: str,
        request: Request[Value],
        done: Callable[[Value], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a request and cancel the one before of the same name."""
        before = self._running.pop(name, None)
        if before is not None:
            before.cancel()
        self._running[name] = self.run(request, done, failed)

    def close(self) -> None:
        """Cancel everything; nothing is delivered afterwards."""
        self._is_closed = True
        for running in self._running.values():
            running.cancel()
        self._running.clear()

    def _unless_closed(self, done: Callable[[Value], None]) -> Callable[[Value], None]:
        def deliver(value: Value) -> None:
            if not self._is_closed:
                done(value)

        return deliver
