"""Reads an extract of spells or episodes under a confirmed mapping, part by part; runs in the child process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.child import Emit, Report
from cdconsole.importing.coverage import covered_days
from cdconsole.importing.dates import DateReader, settled_orders
from cdconsole.importing.findings import Findings
from cdconsole.importing.grouping import has_times, spells_of_episodes, spells_of_rows
from cdconsole.importing.limits import Limits
from cdconsole.importing.moments import MomentReader
from cdconsole.importing.records import CheckedExtract, FileKnown, SpellPart
from cdconsole.importing.rows import DATE_FIELDS, RowChecker, StoredRows
from cdconsole.importing.source import Source
from cdconsole.importing.table import TableReader


def check_extract(
    source: Source, mapping: ColumnMapping, today: date, limits: Limits, report: Report, emit: Emit
) -> CheckedExtract:
    """Emit a FileKnown, then a file's spells part by part; return what became of every row.

    A row is in a stored spell or episode, is refused, or is left out. Raises ImportRefused, and what was emitted is
    void, if the file is no use as a whole, the mapping lacks a column that is needed, the order of day and month is
    in question, or no row at all can be stored.
    """
    reader = TableReader(source, limits, report, mapping.sheet)
    _refuse_missing_columns(reader.headings, mapping, source.name)
    dates = _date_readers(source, mapping, today, limits, report)
    emit(FileKnown(reader.sha256, reader.headings))
    findings = Findings()
    checker = RowChecker(reader.headings, mapping, dates, findings)
    kept: list[StoredRows] = []
    held, rows, stored, is_timed = _HeldBack(emit), 0, 0, False
    for table in reader.parts():
        rows += table.rows_in
        passed = checker.check(table)
        stored += len(passed.number)
        if checker.is_episodes:
            kept.append(passed)
            is_timed = is_timed or has_times(passed)
        else:
            part = spells_of_rows(passed)
            part.share = reader.share
            held.add(part, is_timed=has_times(passed))
    if not stored:
        raise _nothing_left(findings, source.name)
    if checker.is_episodes:
        for part in spells_of_episodes(kept, _asking(findings, mapping), is_timed=is_timed):
            emit(part)
    else:
        is_timed = held.end()
    checker.tell_codes()
    return CheckedExtract(
        rows,
        stored,
        findings.rejected,
        findings.rejected_rows,
        findings.questioned,
        findings.left_out,
        covered_days(checker.admissions),
        is_timed,
    )


class _HeldBack:
    """Emits parts, but holds those back of which it is not yet known whether midnight is a time of day in the file."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._waiting: list[SpellPart] = []
        self._is_timed = False

    def add(self, part: SpellPart, *, is_timed: bool) -> None:
        """Take the next part; ``is_timed`` if one of its times is not midnight."""
        self._is_timed = self._is_timed or is_timed
        self._waiting.append(part)
        if self._is_timed or not any(part.has_times):
            self._let_go()

    def end(self) -> bool:
        """Emit what is left, without times where the file has none; return whether it has any."""
        if not self._is_timed:
            for part in self._waiting:
                part.has_times = [False] * len(part)
        self._let_go()
        return self._is_timed

    def _let_go(self) -> None:
        for part in self._waiting:
            self._emit(part)
        self._waiting.clear()


def _date_readers(
    source: Source, mapping: ColumnMapping, today: date, limits: Limits, report: Report
) -> Mapping[Field, MomentReader]:
    """Return what reads each date column; where the order of day and month is not confirmed, the file is read first."""
    dated = {field: mapping.columns[field] for field in DATE_FIELDS if field in mapping.columns}
    distinct: dict[str, set[str]] = {heading: set() for heading in dated.values()}
    if mapping.date_order is DateOrder.AUTOMATIC and not distinct.keys() <= mapping.date_orders.keys():
        for table in TableReader(source, limits, report, mapping.sheet).parts():
            for heading, found in distinct.items():
                found.update(cell.partition(" ")[0] for cell in table.columns[heading])
    orders = settled_orders(distinct, mapping.date_order, mapping.date_orders)
    return {
        field: MomentReader(DateReader(orders.get(dated.get(field, ""), mapping.date_order), today))
        for field in DATE_FIELDS
    }


def _asking(findings: Findings, mapping: ColumnMapping) -> Callable[[Field, int, str, str], None]:
    def ask(field: Field, row: int, reason: str, value: str) -> None:
        findings.question(row, mapping.columns.get(field, ""), reason, value)

    return ask


def _refuse_missing_columns(headings: Sequence[str], mapping: ColumnMapping, name: str) -> None:
    gone = [heading for heading in mapping.columns.values() if heading not in headings]
    if gone:
        raise ImportRefused(f"{name} has no column {gone[0]}.", "Look at the file again and choose its columns.")
    needed = [Field.ADMITTED, Field.DISCHARGED]
    if mapping.kind is ExtractKind.EPISODES or Field.SPELL_KEY not in mapping.columns:
        needed.append(Field.PATIENT)
    missing = [field.value for field in needed if field not in mapping.columns]
    if missing:
        raise ImportRefused(
            f"No column is chosen for: {'; '.join(missing)}.", "Choose the column, or export the file with it."
        )
    if Field.CLINICIAN not in mapping.columns and not mapping.confirm_unattributed:
        raise ImportRefused(
            f"{name} has no clinician column.",
            "Choose the column, or confirm that every row belongs to one unattributed clinician.",
        )


def _nothing_left(findings: Findings, name: str) -> ImportRefused:
    if not findings.rejected:
        return ImportRefused(f"{name} has no row of the chosen specialty.", "Choose another specialty, or all of them.")
    first = findings.rejected[0]
    where = f"row {first.row}" + (f", {first.column}" if first.column else "")
    return ImportRefused(
        f"None of the rows of {name} can be stored; the first is {where}: {first.reason}.",
        "Check that each column is chosen for the right field, and the order of day and month.",
    )
