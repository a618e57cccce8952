"""Reads job plans: a table with one row for each programmed activity, grouped by clinician and the date it starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from cdconsole.domain.clinician import Grade
from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind
from cdconsole.domain.job_plan import MOST_PAS, OnCall, ProgrammedActivity
from cdconsole.domain.job_plan_terms import SignOff
from cdconsole.importing.child import Report, Watch, run_in_child
from cdconsole.importing.dates import DateReader, settled_orders
from cdconsole.importing.findings import Findings
from cdconsole.importing.job_plan_cells import (
    INSTEAD,
    NEEDED,
    Cells,
    Row,
    RowChecker,
    missing_plan_columns,
    plan_columns,
)
from cdconsole.importing.limits import LIMITS, Limits
from cdconsole.importing.records import CheckedJobPlan, CheckedJobPlans
from cdconsole.importing.source import Source
from cdconsole.importing.table import Table, read_table

LAST_START = date(2199, 12, 31)  # a plan may well start in the future
AS_FOUND: Final = ColumnMapping(ExtractKind.JOB_PLANS)
_SEVERAL: Final = {
    "on_call_one_in": "on-call rotas",
    "grade": "grades",
    "full_time": "answers to full time",
    "agreed_pas": "agreed totals",
    "working_weeks": "numbers of working weeks",
    "objectives": "lists of objectives",
    "sign_off": "sign-off states",
}


def read_job_plans(
    source: Source, watch: Watch, mapping: ColumnMapping = AS_FOUND, limits: Limits = LIMITS
) -> CheckedJobPlans:
    """Return the job plans of a file, read in a limited child process; ``mapping`` says its sheet and date order.

    A plan with a refused row is held back whole, every row of it listed: half a plan would understate the work.
    Raises ImportRefused if the file as a whole is no use, Cancelled if the watch says so.
    """
    return run_in_child(partial(check_job_plans, source, mapping, limits), limits, watch)


def check_job_plans(source: Source, mapping: ColumnMapping, limits: Limits, report: Report) -> CheckedJobPlans:
    """Return what ``read_job_plans`` does; runs in the child process."""
    table = read_table(source, limits, report, mapping.sheet)
    columns = _columns(table, source.name)
    starts = columns["effective_from"]
    order = settled_orders({starts: table.columns[starts]}, mapping.date_order)[starts]
    dates = DateReader(order, LAST_START)
    findings = Findings()
    groups: dict[tuple[str, date], list[Row]] = {}
    every = zip(*(table.columns.get(columns.get(name, ""), [""] * len(table)) for name in Cells._fields), strict=True)
    for number, cells in zip(table.numbers, map(Cells._make, every), strict=True):
        checker = RowChecker(number, columns, findings, dates)
        if _fits(table, number, columns, findings) and (row := checker.read(cells)) is not None:
            groups.setdefault((row.clinician.casefold(), row.effective_from), []).append(row)
    plans = tuple(plan for rows in groups.values() if (plan := _plan(rows, columns, findings)) is not None)
    return CheckedJobPlans(table.sha256, len(table), plans, findings.rejected, findings.rejected_rows)


def _columns(table: Table, name: str) -> dict[str, str]:
    columns = plan_columns(table.headings)
    missing = missing_plan_columns(columns)
    if missing:
        raise ImportRefused(
            f"{name} has no column {', '.join(missing)}.", f"Its heading needs at least: {', '.join(NEEDED)}."
        )
    return columns


def _fits(table: Table, number: int, columns: dict[str, str], findings: Findings) -> bool:
    """Return whether a row reaches every needed column and no further than the heading, telling if it does not."""
    cells = table.widths.get(number, len(table.columns))
    needed = max(table.headings.index(_needed(columns, name)) for name in NEEDED) + 1
    if needed <= cells <= len(table.columns):
        return True
    findings.reject(
        number, _needed(columns, "clinician"), f"The row has {cells} cells, the heading {len(table.columns)}"
    )
    return False


def _needed(columns: Mapping[str, str], name: str) -> str:
    return columns[name] if name in columns else columns[INSTEAD[name]]


def _plan(rows: Sequence[Row], columns: dict[str, str], findings: Findings) -> CheckedJobPlan | None:
    """Return the plan its rows make, or None, every row told, if it cannot be stored."""
    terms = {name: _distinct_terms(rows, name) for row in rows for name in row.terms}
    activities = tuple(row.activity for row in rows if row.activity is not None)
    total = sum(activity.pas for activity in activities)
    refused = [row.number for row in rows if row.activity is None]
    twice = next((name for name, values in terms.items() if len(values) > 1), "")
    if refused:
        column, reason = "activity", f"Held back: row {refused[0]} of the same plan was refused"
    elif twice:
        said = " and ".join(_term_words(value) for value in terms[twice][:2])
        column, reason = twice, f"The plan has two {_SEVERAL[twice]}: {said}"
    elif total > MOST_PAS:
        column, reason = "pas", f"The plan adds up to {total:g} PAs, more than {MOST_PAS:g}"
    else:
        return _checked(rows, activities, {name: values[0] for name, values in terms.items() if values})
    for row in rows:
        if row.number not in refused:
            findings.reject(row.number, columns.get(column, column), reason)
    return None


def _checked(
    rows: Sequence[Row], activities: tuple[ProgrammedActivity, ...], terms: Mapping[str, Any]
) -> CheckedJobPlan:
    return CheckedJobPlan(
        rows[0].clinician,
        rows[0].effective_from,
        activities,
        terms.get("on_call_one_in", OnCall()),
        terms.get("grade", Grade.OTHER),
        _distinct(interest for row in rows for interest in row.interests),
        tuple(row.number for row in rows),
        next((row.code for row in rows if row.code), ""),
        terms.get("full_time"),
        terms.get("agreed_pas"),
        terms.get("working_weeks"),
        terms.get("objectives"),
        terms.get("sign_off"),
    )


def _distinct_terms(rows: Iterable[Row], name: str) -> list[object]:
    given = (row.terms.get(name) for row in rows)
    return list(dict.fromkeys(value for value in given if value is not None and value != OnCall()))


def _term_words(value: object) -> str:
    if isinstance(value, Grade):
        return value.value
    if isinstance(value, SignOff):
        return value.state.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(one.title for one in value) if isinstance(value, tuple) else str(value)


def _distinct(interests: Iterable[str]) -> tuple[str, ...]:
    return tuple({interest.casefold(): interest for interest in interests}.values())
