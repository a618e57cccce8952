"""Everything the goals screen shows. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import ClinicianId, GoalId
from cdconsole.domain.measure import Measure
from cdconsole.domain.review import Goal, GoalProgress, GoalStatus, PdsaAct, PdsaCycle
from cdconsole.ui.follow_up.closing import Closing
from cdconsole.ui.form_dialog.state import FormState

PLAN, PREDICTION, DO, STUDY, ACT, STARTED = "plan", "prediction", "do", "study", "act", "started"
GROUPS = "groups"
"""Chosen in the place of a clinician: goals of groups only."""
_SOON_DAYS = 7


class Part(Enum):
    """Where a goal stands on the board, in the order of the board."""

    DUE = "Due now"
    LATER = "Due later"
    LOOK_BACK = "Look back now"
    WAITING = "Look back later"
    CLOSED = "Closed"


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
    def part(self) -> Part:
        """Return where it stands; due now is due within a week, or overdue."""
        goal, check = self.goal, self.progress.check
        if goal.status is GoalStatus.OPEN:
            return Part.DUE if goal.due <= self.today + timedelta(days=_SOON_DAYS) else Part.LATER
        if goal.status is not GoalStatus.ACHIEVED or check is None or check.is_done:
            return Part.CLOSED
        return Part.LOOK_BACK if check.due_on <= self.today else Part.WAITING

    @property
    def next_on(self) -> date:
        """Return the next day something is due."""
        check = self.progress.check
        waits = self.part in (Part.LOOK_BACK, Part.WAITING) and check is not None
        return check.due_on if waits and check is not None else self.goal.due

    @property
    def order(self) -> tuple[int, date]:
        """Return what the board is ordered by."""
        return list(Part).index(self.part), self.next_on

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

    @property
    def owners_text(self) -> str:
        """Return whose goal it is where it is a group's, and who sees to it."""
        group = self.goal.group
        if group is None:
            return ""
        return f"Goal of a group: {group.name}." + (f" Seen to by {group.owners}." if group.owners else "")

    @property
    def words(self) -> str:
        """Return everything that finding as one types looks through."""
        goal = self.goal
        texts = (self.progress.clinician, goal.text, goal.action, goal.support, self.measure_title, self.owners_text)
        return " ".join((*texts, *(cycle.plan for cycle in goal.cycles))).casefold()


@dataclass(frozen=True)
class Wanted:
    """Which goals are listed: by words, a clinician's id or GROUPS, a part of the board, a measure's id.

    A clinician's goals include those of the groups they belong to.
    """

    words: str = ""
    whose: str = ""
    part: Part | None = None
    measure: str = ""

    def takes(self, line: GoalLine) -> bool:
        """Return whether a line is listed."""
        goal = line.goal
        is_theirs = goal.clinician_id == self.whose if goal.group is None else _is_groups(goal, self.whose)
        return (
            all(word in line.words for word in self.words.casefold().split())
            and (not self.whose or is_theirs)
            and self.part in (None, line.part)
            and self.measure in ("", goal.measure)
        )


def _is_groups(goal: Goal, whose: str) -> bool:
    return whose == GROUPS or (goal.group is not None and goal.group.has(ClinicianId(whose)))


@dataclass(frozen=True)
class CycleForm:
    """The dialog of a PDSA cycle: what it was filled from, what is wrong with it.

    ``known`` are the ids of the cycles that the goal had.
    """

    goal: GoalId
    cycle: PdsaCycle
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False
    known: frozenset[str] = frozenset()


@dataclass(frozen=True)
class GoalsState:
    """The screen; ``selected`` is the goal whose measure and cycles are shown.

    ``undo_text`` says which change of a PDSA cycle can be taken back. ``asked`` is the form of a group's goal or of
    whether a goal held.
    """

    today: date
    goals: tuple[GoalProgress, ...] | None = None
    selected: GoalId | None = None
    includes_closed: bool = False
    is_loading: bool = True
    problem: str = ""
    form: CycleForm | None = None
    closing: Closing | None = None
    wanted: Wanted = field(default_factory=Wanted)
    undo_text: str = ""
    asked: FormState | None = None

    @property
    def every_line(self) -> tuple[GoalLine, ...]:
        """Return every line in the order of the board."""
        lines = (GoalLine(progress, self.today) for progress in self.goals or ())
        return tuple(sorted(lines, key=lambda line: line.order))

    @property
    def lines(self) -> tuple[GoalLine, ...]:
        """Return the lines of the table: those the filters leave."""
        return tuple(line for line in self.every_line if self.wanted.takes(line))

    @property
    def line(self) -> GoalLine | None:
        """Return the selected line, else the first one."""
        lines = self.lines
        return next((line for line in lines if line.goal.id == self.selected), next(iter(lines), None))

    @property
    def whose(self) -> tuple[tuple[str, str], ...]:
        """Return whose goals can be chosen: key and words."""
        lines = self.every_line
        own = {line.goal.clinician_id: line.progress.clinician for line in lines if line.goal.group is None}
        groups = ((GROUPS, "Groups"),) if any(line.goal.group for line in lines) else ()
        return (("", "Everybody"), *groups, *sorted(own.items(), key=lambda pair: pair[1]))

    @property
    def measures(self) -> tuple[tuple[str, str], ...]:
        """Return the measures that can be chosen: key and words."""
        found = {line.goal.measure: line.measure_title for line in self.every_line if line.goal.measure is not None}
        return (("", "Every measure"), *sorted(found.items(), key=lambda pair: pair[1]))

    @property
    def summary(self) -> str:
        """Return how many goals stand where: ``2 due now, 3 due later, 1 look back now``."""
        if not self.goals or self.problem:
            return ""
        lines = self.every_line
        counted = ((sum(line.part is part for line in lines), part.value) for part in Part)
        said = ", ".join(f"{count} {words[:1].lower()}{words[1:]}" for count, words in counted if count)
        shown = f"; {len(self.lines)} of {len(lines)} shown" if len(self.lines) < len(lines) else ""
        return f"{said}{shown}{', reading again…' if self.is_loading else ''}"

    @property
    def notice(self) -> str:
        """Return what stands in the table's place; nothing where there are goals."""
        if self.problem:
            return self.problem
        if self.goals is None:
            return "Drawing the goals' measures…"
        if not self.goals:
            what = "goals" if self.includes_closed else "open goals"
            return (
                f"No {what} yet. Goals are agreed in a review, each with a measure and its baseline; a goal of the "
                "team is begun here."
            )
        return "" if self.lines else "No goal is left by what is typed and chosen above."


def cycle_title(cycle: PdsaCycle) -> str:
    """Return when a cycle began and what was decided."""
    decided = cycle.act.value.lower() if cycle.act is PdsaAct.OPEN else f"decided: {cycle.act.value.lower()}"
    return f"Began {date_text(cycle.started)}, {decided}"


def cycle_lines(cycle: PdsaCycle) -> tuple[tuple[str, str], ...]:
    """Return the parts of a cycle that are written, each with its name."""
    parts = (("Plan", cycle.plan), ("Prediction", cycle.prediction), ("Do", cycle.do), ("Study", cycle.study))
    return tuple((name, text) for name, text in parts if text)


def next_cycle(goal: Goal, today: date) -> PdsaCycle | None:
    """Return the cycle that follows one that was decided to be adapted, its plan filled in; None where none does."""
    last = goal.cycles[-1] if goal.cycles else None
    if last is None or last.act is not PdsaAct.ADAPT:
        return None
    return PdsaCycle("", today, last.plan, last.prediction)
