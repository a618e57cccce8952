"""The log of thank-yous as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cdconsole.domain.review import Recognition
from cdconsole.exporting.csv_file import write_csv


def write_recognitions(path: Path, given: Sequence[Recognition]) -> int:
    """Write ``on,thanked,text,measured,by,corrections`` and return how many lines there are; days are ISO 8601."""
    write_csv(
        path,
        ("on", "thanked", "text", "measured", "by", "corrections"),
        [
            (
                *(one.at.astimezone().date().isoformat(), one.clinician, one.text, one.measured, one.author),
                " ".join(asked.sentence for asked in one.rectifications),
            )
            for one in given
        ],
    )
    return len(given)
