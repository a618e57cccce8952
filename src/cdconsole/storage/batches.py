"""Imports: what each file brought, what was refused and why, and how to know the same file again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract import BatchRow, ExtractKind, ImportReport, RowFinding
from cdconsole.domain.identity import BatchId
from cdconsole.storage import record_versions
from cdconsole.storage.section_file import Reading, Work

_LIST = (
    "SELECT id, file_name, at, person, rows, spells, rejected_rows,"
    " (SELECT count(*) FROM import_finding WHERE batch_id = import_batch.id AND kind = 'questioned'),"
    " covers_from, covers_to, kind, changed, unchanged_rows, withdrawn_at, withdrawn_by, withdrawn_reason"
    " FROM import_batch"
)


@dataclass(frozen=True)
class SourceFile:
    """What a batch was read from: the file's content, the sheet of it, and how its columns were understood."""

    sha256: str
    sheet: str = ""
    mapping_sha256: str = ""


def begin(work: Work, batch: BatchId, what: tuple[str, ExtractKind], file: SourceFile) -> None:
    """Enter an import (file name, kind) that is about to be stored, so that its records can refer to it.

    ``complete`` it when they are stored.
    """
    file_name, kind = what
    work.execute(
        "INSERT INTO import_batch (id, file_name, file_sha256, sheet, mapping_sha256, kind, at, person, rows,"
        " stored_rows, spells, episodes, rejected_rows, left_out_rows, left_out, has_times, new_clinicians, repetition)"
        " VALUES (:id, :file_name, :sha256, :sheet, :mapping, :kind, :at, :person, 0, 0, 0, 0, 0, 0, '[]', 0, '[]',"
        " (SELECT coalesce(max(repetition) + 1, 0) FROM import_batch WHERE file_sha256 = :sha256 AND sheet = :sheet"
        " AND mapping_sha256 = :mapping AND kind = :kind))",
        {
            "id": batch,
            "file_name": file_name,
            "sha256": file.sha256,
            "sheet": file.sheet,
            "mapping": file.mapping_sha256,
            "kind": kind.name,
            "at": work.at.isoformat(),
            "person": work.actor.name,
        },
    )


def complete(work: Work, batch: BatchId, report: ImportReport) -> None:
    """Store what an import did, with every finding."""
    covers_from, covers_to = report.covers or (None, None)
    work.execute(
        "UPDATE import_batch SET rows = :rows, stored_rows = :stored_rows, spells = :spells, episodes = :episodes,"
        " rejected_rows = :rejected_rows, left_out_rows = :left_out_rows, left_out = :left_out,"
        " unchanged_rows = :unchanged_rows, changed = :changed, covers_from = :covers_from, covers_to = :covers_to,"
        " has_times = :has_times, new_clinicians = :new_clinicians WHERE id = :id",
        {
            "id": batch,
            "rows": report.rows,
            "stored_rows": report.stored_rows,
            "spells": report.spells,
            "episodes": report.episodes,
            "rejected_rows": report.rejected_rows,
            "left_out_rows": report.left_out_rows,
            "left_out": json.dumps(report.left_out, ensure_ascii=False),
            "unchanged_rows": report.unchanged_rows,
            "changed": report.changed,
            "covers_from": None if covers_from is None else covers_from.isoformat(),
            "covers_to": None if covers_to is None else covers_to.isoformat(),
            "has_times": report.has_times,
            "new_clinicians": json.dumps(report.new_clinicians, ensure_ascii=False),
        },
    )
    _add_findings(work, batch, "rejected", report.rejected)
    _add_findings(work, batch, "questioned", report.questioned)
    noun = "spells" if report.kind in (ExtractKind.SPELLS, ExtractKind.EPISODES) else "records"
    work.audit("imported", f"{report.file_name}: {report.spells:,} {noun}")
    work.changed(Topic.IMPORT)


def add(work: Work, batch: BatchId, report: ImportReport, file_sha256: str) -> None:
    """Store an import with every finding; it happened when the work did."""
    begin(work, batch, (report.file_name, report.kind), SourceFile(file_sha256))
    complete(work, batch, report)


def list_batches(reading: Reading) -> tuple[BatchRow, ...]:
    """Return all imports, newest first."""
    return tuple(map(_batch_row, reading.rows(f"{_LIST} ORDER BY at DESC, rowid DESC")))


def find_by_file(reading: Reading, file_sha256: str) -> BatchRow | None:
    """Return the newest import of a file with exactly this content that is not withdrawn, if there is one."""
    row = reading.row(
        f"{_LIST} WHERE file_sha256 = ? AND withdrawn_at IS NULL ORDER BY at DESC, rowid DESC LIMIT 1", (file_sha256,)
    )
    return None if row is None else _batch_row(row)


def is_stored(reading: Reading, kind: ExtractKind, file: SourceFile) -> bool:
    """Return whether this file was imported before under this very mapping and is not withdrawn."""
    found = reading.row(
        "SELECT 1 FROM import_batch WHERE file_sha256 = ? AND sheet = ? AND mapping_sha256 = ? AND kind = ?"
        " AND withdrawn_at IS NULL",
        (file.sha256, file.sheet, file.mapping_sha256, kind.name),
    )
    return found is not None


def kind_of(reading: Reading, batch: BatchId) -> ExtractKind | None:
    """Return what a row of an import was; None where there is no such import."""
    row = reading.row("SELECT kind FROM import_batch WHERE id = ?", (batch,))
    return None if row is None else ExtractKind[row[0]]


def is_withdrawn(reading: Reading, batch: BatchId) -> bool | None:
    """Return whether a batch is withdrawn; None where there is no such batch."""
    row = reading.row("SELECT withdrawn_at IS NOT NULL FROM import_batch WHERE id = ?", (batch,))
    return None if row is None else bool(row[0])


def mark_withdrawn(work: Work, batch: BatchId) -> None:
    """Mark a batch as withdrawn, for the reason of the work."""
    work.execute(
        "UPDATE import_batch SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_reason = ? WHERE id = ?",
        (work.at.isoformat(), work.actor.name, work.reason, batch),
    )
    work.audit("withdrew", "an import")
    work.changed(Topic.IMPORT)


def mark_reinstated(work: Work, batch: BatchId) -> None:
    """Mark a batch as in force again. The same file may have been imported since: then it is one more of it."""
    work.execute(
        "UPDATE import_batch SET withdrawn_at = NULL, withdrawn_by = '', withdrawn_reason = '' WHERE id = ?", (batch,)
    )
    work.audit("reinstated", "an import")
    work.changed(Topic.IMPORT)


def report(reading: Reading, batch: BatchId) -> ImportReport | None:
    """Return the report of an earlier import, whole; None where there is no such import."""
    row = reading.row(
        "SELECT file_name, at, rows, stored_rows, spells, episodes, left_out, left_out_rows, rejected_rows,"
        " covers_from, covers_to, has_times, new_clinicians, kind, unchanged_rows, changed,"
        " withdrawn_at, withdrawn_by, withdrawn_reason FROM import_batch WHERE id = ?",
        (batch,),
    )
    if row is None:
        return None
    name, at, rows, stored, spells, episodes, left_out, left_out_rows, rejected_rows, *rest = row
    covers_from, covers_to, has_times, new_clinicians, kind, unchanged, changed, *withdrawn = rest
    return ImportReport(
        batch_id=batch,
        file_name=name,
        at=datetime.fromisoformat(at),
        rows=rows,
        stored_rows=stored,
        spells=spells,
        episodes=episodes,
        rejected=_findings(reading, batch, "rejected"),
        questioned=_findings(reading, batch, "questioned"),
        left_out=tuple(json.loads(left_out)),
        left_out_rows=left_out_rows,
        rejected_rows=rejected_rows,
        covers=_covers(covers_from, covers_to),
        has_times=bool(has_times),
        new_clinicians=tuple(json.loads(new_clinicians)),
        kind=ExtractKind[kind],
        unchanged_rows=unchanged,
        changed=changed,
        withdrawn=_withdrawn(withdrawn, record_versions.later_versions(reading, batch)),
    )


def _add_findings(work: Work, batch: BatchId, kind: str, findings: Sequence[RowFinding]) -> None:
    work.execute_many(
        "INSERT INTO import_finding (batch_id, position, kind, row_number, column_name, reason, value)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (batch, position, kind, finding.row, finding.column, finding.reason, finding.value)
            for position, finding in enumerate(findings)
        ],
    )


def _findings(reading: Reading, batch: BatchId, kind: str) -> tuple[RowFinding, ...]:
    found = reading.rows(
        "SELECT row_number, column_name, reason, value FROM import_finding"
        " WHERE batch_id = ? AND kind = ? ORDER BY position",
        (batch, kind),
    )
    return tuple(RowFinding(*row) for row in found)


def _covers(first: str | None, last: str | None) -> tuple[date, date] | None:
    return None if first is None or last is None else (date.fromisoformat(first), date.fromisoformat(last))


def _withdrawn(columns: Sequence[Any], later: int = 0) -> str:
    at, by, reason = columns
    if at is None:
        return ""
    words = f"Withdrawn on {moment_text(datetime.fromisoformat(at))} by {by}: {reason}"
    if not later:
        return words
    stand = "1 record it had brought was" if later == 1 else f"{later:,} records it had brought were"
    return f"{words}. {stand} replaced by a later import, which stands."


def _batch_row(row: tuple[Any, ...]) -> BatchRow:
    found, name, at, person, rows, spells, rejected, questioned, first, last, kind, changed, unchanged, *withdrawn = row
    covers = _covers(first, last)
    return BatchRow(
        id=BatchId(found),
        file_name=name,
        at=datetime.fromisoformat(at),
        person=person,
        rows=rows,
        spells=spells,
        rejected=rejected,
        questioned=questioned,
        covers="" if covers is None else f"{date_text(covers[0])} - {date_text(covers[1])}",
        kind=ExtractKind[kind],
        changed=changed,
        withdrawn=_withdrawn(withdrawn),
        unchanged=unchanged,
    )
