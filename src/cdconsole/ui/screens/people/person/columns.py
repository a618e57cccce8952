"""The columns of what is held, of texts to read, of corrections and of earlier reports. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.governance import ExportLogRow
from cdconsole.domain.held import HeldCount, HeldPart, TextToCheck
from cdconsole.domain.rectification import Rectification
from cdconsole.domain.review import rectified_title
from cdconsole.ui.tables.column import Alignment, Column

_PARTS = list(HeldPart)


def _part(count: HeldCount) -> str:
    return count.part.value


def _part_key(count: HeldCount) -> object:
    return _PARTS.index(count.part)


def _kind(count: HeldCount) -> str:
    return count.title


def _rows(count: HeldCount) -> str:
    return f"{count.rows:,}"


def _rows_key(count: HeldCount) -> object:
    return count.rows


def _first(count: HeldCount) -> str:
    return date_text(count.first)


def _first_key(count: HeldCount) -> object:
    return count.first or date.max


def _last(count: HeldCount) -> str:
    return date_text(count.last)


def _last_key(count: HeldCount) -> object:
    return count.last or date.max


HELD_COLUMNS: tuple[Column[HeldCount], ...] = (
    Column("Part", _part, _part_key, tooltip=_part, width=140),
    Column("Kind of record", _kind, tooltip=_kind, width=200),
    Column("Held", _rows, _rows_key, Alignment.RIGHT, width=60),
    Column("Oldest", _first, _first_key, width=112),
    Column("Newest", _last, _last_key, width=112),
)


def _where(text: TextToCheck) -> str:
    return f"{text.title}, row {text.row}, {text.field}"


def _why(text: TextToCheck) -> str:
    return text.why.capitalize()


CHECK_COLUMNS: tuple[Column[TextToCheck], ...] = (
    Column("Text", _where, tooltip=_where, width=250),
    Column("Why", _why, tooltip=_why),
)


def _record(one: Rectification) -> str:
    return rectified_title(one.record)


def _asked(one: Rectification) -> str:
    return date_text(one.asked_at.astimezone().date())


def _asked_key(one: Rectification) -> object:
    return one.asked_at


def _decision(one: Rectification) -> str:
    return one.decision.value


def _sentence(one: Rectification) -> str:
    return f"It says: {one.stands}\n{one.sentence}"


CORRECTION_COLUMNS: tuple[Column[Rectification], ...] = (
    Column("Asked", _asked, _asked_key, width=108),
    Column("Of", _record, tooltip=_sentence, width=220),
    Column("Decision", _decision, tooltip=_sentence),
)


def _at(row: ExportLogRow) -> str:
    return moment_text(row.at)


def _at_key(row: ExportLogRow) -> object:
    return row.at


def _by(row: ExportLogRow) -> str:
    return row.person


def _file(row: ExportLogRow) -> str:
    return f"{row.file_name} ({row.state})"


EARLIER_COLUMNS: tuple[Column[ExportLogRow], ...] = (
    Column("When", _at, _at_key, width=140),
    Column("By", _by, width=150),
    Column("File", _file, tooltip=_file),
)
