"""Stores what no extract brings yet: sessions, take shifts, theatre cases and the exposure log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdconsole.domain.activity import Session as DeliveredSession
from cdconsole.domain.activity import TakeShift, TheatreCase
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.people import Section
from cdconsole.services.session import Session
from cdconsole.storage import activity, exposures


@dataclass(frozen=True)
class Delivery:
    """What was done in a stretch of time, and what kept people from doing more."""

    sessions: Sequence[DeliveredSession]
    take_shifts: Sequence[TakeShift]
    theatre_cases: Sequence[TheatreCase]
    exposures: Sequence[Exposure]


def store_delivery(session: Session, delivery: Delivery, reason: str) -> None:
    """Add sessions, take shifts, theatre cases and exposures in one transaction, with one audit event."""
    with session.unit_of_work(Section.RECORDS, reason=reason) as work:
        activity.add_sessions(work, delivery.sessions)
        activity.add_take_shifts(work, delivery.take_shifts)
        activity.add_theatre_cases(work, delivery.theatre_cases)
        exposures.add_exposures(work, delivery.exposures)
        work.audit(
            "added",
            f"{len(delivery.sessions)} sessions, {len(delivery.take_shifts)} take shifts,"
            f" {len(delivery.theatre_cases)} theatre cases, {len(delivery.exposures)} exposure entries",
        )
        work.commit()
