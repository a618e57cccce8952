"""An open department: the sections its person may read, worked on in private copies and exchanged with its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.people import Person, Section
from cdconsole.storage import department_info, health
from cdconsole.storage.local_copy import CacheLock, cache_folder
from cdconsole.storage.open_sections import OpenSections
from cdconsole.storage.section_file import Snapshot, Work
from cdconsole.storage.section_topics import SECTION_TOPICS
from cdconsole.storage.seen import SeenCommit
from cdconsole.vault import (
    Commit,
    Generation,
    KdfParameters,
    Membership,
    PeopleChange,
    PublishConflict,
    PublishFailed,
    SectionFiles,
    Vault,
)

_MOST_TRIES = 20


@dataclass(frozen=True)
class Staged:
    """Section files on their way to the folder, and how many units of work each holds; a thread may ``send`` them."""

    files: Mapping[Section, Path]
    commits: Mapping[Section, int]
    send: Callable[[], Generation]


@dataclass(frozen=True)
class Arrival:
    """A newer state of the folder, proved; the files of these sections were fetched, still encrypted."""

    vault: Vault
    sections: frozenset[Section]


class DepartmentFile:
    """Built by ``create`` or ``open``; holds keys, so it never leaves the process that made it.

    ``stage``, ``settle``, ``drop`` and ``take_over`` touch the open files; ``Staged.send`` and ``look`` touch the
    share, and may run in another thread meanwhile. ``before_publishing`` lets that thread come to an end first.
    """

    def __init__(self, vault: Vault, home: Path, clock: Clock) -> None:
        self.clock = clock
        self.before_publishing: Callable[[], None] = _nothing
        folder = cache_folder(home, vault.id)
        self._notices = vault.notices
        self._lock = CacheLock(folder)
        self._seen = SeenCommit(folder)
        self._sections = OpenSections(vault, folder, clock)

    @classmethod
    def create(cls, vault: Vault, home: Path, clock: Clock) -> DepartmentFile:
        """Make every section of a new department and publish them together.

        Raises UserFacingError where the disk refuses, and what ``Vault.publish`` raises.
        """
        department = cls(vault, home, clock)
        with department._closed_on_failure():
            department._sections.create()
            with department.unit_of_work(Section.RECORDS) as work:
                department_info.begin(work, *department.names)
                work.commit()
            department.publish()
        return department

    @classmethod
    def open(cls, vault: Vault, home: Path, clock: Clock, *, accept_older: bool = False) -> DepartmentFile:
        """Open the sections the person has keys to; work left unpublished by a crash is found again and published.

        Raises OlderThanSeen, DamagedSection, CannotOpenDepartment (a later version wrote it), and UserFacingError where
        it is open in another window or the disk refuses.
        """
        department = cls(vault, home, clock)
        with department._closed_on_failure():
            if not accept_older:
                department._seen.check(vault)
            department._sections.open()
            department._seen.note(vault)
            try:
                department.publish()
            except PublishFailed as problem:  # the department can be read and worked on all the same
                unpublished = f"Work from last time is not published yet. {problem}"
                department._notices = (*department._notices, unpublished)
        return department

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what the person should know of opening and of unpublished work kept aside."""
        return (*self._notices, *self._sections.notices)

    @property
    def person(self) -> Person:
        """Return who is acting."""
        return self.vault.person

    @property
    def names(self) -> tuple[str, str]:
        """Return the names of the department and its specialty."""
        locked = self.vault.locked
        return locked.department, locked.specialty

    @property
    def vault(self) -> Vault:
        """Return the department's people and keys."""
        return self._sections.vault

    @property
    def unpublished(self) -> frozenset[Section]:
        """Return the sections with work that is on this computer only."""
        return self._sections.dirty

    @contextmanager
    def unit_of_work(self, section: Section, reason: str = "") -> Iterator[Work]:
        """Open a transaction on one section; leaving without ``commit`` rolls back. Raises NotEntitled."""
        self.vault.require_writing(section)
        with self._sections[section].unit_of_work(self.person, reason) as work:
            yield work

    @contextmanager
    def snapshot(self, section: Section) -> Iterator[Snapshot]:
        """Open one moment of a section for reading. Raises NotEntitled."""
        with self._sections[section].snapshot() as snapshot:
            yield snapshot

    # --- to the folder -----------------------------------------------------------------------------------------------

    def publish(self) -> Commit | None:
        """Write the sections with unpublished work to the department folder; None where there is nothing to write.

        Work of others that came first is merged with. Raises what ``Vault.publish`` raises; the work then stays on
        this computer, marked as unpublished.
        """
        self.before_publishing()
        for _ in range(_MOST_TRIES):
            staged = self.stage()
            if staged is None:
                return None
            try:
                return self.settle(staged, staged.send())
            except PublishConflict as conflict:
                refused = conflict
                self.drop(staged)
                self.pull()
            except BaseException:
                self.drop(staged)
                raise
        raise refused

    def stage(self) -> Staged | None:
        """Copy the sections with unpublished work, as they are now, to be sent; None where there is nothing to write.

        Raises UserFacingError where the disk refuses.
        """
        sections = self.unpublished & frozenset(self.person.role.writes)
        if not sections:
            return None
        files = {section: self._sections.copies[section].staged for section in sections}
        for section, path in files.items():
            path.unlink(missing_ok=True)
            self._sections[section].backup_to(path)
        send = self.vault.publication(SectionFiles(files, self._audit_heads(sections)))
        return Staged(files, {section: self._sections[section].commits for section in sections}, send)

    def settle(self, staged: Staged, generation: Generation) -> Commit:
        """Take over what was sent: the local copies are the published files now, or work based on them."""
        commit = self.vault.stand_on(generation)
        for section, path in staged.files.items():
            if self._sections[section].commits == staged.commits[section]:
                self._sections.replace(section, path)
            else:
                self._sections.stand_on(section, path)
        self._seen.note(self.vault)
        return commit

    def drop(self, staged: Staged) -> None:
        """Give up on what was staged. It is kept as a possible base: a share that failed late may have it after all."""
        for section, path in staged.files.items():
            if path.exists():
                self._sections.copies[section].keep_as_base(path)

    # --- from the folder ---------------------------------------------------------------------------------------------

    def pull(self) -> ChangeSet:
        """Take over what others have published, if anything, and return what it changes here."""
        arrival = self.look()
        return ChangeSet() if arrival is None else self.take_over(arrival)

    def look(self) -> Arrival | None:
        """Return the newer state of the folder with its new section files, or None where there is none.

        Raises CannotOpenDepartment, DamagedSection, NotEntitled where the person's keys were taken back, and
        UserFacingError where the disk refuses.
        """
        newest = self.vault.newest()
        if newest is self.vault:
            return None
        changed = []
        for section, copy in self._sections.copies.items():
            published = self._sections.published(section, newest)
            if published is not None and published != self._sections.published(section):
                copy.fetch(published)
                changed.append(section)
        return Arrival(newest, frozenset(changed))

    def take_over(self, arrival: Arrival) -> ChangeSet:
        """Work on what has arrived from now on, unpublished work merged onto it. Return what may have changed."""
        earlier = self.vault
        if arrival.vault.number <= earlier.number:
            return ChangeSet()  # this computer has published meanwhile
        self._sections.vault = arrival.vault
        for section in arrival.sections:
            if section in self.unpublished:
                self._sections.merge(section)
            else:
                self._sections.replace(section, self._sections.copies[section].fetched)
        self._seen.note(arrival.vault)
        topics = frozenset[Topic]().union(*(SECTION_TOPICS[section] for section in arrival.sections))
        return ChangeSet(topics if earlier.members == arrival.vault.members else topics | {Topic.PEOPLE})

    # --- people ------------------------------------------------------------------------------------------------------

    def change_people(self, make: Callable[[Membership], PeopleChange], kdf: KdfParameters) -> PeopleChange:
        """Publish a change of the people, every section it gives a fresh key re-encrypted, and return what was made.

        Raises what ``make`` raises, PublishConflict and PublishFailed.
        """
        for _ in range(_MOST_TRIES):
            self.publish()
            self.pull()
            change = make(self.vault.membership(kdf))
            files = {section: self._sections.copies[section].staged for section in change.fresh}
            for section, path in files.items():
                path.unlink(missing_ok=True)
                self._sections[section].rekey_to(path, change.fresh[section])
            try:
                self.vault.change_people(change, SectionFiles(files, self._audit_heads(files)))
            except PublishConflict as conflict:
                refused = conflict
                continue
            for section, path in files.items():
                self._sections.replace(section, path)
            self._seen.note(self.vault)
            return change
        raise refused

    def check(self) -> tuple[str, ...]:
        """Return every problem found in the open sections, in words; nothing where all is well."""
        return tuple(problem for file in self._sections.files for problem in health.problems(file))

    def interrupt(self) -> None:
        """Stop the statement that is running, from another thread; it raises Cancelled there."""
        for file in self._sections.files:
            file.interrupt()

    def close(self) -> None:
        """Publish, then close everything. Raises what ``publish`` raises, closed all the same and nothing lost."""
        try:
            self.publish()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close everything without publishing: what was committed is on this computer."""
        self._sections.close()
        self._lock.release()

    def _audit_heads(self, sections: Iterable[Section]) -> dict[Section, str]:
        return {section: self._sections[section].audit_head() for section in sections}

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.abandon()
            raise


def _nothing() -> None:
    """Nothing is on its way where everything is done in one thread."""
