"""Lists every clinician with the newest review, and which of them the buttons speak of. No Qt."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListReviews
from cdconsole.domain.review import ReviewRow
from cdconsole.ui.screens.reviews.columns import by_name
from cdconsole.ui.screens.reviews.desk import ReviewDesk


class ListPresenter:
    """The list of reviews, by name."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk

    def choose(self, clinician: ClinicianId) -> None:
        """Make a clinician's line the one the buttons speak of."""
        self._desk.show(replace(self._desk.state, chosen=clinician))

    def read(self) -> None:
        """Read the list."""
        self._desk.scope.latest("list", ListReviews(), self._show_rows, self._not_listed)

    def read_again(self) -> None:
        """Read the list after a problem."""
        self._desk.show(replace(self._desk.state, problem="", is_loading=True))
        self.read()

    def _show_rows(self, rows: tuple[ReviewRow, ...]) -> None:
        listed = tuple(sorted(rows, key=by_name))
        chosen = self._desk.state.chosen
        if chosen not in {row.clinician_id for row in listed}:
            chosen = listed[0].clinician_id if listed else None
        today = self._desk.clock.today()
        state = replace(self._desk.state, rows=listed, chosen=chosen, today=today, is_loading=False, problem="")
        self._desk.show(state)

    def _not_listed(self, problem: Exception) -> None:
        words = str(problem) if isinstance(problem, UserFacingError) else "The reviews could not be read."
        self._desk.show(replace(self._desk.state, problem=words, is_loading=False))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._desk.tell(problem)
