"""The open department: who is acting, on which file, at what time, and what has changed since last asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.people import Person, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.section_file import Snapshot, Work
from cdconsole.vault.kdf import KdfParameters


class Session:
    """Holds at most one open department. ``home`` is the private local folder for caches."""

    def __init__(self, clock: Clock, home: Path, kdf: KdfParameters | None = None) -> None:
        self.clock = clock
        self.home = home
        self.kdf = kdf or KdfParameters()
        self._file: DepartmentFile | None = None
        self._changes = ChangeSet()

    @property
    def file(self) -> DepartmentFile:
        """Return the open department. Raises UserFacingError while locked."""
        if self._file is None:
            raise UserFacingError("The department is locked.", "Unlock it first.")
        return self._file

    @property
    def person(self) -> Person:
        """Return who is acting."""
        return self.file.person

    @property
    def is_open(self) -> bool:
        """Return whether a department is open."""
        return self._file is not None

    def adopt(self, file: DepartmentFile) -> None:
        """Take over an opened department; the one before is closed."""
        self.close()
        self._file = file

    def close(self) -> None:
        """Publish what is not yet published, and forget file and keys."""
        if self._file is not None:
            file, self._file = self._file, None
            file.close()

    @contextmanager
    def unit_of_work(self, section: Section, reason: str = "") -> Iterator[Work]:
        """Open a transaction on one section; leaving without ``commit()`` rolls back."""
        self.require(section)
        with self.file.unit_of_work(section, reason=reason) as work:
            yield work
        self._changes |= work.committed

    @contextmanager
    def snapshot(self, section: Section) -> Iterator[Snapshot]:
        """Open one moment of a section for reading."""
        self.require(section)
        with self.file.snapshot(section) as snapshot:
            yield snapshot

    def require(self, section: Section) -> None:
        """Raise NotEntitled unless the acting person may use a section."""
        if section not in self.person.role.sections:
            raise NotEntitled(
                f"{self.person.role.title}s can't open the {section.value} section.", "Ask the clinical director."
            )

    def announce(self, changes: ChangeSet) -> None:
        """Add a change that did not come from a unit of work (people, for instance)."""
        self._changes |= changes

    def take_changes(self) -> ChangeSet:
        """Return what changed since last asked."""
        changes, self._changes = self._changes, ChangeSet()
        return changes
