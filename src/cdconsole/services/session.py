"""The open department: who is acting, on which file, at what time, and what has changed since last asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast

from cdconsole.domain.calendar import Clock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, NotEntitled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Person, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.section_file import Snapshot, Work
from cdconsole.vault.kdf import KdfParameters

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Kept:
    """A value until one of ``topics`` changes; if it ``can_be_renewed`` it stays, with ``changes`` since then."""

    topics: frozenset[Topic]
    value: object
    can_be_renewed: bool = False
    changes: ChangeSet = field(default_factory=ChangeSet)


class Session:
    """Holds at most one open department. ``home`` is the private local folder for caches."""

    def __init__(self, clock: Clock, home: Path, kdf: KdfParameters | None = None) -> None:
        self.clock = clock
        self.home = home
        self.kdf = kdf or KdfParameters()
        self._file: DepartmentFile | None = None
        self._changes = ChangeSet()
        self._kept: dict[str, _Kept] = {}
        self._put_off: list[Callable[[], None]] = []

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
        self.catch_up()
        if self._file is not None:
            file, self._file = self._file, None
            self._kept.clear()
            file.close()

    @contextmanager
    def unit_of_work(self, section: Section, reason: str = "") -> Iterator[Work]:
        """Open a transaction on one section; leaving without ``commit()`` rolls back."""
        self.require(section)
        with self.file.unit_of_work(section, reason=reason) as work:
            yield work
        self.announce(work.committed)

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

    def keep(self, name: str, topics: frozenset[Topic], make: Callable[[], Value]) -> Value:
        """Return a value worked out once and kept until one of ``topics`` changes."""
        if name not in self._kept:
            self._kept[name] = _Kept(topics, make())
        return cast("Value", self._kept[name].value)

    def renew(
        self, name: str, topics: frozenset[Topic], make: Callable[[Value | None, frozenset[ClinicianId]], Value]
    ) -> Value:
        """Return a value as ``keep`` does, made with the one from before the change, to take over what still holds.

        ``make`` is given that, None at first, and whom the changes were about: nobody where they were not about some.
        """
        kept = self._kept.get(name)
        if kept is None or kept.changes.topics:
            before, changes = (None, ChangeSet()) if kept is None else (cast("Value", kept.value), kept.changes)
            kept = self._kept[name] = _Kept(topics, make(before, changes.clinicians), can_be_renewed=True)
        return cast("Value", kept.value)

    def later(self, act: Callable[[], None]) -> None:
        """Put something off until the answer was sent; nobody hears of it when it can't be done."""
        self._put_off.append(act)

    def catch_up(self) -> None:
        """Do what was put off, as far as it can be done."""
        acts, self._put_off = self._put_off, []
        for act in acts:
            with suppress(UserFacingError, Cancelled, OSError):
                act()

    def announce(self, changes: ChangeSet) -> None:
        """Add what a committed write changed, and forget what was kept from before it."""
        self._changes |= changes
        self._kept = {name: _after(kept, changes) for name, kept in self._kept.items() if _stays(kept, changes)}

    def take_changes(self) -> ChangeSet:
        """Return what changed since last asked."""
        changes, self._changes = self._changes, ChangeSet()
        return changes


def _stays(kept: _Kept, changes: ChangeSet) -> bool:
    return kept.can_be_renewed or not kept.topics & changes.topics


def _after(kept: _Kept, changes: ChangeSet) -> _Kept:
    return replace(kept, changes=kept.changes | changes) if kept.topics & changes.topics else kept
