"""Everything the goals screen shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import GoalId
from cdconsole.domain.measure import Measure
from cdconsole.domain.review import Goal, GoalProgress, PdsaAct, PdsaCycle
from cdconsole.ui.follow_up.closing import Closing

PLAN, PREDICTION, DO, STUDY, ACT, STARTED = "plan", "prediction", "do", "study", "act", "started"


@dataclass(frozen=True)
class GoalLine:
    """One line of the table, read on a day."""

    progress: GoalProgress
    today: date

    @property
    def goal(self) -> Goal:
        """Return the goal."""
        return self.progress.goal

    @property
    def measure(self) -> Measure | None:
        """Return the measure's definition; None where no measure fits or nothing is drawn."""
        return None if self.progress.chart is None else self.progress.chart.measure

    @property
    def measure_title(self) -> str:
        """Return the measure's name."""
        if self.measure is not None:
            return self.measure.title
        return "" if self.goal.measure is None else self.goal.measure

    @property
    def agreed_text(self) -> str:
        """Return when it was agreed, and from where."""
        start = f" Baseline then: {self.goal.baseline_text}." if self.goal.baseline_text else ""
        return f"Agreed {date_text(self.progress.agreed_on)}.{start} Now: {self.progress.now_text}."


@dataclass(frozen=True)
class CycleForm:
    """The dialog of a PDSA cycle: what it was filled from, what is wrong with it."""

    goal: GoalId
    cycle: PdsaCycle
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class GoalsState:
    """The screen; ``selected`` is the goal whose measure and cycles are shown."""

    today: date
    goals: tuple[GoalProgress, ...] | None = None
    selected: GoalId | None = None
    includes_closed: bool = False
    is_loading: bool = True
    problem: str = ""
    form: CycleForm | None = None
    closing: Closing | None = None

    @property
    def lines(self) -> tuple[GoalLine, ...]:
        """Return the lines of the table."""
        return tuple(GoalLine(progress, self.today) for progress in self.goals or ())

    @property
    def line(self) -> GoalLine | None:
        """Return the selected line."""
        return next((line for line in self.lines if line.goal.id == self.selected), None)

    @property
    def notice(self) -> str:
        """Return what stands in the table's place; nothing where there are goals."""
        if self.problem:
            return self.problem
        if self.goals is None:
            return "Drawing the goals' measures…"
        if not self.goals:
            what = "goals" if self.includes_closed else "open goals"
            return f"No {what} yet. Goals are agreed in a review, each with a measure and its baseline."
        return ""


def cycle_title(cycle: PdsaCycle) -> str:
    """Return when a cycle began and what was decided."""
    decided = cycle.act.value.lower() if cycle.act is PdsaAct.OPEN else f"decided: {cycle.act.value.lower()}"
    return f"Began {date_text(cycle.started)}, {decided}"


def cycle_lines(cycle: PdsaCycle) -> tuple[tuple[str, str], ...]:
    """Return the parts of a cycle that are written, each with its name."""
    parts = (("Plan", cycle.plan), ("Prediction", cycle.prediction), ("Do", cycle.do), ("Study", cycle.study))
    return tuple((name, text) for name, text in parts if text)
