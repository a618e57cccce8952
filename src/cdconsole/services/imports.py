"""Importing an extract: read part by part in a child process, pseudonymised and stored here, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract import (
    SPELL_KINDS,
    BatchRow,
    ColumnMapping,
    ExtractKind,
    ExtractPreview,
    ImportReport,
    JobPlanImportReport,
)
from cdconsole.domain.extract_layouts import needs_clinician
from cdconsole.domain.identity import BatchId, new_id
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import Section
from cdconsole.importing.extract import preview, read_extract
from cdconsole.importing.records import CheckedExtract, FileKnown, RecordPart, SpellPart
from cdconsole.importing.source import Source
from cdconsole.services.clinician_codes import ClinicianCodes
from cdconsole.services.job_plans import store_job_plans
from cdconsole.services.mappings import mapping_sha256, remember, with_remembered
from cdconsole.services.pace import Pace
from cdconsole.services.pseudonyms import Pseudonyms
from cdconsole.services.record_import import RecordImport
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.spell_import import SpellImport, Stored
from cdconsole.services.tasks import Task
from cdconsole.services.ward_import import store_ward_list
from cdconsole.storage import batches, department_info
from cdconsole.storage.section_file import Work


@handles(PreviewExtract)
def preview_extract(session: Session, request: PreviewExtract, task: Task) -> ExtractPreview:
    """Return what a file looks like, and whether it was imported before. Raises ImportRefused."""
    session.require(Section.RECORDS)
    return look_at(session, Path(request.path), request, task)


def look_at(session: Session, source: Source, asked: PreviewExtract, task: Task) -> ExtractPreview:
    """Return what a file looks like, on a disk or in memory, with the mapping remembered for its headings.

    Raises ImportRefused.
    """
    seen = preview(source, asked, session.clock.today(), task)
    with session.snapshot(Section.RECORDS) as snapshot:
        before = batches.find_by_file(snapshot, seen.file_sha256)
        seen = with_remembered(snapshot, seen, asked.kind)
    return seen if before is None else replace(seen, already_imported=_already(before))


@handles(ImportExtract)
def import_extract(session: Session, request: ImportExtract, task: Task) -> ImportReport:
    """Store a file's records as the confirmed mapping says.

    A file imported before brings nothing new: its rows are unchanged, and no batch is added (``batch_id`` None).
    Raises ImportRefused when the file as a whole can't be used, RuleBroken when an
    unattributed clinician has not been confirmed, Cancelled with nothing stored.
    """
    session.require(Section.RECORDS)
    return store_extract(session, Path(request.path), request.mapping, task)


def store_extract(session: Session, source: Source, mapping: ColumnMapping, task: Task) -> ImportReport:
    """Store the records of a file on a disk or in memory. Raises what ``import_extract`` does."""
    if mapping.kind is ExtractKind.WARD_LIST:
        return store_ward_list(session, source, mapping, task)
    if mapping.kind is ExtractKind.JOB_PLANS:
        return _as_report(store_job_plans(session, source, task, mapping))
    if needs_clinician(mapping):
        raise RuleBroken(
            "No column names the clinician.",
            f"Choose one, or confirm that everything is stored as “{UNATTRIBUTED}”.",
            "clinician",
        )
    task.report(0, 0, "Reading the file")
    with session.unit_of_work(Section.RECORDS, reason=f"imported {source.name}") as work:
        batch = _Batch(work, source.name, mapping, task)
        checked = read_extract(source, mapping, session.clock.today(), task, batch.take)
        report = batch.complete(checked)
        task.checkpoint()
        if report.batch_id is not None:
            work.commit()
    return report


def _as_report(plans: JobPlanImportReport) -> ImportReport:
    """Return what importing job plans did as any import's report: plans are versions of their own, and no batch."""
    return ImportReport(
        batch_id=None,
        file_name=plans.file_name,
        at=None,
        rows=plans.rows_in,
        stored_rows=plans.rows_stored,
        spells=plans.plans,
        episodes=0,
        rejected=plans.rejected,
        questioned=(),
        left_out=(),
        left_out_rows=0,
        rejected_rows=plans.rows_rejected,
        covers=None,
        has_times=False,
        new_clinicians=plans.new_clinicians,
        kind=ExtractKind.JOB_PLANS,
        unchanged_rows=plans.rows_unchanged,
    )


class _Intake(Protocol):
    """Takes the parts of one file, of the type that its kind is made of."""

    stored: Stored

    def take(self, part: Any) -> None:
        """Store one part."""
        ...

    def finish(self, checkpoint: Callable[[], None]) -> None:
        """Bring up to date what follows from the records; ``checkpoint`` is called between and may raise."""
        ...


class _Batch:
    """One import on its way into the file: entered when the file is known, complete when its last part is stored."""

    def __init__(self, work: Work, name: str, mapping: ColumnMapping, task: Task) -> None:
        self._work = work
        self._name = name
        self._mapping = mapping
        self._task = task
        self._id = BatchId(new_id())
        self._people = ClinicianCodes(work)
        self._pace = Pace()
        self._rows = 0
        self._file: FileKnown | None = None
        self._records: _Intake | None = None
        self._is_again = False

    def take(self, part: FileKnown | SpellPart | RecordPart) -> None:
        """Take what the reader hands over. Raises Cancelled."""
        if isinstance(part, FileKnown):
            self._begin(part)
            return
        if self._records is None:
            raise RuntimeError("a part came before the file it is of")
        self._records.take(part)
        self._rows += sum(part.rows)
        whole = round(self._rows / part.share) if part.share else 0
        self._task.report(self._rows, whole, f"Storing {self._pace.label(self._rows, part.share)}")

    def complete(self, checked: CheckedExtract) -> ImportReport:
        """Store what the import did. ``batch_id`` of the report is None where the same file brought nothing new."""
        if self._records is None or self._file is None:
            raise RuntimeError("the reader handed nothing over")
        self._task.report(self._rows, self._rows, f"Storing {self._rows:,} rows: sorting them")
        self._records.finish(self._task.checkpoint)
        report = self._report(checked, self._records.stored)
        if self._is_again and not report.spells:
            return replace(report, batch_id=None)
        batches.complete(self._work, self._id, report)
        remember(self._work, self._file.headings, self._name, self._mapping)
        return report

    def _begin(self, file: FileKnown) -> None:
        known = batches.SourceFile(file.sha256, self._mapping.sheet, mapping_sha256(self._mapping))
        self._file = file
        self._is_again = batches.is_stored(self._work, self._mapping.kind, known)
        batches.begin(self._work, self._id, (self._name, self._mapping.kind), known)
        pseudonyms = Pseudonyms(department_info.pseudonym_key(self._work))
        arriving = (self._work, self._id, pseudonyms, self._people, self._is_again)
        kind = self._mapping.kind
        self._records = SpellImport(*arriving) if kind in SPELL_KINDS else RecordImport(*arriving, kind)

    def _report(self, checked: CheckedExtract, stored: Stored) -> ImportReport:
        return ImportReport(
            batch_id=self._id,
            file_name=self._name,
            at=self._work.at,
            rows=checked.rows,
            stored_rows=checked.stored_rows - stored.unchanged_rows,
            spells=stored.records,
            episodes=stored.episodes,
            rejected=checked.rejected,
            questioned=checked.questioned,
            left_out=tuple(_rows_text(left.rows, left.reason) for left in checked.left_out),
            left_out_rows=checked.left_out_rows,
            rejected_rows=checked.rejected_rows,
            covers=checked.covers,
            has_times=checked.has_times,
            new_clinicians=tuple(sorted(self._people.new_names)),
            kind=self._mapping.kind,
            unchanged_rows=stored.unchanged_rows,
            changed=stored.changed,
        )


def _already(batch: BatchRow) -> str:
    return f"This file was imported on {moment_text(batch.at)} by {batch.person} (as {batch.file_name})."


def _rows_text(rows: int, reason: str) -> str:
    return f"{rows:,} row{'s' if rows != 1 else ''}: {reason}"
