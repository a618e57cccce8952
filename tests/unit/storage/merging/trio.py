"""Three files of one section: what both started from, what we made of it, and what they made of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.storage import audit
from cdconsole.storage.merging import Copy, MergeOutcome, MergeTerms, merge
from cdconsole.storage.section_file import SectionFile, Snapshot, Work

KEY = bytes(range(32))
NEW_KEY = bytes(range(1, 33))
START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
US = Person(PersonId("a" * 32), "Dr Us", Role.DIRECTOR, START)
THEM = Person(PersonId("b" * 32), "Dr Them", Role.DEPUTY, START)
BY_BASE, BY_THEM, BY_US, AT_MERGE = (START + timedelta(hours=hours) for hours in range(4))

Edit = Callable[[Work], Any]


class Trio:
    """Edits go to the base until one side edits; ``merged`` may be asked once."""

    def __init__(self, folder: Path, section: Section) -> None:
        self.section = section
        self._folder = folder
        self._keys = {"base": KEY, "ours": KEY, "theirs": KEY}
        SectionFile.create(self.path("base"), KEY, section, FixedClock(START)).close()

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def copy(self, name: str) -> Copy:
        return Copy(self.path(name), self._keys[name])

    def before(self, edit: Edit) -> Any:
        return self._edit("base", edit, US, BY_BASE)

    def we(self, edit: Edit, at: datetime = BY_US) -> Any:
        return self._edit("ours", edit, US, at)

    def they(self, edit: Edit, at: datetime = BY_THEM) -> Any:
        return self._edit("theirs", edit, THEM, at)

    def they_get_a_new_key(self) -> None:
        self._begin("theirs")
        rekeyed = self._folder / "rekeyed.db"
        with self._opened("theirs", BY_THEM) as file:
            file.rekey_to(rekeyed, NEW_KEY)
        rekeyed.replace(self.path("theirs"))
        self._keys["theirs"] = NEW_KEY

    def merge(self) -> MergeOutcome:
        for name in ("ours", "theirs"):
            self._begin(name)
        terms = MergeTerms(self.section, AT_MERGE, US)
        return merge(self.copy("base"), self.copy("ours"), self.copy("theirs"), self.path("merged"), terms)

    def rows(self, sql: str, *parameters: Any, name: str = "merged") -> list[tuple[Any, ...]]:
        return self.read(lambda reading: reading.rows(sql, parameters), name)

    def read(self, reader: Callable[[Snapshot], Any], name: str = "merged") -> Any:
        with self._opened(name, AT_MERGE) as file, file.snapshot() as snapshot:
            return reader(snapshot)

    def problems(self) -> tuple[str, ...]:
        """Return what is wrong with the merged file: its audit trail, pages and references."""
        with self._opened("merged", AT_MERGE) as file, file.snapshot() as snapshot:
            broken = snapshot.rows("PRAGMA foreign_key_check") + snapshot.rows("PRAGMA cipher_integrity_check")
            return (*audit.verify_chain(snapshot, file.audit_chain), *map(str, broken))

    def _opened(self, name: str, at: datetime) -> closing[SectionFile]:
        key = self._keys["theirs" if name == "merged" else name]
        return closing(SectionFile.open(self.path(name), key, self.section, FixedClock(at)))

    def _begin(self, name: str) -> None:
        if not self.path(name).exists():
            shutil.copyfile(self.path("base"), self.path(name))

    def _edit(self, name: str, edit: Edit, person: Person, at: datetime) -> Any:
        if name != "base":
            self._begin("ours")
            self._begin("theirs")
        with self._opened(name, at) as file, file.unit_of_work(person) as work:
            made = edit(work)
            work.commit()
        return made
