"""Importing an extract: checked in a child process, pseudonymised here, stored with its batch in one transaction."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cdconsole.domain.activity import Episode, Spell
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.clinician import UNATTRIBUTED, Clinician, Grade
from cdconsole.domain.errors import ImportRefused, RuleBroken, UserFacingError
from cdconsole.domain.extract import BatchRow, ColumnMapping, DateOrder, ExtractPreview, ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId, ClinicianId, SpellId, new_id
from cdconsole.domain.import_requests import ImportExtract, ListBatches, PreviewExtract, ShowImportReport
from cdconsole.domain.people import Section
from cdconsole.importing.extract import preview, read_extract
from cdconsole.importing.records import CheckedEpisode, CheckedExtract, CheckedSpell
from cdconsole.importing.source import Source
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, clinicians, department_info, spells
from cdconsole.storage.section_file import Work


@handles(PreviewExtract)
def preview_extract(session: Session, request: PreviewExtract, task: Task) -> ExtractPreview:
    """Return what a file looks like, and whether it was imported before. Raises ImportRefused."""
    session.require(Section.RECORDS)
    return look_at(session, Path(request.path), request.date_order, task)


def look_at(session: Session, source: Source, order: DateOrder, task: Task) -> ExtractPreview:
    """Return what a file on a disk or in memory looks like. Raises ImportRefused."""
    seen = preview(source, order, session.clock.today(), task)
    with session.snapshot(Section.RECORDS) as snapshot:
        before = batches.find_by_file(snapshot, seen.file_sha256)
    return seen if before is None else replace(seen, already_imported=_already(before))


@handles(ImportExtract)
def import_extract(session: Session, request: ImportExtract, task: Task) -> ImportReport:
    """Store a file's spells and episodes as the confirmed mapping says.

    Raises ImportRefused when the file as a whole can't be used or was imported before (nothing is added),
    RuleBroken when an unattributed clinician has not been confirmed, Cancelled with nothing stored.
    """
    session.require(Section.RECORDS)
    return store_extract(session, Path(request.path), request.mapping, task)


def store_extract(session: Session, source: Source, mapping: ColumnMapping, task: Task) -> ImportReport:
    """Store the spells and episodes of a file on a disk or in memory. Raises what ``import_extract`` does."""
    if mapping.column(Field.CLINICIAN) is None and not mapping.confirm_unattributed:
        raise RuleBroken(
            "No column names the clinician.",
            f"Choose one, or confirm that everything is stored as “{UNATTRIBUTED}”.",
            "clinician",
        )
    task.report(0, 0, "Reading the file")
    checked = read_extract(source, mapping, session.clock.today(), task)
    task.report(0, 0, f"Storing {len(checked.spells):,} spells")
    with session.unit_of_work(Section.RECORDS, reason=f"imported {source.name}") as work:
        before = batches.find_by_file(work, checked.file_sha256)
        if before is not None:
            raise ImportRefused(_already(before), "Nothing was added.")
        report = _store(work, checked, source.name)
        task.checkpoint()
        work.commit()
    return report


@handles(ListBatches)
def list_batches(session: Session, _request: ListBatches, _task: Task) -> tuple[BatchRow, ...]:
    """Return all imports, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return batches.list_batches(snapshot)


@handles(ShowImportReport)
def show_import_report(session: Session, request: ShowImportReport, _task: Task) -> ImportReport:
    """Return the report of an earlier import, with every row that was not stored."""
    with session.snapshot(Section.RECORDS) as snapshot:
        report = batches.report(snapshot, request.batch)
    if report is None:
        raise UserFacingError("That import is not in this department.", "Open the list of imports again.")
    return report


@dataclass(frozen=True)
class _Pseudonyms:
    """Turns identifiers into keyed hashes: the same patient gives the same pseudonym in this department only."""

    key: bytes

    def of(self, kind: str, identifier: str) -> str:
        """Return 128 bits of HMAC-SHA256 as hexadecimal; nothing for no identifier."""
        if not identifier:
            return ""
        return hmac.new(self.key, f"{kind}:{identifier}".encode(), hashlib.sha256).hexdigest()[:32]


def _already(batch: BatchRow) -> str:
    return f"This file was imported on {moment_text(batch.at)} by {batch.person} (as {batch.file_name})."


def _store(work: Work, checked: CheckedExtract, file_name: str) -> ImportReport:
    pseudonyms = _Pseudonyms(department_info.pseudonym_key(work))
    batch = BatchId(new_id())
    people, new_names = _clinicians_for(work, checked)
    read = [_spell(found, batch, people, pseudonyms) for found in checked.spells]
    spells.take_back_open(work, {spell.source_key for spell in read if spell.discharged is not None})
    known = spells.source_keys(work)
    ids = {place: spell.id for place, spell in enumerate(read) if spell.source_key not in known}
    fresh = [read[place] for place in ids]
    episodes = [
        _episode(found, ids[found.spell], people, pseudonyms) for found in checked.episodes if found.spell in ids
    ]
    report = _report(checked, batch, file_name, work, (fresh, episodes, new_names, ids))
    batches.add(work, batch, report, checked.file_sha256)
    spells.add_spells(work, fresh, episodes)
    return report


def _report(
    checked: CheckedExtract,
    batch: BatchId,
    file_name: str,
    work: Work,
    stored: tuple[list[Spell], list[Episode], tuple[str, ...], Mapping[int, SpellId]],
) -> ImportReport:
    fresh, episodes, new_names, ids = stored
    known_rows = sum(len(spell.rows) for place, spell in enumerate(checked.spells) if place not in ids)
    left_out = [_rows_text(left.rows, left.reason) for left in checked.left_out]
    if known_rows:
        left_out.append(_rows_text(known_rows, "already stored by an earlier import"))
    return ImportReport(
        batch_id=batch,
        file_name=file_name,
        at=work.at,
        rows=checked.rows,
        stored_rows=checked.stored_rows - known_rows,
        spells=len(fresh),
        episodes=len(episodes),
        rejected=checked.rejected,
        questioned=checked.questioned,
        left_out=tuple(left_out),
        left_out_rows=checked.left_out_rows + known_rows,
        rejected_rows=checked.rejected_rows,
        covers=checked.covers,
        has_times=checked.has_times,
        new_clinicians=new_names,
    )


def _rows_text(rows: int, reason: str) -> str:
    return f"{rows:,} row{'s' if rows != 1 else ''}: {reason}"


def _clinicians_for(work: Work, checked: CheckedExtract) -> tuple[dict[str, ClinicianId], tuple[str, ...]]:
    """Return the clinician of every code in the file; a code nobody has becomes a clinician of that name."""
    by_code = {code.casefold(): clinician for code, clinician in clinicians.code_map(work).items()}
    for clinician in clinicians.all_clinicians(work):
        by_code.setdefault(clinician.name.casefold(), clinician.id)
    codes = {spell.clinician for spell in checked.spells} | {episode.clinician for episode in checked.episodes}
    new_names: list[str] = []
    for code in sorted(codes):
        name = code or UNATTRIBUTED
        if name.casefold() not in by_code:
            added = Clinician(ClinicianId(new_id()), name, Grade.OTHER, (code,) if code else (), (), bool(code))
            clinicians.add(work, added)
            by_code[name.casefold()] = added.id
            new_names.append(name)
    return {code: by_code[(code or UNATTRIBUTED).casefold()] for code in codes}, tuple(new_names)


def _spell(found: CheckedSpell, batch: BatchId, people: Mapping[str, ClinicianId], pseudonyms: _Pseudonyms) -> Spell:
    return Spell(
        id=SpellId(new_id()),
        clinician_id=people[found.clinician],
        batch_id=batch,
        pseudonym=pseudonyms.of("patient", found.patient),
        source_key=pseudonyms.of("spell", found.source_key),
        admitted=found.admitted,
        discharged=found.discharged,
        has_times=found.has_times,
        patient_class=found.patient_class,
        admission=found.admission,
        discharge=found.discharge,
        specialty=found.specialty,
        ward=found.ward,
        age_band=found.age_band,
        sex=found.sex,
        hrg=found.hrg,
    )


def _episode(
    found: CheckedEpisode, spell: SpellId, people: Mapping[str, ClinicianId], pseudonyms: _Pseudonyms
) -> Episode:
    return Episode(
        id=new_id(),
        spell_id=spell,
        clinician_id=people[found.clinician],
        order=found.order,
        started=found.started,
        ended=found.ended,
        source_key=pseudonyms.of("episode", found.source_key),
    )
