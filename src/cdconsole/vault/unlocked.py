"""An unlocked department: what one person may open, publish and change of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled, OlderThanSeen
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import LockedDepartment, Person, Role, Section
from cdconsole.vault.commits import Commit, SectionEntry, check_not_older
from cdconsole.vault.documents import Malformed
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.folder import DepartmentFolder, PublishConflict, document_name
from cdconsole.vault.generations import RESTORE, Generation, earlier_problems, newest_generation, read_generation
from cdconsole.vault.identity import Identity, Pin
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.membership import DEFAULT_KDF, Membership, PeopleChange
from cdconsole.vault.organisation import Member, Organisation
from cdconsole.vault.own_keys import (
    OwnKeys,
    Seal,
    newcomers,
    next_number,
    open_own_keys,
    place_own_keys,
    remove_all_keys,
    remove_earlier_keys,
    seal_keys,
)
from cdconsole.vault.passphrase import check_own_choice
from cdconsole.vault.publishing import Publisher, SectionFiles
from cdconsole.vault.trust import is_trusted, pin_to

_NO_FILES = SectionFiles()
_NO_HEADS: Mapping[Section, str] = MappingProxyType({})


class Vault:
    """An unlocked department: its people, the keys one person is entitled to, and the way to publish."""

    def __init__(self, folder: DepartmentFolder, generation: Generation, keys: UnlockedKeys, clock: Clock) -> None:
        self._folder = folder
        self._generation = generation
        self._keys = keys
        self._clock = clock
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
        """Return who belongs to the department, the clinical director first."""
        return _named(self._organisation)

    @property
    def commit(self) -> Commit | None:
        """Return the commit this vault stands on; nothing before the first publish."""
        stored = self._generation.commit
        return None if stored is None else stored.value

    @property
    def _organisation(self) -> Organisation:
        return self._generation.organisation.value

    @property
    def is_owner(self) -> bool:
        """Return whether the person leads the department: only the clinical director lets people in."""
        return self.person.id == self._organisation.owner

    @property
    def fingerprint(self) -> str:
        """Return six words of the owner's public key, for two people to compare by telephone."""
        return fingerprint(self._organisation.owner_key)

    @property
    def newcomers(self) -> frozenset[PersonId]:
        """Return who has not chosen a passphrase of their own yet; nobody while the folder can't be read."""
        with suppress(CannotOpenDepartment):
            return newcomers(self._folder, self._organisation)
        return frozenset()

    @property
    def members(self) -> tuple[Person, ...]:
        """Return everybody with a key, recovery keys too."""
        return tuple(member.person for member in self._organisation.members)

    @property
    def number(self) -> int:
        """Return the number of the commit this vault stands on, 0 before the first."""
        return 0 if self.commit is None else self.commit.number

    def commit_hash(self, number: int) -> str | None:
        """Return the SHA-256 of a commit's file in the folder, or None where it is not kept."""
        stored = self._generation.commit
        if stored is not None and stored.value.number == number:
            return stored.sha256
        found = self._folder.measure(document_name("commit", number))
        return None if found is None else found.sha256

    def kept_entries(self, section: Section) -> tuple[SectionEntry, ...]:
        """Return what a section was in each generation that is kept, newest first; damaged ones are passed over."""
        found: list[SectionEntry] = []
        for number in reversed(self._folder.numbers("commit")):
            with suppress(CannotOpenDepartment):
                generation = read_generation(self._folder, number)
                found += (entry for entry in generation.entries if entry.section is section and entry not in found)
        return tuple(found)

    def can(self, section: Section) -> bool:
        """Return whether the person may read a section."""
        return section in self._keys.section_keys

    def epoch(self, section: Section) -> int:
        """Return which key of a section is in force, counted from 1."""
        return self._organisation.epoch(section)

    def key_of_epoch(self, section: Section, epoch: int) -> bytes:
        """Return a section's key of an epoch, counted from 1.

        Raises NotEntitled, and CannotOpenDepartment where there never was such an epoch.
        """
        key = self.section_key(section)
        with suppress(Malformed):
            keys = (*self._organisation.earlier_keys(section, key), key)
            if 1 <= epoch <= len(keys):
                return keys[epoch - 1]
        raise CannotOpenDepartment(
            f"There is no key to epoch {epoch} of the {section.value} section.",
            "It belongs to another state of the department: restore a backup of the same day.",
        )

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

    def newest(self) -> Vault:
        """Return the department as it is in its folder now, proved anew; this vault where nothing is newer.

        Raises CannotOpenDepartment, OlderThanSeen, DamagedSection where a section was put back, and NotEntitled where
        the person's keys were taken back or replaced.
        """
        numbers = self._folder.numbers("commit")
        if self.commit is not None and numbers and numbers[-1] == self.commit.number:
            return self
        generation = newest_generation(self._folder)
        check_owner(self._folder, generation, pin_to(self._generation.organisation), self.person.name)
        earlier_problems(self._folder, generation)
        _check_not_older(generation, self.commit)
        people = generation.organisation.value
        member = people.member(self.person.id)
        if member is None or member.keys != self._keys.public:
            raise NotEntitled(
                f"The keys of {self.person.name} were taken back or replaced.",
                "Work that is not on the share stays on this computer. Ask the clinical director for a new code.",
            )
        keys = unlocked_keys(people, member.person, self._keys.identity)
        return Vault(self._folder, generation, keys, self._clock)

    def publish(self, files: Mapping[Section, Path], audit_heads: Mapping[Section, str] = _NO_HEADS) -> Commit:
        """Copy new encrypted section files in and commit them; the other sections are carried over as they are.

        ``audit_heads`` gives the head of a section's audit chain in hexadecimal. Raises NotEntitled, PublishConflict
        where somebody else has published meanwhile, and PublishFailed where the disk refuses. In each case the
        department is as it was.
        """
        return self.stand_on(self.publication(SectionFiles(files, audit_heads))())

    def publication(self, sections: SectionFiles) -> Callable[[], Generation]:
        """Return what publishes section files as the generation after this one; it touches nothing but the folder.

        Raises NotEntitled at once, PublishConflict and PublishFailed when called.
        """
        for section in sections.files:
            self.require_writing(section)
        publisher = Publisher(self._folder, self._keys, self._clock)
        return partial(publisher.publish_sections, self._generation, sections)

    def stand_on(self, generation: Generation) -> Commit:
        """Go on from a generation that was published from this one."""
        self._generation = generation
        return self._published

    def membership(self, kdf: KdfParameters = DEFAULT_KDF) -> Membership:
        """Return what makes changes of the department's people in this person's name."""
        return Membership(self._generation, self._keys, self._clock, kdf)

    def change_people(self, change: PeopleChange, sections: SectionFiles = _NO_FILES) -> Commit:
        """Publish a change of the people together with every section it gives a fresh key.

        Raises PublishConflict or PublishFailed; the department and its people are then as they were.
        """
        if set(sections.files) != set(change.fresh):
            raise ValueError("exactly the sections with a fresh key are re-written")
        writer = change.takes_over or self._keys
        publisher = Publisher(self._folder, self._keys, self._clock, writer)
        before = self._organisation
        people = publisher.signed_people(self._generation, change.organisation)
        pin = pin_to(people)
        placed = [self._place_keys(made.person.id, made.identity.trusting(pin), made.seal) for made in change.made]
        try:
            self._generation = publisher.publish_people(self._generation, people, sections)
        except PublishConflict:  # as with sections, only now is it certain that nobody needs them
            self._folder.remove(own.name for own in placed)
            raise
        for own in placed:
            remove_earlier_keys(self._folder, own.person, own.number)
        for member in before.members:
            if self._organisation.member(member.person.id) is None:
                remove_all_keys(self._folder, member.person.id)
        person = self._member(writer.person.id).person
        self._keys = unlocked_keys(self._organisation, person, writer.identity)
        return self._published

    def change_passphrase(self, current: str, new: str, kdf: KdfParameters = DEFAULT_KDF) -> None:
        """Seal the person's keys under another passphrase, in a new file of their own.

        Raises WrongPassphrase, RuleBroken for the new one, PublishFailed.
        """
        check_own_choice(new)
        self.seal_own_keys(self.prove_presence(current), Seal(new, kdf))

    def prove_presence(self, passphrase: str) -> Identity:
        """Return the person's keys, opened once more by their passphrase. Raises WrongPassphrase."""
        return open_own_keys(self._folder, self._organisation, self._member(self.person.id), passphrase)

    def seal_own_keys(self, identity: Identity, seal: Seal) -> None:
        """Write the person's next file of keys, trusting the people of this generation. Raises PublishFailed."""
        trusting = identity.trusting(pin_to(self._generation.organisation))
        own = self._place_keys(self.person.id, trusting, seal)
        remove_earlier_keys(self._folder, own.person, own.number)

    def add_person(self, name: str, role: Role, passphrase: str, kdf: KdfParameters = DEFAULT_KDF) -> Person:
        """Add somebody who has chosen a passphrase already, and publish the new list of people.

        Raises NotEntitled unless the clinical director acts, RuleBroken for the name, role or passphrase, and what
        ``publish`` raises.
        """
        check_own_choice(passphrase)
        change = self.membership(kdf).with_person(name, role, passphrase, is_introduction=False)
        self.change_people(change)
        return change.made[0].person

    def _member(self, person: PersonId) -> Member:
        member = self._organisation.member(person)
        if member is None:
            raise CannotOpenDepartment("This person does not belong to the department.", "Open it again.")
        return member

    def _place_keys(self, person: PersonId, identity: Identity, seal: Seal) -> OwnKeys:
        own = seal_keys(self.id, person, next_number(self._folder, person), identity, seal)
        place_own_keys(self._folder, self.id, own, identity)
        return own

    @property
    def _published(self) -> Commit:
        if self._generation.commit is None:
            raise RuntimeError("a published generation has a commit")
        return self._generation.commit.value

    def require_writing(self, section: Section) -> None:
        """Raise NotEntitled unless the person may write a section."""
        self.section_key(section)
        if section not in self.person.role.writes:
            raise NotEntitled("A recovery key reads and writes nothing.", "Make a clinical director with it first.")


def unlocked_keys(people: Organisation, person: Person, identity: Identity) -> UnlockedKeys:
    """Return a person's keys of the sections that they may open. Raises CannotOpenDepartment where one is faulty."""
    try:
        return UnlockedKeys(person, identity, people.section_keys(person.id, identity))
    except Malformed as problem:
        raise CannotOpenDepartment(f"The department's list of people is faulty: {problem}.", RESTORE) from None


def _check_not_older(generation: Generation, seen: Commit | None) -> None:
    """Refuse a department that has gone back while it was open. Raises OlderThanSeen, DamagedSection."""
    if seen is None:
        return
    if generation.commit is None or generation.commit.value.number < seen.number:
        raise OlderThanSeen(
            "The department's folder was put back to an older state while it was open.",
            "Tell the clinical director and who looks after the drive. Your work stays on this computer.",
        )
    check_not_older(generation.commit.value, seen)


def check_owner(folder: DepartmentFolder, generation: Generation, pin: Pin, name: str) -> None:
    """Refuse a list of people that does not come from the owner pinned in somebody's keys.

    Raises CannotOpenDepartment.
    """
    if not is_trusted(folder, generation.organisation, pin):
        raise CannotOpenDepartment(
            f"The department's list of people was not signed by the clinical director whom {name}'s keys trust: it may "
            "be forged.",
            "Do not use this folder. Nothing has been changed. Tell the clinical director, and restore a backup.",
        )


def locked_department(folder: DepartmentFolder, generation: Generation) -> LockedDepartment:
    """Return what a generation says without any key, and without reading anything more."""
    organisation, commit = generation.organisation.value, generation.commit
    named = _named(organisation)
    return LockedDepartment(
        folder=str(folder.path),
        department=organisation.department,
        specialty=organisation.specialty,
        people=named,
        last_published=commit.value.at if commit else None,
        has_unpublished_work=False,
        vault_id=organisation.vault,
        has_recovery_key=len(named) < len(organisation.members),
    )


def _named(organisation: Organisation) -> tuple[Person, ...]:
    """Return those with a name, the clinical director first."""
    named = [member.person for member in organisation.members if member.person.role is not Role.RECOVERY]
    return tuple(sorted(named, key=_is_not_director))


def _is_not_director(person: Person) -> bool:
    return person.role is not Role.DIRECTOR
