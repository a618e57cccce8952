"""Tells the story through the real services: the same requests a person at the screen would make, each on its day."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from cdconsole.demo.story_days import StoryClock
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import ListClinicians, Request
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Value = TypeVar("Value")


class Telling:
    """One person's sitting at the department: ``ask`` makes a request, ``at`` goes on to a later moment."""

    def __init__(self, session: Session, clock: StoryClock, task: Task) -> None:
        self.session = session
        self.task = task
        self._clock = clock

    def at(self, moment: datetime) -> None:
        """Go on to a moment."""
        self._clock.move_to(moment)

    def ask(self, request: Request[Value]) -> Value:
        """Make a request and return what comes back."""
        return answer(self.session, request, self.task)

    def clinicians(self) -> dict[str, Clinician]:
        """Return the clinicians by name."""
        return {clinician.name: clinician for clinician in self.ask(ListClinicians())}

    def ids(self) -> dict[str, ClinicianId]:
        """Return each clinician's id by name."""
        return {name: clinician.id for name, clinician in self.clinicians().items()}
