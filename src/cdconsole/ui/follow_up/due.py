"""Say how far off a day is. No Qt."""

from __future__ import annotations

from datetime import date

from cdconsole.domain.calendar import date_text

_DAYS_IN_WEEKS, _DAYS_IN_MONTHS = 14, 70
_DAYS_A_MONTH = 30.44


def due_words(on: date | None, today: date) -> str:
    """Return a day and how far off it is: ``in 6 weeks, 4 Jan 2027``, ``3 days over, 20 Nov 2026``, ``not set``."""
    if on is None:
        return "not set"
    days = (on - today).days
    if days in (0, 1):
        return f"{('today', 'tomorrow')[days]}, {date_text(on)}"
    words = f"in {_length(days)}" if days > 0 else f"{_length(-days)} over"
    return f"{words}, {date_text(on)}"


def _length(days: int) -> str:
    for least, size, noun in ((_DAYS_IN_MONTHS, _DAYS_A_MONTH, "month"), (_DAYS_IN_WEEKS, 7, "week")):
        if days >= least:
            return f"{round(days / size)} {noun}s"
    return f"{days} day{'s' if days > 1 else ''}"
