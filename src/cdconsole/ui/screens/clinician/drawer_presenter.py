"""Reads what stands in the drawer beside the charts: what there is of a point, or a definition card. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.errors import Cancelled, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureChart, MeasureId, PointRecords, SpellRecord
from cdconsole.domain.requests import ShowPointRecords
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.clinician.mix_presenter import MixPresenter
from cdconsole.ui.screens.clinician.notes_presenter import NotesPresenter
from cdconsole.ui.screens.clinician.state import ChartPoint, DrawerPage, DrawerState, MixState, NotesState


class DrawerView(Protocol):
    """What the presenter asks of its view."""

    def show_drawer(self, state: DrawerState) -> None:
        """Show the drawer anew, or close it."""
        ...


class DrawerPresenter:
    """One point or one definition at a time; ``broken`` hears of faults of the program."""

    def __init__(self, view: DrawerView, scope: TaskScope, broken: Callable[[Exception], None]) -> None:
        self._view = view
        self._scope = scope
        self._broken = broken
        self._state = DrawerState()
        self._page: ClinicianCharts | None = None
        self.notes = NotesPresenter(scope, self._show_notes, broken)
        self._mix = MixPresenter(scope, self._show_mix, broken)

    def follow(self, page: ClinicianCharts) -> None:
        """Take over the charts that points are of; notes on the point that is shown follow them."""
        self._page = page
        point = self._state.point
        chart = None if point is None or point.clinician != page.clinician.id else self._chart(point.measure)
        if point is not None and chart is not None:
            self.notes.refresh(chart.notes_on(point.month))

    def show_point(self, measure: MeasureId, month: Month, on: DrawerPage = DrawerPage.RECORDS) -> None:
        """Open with what there is of a point: its records, where nothing else is asked for."""
        page, chart = self._page, self._chart(measure)
        if page is None or chart is None or not chart.months:
            return
        drawn = Period(chart.months[0], chart.months[-1])
        point = ChartPoint(page.clinician.id, measure, month, page.is_as_recorded, drawn)
        self.notes.turn_to(point, chart.notes_on(month))
        self._mix.turn_to_another()
        self._show(DrawerState(point=point, page=on, notes=self.notes.state, mix=self._mix.state))
        self.read_again()

    def turn_to(self, page: DrawerPage) -> None:
        """Show another page of the same point."""
        if self._state.point is not None and page is not self._state.page:
            self._show(replace(self._state, page=page))
            self._read_mix()

    def narrow_mix(self, *, to_month: bool) -> None:
        """Show the case mix of the point's month alone, or of all months drawn."""
        if self._state.point is not None:
            self._mix.narrow(self._state.point, to_month=to_month)

    def vote(self, records: Sequence[SpellRecord], vote: Vote | None, comment: str, colleague: str) -> None:
        """Store what the clinician says of records behind the point."""
        point = self._state.point
        if point is None or not records:
            return
        other = ClinicianId(colleague) if colleague else None
        given = tuple(
            GivenVote(one.key, vote, comment, other, 0 if one.vote is None else one.vote.revision) for one in records
        )
        self._show(replace(self._state, vote_problem=""))
        self._scope.run(SaveVotes(point.clinician, given), self._stored, self._not_stored)

    def show_definition(self, measure: MeasureId) -> None:
        """Open with a measure's definition card."""
        chart = self._chart(measure)
        if chart is not None:
            self._show(DrawerState(definition=chart.measure))

    def read_again(self) -> None:
        """Read the records anew, if it is records that are shown; the old ones stay until then."""
        point = self._state.point
        if point is not None:
            request = ShowPointRecords(point.clinician, point.measure, point.month, point.as_recorded)
            self._scope.latest("records", request, self._show_records, self._cannot)
            self._read_mix()

    def close(self) -> None:
        """Give the charts their room back."""
        if self._state.is_open:
            self._show(DrawerState())

    def _chart(self, measure: MeasureId) -> MeasureChart | None:
        charts = () if self._page is None else self._page.charts
        return next((chart for chart in charts if chart.measure.id == measure), None)

    def _read_mix(self) -> None:
        if self._state.point is not None and self._state.page is DrawerPage.CASE_MIX:
            self._mix.read(self._state.point)

    def _show_mix(self, mix: MixState) -> None:
        if self._state.point is not None:
            self._show(replace(self._state, mix=mix))

    def _show_notes(self, notes: NotesState) -> None:
        if self._state.point is not None:
            self._show(replace(self._state, notes=notes))

    def _show_records(self, records: PointRecords) -> None:
        if self._state.point is not None:
            self._show(replace(self._state, records=records, problem=""))

    def _stored(self, _new: int) -> None:
        """Nothing: the change that follows draws the charts, then brings the records anew."""

    def _not_stored(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else ""
        self._show(replace(self._state, vote_problem=said))
        if isinstance(problem, StaleEdit):
            self.read_again()
        elif not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _cannot(self, problem: Exception) -> None:
        text = str(problem) if isinstance(problem, UserFacingError) else "The records could not be read."
        self._show(replace(self._state, problem=text))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: DrawerState) -> None:
        self._state = state
        self._view.show_drawer(state)
