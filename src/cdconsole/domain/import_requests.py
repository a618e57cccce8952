"""What a person or a script can want of imports: look at a file, store it, compare it, withdraw it."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdconsole.domain.extract import (
    BatchDifference,
    BatchRow,
    ColumnMapping,
    DateOrder,
    ExtractKind,
    ExtractPreview,
    ImportReport,
    RememberedMapping,
)
from cdconsole.domain.identity import BatchId
from cdconsole.domain.requests import Command, Request
from cdconsole.domain.sessions import StoredRecords
from cdconsole.domain.watched_folder import WatchedFile


@dataclass(frozen=True)
class PreviewExtract(Request[ExtractPreview]):
    """Look at a file before anything is stored; ``kind`` None lets the headings say what a row is."""

    path: str
    date_order: DateOrder = DateOrder.AUTOMATIC
    date_orders: dict[str, DateOrder] = field(default_factory=dict)
    sheet: str = ""
    kind: ExtractKind | None = None


@dataclass(frozen=True)
class ImportExtract(Command[ImportReport]):
    """Store a file's records as the confirmed mapping says."""

    path: str
    mapping: ColumnMapping


@dataclass(frozen=True)
class ListBatches(Request[tuple[BatchRow, ...]]):
    """All imports, newest first."""


@dataclass(frozen=True)
class ShowImportReport(Request[ImportReport]):
    """The report of an earlier import, with every row that was not stored."""

    batch: BatchId


@dataclass(frozen=True)
class ShowBatchDifference(Request[BatchDifference]):
    """What a batch changed of what was stored before it."""

    batch: BatchId


@dataclass(frozen=True)
class WithdrawBatch(Command[ImportReport]):
    """Take a whole batch back: records it brought go, those it changed are as they were before."""

    batch: BatchId
    reason: str

    def __repr__(self) -> str:
        return "WithdrawBatch(...)"


@dataclass(frozen=True)
class ReinstateBatch(Command[ImportReport]):
    """Bring a withdrawn batch back as it was."""

    batch: BatchId


@dataclass(frozen=True)
class ListRememberedMappings(Request[tuple[RememberedMapping, ...]]):
    """The mappings remembered, newest first."""


@dataclass(frozen=True)
class ForgetMapping(Command[tuple[RememberedMapping, ...]]):
    """Forget one mapping; the next file with these headings is looked at afresh."""

    headings_sha256: str


@dataclass(frozen=True)
class ListRecords(Request[StoredRecords]):
    """Some of the records a batch brought that are in force, pseudonymised, in the order of its rows.

    A ward list has none: its patients are on the ward list.
    """

    batch: BatchId
    first: int = 0
    count: int = 500


@dataclass(frozen=True)
class RememberMapping(Command[tuple[RememberedMapping, ...]]):
    """Remember again a mapping that was forgotten."""

    mapping: RememberedMapping


@dataclass(frozen=True)
class LookAtWatchedFolder(Request[tuple[WatchedFile, ...]]):
    """The files of a folder on this computer, newest first; ``seen`` is what the look before found."""

    path: str
    seen: tuple[WatchedFile, ...] = ()


@dataclass(frozen=True)
class ListTemplates(Request[tuple[ExtractKind, ...]]):
    """The kinds of extract that have a template to save."""


@dataclass(frozen=True)
class SaveTemplate(Command[str]):
    """Save the template of one kind, to ask for extracts with; what comes back is where it was saved."""

    kind: ExtractKind
    path: str
