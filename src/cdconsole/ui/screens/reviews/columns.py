"""The columns of the list of reviews. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.review import ReviewRow
from cdconsole.ui.follow_up.due import due_words
from cdconsole.ui.screens.reviews.state import ListedReview
from cdconsole.ui.tables.column import Alignment, Column


def key_of(listed: ListedReview) -> ClinicianId:
    """Return what tells one line from another."""
    return listed.row.clinician_id


def _name(listed: ListedReview) -> str:
    return listed.row.clinician


def _grade(listed: ListedReview) -> str:
    return listed.row.grade


def _last(listed: ListedReview) -> str:
    return date_text(listed.row.last_review) or "none yet"


def _last_key(listed: ListedReview) -> date:
    return listed.row.last_review or date.min


def _next(listed: ListedReview) -> str:
    return due_words(listed.row.next_due, listed.today)


def _next_key(listed: ListedReview) -> date:
    return listed.row.next_due or date.max


def _status(listed: ListedReview) -> str:
    return listed.row.status


def _goals(listed: ListedReview) -> str:
    return str(listed.row.open_goals)


def _goals_key(listed: ListedReview) -> int:
    return listed.row.open_goals


def by_name(row: ReviewRow) -> str:
    """Return what the list is sorted by: names, and nothing that could be read as an order of merit."""
    return row.clinician.casefold()


REVIEW_COLUMNS: tuple[Column[ListedReview], ...] = (
    Column("Clinician", _name, width=230),
    Column("Grade", _grade, width=150),
    Column("Last review", _last, _last_key, width=120),
    Column("Next due", _next, _next_key, width=230),
    Column("Open goals", _goals, _goals_key, Alignment.RIGHT, width=100),
    Column("Status", _status),
)
