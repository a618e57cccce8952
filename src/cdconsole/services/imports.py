"""Importing an extract: checked in a child process, pseudonymised here, stored with its batch in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.activity import Episode, Spell
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import BatchRow, ColumnMapping, ExtractKind, ExtractPreview, ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId, SpellId, new_id
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import Section
from cdconsole.importing.extract import preview, read_extract
from cdconsole.importing.records import CheckedEpisode, CheckedExtract, CheckedSpell
from cdconsole.importing.source import Source
from cdconsole.services.clinician_codes import ClinicianCodes
from cdconsole.services.mappings import mapping_sha256, remember, with_remembered
from cdconsole.services.pseudonyms import Pseudonyms
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, department_info, spells
from cdconsole.storage.section_file import Work

_FACTS = CheckedSpell._fields.index("admitted")


@handles(PreviewExtract)
def preview_extract(session: Session, request: PreviewExtract, task: Task) -> ExtractPreview:
    """Return what a file looks like, and whether it was imported before. Raises ImportRefused."""
    session.require(Section.RECORDS)
    return look_at(session, Path(request.path), request, task)


def look_at(session: Session, source: Source, asked: PreviewExtract, task: Task) -> ExtractPreview:
    """Return what a file looks like, on a disk or in memory, with the mapping remembered for its headings.

    Raises ImportRefused.
    """
    seen = preview(source, asked.date_order, session.clock.today(), task)
    with session.snapshot(Section.RECORDS) as snapshot:
        before = batches.find_by_file(snapshot, seen.file_sha256)
        seen = with_remembered(snapshot, seen, asked.kind)
    return seen if before is None else replace(seen, already_imported=_already(before))


@handles(ImportExtract)
def import_extract(session: Session, request: ImportExtract, task: Task) -> ImportReport:
    """Store a file's spells and episodes as the confirmed mapping says.

    A file imported before brings nothing new: its rows are unchanged, and no batch is added (``batch_id`` None).
    Raises ImportRefused when the file as a whole can't be used, RuleBroken when an
    unattributed clinician has not been confirmed, Cancelled with nothing stored.
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
        report = _store(work, checked, source.name, mapping)
        task.checkpoint()
        if report.batch_id is not None:
            work.commit()
    return report


def _already(batch: BatchRow) -> str:
    return f"This file was imported on {moment_text(batch.at)} by {batch.person} (as {batch.file_name})."


def _store(work: Work, checked: CheckedExtract, file_name: str, mapping: ColumnMapping) -> ImportReport:
    pseudonyms = Pseudonyms(department_info.pseudonym_key(work))
    batch, people = BatchId(new_id()), ClinicianCodes(work)
    file = batches.SourceFile(checked.file_sha256, mapping.sheet, mapping_sha256(mapping))
    is_again = batches.is_stored(work, mapping.kind, file)
    report = _report(checked, batch, file_name, work, mapping.kind)
    batches.begin(work, batch, report, file)
    read = _spells(checked.spells, batch, people, pseudonyms)
    episodes = _episodes(checked.episodes, read, people, pseudonyms)
    store = spells.SpellStore(work, keeps_stored=is_again)
    stored = store.store(
        [spells.incoming(spell, found.rows[0]) for spell, found in zip(read, checked.spells, strict=True)],
        [spells.incoming_episode(episode) for episode in episodes],
    )
    store.finish()
    left = {spell.id for spell in read if spell.source_key in stored.unchanged}
    unchanged = sum(len(found.rows) for spell, found in zip(read, checked.spells, strict=True) if spell.id in left)
    report = replace(
        report,
        stored_rows=checked.stored_rows - unchanged,
        unchanged_rows=unchanged,
        spells=stored.new + len(stored.changed),
        episodes=sum(episode.spell_id not in left for episode in episodes),
        changed=len(stored.changed),
        new_clinicians=tuple(sorted(people.new_names)),
    )
    if is_again and not report.spells:
        return replace(report, batch_id=None)
    batches.complete(work, batch, report)
    remember(work, checked.headings, file_name, mapping)
    return report


def _report(checked: CheckedExtract, batch: BatchId, file_name: str, work: Work, kind: ExtractKind) -> ImportReport:
    return ImportReport(
        batch_id=batch,
        file_name=file_name,
        at=work.at,
        rows=checked.rows,
        stored_rows=0,
        spells=0,
        episodes=0,
        rejected=checked.rejected,
        questioned=checked.questioned,
        left_out=tuple(_rows_text(left.rows, left.reason) for left in checked.left_out),
        left_out_rows=checked.left_out_rows,
        rejected_rows=checked.rejected_rows,
        covers=checked.covers,
        has_times=checked.has_times,
        kind=kind,
    )


def _rows_text(rows: int, reason: str) -> str:
    return f"{rows:,} row{'s' if rows != 1 else ''}: {reason}"


def _spells(
    found: Sequence[CheckedSpell], batch: BatchId, people: ClinicianCodes, pseudonyms: Pseudonyms
) -> list[Spell]:
    patients = pseudonyms.of("patient", [spell.patient for spell in found])
    keys = pseudonyms.of("spell", [spell.source_key for spell in found])
    return [
        Spell(
            SpellId(new_id()),
            people[spell.clinician],
            batch,
            patient,
            key,
            *spell[_FACTS:],
        )
        for spell, patient, key in zip(found, patients, keys, strict=True)
    ]


def _episodes(
    found: Sequence[CheckedEpisode], read: Sequence[Spell], people: ClinicianCodes, pseudonyms: Pseudonyms
) -> list[Episode]:
    keys = pseudonyms.of("episode", [episode.source_key for episode in found])
    return [
        Episode(
            _episode_id(read[episode.spell], key),
            read[episode.spell].id,
            people[episode.clinician],
            episode.order,
            episode.started,
            episode.ended,
            key,
        )
        for episode, key in zip(found, keys, strict=True)
    ]


def _episode_id(spell: Spell, source_key: str) -> str:
    """Return the same id for the same episode wherever it is imported: two desks then store one row."""
    return hashlib.sha256(f"{spell.source_key}{source_key}".encode()).hexdigest()[:32]
