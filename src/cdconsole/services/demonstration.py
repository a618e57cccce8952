"""Takes over the ward list that was kept before: no file says when each date was predicted, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.people import Section
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.session import Session
from cdconsole.storage import inpatients


@dataclass(frozen=True)
class PastStay:
    """A stay that has ended: who it was, and each date predicted, with the moment it was entered and the reason."""

    inpatient: Inpatient
    left: datetime
    predictions: Sequence[tuple[datetime, date, ReasonCode]]


def take_over_ward_list(session: Session, stays: Sequence[PastStay], reason: str) -> None:
    """Add stays with their predictions to the ward list, in one transaction with one audit event."""
    with session.unit_of_work(Section.WARD, reason=reason) as work:
        for stay in stays:
            inpatients.add(work, stay.inpatient)
            patient = stay.inpatient
            for entered, on, why in stay.predictions:
                patient = inpatients.amend_prediction(work, patient, on, why, entered)
            inpatients.set_discharged(work, patient, stay.left)
        work.changed(Topic.INPATIENT, *{stay.inpatient.clinician_id for stay in stays})
        work.changed(Topic.PREDICTED_DISCHARGE)
        work.audit("added", f"{len(stays):,} stays of the ward list kept before")
        work.commit()
