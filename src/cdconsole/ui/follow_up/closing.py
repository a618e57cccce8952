"""Asks what became of a goal and stores the answer. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cdconsole.domain.errors import Cancelled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.requests import CloseGoal
from cdconsole.domain.review import Goal, GoalStatus
from cdconsole.services.tasks import TaskScope

STATUS, OUTCOME = "status", "outcome"


@dataclass(frozen=True)
class Closing:
    """The dialog that closes a goal."""

    goal: Goal
    problems: Mapping[str, str] = field(default_factory=dict)
    is_busy: bool = False


class GoalCloser:
    """Keeps the state of the dialog; ``show`` hears of every change, ``broken`` of faults of the program."""

    def __init__(
        self, scope: TaskScope, show: Callable[[Closing | None], None], broken: Callable[[Exception], None]
    ) -> None:
        self._scope = scope
        self._show_closing = show
        self._broken = broken
        self._closing: Closing | None = None

    def begin(self, goal: Goal) -> None:
        """Open the dialog on a goal."""
        self._show(Closing(goal))

    def close(self, status: GoalStatus, outcome: str) -> None:
        """Store what became of the goal."""
        closing = self._closing
        if closing is None or closing.is_busy:
            return
        self._show(replace(closing, problems={}, is_busy=True))
        goal = closing.goal
        self._scope.run(CloseGoal(goal.id, status, outcome, goal.revision), self._closed, self._not_closed)

    def reopen(self, goal: Goal) -> None:
        """Take back that a goal was closed; its words stay with it."""
        self._scope.run(CloseGoal(goal.id, GoalStatus.OPEN, goal.outcome, goal.revision), self._ignore)

    def end(self) -> None:
        """Close the dialog and change nothing."""
        self._show(None)

    def _closed(self, _goal: Goal) -> None:
        self._show(None)

    def _not_closed(self, problem: Exception) -> None:
        if self._closing is None:
            return
        at = OUTCOME if isinstance(problem, (RuleBroken, StaleEdit)) else STATUS
        problems = {at: str(problem)} if isinstance(problem, UserFacingError) else {}
        self._show(replace(self._closing, problems=problems, is_busy=False))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _ignore(self, _goal: Goal) -> None:
        """Do nothing: the committed write is announced to every screen."""

    def _show(self, closing: Closing | None) -> None:
        self._closing = closing
        self._show_closing(closing)
