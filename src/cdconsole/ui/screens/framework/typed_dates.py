"""Days as people type them, and how they are written. No Qt."""

from __future__ import annotations

import re
from datetime import date

from cdconsole.domain.calendar import MONTH_NAMES
from cdconsole.domain.errors import RuleBroken

_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\s+(?P<name>[A-Za-z]{3,9})\.?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
)


def typed_date(text: str, field: str) -> date | None:
    """Read ``23 Nov 2026``, ``23/11/2026`` or ``2026-11-23``; nothing is None. Raises RuleBroken naming the field."""
    plain = text.strip()
    if not plain:
        return None
    for form in _FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            try:
                month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                break
    raise RuleBroken("This is not a date.", "Write it like 23 Nov 2026.", field)


def _month_number(name: str) -> int:
    """Return the month of an English name or its first three letters. Raises ValueError."""
    return MONTH_NAMES.index(name[:3].capitalize()) + 1
