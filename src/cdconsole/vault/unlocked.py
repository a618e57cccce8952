"""An unlocked department: what one person may open, publish and change of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled, OlderThanSeen
from cdconsole.domain.people import LockedDepartment, Person, Role, Section
from cdconsole.vault.commits import Commit, check_not_older
from cdconsole.vault.documents import Malformed
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import Generation, earlier_problems, newest_generation
from cdconsole.vault.identity import Pin
from cdconsole.vault.keyholders import Keyholders
from cdconsole.vault.keyring import UnlockedKeys, unlocked_keys
from cdconsole.vault.organisation import Organisation
from cdconsole.vault.publishing import Publisher, SectionFiles
from cdconsole.vault.trust import is_trusted, pin_to

_NO_HEADS: Mapping[Section, str] = MappingProxyType({})


class Vault:
    """An unlocked department: the keys one person is entitled to, and the way to publish.

    ``store``, ``generation`` and ``keys`` are for the vault's own modules; ``keyholders`` is who else has keys.
    """

    def __init__(self, folder: DepartmentFolder, generation: Generation, keys: UnlockedKeys, clock: Clock) -> None:
        self.store = folder
        self.generation = generation
        self.keys = keys
        self.clock = clock
        self.keyholders = Keyholders(self)
        self.notices: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Vault({self.folder.name}, {self.keys!r})"

    @property
    def folder(self) -> Path:
        """Return the department's folder."""
        return self.store.path

    @property
    def locked(self) -> LockedDepartment:
        """Return what anybody may know of the department."""
        return locked_department(self.store, self.generation)

    @property
    def id(self) -> str:
        """Return the department's own random id, the same for ever."""
        return self.organisation.vault

    @property
    def person(self) -> Person:
        """Return who unlocked it."""
        return self.keys.person

    @property
    def commit(self) -> Commit | None:
        """Return the commit this vault stands on; nothing before the first publish."""
        stored = self.generation.commit
        return None if stored is None else stored.value

    @property
    def organisation(self) -> Organisation:
        """Return who belongs to the department and whose keys open what."""
        return self.generation.organisation.value

    @property
    def number(self) -> int:
        """Return the number of the commit this vault stands on, 0 before the first."""
        return 0 if self.commit is None else self.commit.number

    def can(self, section: Section) -> bool:
        """Return whether the person may read a section."""
        return section in self.keys.section_keys

    def epoch(self, section: Section) -> int:
        """Return which key of a section is in force, counted from 1."""
        return self.organisation.epoch(section)

    def key_of_epoch(self, section: Section, epoch: int) -> bytes:
        """Return a section's key of an epoch, counted from 1.

        Raises NotEntitled, and CannotOpenDepartment where there never was such an epoch.
        """
        key = self.section_key(section)
        with suppress(Malformed):
            keys = (*self.organisation.earlier_keys(section, key), key)
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
        return self.keys.section_keys[section]

    def section_path(self, section: Section) -> Path | None:
        """Return where a section's newest encrypted file is; nothing before its first publish."""
        entry = self.commit.sections.get(section) if self.commit else None
        return None if entry is None else self.folder / entry.file

    def newest(self) -> Vault:
        """Return the department as it is in its folder now, proved anew; this vault where nothing is newer.

        Raises CannotOpenDepartment, OlderThanSeen, DamagedSection where a section was put back, and NotEntitled where
        the person's keys were taken back or replaced.
        """
        numbers = self.store.numbers("commit")
        if self.commit is not None and numbers and numbers[-1] == self.commit.number:
            return self
        generation = newest_generation(self.store)
        check_owner(self.store, generation, pin_to(self.generation.organisation), self.person.name)
        earlier_problems(self.store, generation)
        _check_not_older(generation, self.commit)
        people = generation.organisation.value
        member = people.member(self.person.id)
        if member is None or member.keys != self.keys.public:
            raise NotEntitled(
                f"The keys of {self.person.name} were taken back or replaced.",
                "Work that is not on the share stays on this computer. Ask the clinical director for a new code.",
            )
        keys = unlocked_keys(people, member.person, self.keys.identity)
        return Vault(self.store, generation, keys, self.clock)

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
        publisher = Publisher(self.store, self.keys, self.clock)
        return partial(publisher.publish_sections, self.generation, sections)

    def stand_on(self, generation: Generation) -> Commit:
        """Go on from a generation that was published from this one."""
        if generation.commit is None:
            raise ValueError("a published generation has a commit")
        self.generation = generation
        return generation.commit.value

    def require_writing(self, section: Section) -> None:
        """Raise NotEntitled unless the person may write a section."""
        self.section_key(section)
        if section not in self.person.role.writes:
            raise NotEntitled("A recovery key reads and writes nothing.", "Make a clinical director with it first.")


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
