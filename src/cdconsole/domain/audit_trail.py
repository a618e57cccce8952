"""The audit trail as a hospital can show it: who opened, looked at, changed or exported what, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.identity import ClinicianId, PersonId
from cdconsole.domain.people import AuditEvent, Section

OPENED = "opened"
RECOVERY_KEY = "a recovery key"
PEOPLE_ACTIONS = (
    "gave a new code to",
    "took back the keys of",
    "changed the passphrase of",
    "handed the department over to",
    "became clinical director by the recovery key",
)
EVERYBODY = "everybody"
NAMED_MEASURES = "Measures of named clinicians"
ABOUT_EVERYBODY = (EVERYBODY, NAMED_MEASURES)
"""Subjects of events that touch the data of every clinician."""

_HEAD_DIGITS = 16
_GROUP = 4

CANNOT_PROVE = (
    "Nothing can be proved of events after the newest head that somebody holds elsewhere: a person with the section's "
    "key could have written those anew. So compare the head on a printed governance pack.",
    "What was read with another program left no event.",
    "Times are what each writer's computer said.",
)


class AuditKind(Enum):
    """What an audit event is about; the value is what a filter shows."""

    OPENED = "Opened"
    LOOKED = "Looked at"
    CHANGED = "Changed"
    EXPORTED = "Exported"
    PEOPLE = "People and keys"


class Looking(Enum):
    """What of a clinician's data was looked at, as the audit trail words it."""

    CHARTS = "looked at charts of"
    RECORDS = "looked at records behind a point of"
    REVIEW = "looked at the review of"
    GOALS = "looked at the goals of"
    THANKS = "looked at the thank-yous to"
    SUPPORT = "looked at the support of"
    CHALLENGE = "looked at a challenge of"
    EXTRACT = "looked at a sealed extract about"
    EVERYTHING_HELD = "looked at everything held about"
    SEARCH = "looked at what a search found in the reviews of"


@dataclass(frozen=True)
class AuditFilter:
    """Which audit events are wanted; what is None does not matter. ``first`` and ``last`` are local days, included."""

    person: PersonId | None = None
    clinician: ClinicianId | None = None
    kind: AuditKind | None = None
    first: date | None = None
    last: date | None = None


EVERYTHING = AuditFilter()


@dataclass(frozen=True)
class AuditTrail:
    """The newest events that pass a filter, of ``total``; ``people`` are all who ever did anything, by name."""

    events: tuple[AuditEvent, ...]
    total: int
    people: tuple[tuple[PersonId, str], ...]


@dataclass(frozen=True)
class SectionVerdict:
    """Whether one section's audit trail is as it was written. ``head`` is in hexadecimal, empty without an event.

    ``compared`` counts the signed heads, one a kept commit, that were looked for in the trail.
    """

    section: Section
    events: int
    first: datetime | None
    last: datetime | None
    head: str
    compared: int
    problems: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return the verdict in plain words."""
        if self.problems:
            return f"{self.section.value.capitalize()}: {' '.join(self.problems)}"
        if self.first is None or self.last is None:
            return f"{self.section.value.capitalize()}: no event yet."
        head = short_head(self.head).replace(" ", "\N{NO-BREAK SPACE}")
        heads = f"{self.compared} signed {'head' if self.compared == 1 else 'heads'}"
        return (
            f"{self.section.value.capitalize()}: {self.events:,} {'event' if self.events == 1 else 'events'} from "
            f"{moment_text(self.first)} to {moment_text(self.last)}, none altered, missing or moved; {heads} of kept "
            f"commits found in it. Newest head {head}."
        )


@dataclass(frozen=True)
class AuditVerdict:
    """Whether the audit trail is as it was written. ``printed`` says what became of a head typed from paper."""

    sections: tuple[SectionVerdict, ...]
    printed: str = ""
    is_printed_found: bool = True

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is wrong."""
        return self.is_printed_found and not any(section.problems for section in self.sections)


def short_head(head: str) -> str:
    """Return the first 16 digits of a head in groups of four, as it is printed; nothing for none."""
    digits = head[:_HEAD_DIGITS]
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def typed_head(text: str) -> str:
    """Return the digits of a head as somebody typed it from paper; nothing unless it is a whole short head."""
    digits = "".join(text.split()).lower()
    is_head = len(digits) >= _HEAD_DIGITS and set(digits) <= set("0123456789abcdef")
    return digits if is_head else ""


def period_words(wanted: AuditFilter) -> str:
    """Return the days of a filter in words."""
    if wanted.first is None and wanted.last is None:
        return "all days"
    if wanted.last is None:
        return f"from {date_text(wanted.first)}"
    return f"{'' if wanted.first is None else date_text(wanted.first) + ' '}to {date_text(wanted.last)}"
