"""An open department: the sections its person may read, worked on in private copies and published to its folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.errors import DamagedSection
from cdconsole.domain.people import Person, Section
from cdconsole.storage import department_info, health
from cdconsole.storage.local_copy import CacheLock, LocalCopy, Published, cache_folder
from cdconsole.storage.section_file import SectionFile, Snapshot, Work
from cdconsole.vault import Commit, PublishFailed, Vault


class DepartmentFile:
    """Built by ``create`` or ``open``; holds keys, so it never leaves the process that made it."""

    def __init__(self, vault: Vault, home: Path, clock: Clock) -> None:
        self.clock = clock
        self.notices: tuple[str, ...] = vault.notices
        self._vault = vault
        self._folder = cache_folder(home, vault.id)
        self._lock = CacheLock(self._folder)
        self._files: dict[Section, SectionFile] = {}
        self._copies = {section: LocalCopy(self._folder, section) for section in Section if vault.can(section)}

    @classmethod
    def create(cls, vault: Vault, home: Path, clock: Clock) -> DepartmentFile:
        """Make every section of a new department and publish them together.

        Raises UserFacingError where the disk refuses, and what ``Vault.publish`` raises.
        """
        department = cls(vault, home, clock)
        with department._closed_on_failure():
            for section, copy in department._copies.items():
                key = vault.section_key(section)
                department._files[section] = SectionFile.create(copy.path, key, section, clock)
            with department.unit_of_work(Section.RECORDS) as work:
                department_info.begin(work, *department.names)
                work.commit()
            department.publish()
        return department

    @classmethod
    def open(cls, vault: Vault, home: Path, clock: Clock) -> DepartmentFile:
        """Open the sections the person has keys to; work left unpublished by a crash is found again and published.

        Raises DamagedSection, CannotOpenDepartment (a later version wrote it), and UserFacingError where it is open in
        another window or the disk refuses.
        """
        department = cls(vault, home, clock)
        with department._closed_on_failure():
            for section in department._copies:
                department._open_section(section)
            try:
                department.publish()
            except PublishFailed as problem:  # the department can be read and worked on all the same
                department._notice(f"Work from last time is not published yet. {problem}")
        return department

    @property
    def person(self) -> Person:
        """Return who is acting."""
        return self._vault.person

    @property
    def names(self) -> tuple[str, str]:
        """Return the names of the department and its specialty."""
        locked = self._vault.locked
        return locked.department, locked.specialty

    @property
    def vault(self) -> Vault:
        """Return the department's people and keys."""
        return self._vault

    @property
    def has_unpublished(self) -> bool:
        """Return whether some work is on this computer only."""
        return any(file.is_dirty for file in self._files.values())

    @contextmanager
    def unit_of_work(self, section: Section, reason: str = "") -> Iterator[Work]:
        """Open a transaction on one section; leaving without ``commit`` rolls back. Raises NotEntitled."""
        with self._file(section).unit_of_work(self.person, reason) as work:
            yield work

    @contextmanager
    def snapshot(self, section: Section) -> Iterator[Snapshot]:
        """Open one moment of a section for reading. Raises NotEntitled."""
        with self._file(section).snapshot() as snapshot:
            yield snapshot

    def publish(self) -> Commit | None:
        """Write the sections with unpublished work to the department folder; None where there is nothing to write.

        Raises what ``Vault.publish`` raises; the work then stays on this computer, marked as unpublished.
        """
        dirty = [file for file in self._files.values() if file.is_dirty]
        if not dirty:
            return None
        staged = {file.section: self._copies[file.section].staged for file in dirty}
        try:
            for file in dirty:
                file.backup_to(staged[file.section])
            commit = self._vault.publish(staged, {file.section: file.audit_head() for file in dirty})
            for section in staged:
                self._files.pop(section).close()
                self._copies[section].adopt_staged()
                self._open_section(section)
        except BaseException:
            # Only a crash may leave a staged file behind: one that outlived later work would take its place.
            for path in staged.values():
                path.unlink(missing_ok=True)
            raise
        return commit

    def check(self) -> tuple[str, ...]:
        """Return every problem found in the open sections, in words; nothing where all is well."""
        return tuple(problem for file in self._files.values() for problem in health.problems(file))

    def interrupt(self) -> None:
        """Stop the statement that is running, from another thread; it raises Cancelled there."""
        for file in tuple(self._files.values()):
            file.interrupt()

    def close(self) -> None:
        """Publish, then close everything. Raises what ``publish`` raises, closed all the same and nothing lost."""
        try:
            self.publish()
        finally:
            self._release()

    def _file(self, section: Section) -> SectionFile:
        self._vault.section_key(section)  # raises NotEntitled where the person has none
        return self._files[section]

    def _open_section(self, section: Section) -> None:
        copy, published = self._copies[section], self._published(section)
        self._notice(copy.settle(published))
        try:
            self._files[section] = self._opened(copy, published)
        except DamagedSection:
            if not copy.marker.is_set:
                raise
            self._notice(copy.set_aside("it was found damaged"))
            copy.fetch(published)
            self._files[section] = self._opened(copy, published)

    def _opened(self, copy: LocalCopy, published: Published | None) -> SectionFile:
        base = published.sha256 if published else ""
        return SectionFile.open(copy.path, self._vault.section_key(copy.section), copy.section, self.clock, base)

    def _published(self, section: Section) -> Published | None:
        path, commit = self._vault.section_path(section), self._vault.commit
        return None if path is None or commit is None else Published(path, commit.sections[section].sha256)

    def _notice(self, text: str) -> None:
        if text:
            self.notices = (*self.notices, text)

    def _release(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()
        self._lock.release()

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._release()
            raise
