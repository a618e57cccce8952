"""Data quality: what is stored, told in plain sentences with its counts, and the list of things to mend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from cdconsole.domain.calendar import Clock, date_text
from cdconsole.domain.data_quality import (
    DRIFT,
    ENOUGH_COMPLETE,
    FEW,
    FEW_WITHOUT_TAKE,
    LATE_DAYS,
    Aspect,
    FixItem,
    FixList,
    FixState,
    QualityLine,
    QualityReport,
    QualitySubject,
)
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.people import Section
from cdconsole.domain.quality_requests import (
    DecideFix,
    ExportFixes,
    ListFixes,
    ListQualitySubjects,
    ShowQualityReport,
)
from cdconsole.exporting.fixes_csv import write_fixes
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import quality
from cdconsole.storage.quality import Batch, FixRow, RecordTable
from cdconsole.storage.section_file import Reading

_EVERYTHING = -1
_OF_RECORDS = {
    "nobody": "Admitted {}: no consultant code, or a default one.",
    "vote": "Not theirs, says {}",
    "take": "No review on take: emergency admission of {}.",
}
_ADVICE = {
    Aspect.DUPLICATES: "Ask for the extract without doubled rows, or check which of the two is right.",
    Aspect.TAKE: "Check whether the review is missing or was recorded under another spell.",
    Aspect.CLINICIAN: "Find whose patient it was and have the consultant code corrected at the source.",
    Aspect.IMPOSSIBLE: "Correct it in the source system; a later extract replaces what is stored.",
}


@handles(ListQualitySubjects)
def list_subjects(session: Session, _request: ListQualitySubjects, _task: Task) -> tuple[QualitySubject, ...]:
    """Return every kind that has records, then every batch that stands, newest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        found = quality.batches(snapshot)
    kinds = {quality.TABLES[batch.kind].name: batch.kind for batch in reversed(found) if batch.kind in quality.TABLES}
    whole = [QualitySubject(kind, f"All {quality.TABLES[kind].noun} stored") for kind in kinds.values()]
    single = [
        QualitySubject(batch.kind, f"{batch.file_name}, imported {date_text(batch.imported)}", batch.id)
        for batch in found
        if batch.kind in quality.TABLES
    ]
    return (*whole, *single)


@handles(ShowQualityReport)
def show_report(session: Session, request: ShowQualityReport, task: Task) -> QualityReport:
    """Return one report. Raises UserFacingError where its batch was withdrawn or its kind is not kept."""
    subject = request.subject
    table = quality.TABLES.get(subject.kind)
    if table is None:
        raise UserFacingError("There is no report for this kind of record.", "Choose another.")
    task.report(0, 0, "Counting the records")
    with session.snapshot(Section.RECORDS) as snapshot:
        of_kind = [one for one in quality.batches(snapshot) if _table_name(one.kind) == table.name]
        place = next((at for at, one in enumerate(of_kind) if one.id == subject.batch), None)
        if subject.batch is not None and place is None:
            raise UserFacingError("That import was withdrawn.", "Choose another.")
        looked = _Looked(snapshot, table, tuple(of_kind), place, session.clock)
        records, _ = quality.filled(snapshot, table, subject.batch)
        return QualityReport(subject, records, tuple(looked.lines()))


@handles(ListFixes)
def list_fixes(session: Session, request: ListFixes, _task: Task) -> FixList:
    """Return what to mend, the newest file first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        rows = quality.fixes(snapshot, request.batch, include_decided=request.include_decided, limit=request.limit)
        total, undecided = quality.count_fixes(snapshot, request.batch)
    return FixList(tuple(map(_fix_item, rows)), total, undecided)


@handles(DecideFix)
def decide_fix(session: Session, request: DecideFix, _task: Task) -> FixItem:
    """Keep what was decided. Raises RuleBroken (field ``note``) for "can't be mended" without a reason, StaleEdit."""
    if request.state is FixState.CANNOT and not request.note.strip():
        raise RuleBroken("Say why it can't be mended.", "Type a reason.", "note")
    with session.unit_of_work(Section.RECORDS, reason=request.note.strip()) as work:
        if quality.fix(work, request.key) is None:
            raise UserFacingError("That line is no longer on the list.", "Read the list again.")
        quality.decide_fix(work, request.key, request.state, request.note.strip(), request.revision)
        after = quality.fix(work, request.key)
        work.commit()
    return _fix_item(cast("FixRow", after))


@handles(ExportFixes)
def export_fixes(session: Session, request: ExportFixes, _task: Task) -> ExportReceipt:
    """Write everything still to mend as CSV. Raises ExportRefused."""
    target = checked_target(Path(request.path), ".csv")
    with session.snapshot(Section.RECORDS) as snapshot:
        rows = quality.fixes(snapshot, request.batch, include_decided=False, limit=_EVERYTHING)
    items = tuple(map(_fix_item, rows))
    written, digest = write_logged(
        session, target, Exported("List of data to mend"), lambda path: write_fixes(path, items)
    )
    return ExportReceipt(str(target), 1, written, 0, digest)


@dataclass(frozen=True)
class _Looked:
    """One report in the making: ``place`` is the batch's among ``batches`` (newest first), None for all records."""

    reading: Reading
    table: RecordTable
    batches: tuple[Batch, ...]
    place: int | None
    clock: Clock

    @property
    def batch(self) -> Batch | None:
        """Return the batch it is about."""
        return None if self.place is None else self.batches[self.place]

    def lines(self) -> Iterator[QualityLine]:
        """Yield what was found, aspect by aspect."""
        about = None if self.batch is None else self.batch.id
        records, filled = quality.filled(self.reading, self.table, about)
        yield from self._completeness(records, filled)
        yield from self._findings()
        yield self._lag()
        yield from self._drift(records, filled)
        if self.subject_kind is not ExtractKind.COUNTS:
            yield self._nobodys(records)
        yield from self._take()

    def _completeness(self, records: int, filled: dict[str, int]) -> Iterator[QualityLine]:
        """Yield how far each field is filled in; of spells every gap counts, elsewhere a field may have no column."""
        is_spells = self.subject_kind is ExtractKind.SPELLS
        for field, count in filled.items():
            if is_spells or count:
                is_gap = count < ENOUGH_COMPLETE * records and (is_spells or field not in quality.OFTEN_EMPTY)
                sentence = f"{field}: filled in for {count:,} of {records:,} {self.table.noun}."
                yield QualityLine(Aspect.COMPLETENESS, sentence, count, records, is_gap)
        without = [field for field, count in filled.items() if not count and not is_spells]
        if without:
            words = f"Nothing in any of them: {'; '.join(without)}."
            yield QualityLine(Aspect.COMPLETENESS, words, 0, records, needs_care=False)

    @property
    def subject_kind(self) -> ExtractKind:
        """Return the kind of record it is about."""
        return next(kind for kind, table in quality.TABLES.items() if table is self.table)

    def _take(self) -> Iterator[QualityLine]:
        if self.subject_kind is not ExtractKind.SPELLS:
            return
        without, emergencies = quality.without_take(self.reading, None if self.batch is None else self.batch.id)
        if emergencies:
            yield QualityLine(
                Aspect.TAKE,
                f"{without:,} of {emergencies:,} emergency spells have no review on take in the days covered.",
                *(without, emergencies, without > FEW_WITHOUT_TAKE * emergencies),
            )

    def _findings(self) -> Iterator[QualityLine]:
        rows = sum(one.rows for one in self._meant)
        repeated = sum(one.repeated for one in self._meant)
        refused, checked = quality.count_findings(self.reading, None if self.batch is None else self.batch.id)
        if self.batch is None and len(quality.TABLES) > 1:
            refused = sum(one.rejected - one.repeated for one in self._meant)
            checked = sum(one.questioned for one in self._meant)
        yield QualityLine(
            Aspect.IMPOSSIBLE,
            f"{refused:,} of {rows:,} rows could not be stored, because of what they say;"
            f" {checked:,} thing{'s' if checked != 1 else ''} in stored rows to check.",
            *(refused, rows, refused > FEW * rows),
        )
        yield QualityLine(
            Aspect.DUPLICATES,
            f"{repeated:,} of {rows:,} rows stand twice in their file; the first was stored.",
            *(repeated, rows, repeated > FEW * rows),
        )

    def _lag(self) -> QualityLine:
        newest = quality.newest_day(self.reading, self.table, None if self.batch is None else self.batch.id)
        if newest is None:
            return QualityLine(Aspect.LAG, "No record has a day it is counted by.", 0, 0, needs_care=True)
        came = self.clock.today() if self.batch is None else self.batch.imported
        days = max(0, (came - newest).days)
        until = "today" if self.batch is None else f"the import on {date_text(came)}"
        words = f"The newest record is of {date_text(newest)}, {days} day{'s' if days != 1 else ''} before {until}."
        return QualityLine(Aspect.LAG, words, days, 0, days > LATE_DAYS)

    def _drift(self, records: int, filled: dict[str, int]) -> Iterator[QualityLine]:
        place = self.place or 0
        if len(self.batches) <= place + 1:
            yield QualityLine(Aspect.DRIFT, "There is no earlier import to compare with.", 0, 0, needs_care=False)
            return
        this, before = self.batches[place], self.batches[place + 1]
        if self.batch is None:
            records, filled = quality.filled(self.reading, self.table, this.id)
        earlier, earlier_filled = quality.filled(self.reading, self.table, before.id)
        if this.months and before.months and earlier:
            now, then = records / this.months, earlier / before.months
            yield QualityLine(
                Aspect.DRIFT,
                f"{now:,.0f} {self.table.noun} a month, {then:,.0f} in the import before ({before.file_name}).",
                *(round(now), 0, abs(now - then) > DRIFT * then),
            )
        for field, count in filled.items():
            share, was = _share(count, records), _share(earlier_filled[field], earlier)
            if abs(share - was) > 1 - ENOUGH_COMPLETE:
                yield QualityLine(
                    Aspect.DRIFT,
                    f"{field}: filled in for {share:.0%} of {records:,}; before, {was:.0%} of {earlier:,}.",
                    *(count, records, share < was),
                )

    def _nobodys(self, records: int) -> QualityLine:
        without = quality.unattributed(self.reading, self.table, None if self.batch is None else self.batch.id)
        return QualityLine(
            Aspect.CLINICIAN,
            f"{without:,} of {records:,} {self.table.noun} have no consultant code, or a default one.",
            *(without, records, without > FEW * records),
        )

    @property
    def _meant(self) -> tuple[Batch, ...]:
        return self.batches if self.batch is None else (self.batch,)


def _day(text: str) -> str:
    return date_text(date.fromisoformat(text))


def _share(count: int, records: int) -> float:
    return count / records if records else 0.0


def _table_name(kind: ExtractKind) -> str:
    table = quality.TABLES.get(kind)
    return "" if table is None else table.name


def _fix_item(row: FixRow) -> FixItem:
    if row.source in _OF_RECORDS:
        where = f"Patient {row.column[:8]}, {row.file_name}"
        what = _OF_RECORDS[row.source].format(row.reason if row.source == "vote" else _day(row.reason))
    else:
        where = ", ".join(part for part in (f"Row {row.row:,}", row.column, row.file_name) if part)
        what = row.reason + (". The row was not stored." if row.source == "rejected" else ". Stored; check it.")
    return FixItem(
        *(row.key, row.kind, row.aspect, where, what, _ADVICE[row.aspect]),
        *(row.state, row.note, row.person, row.at, row.revision),
    )
