"""The columns of the table of access. No Qt."""

from __future__ import annotations

from cdconsole.domain.access import AccessRow
from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.people import Section
from cdconsole.ui.tables.column import Column

_SECTION_WORDS = {Section.WARD: "ward list", Section.RECORDS: "records", Section.REVIEW: "reviews"}


def _name(row: AccessRow) -> str:
    return row.person.name


def _role(row: AccessRow) -> str:
    return row.person.role.title


def _reads(row: AccessRow) -> str:
    return _words(row.person.role.sections)


def _writes(row: AccessRow) -> str:
    return _words(row.person.role.writes)


def _since(row: AccessRow) -> str:
    return date_text(row.person.since.astimezone().date())


def _since_key(row: AccessRow) -> object:
    return row.person.since


def _opened(row: AccessRow) -> str:
    return moment_text(row.last_opened) if row.last_opened is not None else "Not on record"


def _opened_key(row: AccessRow) -> object:
    return row.last_opened.timestamp() if row.last_opened is not None else 0.0


def _notes(row: AccessRow) -> str:
    notes = (
        "you" * row.is_you,
        "holds the department" * row.is_owner,
        "has not unlocked yet: code given" * (not row.has_own_passphrase),
    )
    return _sentence(", ".join(filter(None, notes)))


def _words(sections: tuple[Section, ...]) -> str:
    if len(sections) == len(Section):
        return "Everything"
    return _sentence(", ".join(_SECTION_WORDS[section] for section in sections)) or "Nothing"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


ACCESS_COLUMNS: tuple[Column[AccessRow], ...] = (
    Column("Name", _name, width=180),
    Column("Role", _role, width=130),
    Column("Can read", _reads, width=140),
    Column("Can write", _writes, width=140),
    Column("Since", _since, _since_key, width=110),
    Column("Last opened", _opened, _opened_key, width=170),
    Column("Notes", _notes),
)
