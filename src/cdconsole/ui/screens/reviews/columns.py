"""The columns of the list of reviews and of the thank-yous. No Qt."""

from __future__ import annotations

from datetime import date, datetime

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.review import Recognition, ReviewRow
from cdconsole.ui.corrections.state import thanked_text
from cdconsole.ui.follow_up.due import due_words
from cdconsole.ui.screens.reviews.state import ListedReview, thanked_on
from cdconsole.ui.tables.column import Alignment, Column

_SOON_DAYS = 14


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
    due = listed.row.next_due
    if due is None:
        return "first review to come"
    days = (due - listed.today).days
    if days < 0:
        return f"overdue since {date_text(due)}"
    if days == 0:
        return "due today"
    return f"due soon, {date_text(due)}" if days <= _SOON_DAYS else due_words(due, listed.today)


def _next_key(listed: ListedReview) -> date:
    # Who has had no review yet waits longest.
    return listed.row.next_due or date.min


def _conversation(listed: ListedReview) -> str:
    return listed.row.conversation


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
    Column("Clinician", _name, width=190),
    Column("Grade", _grade, width=130),
    Column("Last review", _last, _last_key, width=110),
    Column("Next due", _next, _next_key, width=200),
    Column("Open goals", _goals, _goals_key, Alignment.RIGHT, width=95),
    Column("Status", _status, width=145),
    Column("Other conversation", _conversation),
)


def key_of_thanks(recognition: Recognition) -> str:
    """Return what tells one thank-you from another."""
    return recognition.id


def _thanked_on(recognition: Recognition) -> str:
    return date_text(thanked_on(recognition))


def _thanked_at(recognition: Recognition) -> datetime:
    return recognition.at


def _thanked(recognition: Recognition) -> str:
    return recognition.clinician


def thanked_for(recognition: Recognition) -> str:
    """Return the words on one line, and after them what was asked to be corrected."""
    return " ".join(thanked_text(recognition).split())


def _thanked_for_whole(recognition: Recognition) -> str:
    # Escaped: a tooltip takes what looks like markup for markup. As rich text it is also wrapped to a calm width.
    return thanked_text(recognition)


def _thanked_by(recognition: Recognition) -> str:
    return recognition.author


THANKS_COLUMNS: tuple[Column[Recognition], ...] = (
    Column("When", _thanked_on, _thanked_at, width=120),
    Column("Thanked", _thanked, width=200),
    Column("For what", thanked_for, tooltip=_thanked_for_whole),
    Column("By", _thanked_by, width=180),
)
