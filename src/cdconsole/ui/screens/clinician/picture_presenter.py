"""Saves a chart's picture where the person chose, and says what came of it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cdconsole.domain.chart_picture_requests import SaveChartPicture
from cdconsole.domain.errors import Cancelled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.services.tasks import TaskScope


class PicturePresenter:
    """``say`` hears what came of it, ``broken`` of faults of the program."""

    def __init__(self, scope: TaskScope, say: Callable[[str], None], broken: Callable[[Exception], None]) -> None:
        self._scope = scope
        self._say = say
        self._broken = broken
        self._clinician: ClinicianId | None = None

    def follow(self, clinician: ClinicianId) -> None:
        """Take over whose charts are drawn."""
        self._clinician = clinician

    def save(self, path: str, png: bytes) -> None:
        """Write the picture of a chart to a place."""
        if self._clinician is None:
            return

        def done(_digest: str) -> None:
            self._say(f"Saved as {Path(path).name}; the export log has it.")

        self._say("")
        self._scope.run(SaveChartPicture(self._clinician, path, png), done, self._cannot)

    def _cannot(self, problem: Exception) -> None:
        self._say(str(problem) if isinstance(problem, UserFacingError) else "The picture could not be saved.")
        if not isinstance(problem, (UserFacingError, Cancelled)):
            self._broken(problem)
