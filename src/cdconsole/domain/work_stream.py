"""The unit the framework runs in: usually one specialty, sometimes several departments together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.identity import ClinicianId, WorkStreamId

FIRST = WorkStreamId("main")
"""The work stream that every department has; it is called after the specialty until it is given another title."""


@dataclass(frozen=True)
class SetAside:
    """Why something is parked, retired or closed, who said so and when."""

    reason: str
    person: str
    at: datetime


@dataclass(frozen=True)
class OtherDepartment:
    """Another department that takes part, and who leads it there; its figures come as sealed extracts."""

    name: str
    lead: str


@dataclass(frozen=True)
class WorkStream:
    """A work stream. ``members`` are those of our clinicians who belong to it, none for everybody."""

    id: WorkStreamId
    title: str
    departments: tuple[OtherDepartment, ...] = ()
    members: tuple[ClinicianId, ...] = ()
    closed: SetAside | None = None
    revision: int = 1

    def has(self, clinician: ClinicianId) -> bool:
        """Return whether one of our clinicians belongs to it."""
        return not self.members or clinician in self.members


def stream_of(clinician: ClinicianId, streams: Sequence[WorkStream]) -> WorkStream:
    """Return whose prompts and charter a conversation uses: the first open stream they belong to, else the first."""
    theirs = (one for one in streams if not one.closed and one.has(clinician))
    return next(theirs, streams[0])
