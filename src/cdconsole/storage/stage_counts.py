"""How many records of a kind there are, for what the stage board says of them; never whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.storage.section_file import Reading


@dataclass(frozen=True)
class ReviewCounts:
    """Counts of the review section."""

    interpretations: int
    releases: int
    thanks: int
    sustain_checks: int


def review_counts(reading: Reading) -> ReviewCounts:
    """Return how many interpretations, releases, thank-yous and sustain checks there are."""
    row = reading.row(
        "SELECT (SELECT count(*) FROM interpretation), (SELECT count(*) FROM release_event),"
        " (SELECT count(*) FROM recognition), (SELECT count(*) FROM sustain_check WHERE checked_on IS NOT NULL)"
    )
    return ReviewCounts(*row) if row else ReviewCounts(0, 0, 0, 0)
