"""Reads every record of one of the clinician's charts while somebody wants to see them. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.distribution_requests import ShowRecordDistribution
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.clinician.state import EveryRecord


class EveryRecordPresenter:
    """One measure at a time; ``show`` hears of every change, ``broken`` of faults of the program."""

    def __init__(
        self, scope: TaskScope, show: Callable[[EveryRecord], None], broken: Callable[[Exception], None]
    ) -> None:
        self._scope = scope
        self._tell = show
        self._broken = broken
        self._state = EveryRecord()
        self._page: ClinicianCharts | None = None
        self._months = 0

    def want(self, measure: MeasureId | None) -> None:
        """Read the records of a measure, over the months drawn; with None they are not wanted any more."""
        self._show(EveryRecord(measure))
        self._read()

    def follow(self, page: ClinicianCharts, months: int) -> None:
        """Take over the page that was just drawn; records that are shown are read anew, and stay until then."""
        self._page, self._months = page, months
        self._read()

    def _read(self) -> None:
        measure, page = self._state.measure, self._page
        if measure is not None and page is not None:
            wanted = ShowRecordDistribution(page.clinician.id, measure, self._months, page.is_as_recorded)
            self._scope.latest("every record", wanted, self._take, self._cannot)

    def _take(self, found: RecordDistribution) -> None:
        if found.measure.id == self._state.measure:
            self._show(replace(self._state, distribution=found, problem=""))

    def _cannot(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else "The records could not be read."
        if self._state.measure is not None:
            self._show(replace(self._state, distribution=None, problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: EveryRecord) -> None:
        self._state = state
        self._tell(state)
