"""Reads an extract of any kind but spells under a confirmed mapping; runs in the child process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cdconsole.domain.calendar import Month
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS, missing_columns
from cdconsole.importing.child import Emit, Report
from cdconsole.importing.coverage import covered_days
from cdconsole.importing.dates import combined, settled_orders
from cdconsole.importing.findings import Findings
from cdconsole.importing.identifying import is_default_consultant_code
from cdconsole.importing.kinds.rules import COUNTED_BY, KEYS, clashes
from cdconsole.importing.kinds.shapes import DATED, SHAPES, CellReader, Read, Shape, reader_of, shown
from cdconsole.importing.limits import Limits
from cdconsole.importing.numbers import work_out_style
from cdconsole.importing.records import CheckedExtract, FileKnown, RecordPart
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, TableReader

PART_ROWS = 20_000
_IDENTIFIERS = frozenset({Field.PATIENT, Field.SPELL_KEY, Field.CLINICIAN, Field.RECORD_KEY})
_TIMES = {Field.ADMITTED: Field.ADMITTED_TIME, Field.DISCHARGED: Field.DISCHARGED_TIME}
_DAY = len("2026-11-23")


def check_records(
    source: Source, mapping: ColumnMapping, today: date, limits: Limits, report: Report, emit: Emit
) -> CheckedExtract:
    """Emit a FileKnown, then a file's records part by part; return what became of every row.

    Raises ImportRefused, and what was emitted is void, if the file is no use as a whole, the mapping lacks a column
    that is needed, the order of day and month or the decimal sign is in question, or no row at all can be stored.
    """
    reader = TableReader(source, limits, report, mapping.sheet)
    refuse_missing_columns(reader.headings, mapping, source.name)
    table = reader.whole()
    findings = Findings()
    checker = _Checker(table, mapping, today, findings)
    emit(FileKnown(table.sha256, reader.headings))
    stored = 0
    for part in checker.parts():
        stored += len(part.row)
        emit(part)
    if not stored:
        raise _nothing_left(findings, source.name)
    for reason, rows in table.left_out:
        findings.leave_out(reason, rows)
    return CheckedExtract(
        table.rows_in,
        stored,
        findings.rejected,
        findings.rejected_rows,
        findings.questioned,
        findings.left_out,
        checker.covers(),
        checker.has_times,
    )


def refuse_missing_columns(headings: Sequence[str], mapping: ColumnMapping, name: str) -> None:
    """Raise ImportRefused where a mapping names columns that are not there, or lacks some that are needed."""
    gone = [heading for heading in mapping.columns.values() if heading not in headings]
    if gone:
        raise ImportRefused(f"{name} has no column {gone[0]}.", "Look at the file again and choose its columns.")
    missing = missing_columns(mapping)
    if missing:
        advice = "Choose the column, or export the file with it."
        if missing == (Field.CLINICIAN.value,):
            advice = "Choose the column, or confirm that every row belongs to one unattributed clinician."
        raise ImportRefused(f"{name} has no column for: {'; '.join(missing)}.", advice)


class _Row(NamedTuple):
    """One row that passed."""

    number: int
    key: str
    patient: str
    spell_key: str
    clinician: str
    values: dict[Field, Any]


class _Checker:
    """Reads the rows of a table, telling ``findings`` all it meets."""

    def __init__(self, table: Table, mapping: ColumnMapping, today: date, findings: Findings) -> None:
        self._kind = mapping.kind
        self._table = table
        self._findings = findings
        fields = [field for field in LAYOUTS[mapping.kind].fields if field in mapping.columns]
        self._used = {field: mapping.columns[field] for field in fields}
        self._places = {field: table.headings.index(heading) for field, heading in self._used.items()}
        self._readers = _readers(table, mapping, self._used, today)
        self._is_monthly = self._has_only_firsts()
        self._needed = {
            group[0]: [field for field in group if field in self._used] for group in LAYOUTS[mapping.kind].needed
        }
        self._first_rows: dict[str, int] = {}
        self._copies: Counter[str] = Counter()
        self._unknown: dict[tuple[Field, str], list[int]] = {}
        self._nobodys: list[int] = []
        self._days: Counter[date] = Counter()
        self._periods: list[tuple[str, str]] = []
        self.has_times = False

    def parts(self) -> Iterator[RecordPart]:
        """Yield the records, at most PART_ROWS at a time; when they are used up, every finding has been told."""
        columns = self._columns()
        rows: list[_Row] = []
        for place, number in enumerate(self._table.numbers):
            row = self._row(number, {field: cells[place] for field, cells in columns.items()})
            if row is not None:
                rows.append(row)
            if len(rows) == PART_ROWS:
                yield self._part(rows, (place + 1) / len(self._table))
                rows = []
        if rows:
            yield self._part(rows, 1.0)
        self._tell()

    def covers(self) -> tuple[date, date] | None:
        """Return the first and the last day the file looks complete for; for counts, of any period in it."""
        if self._kind is ExtractKind.COUNTS and self._periods:
            first, last = min(day for day, _ in self._periods), max(day for _, day in self._periods)
            return date.fromisoformat(first), date.fromisoformat(last)
        return covered_days(self._days) if self._days else None

    def _columns(self) -> dict[Field, Sequence[str]]:
        """Return the cells of each field, a time of day in a column of its own put with its date."""
        columns: dict[Field, Sequence[str]] = {
            field: self._table.columns[heading] for field, heading in self._used.items()
        }
        for field, clock in _TIMES.items():
            if field in columns and clock in columns:
                columns[field] = list(map(combined, columns[field], columns[clock]))
            columns.pop(clock, None)
        return columns

    def _row(self, number: int, cells: Mapping[Field, str]) -> _Row | None:
        """Return a row as stored; None where it is refused, and said why."""
        if self._is_misfit(number):
            return None
        read = {field: self._readers[field][cell] for field, cell in cells.items()}
        values = {field: found.value for field, found in read.items()}
        problems = [(field, found.reason, cells[field]) for field, found in read.items() if found.reason]
        problems += [
            (fields[0], "There is nothing in this column", "")
            for fields in self._needed.values()
            if fields and not any(cells[field] for field in fields) and not _never_happened(fields, values)
        ]
        found_clashes = [] if problems else list(clashes(self._kind, values))
        problems += [(clash.field, clash.reason, cells[clash.field]) for clash in found_clashes if clash.is_refused]
        key = "" if problems else self._key(cells, values)
        if not problems and key in self._first_rows and self._kind is not ExtractKind.WARD_LIST:
            problems = [(self._key_field, f"The same identifier is on row {self._first_rows[key]}", "")]
        for field, reason, cell in problems:
            self._findings.reject(number, self._used[field], reason, shown(field, cell))
        if problems:
            return None
        self._first_rows[key] = number
        for clash in found_clashes:
            self._findings.question(
                number, self._used[clash.field], clash.reason, shown(clash.field, cells[clash.field])
            )
        self._note(number, cells, read)
        return _Row(
            number,
            key,
            cells.get(Field.PATIENT, ""),
            cells.get(Field.SPELL_KEY, ""),
            self._clinician(number, cells),
            self._as_stored(values),
        )

    def _is_misfit(self, number: int) -> bool:
        """Refuse a row that has more cells than the heading, or ends before a column that is used."""
        cells, headings = self._table.widths.get(number), len(self._table.columns)
        if cells is None:
            return False
        if cells > headings:
            many = f"The row has {cells} cells, the heading {headings}"
            self._findings.reject(number, "", f"{many}: a delimiter or quotation mark is out of place")
            return True
        cut = [heading for field, heading in self._used.items() if self._places[field] >= cells]
        if cut:
            self._findings.reject(number, cut[0], "The row ends before this column")
        return bool(cut)

    @property
    def _key_field(self) -> Field:
        order = (Field.RECORD_KEY, *KEYS.get(self._kind, ()))
        return next((field for field in order if field in self._used), next(iter(self._used)))

    def _key(self, cells: Mapping[Field, str], values: Mapping[Field, Any]) -> str:
        """Return what tells a record from every other: its identifier, or what it is known by without one.

        Without an identifier of the case or the patient two equal rows are two records, told apart by their order.
        """
        if self._kind is ExtractKind.WARD_LIST:
            return cells[Field.HOSPITAL_NUMBER]
        own = cells.get(Field.RECORD_KEY, "")
        if own:
            return own
        parts = [str(values.get(field) or "").casefold() for field in KEYS[self._kind]]
        key = "|".join(parts)
        is_known = self._kind in (ExtractKind.COUNTS, ExtractKind.EXPOSURE) or bool(
            cells.get(Field.PATIENT) or cells.get(Field.SPELL_KEY)
        )
        if is_known or Field.BOOKED in self._used:
            return key
        self._copies[key] += 1
        return f"{key}|{self._copies[key]}"

    def _clinician(self, number: int, cells: Mapping[Field, str]) -> str:
        """Return the code of whose record it is; a default code, which stands for nobody, is nobody's."""
        code = " ".join(cells.get(Field.CLINICIAN, "").split())
        if Field.CLINICIAN in self._used and (not code or is_default_consultant_code(code)):
            self._nobodys.append(number)
            return ""
        return code

    def _note(self, number: int, cells: Mapping[Field, str], read: Mapping[Field, Read]) -> None:
        for field, found in read.items():
            if found.is_unknown:
                self._unknown.setdefault((field, cells[field]), []).append(number)
        counted = COUNTED_BY.get(self._kind)
        text = None if counted is None or counted not in read else read[counted].value
        if text:
            self._days[date.fromisoformat(text[:_DAY])] += 1
            self.has_times = self.has_times or len(text) > _DAY
        if Field.PERIOD in read and read[Field.PERIOD].value:
            self._periods.append(self._period(read[Field.PERIOD].value))

    def _has_only_firsts(self) -> bool:
        """Return whether each period is the first day of a month: systems that count by month write it so."""
        if Field.PERIOD not in self._used:
            return False
        reader = self._readers[Field.PERIOD]
        read = [reader[cell].value for cell in set(self._table.columns[self._used[Field.PERIOD]]) if cell]
        return bool(read) and all(value and value[0] == value[1] and value[0].endswith("-01") for value in read)

    def _period(self, read: tuple[str, str]) -> tuple[str, str]:
        first, last = read
        return first, Month.of(date.fromisoformat(first)).last.isoformat() if self._is_monthly else last

    def _as_stored(self, values: Mapping[Field, Any]) -> dict[Field, Any]:
        """Return the values as stored: times of a session with its day, a period as its first and last day."""
        stored = {field: value for field, value in values.items() if field not in _IDENTIFIERS}
        day = stored.get(Field.SESSION_DATE)
        for field, value in stored.items():
            if SHAPES.get(field) is Shape.CLOCK and value and value[0] == "T":
                stored[field] = f"{day}{value}"
        if Field.PERIOD in stored:
            stored[Field.FIRST_DAY], stored[Field.LAST_DAY] = self._period(stored.pop(Field.PERIOD))
        return stored

    def _part(self, rows: Sequence[_Row], share: float) -> RecordPart:
        fields = rows[0].values
        return RecordPart(
            [row.number for row in rows],
            [row.key for row in rows],
            [row.patient for row in rows],
            [row.spell_key for row in rows],
            [row.clinician for row in rows],
            {field: [row.values[field] for row in rows] for field in fields},
            share,
        )

    def _tell(self) -> None:
        """Tell, when every row is read, which codes were not known and how many rows had no clinician."""
        for (field, cell), rows in self._unknown.items():
            many = f"{len(rows):,} rows have" if len(rows) > 1 else "One row has"
            reason = f"{many} a value that is not known here; stored as not recorded"
            self._findings.question(rows[0], self._used[field], reason, shown(field, cell))
        if self._kind is ExtractKind.THEATRE and Field.CLINICIAN not in self._used:
            reason = "No column names the surgeon: every case is stored as unattributed"
            self._findings.question(self._table.numbers[0], "", reason)
        if self._nobodys:
            many = f"{len(self._nobodys):,} rows have" if len(self._nobodys) > 1 else "One row has"
            reason = f"{many} no clinician, or a default code; stored as unattributed"
            self._findings.question(self._nobodys[0], self._used[Field.CLINICIAN], reason)


def _never_happened(fields: Sequence[Field], values: Mapping[Field, Any]) -> bool:
    """Return whether a row lacks only what nobody could record: times, or who came, of what was cancelled."""
    return values.get(Field.CANCELLED) == 1 and not {Field.SESSION_DATE, Field.CLINICIAN} & set(fields)


def _readers(table: Table, mapping: ColumnMapping, used: Mapping[Field, str], today: date) -> dict[Field, CellReader]:
    dated = {heading: table.columns[heading] for field, heading in used.items() if SHAPES.get(field) in DATED}
    orders = settled_orders(dated, mapping.date_order, mapping.date_orders)
    styles = {
        heading: _settled_style(heading, table.columns[heading], mapping.number_styles.get(heading))
        for field, heading in used.items()
        if SHAPES.get(field) in (Shape.NUMBER, Shape.WHOLE)
    }
    return {
        field: reader_of(field, orders.get(heading, DateOrder.ISO), styles.get(heading, NumberStyle.POINT), today)
        for field, heading in used.items()
    }


def _settled_style(heading: str, cells: Sequence[str], answered: NumberStyle | None) -> NumberStyle:
    found = work_out_style(heading, cells, answered)
    if found.question:
        raise ImportRefused(found.question, "Choose how the numbers of this column are written.")
    return found.style or NumberStyle.POINT


def _nothing_left(findings: Findings, name: str) -> ImportRefused:
    if not findings.rejected:
        return ImportRefused(f"{name} has no row that could be stored.", "Look at the file, and at its sheet.")
    first = findings.rejected[0]
    where = f"row {first.row}" + (f", {first.column}" if first.column else "")
    return ImportRefused(
        f"None of the rows of {name} can be stored; the first is {where}: {first.reason}.",
        "Check that each column is chosen for the right field, and the order of day and month.",
    )
