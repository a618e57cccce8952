"""Names of measures as rows have them: the first version wrote capitals, and rows keep what was written."""

from __future__ import annotations

from cdconsole.domain.measure import MeasureId


def as_written(before: str | None, measure: MeasureId | None) -> str | None:
    """Return how a measure is written into a row that had ``before``: as it was, where that names the same one.

    Another spelling would look like a change to merging, and be refused where a record is locked.
    """
    if before is not None and measure is not None and MeasureId(before) == measure:
        return before
    return measure
