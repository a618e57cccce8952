"""The columns of the two tables of People & access. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.people import AuditEvent, Person, Section
from cdconsole.ui.tables.column import Column

_SECTION_WORDS = {
    Section.WARD: "ward list",
    Section.RECORDS: "records and job plans",
    Section.REVIEW: "charts, reviews and goals",
}


def _name(person: Person) -> str:
    return person.name


def _role(person: Person) -> str:
    return person.role.title


def _sections(person: Person) -> str:
    return ", ".join(_SECTION_WORDS[section] for section in person.role.sections).capitalize()


def _since(person: Person) -> str:
    return date_text(person.since.astimezone().date())


def _since_key(person: Person) -> object:
    return person.since


def _at(event: AuditEvent) -> str:
    return moment_text(event.at)


def _at_key(event: AuditEvent) -> object:
    return event.at


def _who(event: AuditEvent) -> str:
    return event.person


def _section(event: AuditEvent) -> str:
    return _SECTION_WORDS[event.section].capitalize()


def _action(event: AuditEvent) -> str:
    return event.action[:1].upper() + event.action[1:]


def _subject(event: AuditEvent) -> str:
    return event.subject


PEOPLE_COLUMNS: tuple[Column[Person], ...] = (
    Column("Name", _name, width=220),
    Column("Role", _role, width=160),
    Column("Can unlock since", _since, _since_key, width=150),
    Column("Reads and writes", _sections),
)
EVENT_COLUMNS: tuple[Column[AuditEvent], ...] = (
    Column("When", _at, _at_key, width=156),
    Column("Who", _who, width=150),
    Column("Did", _action, width=280),
    Column("In", _section, width=190),
    Column("What", _subject),
)
