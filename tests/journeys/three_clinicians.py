"""What a department of three clinicians sends in: invented spells of any months, and a clock of their time."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from cdconsole.domain.calendar import Month, Period

CONSULTANTS = {"C9000001": "Dr Ann Example", "C9000002": "Dr Ben Sample", "C9000003": "Dr Cat Specimen"}
"""By the code their records carry."""

_HEADINGS = (
    *("Spell number", "Patient number", "Consultant code", "Admitted", "Discharged", "Patient class"),
    *("Admission method", "Discharge method", "Specialty", "Ward"),
)
_A_MONTH = (20, 28)


@dataclass(frozen=True)
class MovedClock:
    """The computer's clock, so many days away from now: it goes on ticking."""

    by: timedelta

    @classmethod
    def at(cls, day: date) -> MovedClock:
        """Return a clock on which it is nine in the morning of a day, now."""
        return cls(datetime.combine(day, time(9), UTC) - datetime.now(UTC))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by

    def today(self) -> date:
        return self.now().astimezone().date()


def write_extract(folder: Path, period: Period) -> Path:
    """Write the spells that ended in a period. In its last quarter of a year Dr Example's patients leave earlier."""
    path = folder / f"spells-{period.first}-to-{period.last}.csv".replace(" ", "-")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        for month in period.months:
            writer.writerows(_spells(month))
    return path


def _spells(month: Month) -> list[tuple[str, ...]]:
    rows = []
    chance = random.Random(f"{month}")  # noqa: S311 - invented records, the same every time
    for place, code in enumerate(CONSULTANTS):
        for number in range(chance.randint(*_A_MONTH)):
            # Somebody is admitted the day before a month's last: without, an extract is not known to cover that month.
            day = chance.randint(1, month.last.day) if number else month.last.day
            early = chance.random() < (0.85 if place == 0 and month >= Month(2026, 1) else 0.35)
            left = datetime.combine(
                date(month.year, month.month, day), time(chance.choice((9, 10, 11) if early else (13, 15, 17)), 20), UTC
            )
            came = left - timedelta(days=1 + (chance.randint(0, 8) if number else 0), hours=chance.randint(0, 5))
            name = f"{month.year}{month.month:02}{place}{number:03}"
            who = (f"S{name}", f"INV{chance.randint(1, 9999):04}", code)
            rows.append((*who, f"{came:%Y-%m-%d %H:%M}", f"{left:%Y-%m-%d %H:%M}", "1", "21", "1", "301", "Ash ward"))
    return rows
