"""Which months the records of a kind cover whole: elsewhere nothing is known, which is not a count of 0."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.extract import ExtractKind
from cdconsole.importing import coverage
from cdconsole.storage import record_columns
from cdconsole.storage.section_file import Reading

FIRST_DAYS = 3  # a month counts as whole if it begins in its first days


def whole_months(spans: Iterable[tuple[date, date]]) -> frozenset[Month]:
    """Return the months that some span of days covers whole: half a month would look like a fall or a rise."""
    months: set[Month] = set()
    for first_day, last_day in spans:
        first, last = Month.of(first_day), Month.of(last_day)
        months.update(
            Period(first if first_day.day <= FIRST_DAYS else first + 1, last if last_day == last.last else last - 1)
        )
    return frozenset(months)


def covered_months(reading: Reading, kind: ExtractKind) -> frozenset[Month]:
    """Return the months that imports of a kind cover, and those that records no import brought cover themselves."""
    typed = coverage.covered_days(record_columns.days_without_import(reading, kind))
    return whole_months((*record_columns.covered_days(reading, kind), *([] if typed is None else [typed])))


def span_of(months: Iterable[Month]) -> Period | None:
    """Return the period from the first to the last of some months; None of none."""
    every = sorted(months)
    return Period(every[0], every[-1]) if every else None
