"""Everything held about one person as a document: parts, then kinds, then records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cdconsole.domain.calendar import date_text
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
_NOT_SAID = frozenset({"id", "revision", "clinician id", "clinician name", "author id"})


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
        yield Heading(measure.title, 2)
        if chart.unavailable:
            yield Paragraph(chart.unavailable)
        else:
            yield PrintedChart(chart, page.period)
            yield Paragraph(f"{chart.n_text} {chart.quality_words}", is_quiet=True)
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
            yield Facts(tuple((name.capitalize(), cell) for name, cell in said if cell and name not in _NOT_SAID))
    if len(table.rows) > _MOST_ROWS:
        yield Paragraph(f"The first {_MOST_ROWS}; all are in the CSV files of this report.", is_quiet=True)


def _as_table(kind: Kind, table: HeldTable) -> PrintedTable:
    places = [table.columns.index(name.replace("_", " ")) for name in kind.on_paper]
    return PrintedTable(
        tuple(table.columns[at].capitalize() for at in places),
        tuple(tuple(row[at] for at in places) for row in table.rows[:_MOST_ROWS]),
    )


def _span(count: HeldCount) -> str:
    return "" if count.first is None else f"{date_text(count.first)} to {date_text(count.last)}. "
