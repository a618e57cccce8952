"""Answers requests at once, in this process: for tests and the command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.requests import Request
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Running, Task


class _Finished:
    """A request that is over before anybody could cancel it."""

    def cancel(self) -> None:
        """There is nothing left to stop."""


class ImmediateTaskRunner:
    """The TaskRunner protocol without a second process. A bug rises to the caller."""

    def __init__(self, session: Session, changed: Callable[[ChangeSet], None]) -> None:
        self._session = session
        self._changed = changed

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        """Answer a request, call its listeners, then tell what it changed."""
        try:
            value = answer(self._session, request, Task(listeners.progress))
        except (UserFacingError, Cancelled) as problem:
            listeners.failed(problem)
        else:
            listeners.done(value)
        self._session.catch_up()
        changes = self._session.take_changes()
        if changes.topics:
            self._changed(changes)
        return _Finished()
