"""Has the case mix behind a point, or behind all months drawn, worked out when somebody wants it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.calendar import Period
from cdconsole.domain.case_mix import CaseMix
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.clinician.state import ChartPoint, MixState


class MixPresenter:
    """The case mix of one point at a time; ``show`` hears of every change, ``broken`` of faults of the program."""

    def __init__(self, scope: TaskScope, show: Callable[[MixState], None], broken: Callable[[Exception], None]) -> None:
        self._scope = scope
        self._tell = show
        self._broken = broken
        self.state = MixState()

    def turn_to_another(self) -> None:
        """Forget what was worked out for another point; the choice of months stays."""
        self.state = MixState(is_of_month=self.state.is_of_month)

    def narrow(self, point: ChartPoint, *, to_month: bool) -> None:
        """Work it out for the point's month alone, or for all months drawn."""
        self.state = MixState(is_of_month=to_month)
        self.read(point)

    def read(self, point: ChartPoint) -> None:
        """Work it out anew; what was there stays until then."""
        months = Period(point.month, point.month) if self.state.is_of_month else point.period
        self._show(replace(self.state, problem=""))
        request = ShowCaseMix(point.clinician, point.measure, months.first, months.last, point.as_recorded)
        self._scope.latest("case mix", request, self._take, self._cannot)

    def _take(self, case_mix: CaseMix) -> None:
        self._show(replace(self.state, case_mix=case_mix))

    def _cannot(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else "The case mix could not be worked out."
        self._show(replace(self.state, problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: MixState) -> None:
        self.state = state
        self._tell(state)
