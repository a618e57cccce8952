"""The columns of the export log. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.governance import ExportLogRow
from cdconsole.ui.tables.column import Column

_STATE_WORDS = {
    "started": "Started, not finished",
    "written": "Written",
    "failed": "Not put in place",
}


def _at(row: ExportLogRow) -> str:
    return moment_text(row.at)


def _at_key(row: ExportLogRow) -> object:
    return row.at


def _person(row: ExportLogRow) -> str:
    return row.person


def _what(row: ExportLogRow) -> str:
    return row.what


def _state(row: ExportLogRow) -> str:
    return _STATE_WORDS.get(row.state, row.state)


def _sha256(row: ExportLogRow) -> str:
    return row.sha256


def _file_name(row: ExportLogRow) -> str:
    return row.file_name


# The hash is whole, so that it is whole when copied; the column is narrow, and the table shortens it on screen.
LOG_COLUMNS: tuple[Column[ExportLogRow], ...] = (
    Column("When", _at, _at_key, width=165),
    Column("Who", _person, width=150),
    Column("What", _what, width=235),
    Column("State", _state, width=130),
    Column("SHA-256", _sha256, tooltip=_sha256, width=120),
    Column("File", _file_name),
)
