"""The list of data to mend as CSV, for whoever keeps the source system."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.domain.data_quality import FixItem
from cdconsole.exporting.csv_file import write_csv


def write_fixes(path: Path, items: Sequence[FixItem]) -> int:
    """Write ``kind,about,where,what,advice`` and return how many lines there are."""
    write_csv(
        path,
        ("kind", "about", "where", "what", "advice"),
        [(item.kind.value, item.aspect.value, item.where, item.what, item.advice) for item in items],
    )
    return len(items)
