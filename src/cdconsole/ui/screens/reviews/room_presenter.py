"""Goes through the room: the step of the conversation, the chart in the middle, presenter mode. No Qt."""

from __future__ import annotations

from cdconsole.domain.conversation_requests import ShowReviewSummary
from cdconsole.domain.identity import ClinicianId
from cdconsole.ui.screens.reviews.desk import ReviewDesk
from cdconsole.ui.screens.reviews.state import Step


class RoomPresenter:
    """Changes what is looked at and never what is recorded."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk

    def reach(self, step: Step) -> None:
        """Say where the conversation is."""
        room = self._desk.room
        if room is not None and room.step is not step:
            self._desk.change_room(step=step)

    def turn(self, by: int) -> None:
        """Show the next chart (1) or the one before (-1); nothing at either end."""
        room = self._desk.room
        if room is not None and 0 <= room.chart_at + by < len(room.charts):
            self._desk.change_room(chart_at=room.chart_at + by, step=Step.DATA)

    def present(self) -> None:
        """Show the chart alone, or everything again."""
        room = self._desk.room
        if room is not None:
            self._desk.change_room(is_presenting=not room.is_presenting)

    def end_presenting(self) -> None:
        """Show everything again."""
        self._desk.change_room(is_presenting=False)

    def say_printed(self, words: str) -> None:
        """Say in the room what came of saving or printing the record."""
        self._desk.change_room(printed_text=words)

    @property
    def clinician(self) -> ClinicianId | None:
        """Return whose room it is, if anybody is in one."""
        return None if self._desk.room is None else self._desk.room.review.clinician_id

    def printed(self) -> ShowReviewSummary | None:
        """Return the request for what is printed, None where nobody is in a room."""
        return None if self._desk.room is None else ShowReviewSummary(self._desk.room.review.id)
