"""An open department: the sections its person may read, worked on in private copies and exchanged with its folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.people import Person, Section
from cdconsole.storage import department_info, health
from cdconsole.storage.disk import disk_asked
from cdconsole.storage.exchange import Exchange
from cdconsole.storage.local_copy import CacheLock, cache_folder
from cdconsole.storage.open_sections import OpenSections
from cdconsole.storage.progress import Report, unheard
from cdconsole.storage.section_file import SectionFile, Snapshot, Work
from cdconsole.storage.seen import SeenCommit
from cdconsole.vault import PublishFailed, Vault


class DepartmentFile:
    """Built by ``create`` or ``open``; holds keys, so it never leaves the process that made it.

    ``exchange`` is its traffic with the folder.
    """

    def __init__(self, vault: Vault, home: Path, clock: Clock) -> None:
        self.clock = clock
        folder = cache_folder(home, vault.id)
        self._notices = vault.notices
        self._lock = CacheLock(folder)
        self._seen = SeenCommit(folder)
        self._sections = OpenSections(vault, folder, clock)
        self.exchange = Exchange(self._sections, self._seen)

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
            department.exchange.publish()
        return department

    @classmethod
    def open(
        cls, vault: Vault, home: Path, clock: Clock, *, accept_older: bool = False, report: Report = unheard
    ) -> DepartmentFile:
        """Open the sections the person has keys to; work left unpublished by a crash is found again and published.

        Raises OlderThanSeen, DamagedSection, CannotOpenDepartment (a later version wrote it), and UserFacingError where
        it is open in another window or the disk refuses.
        """
        department = cls(vault, home, clock)
        with department._closed_on_failure():
            if not accept_older:
                department._seen.check(vault)
            department._sections.open(report)
            department._seen.note(vault)
            try:
                department.exchange.publish()
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

    def replace_section(self, section: Section, other: SectionFile) -> None:
        """Put another file's content in the place of a section's; publishing then makes a generation of it."""
        self.vault.require_writing(section)
        self._sections[section].replace_with(other)

    def heal(self) -> tuple[str, ...]:
        """Rebuild what only looks damaged, and return what was done, in words; nothing where all is well."""
        return tuple(filter(None, map(health.heal, self._sections.files)))

    def check(self) -> tuple[str, ...]:
        """Return every problem found in the open sections, in words; nothing where all is well."""
        return tuple(problem for file in self._sections.files for problem in health.problems(file))

    def interrupt(self) -> None:
        """Stop the statement that is running, from another thread; it raises Cancelled there."""
        for file in self._sections.files:
            file.interrupt()

    def close(self) -> None:
        """Publish, then close everything. Raises what publishing raises, closed all the same and nothing lost."""
        try:
            self.exchange.publish()
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close everything without publishing: what was committed is on this computer."""
        self._sections.close()
        self._lock.release()

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            with disk_asked():
                yield
        except BaseException:
            self.abandon()
            raise
