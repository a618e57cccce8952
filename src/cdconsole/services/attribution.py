"""Validation: a clinician's own records, and what they say of each, entered in the room or by a signed reply."""

from __future__ import annotations

from collections.abc import Sequence

from cdconsole.domain.activity import Spell
from cdconsole.domain.attribution import (
    AttributionVote,
    Channel,
    GivenVote,
    MyRecord,
    MyRecords,
    ValidationRow,
    Vote,
)
from cdconsole.domain.attribution_requests import ListValidation, SaveVotes, ShowMyRecords
from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import clinical_text
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.services.department_data import department_data
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.validation_states import validation_state
from cdconsole.storage import attribution, batches, clinicians, spells
from cdconsole.storage.section_file import Work


@handles(ShowMyRecords)
def show_my_records(session: Session, request: ShowMyRecords, _task: Task) -> MyRecords:
    """Return a clinician's records with their votes. Raises UserFacingError without data or for nobody."""
    session.require(Section.REVIEW)
    looked(session, Looking.RECORDS, request.clinician)
    return my_records(session, request.clinician, request.months)


@handles(SaveVotes)
def save_votes(session: Session, request: SaveVotes, _task: Task) -> int:
    """Store votes given in the room, return how many say something new. Raises RuleBroken, StaleEdit, UserFacingError.

    The records are not returned: a month's work could be thousands, and whoever shows them hears of the change.
    """
    session.require(Section.REVIEW)
    with session.unit_of_work(Section.RECORDS, reason="votes on records") as work:
        stored = store_votes(work, request.clinician, request.votes, Channel.IN_PERSON)
        work.commit()
    return stored


@handles(ListValidation)
def list_validation(session: Session, request: ListValidation, _task: Task) -> tuple[ValidationRow, ...]:
    """Return how far everybody got with their records, by name."""
    session.require(Section.RECORDS)
    data = department_data(session)
    period = data.last_months(request.months)
    with session.snapshot(Section.RECORDS) as snapshot:
        people = clinicians.all_clinicians(snapshot)
    return tuple(
        ValidationRow(one, validation_state(session, data, one.id, period)) for one in people if one.is_attributable
    )


def store_votes(work: Work, clinician: ClinicianId, votes: Sequence[GivenVote], channel: Channel) -> int:
    """Store what a clinician says of records counted for them; return how many say something new.

    Raises RuleBroken (field ``vote`` or ``with``) where a vote is on somebody else's record, says with whom though it
    is nobody else's, or names nobody of the department; StaleEdit.
    """
    people = {one.id for one in clinicians.all_clinicians(work) if one.is_attributable}
    if clinician not in people:
        raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
    own = spells.keys_among(work, clinician, {one.source_key for one in votes})
    for one in votes:
        if one.source_key not in own:
            raise RuleBroken("A vote is on a record that is not counted for this clinician.", "Load it again.", "vote")
        if one.with_clinician is not None and (
            one.with_clinician not in people - {clinician} or one.vote not in (Vote.SHARED, Vote.NOT_MINE)
        ):
            raise RuleBroken("Only what is shared or not theirs can be a colleague's.", "Choose a colleague.", "with")
    return attribution.save(work, clinician, votes, channel)


def my_records(session: Session, clinician: ClinicianId, months: int) -> MyRecords:
    """Return a clinician's records of the newest complete months, newest first. Raises UserFacingError."""
    data = department_data(session)
    whose, period = data.clinician(clinician), data.last_months(months)
    with session.snapshot(Section.RECORDS) as snapshot:
        found = spells.discharged_between(snapshot, clinician, period)
        votes = attribution.votes_of(snapshot, clinician)
        names = {batch.id: batch.file_name for batch in batches.list_batches(snapshot)}
    state = validation_state(session, data, clinician, period)
    records = tuple(
        _record(spell, votes.get(spell.source_key), "" if spell.batch_id is None else names.get(spell.batch_id, ""))
        for spell in found
    )
    return MyRecords(whose, period, records, state, data.colleagues(clinician))


def _record(spell: Spell, vote: AttributionVote | None, batch: str) -> MyRecord:
    left = spell.discharged
    return MyRecord(
        key=spell.source_key,
        pseudonym=spell.pseudonym[:8],
        admitted=clinical_text(spell.admitted, has_times=spell.has_times),
        discharged="" if left is None else clinical_text(left, has_times=spell.has_times),
        length_of_stay_days=spell.length_of_stay_days,
        patient_class=spell.patient_class.value,
        admission_method=spell.admission.value,
        ward=spell.ward,
        batch=batch,
        vote=vote,
    )
