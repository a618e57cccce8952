"""What is past its period of retention as a CSV, for whoever keeps the Trust's records schedule."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cdconsole.domain.retention import PastPeriod
from cdconsole.exporting.csv_file import write_csv

HEADING = ("clinician", "left_on", "part", "kind", "records", "oldest", "period", "standing")


def write_retention(path: Path, past: Iterable[PastPeriod]) -> int:
    """Write one row a clinician and kind of record, and return how many. Raises ExportRefused."""
    rows = [
        (
            *(one.clinician, "" if one.left_on is None else one.left_on.isoformat(), one.part.value, one.title),
            *(str(one.rows), "" if one.oldest is None else one.oldest.isoformat(), one.rule, one.standing),
        )
        for one in past
    ]
    write_csv(path, HEADING, rows)
    return len(rows)
