"""A TaskRunner whose answers a test gives one by one."""

from dataclasses import dataclass
from typing import Any

from cdconsole.domain.requests import Request
from cdconsole.services.tasks import Listeners, Running


@dataclass
class Asked:
    request: Request[Any]
    listeners: Listeners
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True

    def answer(self, value: Any) -> None:
        self.listeners.done(value)

    def refuse(self, problem: Exception) -> None:
        self.listeners.failed(problem)


class ScriptedRunner:
    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def run(self, request: Request[Any], listeners: Listeners) -> Running:
        self.asked.append(Asked(request, listeners))
        return self.asked[-1]

    def last(self, kind: type[Request[Any]]) -> Asked:
        return next(asked for asked in reversed(self.asked) if isinstance(asked.request, kind))


class Shown:
    """A view that keeps every state it was shown."""

    def __init__(self) -> None:
        self.states: list[Any] = []

    def show_state(self, state: Any) -> None:
        self.states.append(state)

    @property
    def state(self) -> Any:
        return self.states[-1]
