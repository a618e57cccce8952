"""Reads a whole extract under a confirmed mapping; runs in the child process."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.importing.child import Report
from cdconsole.importing.coverage import covered_days
from cdconsole.importing.dates import DateReader, settled_order
from cdconsole.importing.findings import Findings
from cdconsole.importing.grouping import file_has_times, spells_of_episodes, spells_of_rows
from cdconsole.importing.limits import Limits
from cdconsole.importing.records import CheckedEpisode, CheckedExtract
from cdconsole.importing.rows import DATE_FIELDS, RowChecker
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, read_table


def check_extract(
    source: Source, mapping: ColumnMapping, today: date, limits: Limits, report: Report
) -> CheckedExtract:
    """Return every row of a file as a stored spell or episode, a refused row, or a row left out.

    Raises ImportRefused if the file is no use as a whole, the mapping lacks a column that is needed, the order of
    day and month is in question, or no row at all can be stored.
    """
    table = read_table(source, limits, report)
    _refuse_missing_columns(table, mapping, source.name)
    dated = [mapping.columns[field] for field in DATE_FIELDS if field in mapping.columns]
    order = settled_order({heading: table.columns[heading] for heading in dated}, mapping.date_order)
    dates, findings = DateReader(order, today), Findings()
    rows = list(RowChecker(table, mapping, dates, findings).stored_rows())
    if not rows:
        raise _nothing_left(findings, source.name)
    has_times = file_has_times(rows)
    episodes: tuple[CheckedEpisode, ...] = ()
    if mapping.kind is ExtractKind.EPISODES:
        spells, episodes = spells_of_episodes(
            rows,
            lambda field, row, reason, value: findings.question(row, mapping.columns.get(field, ""), reason, value),
            has_times=has_times,
        )
    else:
        spells = spells_of_rows(rows, has_times=has_times)
    admissions = [
        read.at.date()
        for cell in table.columns[mapping.columns[Field.ADMITTED]]
        if (read := dates[cell]).at is not None
    ]
    return CheckedExtract(
        table.sha256,
        len(table),
        spells,
        episodes,
        findings.rejected,
        findings.rejected_rows,
        findings.questioned,
        findings.left_out,
        covered_days(admissions),
        has_times,
        table.headings,
    )


def _refuse_missing_columns(table: Table, mapping: ColumnMapping, name: str) -> None:
    gone = [heading for heading in mapping.columns.values() if heading not in table.columns]
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
