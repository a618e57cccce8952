"""What the next list of people looks like when somebody comes, goes, loses a passphrase or takes over."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled, RuleBroken
from cdconsole.domain.identity import PersonId, new_id
from cdconsole.domain.people import Person, Role, Section
from cdconsole.vault import crockford
from cdconsole.vault.documents import LONGEST_NAME, Malformed
from cdconsole.vault.generations import RESTORE, Generation
from cdconsole.vault.identity import Identity
from cdconsole.vault.kdf import KEY_BYTES, KdfParameters
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.organisation import Member, Organisation, wrap
from cdconsole.vault.own_keys import INTRODUCTION_BYTES, Seal
from cdconsole.vault.publishing import whole_second

RECOVERY_KEY_BYTES = 20
RECOVERY_NAME = "Recovery key"
DEFAULT_KDF = KdfParameters()


@dataclass(frozen=True)
class NewKeys:
    """Keys made for somebody, and how they are to be sealed in a file of their own."""

    person: Person
    identity: Identity
    seal: Seal


@dataclass(frozen=True)
class PeopleChange:
    """The next list of people, not yet numbered or signed.

    ``fresh`` holds the keys of the sections that must be re-written; ``made`` the keys made for it; ``takes_over`` who
    writes it in the place of a recovery key.
    """

    organisation: Organisation
    fresh: Mapping[Section, bytes] = field(default_factory=dict)
    made: tuple[NewKeys, ...] = ()
    takes_over: UnlockedKeys | None = None


class Membership:
    """Makes changes of one generation's people, in the name of who is unlocked; ``Vault.change_people`` does them."""

    def __init__(self, generation: Generation, keys: UnlockedKeys, clock: Clock, kdf: KdfParameters) -> None:
        self._people = generation.organisation.value
        self._keys = keys
        self._clock = clock
        self._kdf = kdf

    def with_person(self, name: str, role: Role, passphrase: str, *, is_introduction: bool) -> PeopleChange:
        """Add somebody under a passphrase or an introduction code.

        Raises NotEntitled unless the clinical director acts, RuleBroken for the name or role.
        """
        self._require_owner("add people")
        if role not in (Role.DEPUTY, Role.ADMINISTRATOR):
            raise RuleBroken("A department has one clinical director.", "Choose deputy or administrator.", "role")
        self._check_new_name(name)
        made = self._new_keys(self._new_person(name, role), Seal(passphrase, self._kdf, is_introduction))
        return self._with_members((*self._people.members, _member(made)), made=(made,))

    def without(self, person: PersonId) -> PeopleChange:
        """Take somebody's keys back. Raises NotEntitled, RuleBroken for the clinical director or somebody unknown."""
        self._require_owner("take keys back")
        gone = self._other(person, "The clinical director can't be removed: hand the department over first.")
        kept = (member for member in self._people.members if member.person.id != person)
        return self._with_members(kept, rotate=gone.role.sections)

    def with_renewed(self, person: PersonId, code: str) -> PeopleChange:
        """Give somebody new keys, opened once by a code; nothing new opens with their old ones any more.

        Raises NotEntitled, RuleBroken for the clinical director or somebody unknown.
        """
        self._require_owner("give a new code")
        known = self._other(person, "Change your own passphrase instead.")
        made = self._new_keys(known, Seal(code, self._kdf, is_introduction=True))
        members = (_member(made) if member.person.id == person else member for member in self._people.members)
        return self._with_members(members, made=(made,), rotate=known.role.sections)

    def handed_over(self, to: PersonId) -> PeopleChange:
        """Make somebody else the clinical director; the one before becomes a deputy.

        Who leaves is a deputy until the new clinical director takes their keys back: only keys that somebody else has
        made open nothing for them. Raises NotEntitled, RuleBroken for somebody unknown.
        """
        self._require_owner("hand the department over")
        self._other(to, "You lead the department already.")
        return self._with_members(self._led_by(to), owner=to)

    def with_recovery_key(self, key: bytes) -> PeopleChange:
        """Let a printed key of 160 bits open everything; the one before it opens nothing newer. Raises NotEntitled."""
        self._require_owner("make a recovery key")
        made = self._new_keys(self._new_person(RECOVERY_NAME, Role.RECOVERY), Seal(crockford.written(key), self._kdf))
        kept = [member for member in self._people.members if member.person.role is not Role.RECOVERY]
        had_one = len(kept) < len(self._people.members)
        return self._with_members((*kept, _member(made)), made=(made,), rotate=tuple(Section) if had_one else ())

    def recovered(self, person: PersonId, passphrase: str) -> PeopleChange:
        """Make a person the clinical director with new keys, in the name of a recovery key.

        Raises NotEntitled unless a recovery key acts, RuleBroken for somebody unknown.
        """
        if self._keys.person.role is not Role.RECOVERY:
            raise NotEntitled("Only a recovery key can do this.", "Hand the department over instead.")
        known = self._known(person)
        made = self._new_keys(replace(known, role=Role.DIRECTOR), Seal(passphrase, self._kdf))
        members = (_member(made) if member.person.id == person else member for member in self._led_by(person))
        change = self._with_members(members, made=(made,), rotate=tuple(Section), owner=person)
        return replace(change, takes_over=UnlockedKeys(made.person, made.identity, change.fresh))

    # --- what they are made of ---------------------------------------------------------------------------------------

    def _with_members(
        self,
        members: Iterable[Member],
        *,
        made: tuple[NewKeys, ...] = (),
        rotate: tuple[Section, ...] = (),
        owner: PersonId | None = None,
    ) -> PeopleChange:
        """Return the people with these members, each section's key wrapped anew to everybody entitled."""
        everybody = tuple(members)
        fresh = {section: secrets.token_bytes(KEY_BYTES) for section in rotate}
        grants = tuple(
            wrap(self._people.vault, section, (*self._keys_of(section), *_only(fresh.get(section))), everybody)
            for section in Section
        )
        following = replace(self._people, members=everybody, grants=grants, owner=owner or self._people.owner)
        return PeopleChange(following, fresh, made)

    def _keys_of(self, section: Section) -> tuple[bytes, ...]:
        """Return a section's keys of all epochs, oldest first. Raises CannotOpenDepartment where some are lost."""
        key = self._keys.section_keys[section]
        try:
            return (*self._people.earlier_keys(section, key), key)
        except Malformed as problem:
            raise CannotOpenDepartment(f"The department's list of people is faulty: {problem}.", RESTORE) from None

    def _led_by(self, leader: PersonId) -> list[Member]:
        """Return the members with another clinical director, the one before as a deputy."""
        roles = {self._people.owner: Role.DEPUTY, leader: Role.DIRECTOR}
        return [
            replace(member, person=replace(member.person, role=roles.get(member.person.id, member.person.role)))
            for member in self._people.members
        ]

    def _new_keys(self, person: Person, seal: Seal) -> NewKeys:
        return NewKeys(person, Identity.generate(), seal)

    def _new_person(self, name: str, role: Role) -> Person:
        return Person(PersonId(new_id()), name.strip(), role, whole_second(self._clock))

    def _require_owner(self, what: str) -> None:
        if self._keys.person.id != self._people.owner:
            raise NotEntitled(f"Only the clinical director can {what}.", "Ask the clinical director.")

    def _known(self, person: PersonId) -> Person:
        member = self._people.member(person)
        if member is None or member.person.role is Role.RECOVERY:
            raise RuleBroken("This person does not belong to the department.", "Choose a name of the list.", "person")
        return member.person

    def _other(self, person: PersonId, why_not_owner: str) -> Person:
        if person == self._people.owner:
            raise RuleBroken(why_not_owner, "", "person")
        return self._known(person)

    def _check_new_name(self, name: str) -> None:
        check_name(name, "name")
        if name.strip().casefold() in {member.person.name.casefold() for member in self._people.members}:
            raise RuleBroken(f"{name.strip()} already belongs to the department.", "Give a name that differs.", "name")


def suggest_introduction() -> str:
    """Return a new introduction code: 80 random bits."""
    return crockford.written(secrets.token_bytes(INTRODUCTION_BYTES))


def suggest_recovery_key() -> str:
    """Return a new recovery key: 160 random bits."""
    return crockford.written(secrets.token_bytes(RECOVERY_KEY_BYTES))


def check_name(value: str, field_name: str) -> None:
    """Refuse a name that cannot be shown on one line. Raises RuleBroken for the field."""
    name = value.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RuleBroken(
            f"The {field_name} is empty or cannot be shown.", f"Type 1-{LONGEST_NAME} characters.", field_name
        )


def _only(key: bytes | None) -> tuple[bytes, ...]:
    return () if key is None else (key,)


def _member(made: NewKeys) -> Member:
    return Member(made.person, made.identity.public)
