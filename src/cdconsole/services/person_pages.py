"""Everything held about one person as a document: parts, then kinds, then records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from cdconsole.domain.calendar import clinical_text, date_text, moment_text
from cdconsole.domain.held import LEFT_OUT, HeldCount, HeldPart, HeldTable, PersonPreview
from cdconsole.domain.measure import ClinicianCharts
from cdconsole.domain.printed import (
    Block,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Printed,
    PrintedChart,
    PrintedKind,
    PrintedTable,
)
from cdconsole.storage.held.kind import Kind

_MOST_ROWS = 400
_NOT_SAID = frozenset({"id", "revision", "clinician name"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T|$)")
_DAY_DIGITS = 10


def person_pages(
    preview: PersonPreview, made: str, read: Sequence[tuple[Kind | None, HeldTable]], page: ClinicianCharts
) -> Printed:
    """Return the document: what it holds and leaves out, then each part with its records, charts drawn."""
    blocks: list[Block] = [
        Paragraph(preview.sentence),
        _counts(preview.counts),
        Paragraph(f"Nothing is held of: {', '.join(preview.nothing_of).lower()}.", is_quiet=True),
        Heading("What is left out, and why", 2),
        Facts(LEFT_OUT),
    ]
    for part in HeldPart:
        tables = [(kind, table) for kind, table in read if table.count.part is part and table.rows]
        if tables:
            blocks += [PageBreak(), Heading(part.value)]
            if part is HeldPart.CHARTS:
                blocks += _charts(page)
            for kind, table in tables:
                blocks += _kind(kind, table)
    return Printed(
        PrintedKind.PERSON_REPORT, f"Everything held about {preview.clinician.name}", made, tuple(blocks), made
    )


def _counts(counts: Iterable[HeldCount]) -> PrintedTable:
    rows = tuple(
        (count.part.value, count.title, f"{count.rows:,}", date_text(count.first), date_text(count.last))
        for count in counts
        if count.rows
    )
    return PrintedTable(("Part", "Kind of record", "Held", "Oldest", "Newest"), rows, frozenset({2}))


def _charts(page: ClinicianCharts) -> Iterator[Block]:
    for chart in page.charts:
        measure = chart.measure
        if chart.unavailable:
            yield Heading(measure.title, 2)
            yield Paragraph(chart.unavailable)
        else:
            yield PrintedChart(chart, page.period)
        yield Facts(
            (
                ("Definition", f"Version {measure.version}"),
                ("Numerator", measure.numerator),
                ("Denominator", measure.denominator),
                ("Not counted", measure.exclusions),
                ("Weaknesses", measure.weaknesses),
            )
        )


def _kind(kind: Kind | None, table: HeldTable) -> Iterator[Block]:
    count = table.count
    yield Heading(f"{count.title} ({count.rows:,})", 2)
    if kind is None or kind.is_work:
        yield Paragraph(f"{_span(count)}Every row is in the CSV files of this report.", is_quiet=True)
        return
    if kind.on_paper:
        yield _as_table(kind, table)
    else:
        for row in table.rows[:_MOST_ROWS]:
            said = zip(table.columns, row, strict=True)
            yield Facts(tuple((name.capitalize(), _said(cell)) for name, cell in said if cell and _is_said(name)))
    if len(table.rows) > _MOST_ROWS:
        yield Paragraph(f"The first {_MOST_ROWS}; all are in the CSV files of this report.", is_quiet=True)


def _as_table(kind: Kind, table: HeldTable) -> PrintedTable:
    places = [table.columns.index(name.replace("_", " ")) for name in kind.on_paper]
    return PrintedTable(
        tuple(table.columns[at].capitalize() for at in places),
        tuple(tuple(_said(row[at]) for at in places) for row in table.rows[:_MOST_ROWS]),
    )


def _is_said(column: str) -> bool:
    return column not in _NOT_SAID and not column.endswith(" id")


def _said(cell: str) -> str:
    """Return a day or a moment as it is read, any other text as it is."""
    if not _DAY.match(cell):
        return cell
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        return cell
    if len(cell) == _DAY_DIGITS:
        return date_text(at.date())
    return clinical_text(at, has_times=True) if at.tzinfo is None else moment_text(at)


def _span(count: HeldCount) -> str:
    return "" if count.first is None else f"{date_text(count.first)} to {date_text(count.last)}. "
