"""The line at the bottom: who is in, what is saved, how fresh the data is, when it locks. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.people import Editing, Section


@dataclass(frozen=True)
class Status:
    """What the status line says; empty parts are left out.

    ``others`` say who else works in the department; ``away`` why its folder can't be reached.
    """

    person: str = ""
    saved: datetime | None = None
    published: datetime | None = None
    is_held_here: bool = False
    away: str = ""
    data_to: str = ""
    locks_in_seconds: int | None = None
    others: tuple[str, ...] = ()
    wants: str = ""

    def text(self) -> str:
        """Return the line: ``unlocked as Dr B. Director · saved 10:42 · data to 30 Jun 2026``."""
        if not self.person:
            return ""
        parts = [
            f"unlocked as {self.person}",
            f"saved {_time(self.saved)}" if self.saved else "",
            f"on the share {_time(self.published)}" if self.published else "",
            "not yet on the share, kept on this computer" if self.is_held_here else "",
            "the share does not answer: working with this computer's copy" if self.away else "",
            f"data to {self.data_to}" if self.data_to[:1].isdigit() else "no data yet",
            self.wants,
            *self.others,
        ]
        return " · ".join(part for part in parts if part)

    def lock_text(self) -> str:
        """Return ``Locks in 2 min`` near the end, nothing before."""
        if self.locks_in_seconds is None:
            return ""
        minutes = -(-self.locks_in_seconds // 60)
        return f"Locks in {minutes} min" if self.locks_in_seconds > 60 else "Locks in less than a minute"


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"


def editing_text(editing: Editing) -> str:
    """Return ``Sr C. Admin is editing the ward list (PC-12, since 09:40)``."""
    what = {Section.WARD: "the ward list", Section.RECORDS: "the records", Section.REVIEW: "reviews and goals"}
    return f"{editing.person} is editing {what[editing.section]} ({editing.computer}, since {_time(editing.since)})"
