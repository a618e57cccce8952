"""The department's clinicians and the codes that source systems know them by."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListClinicians, SaveClinician
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians


@handles(ListClinicians)
def list_clinicians(session: Session, _request: ListClinicians, _task: Task) -> tuple[Clinician, ...]:
    """Return all clinicians by name; unattributed work last."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return clinicians.all_clinicians(snapshot)


@handles(SaveClinician)
def save_clinician(session: Session, request: SaveClinician, _task: Task) -> Clinician:
    """Add or change a clinician.

    Raises RuleBroken when the name is empty or a code belongs to somebody else, StaleEdit when changed meanwhile.
    """
    clinician = request.clinician
    if not clinician.name.strip():
        raise RuleBroken("A clinician needs a name.", "Type it as it is known in the department.", "name")
    with session.unit_of_work(Section.RECORDS) as work:
        if clinician.id:
            saved = clinicians.save(work, clinician)
        else:
            saved = clinicians.add(work, replace(clinician, id=ClinicianId(new_id())))
        work.commit()
    return saved
