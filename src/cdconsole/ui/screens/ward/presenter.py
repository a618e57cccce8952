"""Starts and filters the ward list, and holds the presenters of its cells, its writes and its beds. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.screens.ward.amendments_presenter import AmendmentsPresenter
from cdconsole.ui.screens.ward.beds_presenter import BedsPresenter
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.state import Filters, StatusFilter
from cdconsole.ui.screens.ward.writes_presenter import WritesPresenter

_LISTED = frozenset({Topic.INPATIENT, Topic.PREDICTED_DISCHARGE, Topic.CLINICIAN})


class WardPresenter:
    """What the shell and the filters ask."""

    def __init__(self, desk: WardDesk) -> None:
        self._desk = desk
        self.writes = WritesPresenter(desk)
        self.amendments = AmendmentsPresenter(desk, self.writes)
        self.beds = BedsPresenter(desk, self.writes)

    def start(self) -> None:
        """Read the list."""
        self._desk.show(self._desk.state)
        self._desk.reload()

    def visit(self, **_ids: str) -> None:
        """Read again: length of stay and status depend on the day."""
        ward = self._desk.state.ward
        if ward is not None and ward.today != self._desk.clock.today():
            self._desk.reload()

    def changed(self, changes: ChangeSet) -> None:
        """Read again if somebody's write touches the list."""
        if changes.touches(_LISTED):
            self._desk.reload()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._desk.scope.close()

    def search(self, text: str) -> None:
        """Show those whose bay, bed, number or consultant holds every word."""
        self._filter(replace(self._desk.state.filters, text=text))

    def show_clinician(self, clinician: str) -> None:
        """Show the patients of one consultant; an empty id for everybody's."""
        chosen = ClinicianId(clinician) if clinician else None
        self._filter(replace(self._desk.state.filters, clinician=chosen))

    def show_status(self, status: StatusFilter) -> None:
        """Show the patients of one status."""
        self._filter(replace(self._desk.state.filters, status=status))

    def _filter(self, filters: Filters) -> None:
        state = replace(self._desk.state, filters=filters, editing=None)
        shown = [row.patient.id for row in state.rows]
        self._desk.show(state)
        if shown and state.selected not in shown:
            self._desk.select(shown[0])
