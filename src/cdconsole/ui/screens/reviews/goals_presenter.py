"""Agrees and changes goals in the room, and closes those from last time. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import months_on
from cdconsole.domain.errors import Cancelled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import GoalId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import SaveGoal, ShowReview
from cdconsole.domain.review import MONTHS_BETWEEN_REVIEWS, Goal, Review
from cdconsole.ui.follow_up.closing import Closing, GoalCloser
from cdconsole.ui.follow_up.targets import read_target
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.state import GoalEntry, GoalForm, RoomState


class RoomGoalsPresenter:
    """One form at a time; a chart is brought to the middle when its measure is spoken of."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk
        self.closer = GoalCloser(desk.scope, self._show_closing, desk.tell)

    def begin(self, goal: Goal) -> None:
        """Open the form on a goal of this review."""
        room = self._desk.room
        if room is not None and not room.is_locked:
            self._desk.change_room(goal_form=GoalForm(goal))
            self.show_measure(goal.measure)

    def begin_new(self) -> None:
        """Open the form on a new goal about the chart that is shown."""
        room = self._desk.room
        if room is not None:
            self.begin(_blank(room))

    def end(self) -> None:
        """Close the form and change nothing."""
        self._desk.change_room(goal_form=None)

    def show_measure(self, measure: MeasureId | None) -> None:
        """Bring a measure's chart to the middle."""
        room = self._desk.room
        for at, chart in enumerate(room.charts if room is not None else ()):
            if chart.measure.id == measure:
                self._desk.change_room(chart_at=at)

    def save(self, entry: GoalEntry) -> None:
        """Store what the form says."""
        room = self._desk.room
        if room is None or room.goal_form is None or room.goal_form.is_busy:
            return
        try:
            goal = _entered(room, room.goal_form.editing, entry)
        except RuleBroken as problem:
            self._not_saved(problem)
            return
        self._desk.change_room(goal_form=replace(room.goal_form, problems={}, notice="", is_busy=True))
        self._desk.scope.run(SaveGoal(goal), self._saved, self._not_saved)

    def _saved(self, _goal: Goal) -> None:
        self._desk.change_room(goal_form=None)

    def _not_saved(self, problem: Exception) -> None:
        room = self._desk.room
        if room is None or room.goal_form is None:
            self._desk.tell(problem)
            return
        form = replace(room.goal_form, is_busy=False, problems={}, notice="")
        if isinstance(problem, RuleBroken):
            form = replace(form, problems={problem.field: str(problem)})
        elif isinstance(problem, StaleEdit):
            form = replace(form, notice=f"{problem.message} Saving again puts yours in its place.")
        elif isinstance(problem, UserFacingError):
            form = replace(form, notice=str(problem))
        elif not isinstance(problem, Cancelled):
            self._desk.tell(problem)
        self._desk.change_room(goal_form=form)
        if isinstance(problem, StaleEdit):
            self._desk.scope.run(ShowReview(room.review.id), self._catch_up)

    def _catch_up(self, review: Review) -> None:
        """Show what somebody else made of the goal; what is typed in the form stays, on the newest footing."""
        room = self._desk.room
        if room is None or room.goal_form is None or room.review.id != review.id:
            return
        editing = room.goal_form.editing
        stored = next((one for one in review.goals if one.id == editing.id), editing)
        form = replace(room.goal_form, editing=replace(editing, revision=stored.revision))
        self._desk.change_room(review=review, goal_form=form)

    def _show_closing(self, closing: Closing | None) -> None:
        self._desk.change_room(closing=closing)


def _blank(room: RoomState) -> Goal:
    shown = room.chart
    due = months_on(room.today, MONTHS_BETWEEN_REVIEWS)
    measure = None if shown is None else shown.measure.id
    return Goal(GoalId(""), room.review.clinician_id, room.review.id, "", "", measure, "", None, "", None, "", due)


def _entered(room: RoomState, editing: Goal, entry: GoalEntry) -> Goal:
    measure = room.measure(entry.measure)
    return replace(
        editing,
        text=entry.text,
        action=entry.action,
        measure=entry.measure,
        no_measure_reason=entry.no_measure_reason,
        target=None if measure is None else read_target(entry.target, measure.unit),
        support=entry.support,
        due=entry.due,
    )
