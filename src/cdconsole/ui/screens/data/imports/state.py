"""What the imports page shows: the imports, one of them, a file on its way, where files come from. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from cdconsole.domain.calendar import date_text
from cdconsole.domain.extract import (
    BatchDifference,
    BatchRow,
    ExtractKind,
    ImportReport,
    RememberedMapping,
    RowFinding,
)
from cdconsole.domain.identity import BatchId
from cdconsole.domain.sessions import StoredRecord, StoredRecords
from cdconsole.domain.watched_folder import WatchedFile, WatchedState
from cdconsole.ui.screens.data.imports.queue_state import FileStage, QueuedFile
from cdconsole.ui.screens.data.imports.wizard_state import Wizard, counted


class BatchTab(Enum):
    """What is shown of an import; the value is the tab's name."""

    REPORT = "Report"
    CHANGES = "What it changed"
    RECORDS = "Records"


@dataclass(frozen=True)
class FindingRow:
    """A row of the file that was not stored, or was stored and is to be checked."""

    number: int
    is_stored: bool
    finding: RowFinding


@dataclass(frozen=True)
class ChangeRow:
    """One field of one record that an import changed."""

    number: int
    record: str
    row: int
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordLine:
    """One record that an import brought, and its place among them."""

    number: int
    record: StoredRecord

    def fact(self, column: str) -> str:
        """Return what the record says of a field; empty where it says nothing."""
        return dict(self.record.facts).get(column, "")


@dataclass(frozen=True)
class Withdrawal:
    """The question before an import is withdrawn."""

    batch: BatchRow
    problem: str = ""
    doing: str = ""

    @property
    def consequences(self) -> tuple[str, ...]:
        """Return what withdrawing does, a sentence a line."""
        brought, lines = self.batch.spells - self.batch.changed, []
        if brought:
            counts = "counts" if brought == 1 else "count"
            lines.append(f"{counted(brought, 'record')} that it brought no longer {counts}, in any chart or export.")
        if self.batch.changed:
            lines.append(
                f"{counted(self.batch.changed, 'record')} that it changed: the version before stands again, unless"
                " a later import has changed it since."
            )
        lines.append("Nothing is lost: “Bring back” stores it again as it is now.")
        return tuple(lines)


@dataclass(frozen=True)
class Sources:
    """Where files come from: the watched folder, mappings that are remembered, templates to ask for files with."""

    folder: str = ""
    files: tuple[WatchedFile, ...] = ()
    mappings: tuple[RememberedMapping, ...] = ()
    forgotten: RememberedMapping | None = None
    templates: tuple[ExtractKind, ...] = ()
    problem: str = ""
    said: str = ""

    @property
    def new_files(self) -> tuple[str, ...]:
        """Return the files of the folder that are complete and were not imported before."""
        return tuple(file.path for file in self.files if file.state is WatchedState.NEW)


@dataclass(frozen=True)
class ImportsState:
    """The whole page. ``shows_sources`` is where files come from, in place of the list of imports."""

    batches: tuple[BatchRow, ...] = ()
    searched: str = ""
    chosen: BatchId | None = None
    report: ImportReport | None = None
    tab: BatchTab = BatchTab.REPORT
    difference: BatchDifference | None = None
    records: StoredRecords | None = None
    withdrawal: Withdrawal | None = None
    wizard: Wizard | None = None
    queue: tuple[QueuedFile, ...] = ()
    sources: Sources = field(default_factory=Sources)
    shows_sources: bool = False
    reading: str = ""
    problem: str = ""
    said: str = ""
    is_loading: bool = True

    @property
    def listed(self) -> tuple[BatchRow, ...]:
        """Return the imports that the search finds, in file, kind, person or months."""
        words = self.searched.casefold().split()
        return tuple(batch for batch in self.batches if all(word in _searchable(batch) for word in words))

    @property
    def batch(self) -> BatchRow | None:
        """Return the chosen import."""
        return next((batch for batch in self.batches if batch.id == self.chosen), None)

    @property
    def waiting_files(self) -> tuple[str, ...]:
        """Return the new files of the watched folder that are not in the queue yet."""
        queued = {file.path for file in self.queue}
        return tuple(path for path in self.sources.new_files if path not in queued)

    @property
    def can_import_queue(self) -> bool:
        """Return whether a file is ready and none is on its way."""
        is_idle = not any(file.is_running for file in self.queue)
        return is_idle and any(file.stage is FileStage.READY for file in self.queue)

    @property
    def findings(self) -> tuple[FindingRow, ...]:
        """Return the rows not stored, then those to check."""
        if self.report is None:
            return ()
        kinds = ((False, self.report.rejected), (True, self.report.questioned))
        found = [(is_stored, finding) for is_stored, listed in kinds for finding in listed]
        return tuple(FindingRow(at, is_stored, finding) for at, (is_stored, finding) in enumerate(found))

    @property
    def changes(self) -> tuple[ChangeRow, ...]:
        """Return what the chosen import changed, a field a line."""
        if self.difference is None:
            return ()
        found = [(one.record, one.row, *change) for one in self.difference.records for change in one.changes]
        return tuple(ChangeRow(at, *change) for at, change in enumerate(found))

    @property
    def changes_line(self) -> str:
        """Return how many records the chosen import changed, in a sentence."""
        if self.difference is None:
            return "Reading what it changed"
        if not self.difference.changed:
            return "It changed no record that was stored before."
        shown = len(self.difference.records)
        first = f" The first {shown:,} are shown." if shown < self.difference.changed else ""
        return f"It changed {counted(self.difference.changed, 'record')}; the versions before are kept.{first}"

    @property
    def record_lines(self) -> tuple[RecordLine, ...]:
        """Return the records shown of the chosen import."""
        if self.records is None:
            return ()
        return tuple(RecordLine(at, record) for at, record in enumerate(self.records.records, self.records.first + 1))

    @property
    def records_line(self) -> str:
        """Return which of the chosen import's records are shown, in a sentence."""
        records, lines = self.records, self.record_lines
        if records is None:
            return "Reading its records"
        if records.kind is ExtractKind.WARD_LIST:
            return "It brought patients on the ward: they are on the ward list."
        if not lines:
            return "None of its records is in force: it was withdrawn, or later imports replaced them."
        if len(lines) == records.total:
            return f"{counted(records.total, 'record')} of it in force."
        return f"Records {lines[0].number:,} to {lines[-1].number:,} of the {records.total:,} of it in force."

    @property
    def tab_line(self) -> str:
        """Return what the chosen tab says in words."""
        if self.tab is BatchTab.REPORT:
            return "\n".join(self.report_lines)
        return self.changes_line if self.tab is BatchTab.CHANGES else self.records_line

    @property
    def report_lines(self) -> tuple[str, ...]:
        """Return what the chosen import did, a sentence a line."""
        return () if self.report is None else tuple(line for of in _LINES for line in of(self.report))


def _sentence(report: ImportReport) -> tuple[str, ...]:
    return (f"{report.withdrawn.rstrip('.')}.", report.sentence) if report.withdrawn else (report.sentence,)


def _left_out(report: ImportReport) -> tuple[str, ...]:
    return tuple(f"Left out: {left}." for left in report.left_out)


def _facts(report: ImportReport) -> tuple[str, ...]:
    lines = []
    if report.covers is not None:
        lines.append(f"Covers {date_text(report.covers[0])} to {date_text(report.covers[1])}.")
    if not report.has_times and report.kind in (ExtractKind.SPELLS, ExtractKind.EPISODES):
        lines.append("Dates only: measures that need a time of day are not available from this file.")
    if report.new_clinicians:
        lines.append(f"New clinicians: {', '.join(report.new_clinicians)}.")
    return tuple(lines)


_LINES: tuple[Callable[[ImportReport], tuple[str, ...]], ...] = (_sentence, _left_out, _facts)


def kind_name(kind: ExtractKind) -> str:
    """Return the short name of a kind, as a list shows it."""
    return kind.value.replace("-", " ").capitalize()


def _searchable(batch: BatchRow) -> str:
    return f"{batch.file_name} {kind_name(batch.kind)} {batch.person} {batch.covers} {batch.withdrawn}".casefold()
