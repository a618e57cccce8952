"""The imports there were: list and report them, show what one changed, withdraw it whole and bring it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Final

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.extract import BatchDifference, BatchRow, ExtractKind, ImportReport, RecordDifference
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import (
    ListBatches,
    ReinstateBatch,
    ShowBatchDifference,
    ShowImportReport,
    WithdrawBatch,
)
from cdconsole.domain.people import Section
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, clinicians, withdrawing
from cdconsole.storage.imported_tables import IMPORTED_TABLES
from cdconsole.storage.record_versions import Difference, differences
from cdconsole.storage.section_file import Reading

MOST_DIFFERENCES = 500
_NOT_SHOWN: Final = frozenset({"id", "revision", "pseudonym"})
_WORDS: Final = {"clinician_id": "clinician", "has_times": "has times of day", "hrg": "HRG", "parts": "episodes"}
_PSEUDONYM_SHOWN = 8
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:]{5,8})?", re.ASCII)


@handles(ListBatches)
def list_batches(session: Session, _request: ListBatches, _task: Task) -> tuple[BatchRow, ...]:
    """Return all imports, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return batches.list_batches(snapshot)


@handles(ShowImportReport)
def show_import_report(session: Session, request: ShowImportReport, _task: Task) -> ImportReport:
    """Return the report of an earlier import, with every row that was not stored."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return _report(snapshot, request.batch)


@handles(ShowBatchDifference)
def show_batch_difference(session: Session, request: ShowBatchDifference, _task: Task) -> BatchDifference:
    """Return the first records that a batch changed, field by field, and how many it changed."""
    with session.snapshot(Section.RECORDS) as snapshot:
        _report(snapshot, request.batch)
        names = {clinician.id: clinician.name for clinician in clinicians.all_clinicians(snapshot)}
        changed = 0
        found: list[RecordDifference] = []
        for table in IMPORTED_TABLES:
            count, first = differences(snapshot, table, request.batch, MOST_DIFFERENCES - len(found))
            changed += count
            found += [_difference(table.name, one, names) for one in first]
    return BatchDifference(request.batch, changed, tuple(found))


@handles(WithdrawBatch)
def withdraw_batch(session: Session, request: WithdrawBatch, _task: Task) -> ImportReport:
    """Withdraw a batch whole. Raises RuleBroken (field ``reason``) without a reason, UserFacingError."""
    reason = request.reason.strip()
    if not reason:
        raise RuleBroken("A reason is needed: it is kept with the import and in the audit trail.", "Say why.", "reason")
    with session.unit_of_work(Section.RECORDS, reason=reason) as work:
        before = _report(work, request.batch)
        if before.withdrawn:
            raise UserFacingError("That import is withdrawn already.", "Nothing was changed.")
        if before.kind is ExtractKind.WARD_LIST:
            raise UserFacingError(
                "A ward list can't be withdrawn: its patients may have moved or left since.",
                "Correct the patients on the ward list, or import a newer snapshot. Nothing was changed.",
            )
        withdrawing.withdraw(work, request.batch)
        report = _report(work, request.batch)
        work.commit()
    return report


@handles(ReinstateBatch)
def reinstate_batch(session: Session, request: ReinstateBatch, _task: Task) -> ImportReport:
    """Bring a withdrawn batch back. Raises UserFacingError where it is not withdrawn."""
    with session.unit_of_work(Section.RECORDS) as work:
        if not _report(work, request.batch).withdrawn:
            raise UserFacingError("That import is not withdrawn.", "Nothing was changed.")
        withdrawing.reinstate(work, request.batch)
        report = _report(work, request.batch)
        work.commit()
    return report


def _report(reading: Reading, batch: BatchId) -> ImportReport:
    report = batches.report(reading, batch)
    if report is None:
        raise UserFacingError("That import is not in this department.", "Open the list of imports again.")
    return report


def _difference(table: str, found: Difference, names: Mapping[Any, str]) -> RecordDifference:
    """Return a difference in words; the record is known by the beginning of its pseudonymous key."""
    changes = tuple(
        (_WORDS.get(column, column.replace("_", " ")), _said(column, before, names), _said(column, after, names))
        for column, after in found.after.items()
        if column not in _NOT_SHOWN and (before := found.before.get(column)) != after
    )
    return RecordDifference(f"{table.replace('_', ' ')} {found.source_key[:_PSEUDONYM_SHOWN]}", found.row, changes)


def _said(column: str, value: Any, names: Mapping[Any, str]) -> str:
    if column == "clinician_id":
        return names.get(value, "")
    if value is None:
        return ""
    return f"{len(value):,}" if isinstance(value, list) else _plain(str(value))


def _plain(text: str) -> str:
    """Return stored text as people read it: moments as dates, names of enumerations in small letters."""
    if _MOMENT.fullmatch(text):
        at = datetime.fromisoformat(text)
        return date_text(at.date()) + (f" {at:%H:%M}" if at.time() != time.min else "")
    return text.replace("_", " ").capitalize() if text.isupper() and "_" in text else text
