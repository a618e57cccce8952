"""The columns of the list of imports, and of the rows a report lists. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import PurePath

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.extract import BatchRow, RememberedMapping
from cdconsole.domain.watched_folder import WatchedFile
from cdconsole.ui.screens.data.imports.queue_state import QueuedFile
from cdconsole.ui.screens.data.imports.state import ChangeRow, FindingRow, RecordLine, kind_name
from cdconsole.ui.tables.column import Alignment, Column


def _file(batch: BatchRow) -> str:
    return batch.file_name


def _at(batch: BatchRow) -> str:
    return moment_text(batch.at)


def _at_key(batch: BatchRow) -> object:
    return batch.at


def _person(batch: BatchRow) -> str:
    return batch.person


def _count(name: str, batch: BatchRow) -> str:
    return f"{getattr(batch, name):,}"


def _count_key(name: str, batch: BatchRow) -> object:
    return getattr(batch, name)


def _number(title: str, name: str, width: int) -> Column[BatchRow]:
    return Column(title, partial(_count, name), partial(_count_key, name), Alignment.RIGHT, width=width)


def _kind(batch: BatchRow) -> str:
    return kind_name(batch.kind)


def _months(batch: BatchRow) -> str:
    """Return what it covers; a withdrawn import covers nothing any more."""
    return "Withdrawn" if batch.withdrawn else batch.covers


def _more_of_months(batch: BatchRow) -> str:
    return batch.withdrawn or batch.covers


BATCH_COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("Kind", _kind, width=98),
    Column("File", _file, width=120, tooltip=_file),
    Column("Imported", _at, _at_key, width=160),
    Column("By", _person, width=80, tooltip=_person),
    _number("Rows", "rows", 90),
    _number("Stored", "spells", 90),
    _number("Changed", "changed", 82),
    _number("Unchanged", "unchanged", 98),
    _number("Not stored", "rejected", 92),
    _number("To check", "questioned", 84),
    Column("Covers", _months, tooltip=_more_of_months),
)


def _row(row: FindingRow) -> str:
    return f"{row.finding.row:,}" if row.finding.row else ""


def _row_key(row: FindingRow) -> object:
    return row.finding.row


def _outcome(row: FindingRow) -> str:
    return "To check" if row.is_stored else "Not stored"


def _column(row: FindingRow) -> str:
    return row.finding.column


def _reason(row: FindingRow) -> str:
    return row.finding.reason


def _value(row: FindingRow) -> str:
    return row.finding.value


FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("Row", _row, _row_key, Alignment.RIGHT, width=72),
    Column("Outcome", _outcome, width=100),
    Column("Column", _column, width=150),
    Column("Reason", _reason, width=430, tooltip=_reason),
    Column("Value", _value, tooltip=_value),
)


def _record(row: ChangeRow) -> str:
    return row.record


def _changed_row(row: ChangeRow) -> str:
    return f"{row.row:,}" if row.row else ""


def _changed_row_key(row: ChangeRow) -> object:
    return row.row


def _field(row: ChangeRow) -> str:
    return row.field


def _before(row: ChangeRow) -> str:
    return row.before


def _after(row: ChangeRow) -> str:
    return row.after


CHANGE_COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("Record", _record, width=190),
    Column("Row", _changed_row, _changed_row_key, Alignment.RIGHT, width=72),
    Column("Field", _field, width=190),
    Column("Before", _before, width=240, tooltip=_before),
    Column("Since", _after, tooltip=_after),
)


def _clinician(line: RecordLine) -> str:
    return line.record.clinician


def _version(line: RecordLine) -> str:
    return f"{line.record.version:,}"


def _version_key(line: RecordLine) -> object:
    return line.record.version


def _fact(column: str, line: RecordLine) -> str:
    return line.fact(column)


def record_columns(titles: Sequence[str]) -> tuple[Column[RecordLine], ...]:
    """Return the clinician, one column for each field that the records have, and how many versions there were."""
    facts = [
        Column(title, partial(_fact, title), width=_width(title), tooltip=partial(_fact, title)) for title in titles
    ]
    return (
        Column("Clinician", _clinician, width=156, tooltip=_clinician),
        *facts,
        Column("Version", _version, _version_key, width=76),
    )


def _queued(file: QueuedFile) -> str:
    return file.name


def _stage(file: QueuedFile) -> str:
    return file.stage.value


def _said(file: QueuedFile) -> str:
    return file.said


QUEUE_COLUMNS: tuple[Column[QueuedFile], ...] = (
    Column("File", _queued, width=260, tooltip=_queued),
    Column("Where it stands", _stage, width=160),
    Column("What is known", _said, tooltip=_said),
)


def _watched(file: WatchedFile) -> str:
    return PurePath(file.path).name


def _size(file: WatchedFile) -> str:
    return f"{max(1, file.size // 1024):,} KB"


def _size_key(file: WatchedFile) -> object:
    return file.size


def _state(file: WatchedFile) -> str:
    return f"{file.state.value}, {file.imported}" if file.imported else file.state.value


WATCHED_COLUMNS: tuple[Column[WatchedFile], ...] = (
    Column("File", _watched, width=320, tooltip=_watched),
    Column("Size", _size, _size_key, Alignment.RIGHT, width=110),
    Column("Where it stands", _state),
)


def _mapped_file(mapping: RememberedMapping) -> str:
    return mapping.file_name


def _mapped_kind(mapping: RememberedMapping) -> str:
    return kind_name(mapping.mapping.kind)


def _mapped_columns(mapping: RememberedMapping) -> str:
    return ", ".join(f"{field.value}: {heading}" for field, heading in mapping.mapping.columns.items())


def _mapped_by(mapping: RememberedMapping) -> str:
    return mapping.person


def _mapped_at(mapping: RememberedMapping) -> str:
    return moment_text(mapping.at)


def _mapped_at_key(mapping: RememberedMapping) -> object:
    return mapping.at


MAPPING_COLUMNS: tuple[Column[RememberedMapping], ...] = (
    Column("First file", _mapped_file, width=240, tooltip=_mapped_file),
    Column("Kind", _mapped_kind, width=110),
    Column("Confirmed", _mapped_at, _mapped_at_key, width=160),
    Column("By", _mapped_by, width=150),
    Column("Columns", _mapped_columns, tooltip=_mapped_columns),
)

_NARROWEST, _WIDEST, _LETTER = 156, 260, 9
SampleRow = tuple[int, tuple[str, ...]]


def _cell(at: int, row: SampleRow) -> str:
    return row[1][at]


def sample_columns(headings: Sequence[str]) -> tuple[Column[SampleRow], ...]:
    """Return one column for each heading of a file, over its first rows."""
    return tuple(Column(heading, partial(_cell, at), width=_width(heading)) for at, heading in enumerate(headings))


def _width(heading: str) -> int:
    """Return room for a heading, and for a date and time."""
    return min(_WIDEST, max(_NARROWEST, _LETTER * len(heading) + _LETTER))
