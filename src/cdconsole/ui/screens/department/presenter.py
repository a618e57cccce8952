"""Reads the department page and leads on from it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.measure import DepartmentOverview, MeasureId
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.domain.requests import ShowDepartment
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.notice import Notice, NoticeAction
from cdconsole.ui.screens.department.state import DepartmentState

_SHOWN = frozenset(
    {
        Topic.SPELL,
        Topic.CLINICIAN,
        Topic.JOB_PLAN,
        Topic.EXPOSURE,
        Topic.IMPORT,
        Topic.MEASURE,
        Topic.REVIEW,
        Topic.GOAL,
        Topic.FRAMEWORK,
        Topic.CHALLENGE,
        Topic.ANNOTATION,
        Topic.CHART_LIMITS,
    }
)


class DepartmentScreenView(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: DepartmentState) -> None:
        """Show everything anew."""
        ...


class Navigate(Protocol):
    """Go to another screen by its name, with ids."""

    def __call__(self, to: str, /, **ids: str) -> None:
        """Show the screen ``to`` and hand it the ids."""
        ...


class DepartmentPresenter:
    """The team only; ``broken`` hears of faults of the program."""

    def __init__(
        self, view: DepartmentScreenView, scope: TaskScope, navigate: Navigate, broken: Callable[[Exception], None]
    ) -> None:
        self._view = view
        self._scope = scope
        self._navigate = navigate
        self._broken = broken
        self._state = DepartmentState()

    def start(self) -> None:
        """Read the page."""
        self._view.show_state(self._state)
        self._read()

    def visit(self, **_ids: str) -> None:
        """Stay as it is: what changed meanwhile was shown when it changed."""

    def changed(self, changes: ChangeSet) -> None:
        """Read the page again if the write touches it; the old one stays until then."""
        if changes.touches(_SHOWN):
            self._read()
            self._read_records()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def enlarge(self, measure: MeasureId) -> None:
        """Draw a measure large, or small again if it is the one that is large."""
        large = None if measure == self._state.enlarged else measure
        self._show(replace(self._state.by_month, enlarged=large, is_defined=False))

    def show_records(self) -> None:
        """Show the large measure record by record, or its months again."""
        if self._state.is_by_record:
            self._show(self._state.by_month)
        elif self._state.offers_records:
            self._show(replace(self._state.by_month, is_by_record=True))
            self._read_records()

    def define(self) -> None:
        """Put the definition card beside the large chart, or take it away again."""
        self._show(replace(self._state, is_defined=not self._state.is_defined))

    def reduce(self) -> None:
        """Draw no measure large."""
        if self._state.enlarged is not None:
            self._show(replace(self._state.by_month, enlarged=None, is_defined=False))

    def unfold(self) -> None:
        """List what is missing for the measures without a chart, or hide it again."""
        self._show(replace(self._state, is_unfolded=not self._state.is_unfolded))

    def filter(self, words: str) -> None:
        """Leave in the summary only measures that have these words."""
        self._show(replace(self._state, words=words))

    def go(self, to: str) -> None:
        """Go where a link of the page leads."""
        self._navigate(to)

    def act_on_notice(self) -> None:
        """Do what the notice's button says."""
        notice = self._state.notice
        if notice is not None and notice.action is NoticeAction.IMPORT:
            self._navigate("data", page="imports")
        elif notice is not None and notice.action is NoticeAction.TRY_AGAIN:
            self._show(replace(self._state, problem=None))
            self._read()

    def _read(self) -> None:
        self._scope.latest("overview", ShowDepartment(), self._show_overview, self._cannot)

    def _read_records(self) -> None:
        if self._state.is_by_record and self._state.enlarged is not None:
            wanted = ShowRecordDistribution(None, self._state.enlarged)
            self._scope.latest("records", wanted, self._show_distribution, self._cannot_show_records)

    def _show_distribution(self, distribution: RecordDistribution) -> None:
        # Meanwhile another measure may be large, or the months wanted again.
        if self._state.is_by_record and self._state.enlarged == distribution.measure.id:
            self._show(replace(self._state, distribution=distribution, records_problem=""))

    def _cannot_show_records(self, problem: Exception) -> None:
        said = "The records could not be read."
        if isinstance(problem, UserFacingError):
            said = f"{problem.message} {problem.what_to_do}"
        self._show(replace(self._state, distribution=None, records_problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show_overview(self, overview: DepartmentOverview) -> None:
        self._show(replace(self._state, overview=overview, problem=None))

    def _cannot(self, problem: Exception) -> None:
        notice = Notice("The page could not be drawn.", action=NoticeAction.TRY_AGAIN)
        if isinstance(problem, UserFacingError):
            notice = Notice(problem.message, problem.what_to_do, NoticeAction.TRY_AGAIN)
        self._show(replace(self._state, problem=notice))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: DepartmentState) -> None:
        self._state = state
        self._view.show_state(state)
