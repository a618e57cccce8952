"""The governance workbook: summary, one sheet per measure with a native chart, definitions, what is suppressed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.definition_text import field_texts
from cdconsole.domain.governance import SUPPRESSED, GovernancePack, MeasureSheet, ProtectedCount
from cdconsole.domain.measure import Measure, Unit
from cdconsole.domain.spc import SpcChart

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_HEADINGS = ("Month", "Numerator", "Denominator", "Value", "Mean", "Lower limit", "Upper limit", "Special cause")
_FIRST_ROW = 7
_NUMBER_FORMATS = {Unit.COUNT: "#,##0", Unit.DAYS: "0.0", Unit.PERCENT: "0.0%", Unit.MINUTES: "0.0", Unit.RATE: "0.00"}
_LONGEST_TITLE = 31  # Excel's limit for a sheet's name, which may not hold these signs
_NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\")


def write_governance_workbook(pack: GovernancePack, path: Path, checkpoint: Callable[[str], None]) -> int:
    """Write the workbook to ``path`` and return how many data rows it holds.

    ``checkpoint`` is told the name of each sheet before it is written, and may raise to stop.
    Raises OSError when the file cannot be written.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    checkpoint("Summary")
    _write_summary(_sheet(workbook, "Summary", first=True), pack)
    for sheet in pack.sheets:
        checkpoint(sheet.measure.title)
        _write_measure(_sheet(workbook, sheet.measure.title.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE]), sheet)
    checkpoint("Definitions")
    _write_definitions(_sheet(workbook, "Definitions"), [sheet.measure for sheet in pack.sheets])
    _write_notes(_sheet(workbook, "Data and suppression"), pack)
    workbook.properties.creator = "cdconsole"
    with _temporary_files_in(path.parent):
        workbook.save(path)
    return sum(len(sheet.months) for sheet in pack.sheets)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Keep the pieces that openpyxl writes on its way beside the workbook, not where the system keeps everybody's."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def quarter_totals(pack: GovernancePack, sheet: MeasureSheet) -> tuple[ProtectedCount, ProtectedCount]:
    """Return a quarter's numerator and denominator, added up from what is shown; suppressed if any month is."""
    months = {str(month) for month in pack.quarter.period}
    shown = [month for month in sheet.months if month.month in months]
    return _total([month.numerator for month in shown]), _total([month.denominator for month in shown])


def put_text(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> Cell:
    """Write a text that stays a text: a leading = + - or @ never becomes a formula."""
    from openpyxl.styles import Alignment, Font

    cell: Any = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    cell.font = Font(name="Calibri", bold=bold)
    cell.alignment = Alignment(wrap_text=column > 1 and len(text) > 40, vertical="top")
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True
    return cell  # type: ignore[no-any-return]


def _total(counts: Sequence[ProtectedCount]) -> ProtectedCount:
    values = [count.value for count in counts]
    known = [value for value in values if value is not None]
    return ProtectedCount(sum(known) if len(known) == len(values) and values else None)


def _sheet(workbook: Workbook, title: str, *, first: bool = False) -> Worksheet:
    sheet: Any = workbook.active if first else workbook.create_sheet()
    sheet.title = title
    sheet.sheet_view.showGridLines = False
    return sheet  # type: ignore[no-any-return]


def _write_lines(sheet: Worksheet, lines: Sequence[tuple[str, str]], row: int = 1) -> int:
    for label, text in lines:
        put_text(sheet, row, 1, label, bold=True)
        put_text(sheet, row, 2, text)
        row += 1
    return row


def _heading_row(sheet: Worksheet, row: int, headings: Sequence[str]) -> None:
    from openpyxl.styles import Font, PatternFill

    for column, heading in enumerate(headings, start=1):
        cell = put_text(sheet, row, column, heading, bold=True)
        cell.fill = PatternFill("solid", fgColor="12436D")
        cell.font = Font(name="Calibri", bold=True, color="FFFFFF")


def _write_summary(sheet: Worksheet, pack: GovernancePack) -> None:
    row = _write_lines(
        sheet,
        (
            ("Department", f"{pack.department} ({pack.specialty})"),
            ("Quarter", f"{pack.quarter}: {pack.quarter.period}"),
            ("Data to", pack.data_to),
            ("Exported", f"{moment_text(pack.exported_at)} by {pack.exported_by}"),
            ("Level", "Team only. No clinician and no patient is in this workbook."),
            ("Protection", f"Counts 1-7 are suppressed ({SUPPRESSED}); others are rounded to 5. Not encrypted."),
            ("Audit head (records)", pack.audit_head or "no event yet"),
        ),
    )
    headings = ("Measure", "Quarter", "Numerator", "Denominator", "Variation", "Reading", "Data quality")
    _heading_row(sheet, row + 1, headings)
    for offset, measure_sheet in enumerate(pack.sheets, start=row + 2):
        _write_summary_row(sheet, offset, pack, measure_sheet)
    _set_widths(sheet, (26, 30, 14, 14, 32, 60, 40))
    sheet.freeze_panes = f"A{row + 2}"


def _write_summary_row(sheet: Worksheet, row: int, pack: GovernancePack, measured: MeasureSheet) -> None:
    numerator, denominator = quarter_totals(pack, measured)
    put_text(sheet, row, 1, measured.measure.title)
    put_text(sheet, row, 2, _quarter_value(measured, numerator, denominator))
    _put_count(sheet, row, 3, numerator)
    _put_denominator(sheet, row, 4, denominator, measured.measure)
    put_text(sheet, row, 5, measured.chart.icon.words)
    put_text(sheet, row, 6, measured.reading)
    put_text(sheet, row, 7, measured.quality)


def _quarter_value(measured: MeasureSheet, numerator: ProtectedCount, denominator: ProtectedCount) -> str:
    measure = measured.measure
    if measure.unit is Unit.COUNT:
        return str(numerator)
    if not denominator.value or (numerator.value is None and measure.unit.tells_counts):
        return SUPPRESSED
    if numerator.value is not None and measure.unit.tells_counts:
        return measure.value_text(numerator.value / denominator.value)
    return measure.value_text(measured.quarter_value)


def _write_measure(sheet: Worksheet, measured: MeasureSheet) -> None:
    measure = measured.measure
    _write_lines(
        sheet,
        (
            (measure.title, measured.reading),
            ("Numerator", measure.numerator),
            ("Denominator", measure.denominator),
            ("Rules", _rules(measured.chart)),
            ("Data quality", measured.quality),
        ),
    )
    _heading_row(sheet, _FIRST_ROW - 1, _HEADINGS)
    for row, month in enumerate(measured.months, start=_FIRST_ROW):
        put_text(sheet, row, 1, month.month)
        _put_count(sheet, row, 2, month.numerator)
        _put_denominator(sheet, row, 3, month.denominator, measure)
        for column, value in enumerate((month.value, month.centre, month.lower, month.upper), start=4):
            _put_number(sheet, row, column, value, _NUMBER_FORMATS[measure.unit])
        put_text(sheet, row, 8, month.special_cause)
    _set_widths(sheet, (24, 14, 14, 12, 12, 12, 12, 16))
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    if measured.months:
        _add_chart(sheet, measured)


def _rules(chart: SpcChart) -> str:
    parts = (f"{chart.kind.title}, {chart.profile.title}.", chart.limits_text, *chart.notes)
    return " ".join(part for part in parts if part)


def _add_chart(sheet: Worksheet, measured: MeasureSheet) -> None:
    from openpyxl.chart import LineChart, Reference

    last = _FIRST_ROW + len(measured.months) - 1
    chart: Any = LineChart()
    chart.title = measured.measure.title
    chart.height, chart.width = 9, 24
    chart.y_axis.number_format = _NUMBER_FORMATS[measured.measure.unit]
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.dispBlanksAs = "gap"
    chart.legend.position = "b"
    chart.add_data(Reference(sheet, min_col=4, max_col=7, min_row=_FIRST_ROW - 1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=_FIRST_ROW, max_row=last))
    for series, (colour, dash) in zip(
        chart.series, (("12436D", None), ("3D3D3D", None), ("A6A6A6", "dash"), ("A6A6A6", "dash")), strict=True
    ):
        series.graphicalProperties.line.solidFill = colour
        series.graphicalProperties.line.dashStyle = dash
        series.graphicalProperties.line.width = 22_000 if dash is None else 12_000
        series.smooth = False
    sheet.add_chart(chart, f"J{_FIRST_ROW - 1}")


def _write_definitions(sheet: Worksheet, measures: Sequence[Measure]) -> None:
    row = 1
    for measure in measures:
        row = _write_lines(
            sheet,
            (
                (measure.title, f"Definition version {measure.version}"),
                *field_texts(measure),
            ),
            row,
        )
        row += 1
    _set_widths(sheet, (24, 100))


def _write_notes(sheet: Worksheet, pack: GovernancePack) -> None:
    lines = [
        ("Suppression", "Counts 1-7 are suppressed, and so is a numerator whose remainder is 1-7."),
        (
            "",
            "Where one count of the quarter is suppressed, the next smallest is suppressed too, and the total with it.",
        ),
        ("", "Other counts are rounded to the nearest 5; percentages are worked out from the rounded counts."),
        ("", "Limits that follow each month's denominator, as of P charts, are left out: they would tell it exactly."),
        ("Validation", "What clinicians say of their records changes their own figures only, not the team's here:"),
        ("", "a record that is not theirs, or that is shared, counts once for the team."),
    ]
    lines += [
        (sheet.measure.title, f"{sheet.suppressed} of {len(sheet.months)} months have a suppressed count")
        for sheet in pack.sheets
    ]
    lines += [("Challenges", "Figures that are disputed, and what was done about it.")] if pack.challenges else []
    row = _write_lines(sheet, [*lines, *pack.challenges]) + 1
    _write_lines(sheet, [("Imports" if not number else "", batch) for number, batch in enumerate(pack.batches)], row)
    _set_widths(sheet, (24, 110))


def _put_count(sheet: Worksheet, row: int, column: int, count: ProtectedCount) -> None:
    from openpyxl.styles import Alignment

    if count.value is None:
        put_text(sheet, row, column, SUPPRESSED).alignment = Alignment(horizontal="right")
    else:
        _put_number(sheet, row, column, count.value, "#,##0")


def _put_denominator(sheet: Worksheet, row: int, column: int, count: ProtectedCount, measure: Measure) -> None:
    """Write a denominator; a count without one has no job plan to be set beside, and a nought would hide that."""
    if measure.unit is Unit.COUNT and count.value == 0:
        put_text(sheet, row, column, "no job plan")
    else:
        _put_count(sheet, row, column, count)


def _put_number(sheet: Worksheet, row: int, column: int, value: float | None, number_format: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    cell.number_format = number_format


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJ"[number]].width = width
