"""An unlocked department: what one person may open, publish and change of its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import NotEntitled, RuleBroken
from cdconsole.domain.identity import PersonId, new_id
from cdconsole.domain.people import LockedDepartment, Person, Role, Section
from cdconsole.vault.commits import Commit
from cdconsole.vault.documents import LONGEST_NAME
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import Generation
from cdconsole.vault.identity import Identity
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.organisation import Member, Organisation, wrap
from cdconsole.vault.passphrase import check_own_choice
from cdconsole.vault.publishing import Publisher, whole_second

DEFAULT_KDF = KdfParameters()
_NO_HEADS: Mapping[Section, str] = MappingProxyType({})


class Vault:
    """An unlocked department: its people, the keys one person is entitled to, and the way to publish."""

    def __init__(self, folder: DepartmentFolder, generation: Generation, keys: UnlockedKeys, clock: Clock) -> None:
        self._folder = folder
        self._generation = generation
        self._keys = keys
        self._clock = clock
        self._publisher = Publisher(folder, keys, clock)
        self.notices: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Vault({self.folder.name}, {self._keys!r})"

    @property
    def folder(self) -> Path:
        """Return the department's folder."""
        return self._folder.path

    @property
    def locked(self) -> LockedDepartment:
        """Return what anybody may know of the department."""
        return locked_department(self._folder, self._generation)

    @property
    def id(self) -> str:
        """Return the department's own random id, the same for ever."""
        return self._organisation.vault

    @property
    def person(self) -> Person:
        """Return who unlocked it."""
        return self._keys.person

    @property
    def people(self) -> tuple[Person, ...]:
        """Return who belongs to the department."""
        return self.locked.people

    @property
    def commit(self) -> Commit | None:
        """Return the commit this vault stands on; nothing before the first publish."""
        stored = self._generation.commit
        return None if stored is None else stored.value

    @property
    def _organisation(self) -> Organisation:
        return self._generation.organisation.value

    def can(self, section: Section) -> bool:
        """Return whether the person may read and write a section."""
        return section in self._keys.section_keys

    def section_key(self, section: Section) -> bytes:
        """Return a section's 32-byte raw key. Raises NotEntitled."""
        if not self.can(section):
            raise NotEntitled(
                f"{self.person.name} ({self.person.role.title.lower()}) has no key to the {section.value} section.",
                "Ask the clinical director.",
            )
        return self._keys.section_keys[section]

    def section_path(self, section: Section) -> Path | None:
        """Return where a section's newest encrypted file is; nothing before its first publish."""
        entry = self.commit.sections.get(section) if self.commit else None
        return None if entry is None else self.folder / entry.file

    def publish(self, files: Mapping[Section, Path], audit_heads: Mapping[Section, str] = _NO_HEADS) -> Commit:
        """Copy new encrypted section files in and commit them; the other sections are carried over as they are.

        ``audit_heads`` gives the head of a section's audit chain in hexadecimal. Raises NotEntitled, PublishConflict
        where somebody else has published meanwhile, and PublishFailed where the disk refuses. In each case the
        department is as it was.
        """
        for section in files:
            self.section_key(section)
        stored = self._publisher.publish_sections(self._generation, files, audit_heads)
        self._generation = replace(self._generation, commit=stored)
        return stored.value

    def add_person(self, name: str, role: Role, passphrase: str, kdf: KdfParameters = DEFAULT_KDF) -> Person:
        """Add somebody, wrap their role's section keys to them, and publish the new list of people.

        Raises NotEntitled unless the clinical director acts, RuleBroken for the name, role or passphrase, and what
        ``publish`` raises.
        """
        if self.person.id != self._organisation.owner:
            raise NotEntitled("Only the clinical director can add people.", "Ask the clinical director.")
        if role is Role.DIRECTOR:
            raise RuleBroken("A department has one clinical director.", "Choose deputy or administrator.", "role")
        self._check_new_name(name)
        check_own_choice(passphrase)
        person = Person(PersonId(new_id()), name.strip(), role, whole_second(self._clock))
        identity = Identity.generate(self._organisation.owner_key)
        member = Member(person, identity.public, identity.seal(passphrase, person, self.id, kdf))
        self._generation = self._publisher.publish_people(self._generation, self._organisation_with(member))
        return person

    def _organisation_with(self, newcomer: Member) -> Organisation:
        """Return the people with one more, each section's key wrapped anew to everybody entitled."""
        members = (*self._organisation.members, newcomer)
        grants = tuple(
            wrap(self.id, grant.section, grant.epoch, self.section_key(grant.section), members)
            for grant in self._organisation.grants
        )
        return replace(self._organisation, members=members, grants=grants)

    def _check_new_name(self, name: str) -> None:
        check_name(name, "name")
        if name.strip().casefold() in {person.name.casefold() for person in self.people}:
            raise RuleBroken(f"{name.strip()} already belongs to the department.", "Give a name that differs.", "name")


def locked_department(folder: DepartmentFolder, generation: Generation) -> LockedDepartment:
    """Return what a generation says without any key."""
    organisation, commit = generation.organisation.value, generation.commit
    return LockedDepartment(
        folder=str(folder.path),
        department=organisation.department,
        specialty=organisation.specialty,
        people=tuple(member.person for member in organisation.members),
        last_published=commit.value.at if commit else None,
        has_unpublished_work=False,
        vault_id=organisation.vault,
    )


def check_name(value: str, field: str) -> None:
    """Refuse a name that cannot be shown on one line. Raises RuleBroken for the field."""
    name = value.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise RuleBroken(f"The {field} is empty or cannot be shown.", f"Type 1-{LONGEST_NAME} characters.", field)
