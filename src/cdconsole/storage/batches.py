"""Imports: what each file brought, what was refused and why, and how to know the same file again."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from cdconsole.domain.calendar import date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract import BatchRow, ImportReport, RowFinding
from cdconsole.domain.identity import BatchId
from cdconsole.storage.section_file import Reading, Work

_LIST = (
    "SELECT id, file_name, at, person, rows, spells, rejected_rows,"
    " (SELECT count(*) FROM import_finding WHERE batch_id = import_batch.id AND kind = 'questioned'),"
    " covers_from, covers_to FROM import_batch"
)


def add(work: Work, batch: BatchId, report: ImportReport, file_sha256: str) -> None:
    """Store an import with every finding; it happened when the work did. The same file twice breaks a constraint."""
    covers_from, covers_to = report.covers or (None, None)
    work.execute(
        "INSERT INTO import_batch (id, file_name, file_sha256, at, person, rows, stored_rows, spells, episodes,"
        " rejected_rows, left_out_rows, left_out, covers_from, covers_to, has_times, new_clinicians)"
        " VALUES (:id, :file_name, :sha256, :at, :person, :rows, :stored_rows, :spells, :episodes,"
        " :rejected_rows, :left_out_rows, :left_out, :covers_from, :covers_to, :has_times, :new_clinicians)",
        {
            "id": batch,
            "file_name": report.file_name,
            "sha256": file_sha256,
            "at": work.at.isoformat(),
            "person": work.actor.name,
            "rows": report.rows,
            "stored_rows": report.stored_rows,
            "spells": report.spells,
            "episodes": report.episodes,
            "rejected_rows": report.rejected_rows,
            "left_out_rows": report.left_out_rows,
            "left_out": json.dumps(report.left_out, ensure_ascii=False),
            "covers_from": None if covers_from is None else covers_from.isoformat(),
            "covers_to": None if covers_to is None else covers_to.isoformat(),
            "has_times": report.has_times,
            "new_clinicians": json.dumps(report.new_clinicians, ensure_ascii=False),
        },
    )
    for kind, findings in (("rejected", report.rejected), ("questioned", report.questioned)):
        work.execute_many(
            "INSERT INTO import_finding (batch_id, position, kind, row_number, column_name, reason, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (batch, position, kind, finding.row, finding.column, finding.reason, finding.value)
                for position, finding in enumerate(findings)
            ],
        )
    work.audit("imported", f"{report.file_name}: {report.spells:,} spells")
    work.changed(Topic.IMPORT)


def list_batches(reading: Reading) -> tuple[BatchRow, ...]:
    """Return all imports, newest first."""
    return tuple(map(_batch_row, reading.rows(f"{_LIST} ORDER BY at DESC, rowid DESC")))


def find_by_file(reading: Reading, file_sha256: str) -> BatchRow | None:
    """Return the import of a file with exactly this content, if there was one."""
    row = reading.row(f"{_LIST} WHERE file_sha256 = ?", (file_sha256,))
    return None if row is None else _batch_row(row)


def report(reading: Reading, batch: BatchId) -> ImportReport | None:
    """Return the report of an earlier import, whole; None where there is no such import."""
    row = reading.row(
        "SELECT file_name, at, rows, stored_rows, spells, episodes, left_out, left_out_rows, rejected_rows,"
        " covers_from, covers_to, has_times, new_clinicians FROM import_batch WHERE id = ?",
        (batch,),
    )
    if row is None:
        return None
    name, at, rows, stored, spells, episodes, left_out, left_out_rows, rejected_rows, *rest = row
    covers_from, covers_to, has_times, new_clinicians = rest
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


def _batch_row(row: tuple[Any, ...]) -> BatchRow:
    found, name, at, person, rows, spells, rejected, questioned, first, last = row
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
    )
