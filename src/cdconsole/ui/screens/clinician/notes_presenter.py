"""Writes notes on a point of a chart, withdraws them and puts them back. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.annotation_requests import Annotate, PutBackAnnotation, WithdrawAnnotation
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.clinician.state import ChartPoint, NotesState


class NotesPresenter:
    """The notes of one point at a time; ``show`` hears of every change, ``broken`` of faults of the program."""

    def __init__(
        self, scope: TaskScope, show: Callable[[NotesState], None], broken: Callable[[Exception], None]
    ) -> None:
        self._scope = scope
        self._tell = show
        self._broken = broken
        self._point: ChartPoint | None = None
        self.state = NotesState()

    def turn_to(self, point: ChartPoint, notes: tuple[PointNote, ...]) -> None:
        """Begin with a point's notes; nothing of another point's stays."""
        self._point = point
        self.state = NotesState(notes, written=self.state.written)

    def refresh(self, notes: tuple[PointNote, ...]) -> None:
        """Show the point's notes as they are now."""
        if notes != self.state.notes:
            self._show(replace(self.state, notes=notes))

    def write(self, text: str) -> None:
        """Store a note on the point."""
        if self._point is not None:
            point = self._point
            self._show(replace(self.state, problem=""))
            request = Annotate(point.clinician, point.measure, point.month, text)
            self._scope.run(request, self._written, self._cannot)

    def withdraw(self, note: PointNote) -> None:
        """Take a note off the chart."""
        self._show(replace(self.state, problem=""))
        self._scope.run(WithdrawAnnotation(note.id, note.revision), self._withdrawn, self._cannot)

    def put_back(self) -> None:
        """Put back the note that was withdrawn last."""
        gone = self.state.withdrawn
        if gone is not None:
            self._show(replace(self.state, problem=""))
            self._scope.run(PutBackAnnotation(gone.id, gone.revision), self._is_back, self._cannot)

    def _written(self, _note: Annotation) -> None:
        self._show(replace(self.state, written=self.state.written + 1))

    def _withdrawn(self, note: Annotation) -> None:
        self._show(replace(self.state, withdrawn=note))

    def _is_back(self, _note: Annotation) -> None:
        self._show(replace(self.state, withdrawn=None))

    def _cannot(self, problem: Exception) -> None:
        said = str(problem) if isinstance(problem, UserFacingError) else "The note could not be stored."
        self._show(replace(self.state, problem=said))
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)

    def _show(self, state: NotesState) -> None:
        self.state = state
        self._tell(state)
