"""The columns of the list of hits. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.review_search import ReviewHit
from cdconsole.ui.screens.reviews.search.state import where_text
from cdconsole.ui.tables.column import Column


def key_of(hit: ReviewHit) -> tuple[object, ...]:
    """Return what tells one line from another."""
    return (hit.text.written_in, hit.text.record, hit.text.on, hit.text.text)


def _clinician(hit: ReviewHit) -> str:
    return hit.text.clinician


def _day(hit: ReviewHit) -> str:
    return date_text(hit.text.on)


def _day_key(hit: ReviewHit) -> date:
    return hit.text.on


def snippet(hit: ReviewHit) -> str:
    """Return the part of the text in which the words are."""
    return hit.snippet


HIT_COLUMNS: tuple[Column[ReviewHit], ...] = (
    Column("Clinician", _clinician, width=180),
    Column("Day", _day, _day_key, width=124),
    Column("Where", where_text, width=230),
    Column("Text", snippet, sorts=False),
)
