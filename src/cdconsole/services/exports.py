"""The governance workbook: previewed, protected, logged before it appears."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cdconsole.domain.audit_trail import NAMED_MEASURES, short_head
from cdconsole.domain.calendar import Month, Period, Quarter, moment_text
from cdconsole.domain.counting import Form
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.extract import BatchRow
from cdconsole.domain.governance import (
    ExportLogRow,
    ExportReceipt,
    GovernancePack,
    GovernancePreview,
    MeasureSheet,
    MeasureValues,
)
from cdconsole.domain.measure import Measure, MeasureChart, MonthlyValue
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ExportGovernance, ExportMeasures, ListExports, PreviewGovernance
from cdconsole.exporting.disclosure import measure_sheet
from cdconsole.exporting.governance_workbook import write_governance_workbook
from cdconsole.exporting.measures_csv import write_measures
from cdconsole.services.challenge_notes import challenge_notes, left_out_lines, team_lines
from cdconsole.services.charts import team_charts
from cdconsole.services.department import RowTerms, measure_rows
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.monthly_values import over_period
from cdconsole.services.quality_marks import measure_marks
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit, batches, export_log

_MONTHS_SHOWN = 36


@handles(PreviewGovernance)
def preview_governance(session: Session, request: PreviewGovernance, _task: Task) -> GovernancePreview:
    """Return what a quarter's workbook would hold. Raises NotEntitled, UserFacingError without a complete quarter."""
    session.require(Section.REVIEW)
    data = department_data(session)
    quarters = complete_quarters(data)
    if not quarters:
        raise UserFacingError("No calendar quarter is complete yet.", "Import an extract that covers three months.")
    quarter = request.quarter or quarters[0]
    sheets = _sheets(session, data, _checked_quarter(quarter, quarters))
    said = team_lines(session, _shown(data, quarter))
    suppressed = sum(sheet.suppressed for sheet in sheets)
    return GovernancePreview(
        quarter=quarter,
        quarters=quarters,
        measures=tuple(sheet.measure.title for sheet in sheets),
        suppressed=suppressed,
        sentence=(
            f"{len(sheets)} measures at team level, {sum(len(sheet.months) for sheet in sheets)} monthly values; "
            f"{suppressed} hold a suppressed count. No clinician and no patient is named."
            + "".join(f" {title}: {line}" for title, line in said)
        ),
    )


@handles(ExportGovernance)
def export_governance(session: Session, request: ExportGovernance, task: Task) -> ExportReceipt:
    """Write the workbook beside its final name, log it, then let it appear.

    The export log and audit event are committed before the file has its name: no unaudited export can exist.
    Raises ExportRefused when the place can't be written, RuleBroken for a quarter without complete data, Cancelled.
    """
    session.require(Section.REVIEW)
    data = department_data(session)
    target = checked_target(Path(request.path), ".xlsx")
    sheets = _sheets(session, data, _checked_quarter(request.quarter, complete_quarters(data)))
    said = team_lines(session, _shown(data, request.quarter))
    pack = replace(_pack(session, data, request.quarter, sheets), challenges=said)

    def write(temporary: Path) -> int:
        return write_governance_workbook(pack, temporary, lambda sheet: task.report(0, 0, f"Writing {sheet}"))

    rows, digest = write_logged(session, target, Exported(f"Governance workbook {request.quarter}"), write)
    suppressed = sum(sheet.suppressed for sheet in sheets)
    lines = tuple(f"{title}: {line}" for title, line in said)
    return ExportReceipt(str(target), len(sheets) + 3, rows, suppressed, digest, lines)


@handles(ExportMeasures)
def export_measures(session: Session, request: ExportMeasures, task: Task) -> ExportReceipt:
    """Write every measure for every clinician and month as CSV: named, true values, so logged like any export.

    Raises NotEntitled for an administrator, ExportRefused, UserFacingError without data.
    """
    session.require(Section.REVIEW)
    target = checked_target(Path(request.path))
    data, notes = department_data(session), challenge_notes(session)
    everything = data.last_months(12 * 100)
    terms = RowTerms(notes, measure_marks(session, data, everything), request.as_recorded)
    values = measure_rows(data, task, terms)
    names = {clinician.id: clinician.name for clinician in data.clinicians.values()}
    lines = left_out_lines(session, everything, names)

    def write(temporary: Path) -> int:
        write_measures(temporary, values)
        return len(values)

    rows, digest = write_logged(session, target, Exported(NAMED_MEASURES), write)
    return ExportReceipt(str(target), 1, rows, 0, digest, lines)


@handles(ListExports)
def list_exports(session: Session, _request: ListExports, _task: Task) -> tuple[ExportLogRow, ...]:
    """Return the export log, newest first; what concerns one person only for who may open the review section."""
    rows: list[ExportLogRow] = []
    for section in (Section.RECORDS, Section.REVIEW):
        if section in session.person.role.sections:
            with session.snapshot(section) as snapshot:
                rows += export_log.entries(snapshot)
    return tuple(sorted(rows, key=_moment, reverse=True))


def _moment(row: ExportLogRow) -> datetime:
    return row.at


def complete_quarters(data: DepartmentData) -> tuple[Quarter, ...]:
    """Return the calendar quarters whose three months all have data, newest first."""
    if data.period is None:
        return ()
    newest, oldest = Quarter.of(data.period.last.last), data.period.first
    found: list[Quarter] = []
    while newest.period.last >= oldest:
        if newest.period.first >= oldest and newest.period.last <= data.period.last:
            found.append(newest)
        newest = newest - 1
    return tuple(found)


def _shown(data: DepartmentData, quarter: Quarter) -> Period:
    """Return the months on a quarter's sheets."""
    last = quarter.period.last
    first = last - (_MONTHS_SHOWN - 1)
    return Period(first if data.period is None else max(data.period.first, first), last)


def _sheets(session: Session, data: DepartmentData, quarter: Quarter) -> tuple[MeasureSheet, ...]:
    """Return a sheet for each measure; one whose team figures are under challenge is left out."""
    last, shown = quarter.period.last, _shown(data, quarter)
    if data.period is None:
        return ()
    until = data.until(last)
    return tuple(
        measure_sheet(_values(data, chart, quarter), quarter.period)
        for chart in team_charts(session, until, len(shown))
        if not chart.unavailable and not chart.is_disputed
    )


def _values(data: DepartmentData, chart: MeasureChart, quarter: Quarter) -> MeasureValues:
    values = tuple(
        MonthlyValue(Month.of(point.on), point.numerator or 0.0, point.denominator or 0.0, point.value)
        for point in chart.chart.points
    )
    return MeasureValues(
        *(chart.measure, chart.chart, chart.reading, chart.quality_words),
        *(_over_quarter(data, chart.measure, values, quarter), values),
    )


def _over_quarter(
    data: DepartmentData, measure: Measure, values: tuple[MonthlyValue, ...], quarter: Quarter
) -> float | None:
    """Return a measure's value over a quarter: a median of its records again, else the quotient of its sums."""
    counted = data.source(measure).counted(None, measure)
    if measure.counting.form is Form.MEDIAN and counted is not None:
        return over_period(counted, Form.MEDIAN, quarter.period).value
    months = [value for value in values if value.month.first in quarter.period]
    denominator = sum(value.denominator for value in months)
    return sum(value.numerator for value in months) / denominator if denominator else None


def _pack(session: Session, data: DepartmentData, quarter: Quarter, sheets: tuple[MeasureSheet, ...]) -> GovernancePack:
    locked = session.file.vault.locked
    with session.snapshot(Section.RECORDS) as snapshot:
        imported = batches.list_batches(snapshot)
        head = audit.head(snapshot)
    return GovernancePack(
        department=locked.department,
        specialty=locked.specialty,
        quarter=quarter,
        data_to=data.data_to,
        exported_by=f"{session.person.name}, {session.person.role.title.lower()}",
        exported_at=session.clock.now(),
        sheets=sheets,
        batches=tuple(_batch_text(batch) for batch in imported),
        audit_head=short_head(head),
    )


def _batch_text(batch: BatchRow) -> str:
    return (
        f"{moment_text(batch.at)} by {batch.person}: {batch.spells:,} spells from {batch.rows:,} rows; "
        f"{batch.rejected:,} not stored, {batch.questioned:,} to check; covers {batch.covers or 'no dates'}"
    )


def _checked_quarter(quarter: Quarter, quarters: tuple[Quarter, ...]) -> Quarter:
    if quarter not in quarters:
        known = f"{quarters[-1]} to {quarters[0]}" if quarters else "none yet"
        raise RuleBroken(f"The data do not cover all of {quarter}.", f"Complete quarters: {known}.", "quarter")
    return quarter
