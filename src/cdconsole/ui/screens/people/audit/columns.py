"""The columns of the audit trail. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.people import AuditEvent, Section
from cdconsole.ui.tables.column import Column

_SECTION_WORDS = {
    Section.WARD: "Ward list",
    Section.RECORDS: "Records and job plans",
    Section.REVIEW: "Charts, reviews and goals",
}


def _at(event: AuditEvent) -> str:
    return moment_text(event.at)


def _at_key(event: AuditEvent) -> object:
    return event.at


def _who(event: AuditEvent) -> str:
    return event.person


def _section(event: AuditEvent) -> str:
    return _SECTION_WORDS[event.section]


def _action(event: AuditEvent) -> str:
    return event.action[:1].upper() + event.action[1:]


def _subject(event: AuditEvent) -> str:
    return event.subject


EVENT_COLUMNS: tuple[Column[AuditEvent], ...] = (
    Column("When", _at, _at_key, width=156),
    Column("Who", _who, width=160),
    Column("Did", _action, tooltip=_action, width=290),
    Column("What", _subject, tooltip=_subject, width=290),
    Column("In", _section),
)
