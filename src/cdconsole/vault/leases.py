"""Leases: who is editing a section, told as a courtesy. What keeps two saves apart is the commit's number, not this.

A lease is the file ``lease/<section>.<epoch>``; the highest epoch counts. It is renewed by writing it again, and stale
when its time of writing is far from that of a file written now beside it: both are the server's clock, and computers'
clocks differ. A stale one is taken over by making the next epoch, which only one can make. Whoever has made one looks
once more and gives way to any other that is fresh, so that two never both hold a section.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cdconsole.domain.calendar import Clock
from cdconsole.domain.people import Editing, Person, Section
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.placing import NameTaken, PublishFailed

RENEW_AFTER_SECONDS = 30
STALE_AFTER_SECONDS = 120
_LARGEST = 4096
_LONGEST_NAME = 200
_LEASE = re.compile(r"(ward|records|review)\.(\d{1,9})")
_PROBE = ".now."
_TRIES = 10  # whoever was quicker may be gone again


@dataclass(frozen=True)
class _Lease:
    """A readable lease file: ``written`` is its modification time, in seconds by the server's clock."""

    name: str
    epoch: int
    person_id: str
    editing: Editing
    written: float


class Leases:
    """What this computer holds in one department's folder. Nothing raises for a share that does not answer."""

    def __init__(self, folder: Path, person: Person, computer: str, clock: Clock) -> None:
        self._path = folder / "lease"
        self._person = person
        self._computer = computer
        self._clock = clock
        self._held: dict[Section, str] = {}

    def take(self, section: Section) -> Editing | None:
        """Say that this person is editing; return who else is, or None where nobody is.

        None also where the share takes no lease: editing goes on without the courtesy.
        """
        if self._still_holds(section):
            return None
        for _ in range(_TRIES):
            now = self._server_time()
            if now is None:
                return None
            # Counted before it is looked who edits: whoever makes an epoch in between has made this one.
            epoch = self._newest(section) + 1
            other = self._other(section, now)
            if other is not None:
                return other
            with suppress(NameTaken, PublishFailed):
                return self._take_epoch(section, epoch, now)
        return None

    def _take_epoch(self, section: Section, epoch: int, now: float) -> Editing | None:
        """Make an epoch, and give way to any other that is fresh. Raises NameTaken or PublishFailed."""
        name = f"{section.value}.{epoch}"
        DepartmentFolder(self._path).place_bytes(name, self._content())
        other = self._other(section, now)
        if other is not None:
            self._remove(name)
            return other
        self._held[section] = name
        self._sweep(section, name, now)
        return None

    def renew(self) -> None:
        """Keep what is held from becoming stale; call every ``RENEW_AFTER_SECONDS`` while somebody edits."""
        for section in tuple(self._held):
            self._still_holds(section)

    def release_all(self) -> None:
        """Stop saying that this person is editing."""
        for section, name in tuple(self._held.items()):
            self._remove(name)
            del self._held[section]

    def others(self) -> tuple[Editing, ...]:
        """Return who else is editing, by section."""
        if not any(_LEASE.fullmatch(name) and name not in self._held.values() for name in self._names()):
            return ()
        now = self._server_time()
        found = () if now is None else (self._other(section, now) for section in Section)
        return tuple(editing for editing in found if editing is not None)

    def _still_holds(self, section: Section) -> bool:
        """Write our lease again, and only then look whether it was taken over meanwhile."""
        name = self._held.get(section)
        if name is None:
            return False
        try:
            with (self._path / name).open("r+b") as file:
                content = file.read(_LARGEST)
                file.seek(0)
                file.write(content)
        except FileNotFoundError:
            del self._held[section]
            return False
        except OSError:
            return True  # the share does not answer: nobody else can be told anything either
        if self._newest(section) > _epoch(name):
            self._remove(name)
            del self._held[section]
            return False
        return True

    def _other(self, section: Section, now: float) -> Editing | None:
        """Return who else holds a fresh lease. What this person left on this computer before a crash does not count."""
        others = [lease for lease in self._leases(section) if self._is_held_by_another(lease, now)]
        return max(others, key=_by_epoch).editing if others else None

    def _is_held_by_another(self, lease: _Lease, now: float) -> bool:
        is_here = (lease.person_id, lease.editing.computer) == (self._person.id, self._computer)
        return not is_here and abs(now - lease.written) <= STALE_AFTER_SECONDS

    def _leases(self, section: Section) -> Iterator[_Lease]:
        for epoch in self._epochs(section):
            lease = _read(self._path / f"{section.value}.{epoch}", section, epoch)
            if lease is not None:
                yield lease

    def _epochs(self, section: Section) -> list[int]:
        matches = (_LEASE.fullmatch(name) for name in self._names())
        return [int(match[2]) for match in matches if match and match[1] == section.value]

    def _newest(self, section: Section) -> int:
        return max(self._epochs(section), default=0)

    def _names(self) -> list[str]:
        try:
            return [entry.name for entry in self._path.iterdir()]
        except OSError:
            return []

    def _server_time(self) -> float | None:
        """Return what the server's clock says, or None where nothing can be written."""
        probe = self._path / f"{_PROBE}{secrets.token_hex(8)}.tmp"
        try:
            self._path.mkdir(mode=0o700, exist_ok=True)
            probe.write_bytes(b"now")
            return probe.stat().st_mtime
        except OSError:
            return None
        finally:
            self._remove(probe.name)

    def _content(self) -> bytes:
        since = self._clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        who = {"id": self._person.id, "name": self._person.name}
        return json.dumps({"who": who, "computer": self._computer, "since": since}).encode()

    def _sweep(self, section: Section, ours: str, now: float) -> None:
        """Remove what is over, and what a computer that crashed was writing; a fresh lease only its holder removes."""
        kept = {lease.name for lease in self._leases(section) if self._is_held_by_another(lease, now)}
        for epoch in self._epochs(section):
            if (name := f"{section.value}.{epoch}") != ours and name not in kept:
                self._remove(name)
        for name in self._names():
            with suppress(OSError):
                if name.endswith(".tmp") and now - (self._path / name).stat().st_mtime > STALE_AFTER_SECONDS:
                    self._remove(name)

    def _remove(self, name: str) -> None:
        with suppress(OSError):
            (self._path / name).unlink(missing_ok=True)


def _epoch(name: str) -> int:
    return int(name.rpartition(".")[2])


def _by_epoch(lease: _Lease) -> int:
    return lease.epoch


def _read(path: Path, section: Section, epoch: int) -> _Lease | None:
    """Return a lease, or None for a file that is not one: it was written by anybody who can write the folder."""
    try:
        with path.open("rb") as file:
            fields = json.loads(file.read(_LARGEST))
        written = path.stat().st_mtime
        since = datetime.strptime(fields["since"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        person, name, computer = fields["who"]["id"], fields["who"]["name"], fields["computer"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    texts = (person, name, computer)
    if not all(isinstance(text, str) and text.isprintable() and 0 < len(text) <= _LONGEST_NAME for text in texts):
        return None
    return _Lease(path.name, epoch, person, Editing(name, computer, section, since), written)
