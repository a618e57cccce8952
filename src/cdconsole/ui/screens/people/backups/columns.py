"""The columns of what can be restored. No Qt."""

from __future__ import annotations

from cdconsole.domain.backup import BackupPlace, RestorePoint
from cdconsole.domain.calendar import moment_text
from cdconsole.ui.tables.column import Alignment, Column

_UNITS = ("bytes", "kB", "MB", "GB")


def size_text(size: int) -> str:
    """Return a size in bytes as it is read: ``12.3 MB``."""
    shown, unit = float(size), 0
    while shown >= 1000 and unit < len(_UNITS) - 1:
        shown, unit = shown / 1000, unit + 1
    return f"{shown:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"


def _at(point: RestorePoint) -> str:
    return moment_text(point.at)


def _at_key(point: RestorePoint) -> object:
    return point.at


def _by(point: RestorePoint) -> str:
    return point.by


def _number(point: RestorePoint) -> str:
    return f"{point.number}, the present state" if point.is_present else str(point.number)


def _number_key(point: RestorePoint) -> object:
    return point.number


def _place(point: RestorePoint) -> str:
    return point.place.value


def _checked(point: RestorePoint) -> str:
    if point.place is BackupPlace.FOLDER:
        return "When it was saved"
    return "Not yet" if point.checked is None else moment_text(point.checked)


def _size(point: RestorePoint) -> str:
    return size_text(point.size)


def _size_key(point: RestorePoint) -> object:
    return point.size


def _file(point: RestorePoint) -> str:
    return point.file


POINT_COLUMNS: tuple[Column[RestorePoint], ...] = (
    Column("Saved", _at, _at_key, width=160),
    Column("By", _by, width=180),
    Column("Generation", _number, _number_key, width=170),
    Column("Kept in", _place, tooltip=_file, width=170),
    Column("Checked", _checked, width=160),
    Column("Size", _size, _size_key, Alignment.RIGHT, width=90),
    Column("File", _file, tooltip=_file),
)
