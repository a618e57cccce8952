"""Takes a ward snapshot or ADT messages into the ward list: who is in, in which bed, predicted to leave when.

The ward list is a section of its own, so it is written first and whole; the import is entered in the records after it.
Should the second fail, the ward list stands, and importing the file again enters it: its rows are unchanged then.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import ColumnMapping, ExtractKind, ImportReport, RowFinding
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId, ClinicianId, InpatientId, new_id
from cdconsole.domain.people import Section
from cdconsole.domain.ward import Inpatient, ReasonCode, checked_prediction
from cdconsole.importing.extract import read_extract
from cdconsole.importing.records import CheckedExtract, FileKnown, RecordPart
from cdconsole.importing.source import Source
from cdconsole.services.clinician_codes import ClinicianCodes
from cdconsole.services.mappings import mapping_sha256, remember
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, clinicians, inpatients
from cdconsole.storage.section_file import Work

_FIRST_SEEN = "There is no admission: the day the patient was first seen is taken for it"
_NOT_ON_LIST = "The patient is not on the ward list, and the row has no admission"
_DAY = len("2026-11-23")


@dataclass(frozen=True)
class _WardRow:
    """One row: where a patient is, and when they came, leave and are predicted to leave; empty where not said."""

    number: int
    hospital_number: str
    clinician: str
    ward: str
    bay: str
    bed: str
    admitted: str
    predicted: str
    discharged: str
    seen: str


def store_ward_list(session: Session, source: Source, mapping: ColumnMapping, task: Task) -> ImportReport:
    """Store a file's patients in the ward list. Raises ImportRefused, NotEntitled, Cancelled with nothing stored."""
    session.require(Section.WARD)
    task.report(0, 0, "Reading the file")
    known: list[FileKnown] = []
    rows: list[_WardRow] = []

    def take(part: FileKnown | RecordPart) -> None:
        if isinstance(part, FileKnown):
            known.append(part)
        else:
            rows.extend(_rows(part))

    checked = read_extract(source, mapping, session.clock.today(), task, take)
    task.report(0, 0, f"Storing {len(rows):,} rows")
    with session.unit_of_work(Section.RECORDS, reason=f"imported {source.name}") as records:
        people = ClinicianCodes(records)
        whose = {row.clinician: people[row.clinician] for row in rows}
        names = {one.id: one.name for one in clinicians.all_clinicians(records)}
        named = {code: (who, names[who]) for code, who in whose.items()}
        outcome = _store(session, source.name, rows, named, mapping.columns)
        batch = BatchId(new_id())
        report = _report(checked, batch, source.name, outcome, tuple(sorted(people.new_names)))
        report = replace(report, at=records.at)
        batches.begin(
            records,
            batch,
            (source.name, ExtractKind.WARD_LIST),
            batches.SourceFile(known[0].sha256, mapping.sheet, mapping_sha256(mapping)),
        )
        batches.complete(records, batch, report)
        remember(records, known[0].headings, source.name, mapping)
        records.commit()
    return report


@dataclass
class _Outcome:
    """What became of the rows that were read."""

    stored: int = 0
    unchanged: int = 0
    refused: tuple[RowFinding, ...] = ()
    questioned: tuple[RowFinding, ...] = ()


def _store(
    session: Session,
    name: str,
    rows: Sequence[_WardRow],
    whose: dict[str, tuple[ClinicianId, str]],
    told: Container[Field],
) -> _Outcome:
    outcome, today = _Outcome(), session.clock.today()
    with session.unit_of_work(Section.WARD, reason=f"imported {name}") as work:
        for row in rows:
            before = inpatients.current_with_number(work, row.hospital_number)
            try:
                is_new = _store_one(work, before, row, (whose[row.clinician], today))
            except RuleBroken as broken:
                outcome.refused += (RowFinding(row.number, "", broken.message),)
                continue
            outcome.stored, outcome.unchanged = outcome.stored + is_new, outcome.unchanged + (not is_new)
            if is_new and not row.admitted and not before:
                outcome.questioned += (RowFinding(row.number, "", _FIRST_SEEN, row.seen[:_DAY]),)
        if Field.SEEN_AT not in told:
            outcome.questioned += _absent(work, rows)
        if outcome.stored:
            work.audit("imported", f"{outcome.stored:,} rows into the ward list")
            work.changed(Topic.INPATIENT)
            work.changed(Topic.PREDICTED_DISCHARGE)
        work.commit()
    return outcome


def _absent(work: Work, rows: Sequence[_WardRow]) -> tuple[RowFinding, ...]:
    """Say how many patients a snapshot leaves out; none is discharged for it.

    Messages and rows that carry a date of their own are each of one patient, and are no snapshot.
    """
    here = {row.hospital_number for row in rows}
    gone = sum(1 for patient in inpatients.current(work) if patient.hospital_number.upper() not in here)
    if not gone:
        return ()
    many = "1 patient on the ward list is" if gone == 1 else f"{gone:,} patients on the ward list are"
    return (RowFinding(rows[0].number, "", f"{many} not in this file; nobody was discharged because of it"),)


def _store_one(
    work: Work, before: Inpatient | None, row: _WardRow, known: tuple[tuple[ClinicianId, str], date]
) -> bool:
    """Bring one patient up to date; return whether anything was written. Raises RuleBroken."""
    whose, today = known
    if before is None and row.discharged:
        return False  # gone, and not on the list
    patient = before or _newcomer(row, whose)
    _check_days(row, patient, today)
    if before is None:
        inpatients.add(work, patient)
    after = patient if before is None else _moved(work, before, row, whose)
    if row.predicted:
        after = _predicted(work, after, date.fromisoformat(row.predicted[:_DAY]))
    if row.discharged:
        after = inpatients.set_discharged(work, after, _left(row, after))
    return after is not before


def _newcomer(row: _WardRow, whose: tuple[ClinicianId, str]) -> Inpatient:
    if not row.admitted and not row.seen:
        raise RuleBroken(_NOT_ON_LIST, "Export the file with the admission.", "admitted")
    return Inpatient(
        *(InpatientId(new_id()), row.bay or row.ward, row.bed, row.hospital_number, *whose),
        *(_moment(row.admitted or row.seen), None),
    )


def _check_days(row: _WardRow, patient: Inpatient, today: date) -> None:
    """Raise RuleBroken where a row's days can't be right for a patient, before anything of it is written."""
    if row.predicted:
        checked_prediction(date.fromisoformat(row.predicted[:_DAY]), patient.admitted.date(), today)
    if row.discharged and _left(row, patient) < patient.admitted:
        raise RuleBroken("A discharge can't be before admission.", "Check the day and the month.", "discharged")


def _left(row: _WardRow, patient: Inpatient) -> datetime:
    """Return when a patient left; on the day of admission, without a time, at the time of admission."""
    at = _moment(row.discharged)
    is_day = len(row.discharged) == _DAY
    return patient.admitted if is_day and at.date() == patient.admitted.date() else at


def _moved(work: Work, before: Inpatient, row: _WardRow, whose: tuple[ClinicianId, str]) -> Inpatient:
    """Return a patient in the bed and under the clinician that the row names; what it does not say stays."""
    clinician = whose if row.clinician and whose[1] != UNATTRIBUTED else (before.clinician_id, before.clinician)
    bay, bed = row.bay or row.ward or before.bay, row.bed or before.bed
    if (bay, bed, clinician[0]) == (before.bay, before.bed, before.clinician_id):
        return before
    return inpatients.move(work, before, (bay, bed), clinician)


def _predicted(work: Work, patient: Inpatient, on: date) -> Inpatient:
    if patient.predicted is not None and patient.predicted.on == on:
        return patient
    return inpatients.amend_prediction(work, patient, on, ReasonCode.IMPORTED)


def _rows(part: RecordPart) -> Iterator[_WardRow]:
    def column(field: Field) -> Sequence[Any]:
        return part.values.get(field) or [""] * len(part.row)

    fields = (Field.WARD, Field.BAY, Field.BED, Field.ADMITTED, Field.PREDICTED, Field.DISCHARGED, Field.SEEN_AT)
    numbers = [number.upper() for number in column(Field.HOSPITAL_NUMBER)]
    for number, patient, code, *said in zip(part.row, numbers, part.clinician, *map(column, fields), strict=True):
        yield _WardRow(number, patient, code, *(text or "" for text in said))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _report(
    checked: CheckedExtract, batch: BatchId, name: str, outcome: _Outcome, new_clinicians: tuple[str, ...]
) -> ImportReport:
    return ImportReport(
        batch_id=batch,
        file_name=name,
        at=None,
        rows=checked.rows,
        stored_rows=outcome.stored,
        spells=outcome.stored,
        episodes=0,
        rejected=tuple(sorted((*checked.rejected, *outcome.refused), key=lambda finding: finding.row)),
        questioned=(*checked.questioned, *outcome.questioned),
        left_out=tuple(f"{left.rows:,} rows: {left.reason}" for left in checked.left_out),
        left_out_rows=checked.left_out_rows,
        rejected_rows=checked.rejected_rows + len(outcome.refused),
        covers=None,
        has_times=checked.has_times,
        new_clinicians=new_clinicians,
        kind=ExtractKind.WARD_LIST,
        unchanged_rows=outcome.unchanged,
    )
