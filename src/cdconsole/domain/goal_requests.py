"""What can be asked of the follow-up of goals, beside closing them and keeping their PDSA cycles."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.goal_follow_up import Held, SustainCheck
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.identity import GoalId
from cdconsole.domain.requests import Command
from cdconsole.domain.review import Goal


@dataclass(frozen=True)
class SaveGroupGoal(Command[Goal]):
    """Add (empty id) or change a goal of the team or of a group; it comes from no review."""

    goal: Goal

    def __repr__(self) -> str:
        return "SaveGroupGoal(...)"


@dataclass(frozen=True)
class TakeBackPdsaCycle(Command[Goal]):
    """Take back a PDSA cycle that was begun by mistake."""

    goal: GoalId
    cycle: str


@dataclass(frozen=True)
class CheckSustained(Command[SustainCheck]):
    """Say whether what was achieved a year ago held; said once, it stands."""

    goal: GoalId
    held: Held
    note: str
    revision: int

    def __repr__(self) -> str:
        return "CheckSustained(...)"


@dataclass(frozen=True)
class ExportGoals(Command[ExportReceipt]):
    """Write the goals as CSV, through the export log."""

    path: str
    include_closed: bool = False
