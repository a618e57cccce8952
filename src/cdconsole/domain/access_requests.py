"""What a person can want of access: let people in, take keys back, hand over, recover."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.access import Access, Introduction
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, SessionSummary
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowAccess(Request[Access]):
    """Everybody's access: who reads and writes what, since when, last opened."""


@dataclass(frozen=True)
class IntroducePerson(Command[Introduction]):
    """Add somebody; the code that comes back lets them in once."""

    name: str
    role: Role


@dataclass(frozen=True)
class RenewIntroduction(Command[Introduction]):
    """Give somebody who lost their passphrase new keys and a new code; what their old keys opened is re-encrypted."""

    person: PersonId


@dataclass(frozen=True)
class RevokePerson(Command[None]):
    """Take somebody's keys back: everything they could read is re-encrypted under new keys."""

    person: PersonId


@dataclass(frozen=True)
class ChangePassphrase(Command[None]):
    """Replace the acting person's passphrase. Raises WrongPassphrase, RuleBroken for the new one."""

    current: str
    new: str

    def __repr__(self) -> str:
        return "ChangePassphrase(...)"


@dataclass(frozen=True)
class HandOver(Command[None]):
    """Make somebody else the clinical director; the one who hands over becomes a deputy, until keys are taken back."""

    to: PersonId
    passphrase: str

    def __repr__(self) -> str:
        return "HandOver(...)"


@dataclass(frozen=True)
class SuggestRecoveryKey(Request[str]):
    """A new recovery key to print, 160 bits in Crockford's base 32 with a check; nothing is stored yet."""


@dataclass(frozen=True)
class KeepRecoveryKey(Command[None]):
    """Make a printed key the department's recovery key; an earlier one opens nothing newer any more.

    ``typed`` is the key as typed back from the paper: it must be the same.
    """

    key: str
    typed: str

    def __repr__(self) -> str:
        return "KeepRecoveryKey(...)"


@dataclass(frozen=True)
class UseRecoveryKey(Command[SessionSummary]):
    """Open a department with its recovery key and make ``person`` its clinical director under a new passphrase."""

    folder: str
    key: str
    person: PersonId
    passphrase: str

    def __repr__(self) -> str:
        return "UseRecoveryKey(...)"
