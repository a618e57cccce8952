"""Where one department's backups are kept from this computer, and what is remembered of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from cdconsole.domain.backup import BackupPlace, RestorePoint
from cdconsole.domain.errors import CannotOpenDepartment, RuleBroken
from cdconsole.storage.dirty_marker import sync_folder
from cdconsole.storage.disk import disk_asked
from cdconsole.vault.generations import Generation
from cdconsole.vault.packing import SUFFIX, opened_pack

_REMEMBERED = "remembered.json"


@dataclass(frozen=True)
class _Memory:
    """``made`` is, for each place, the day and the generation of its newest proved backup."""

    second: str = ""
    last: datetime | None = None
    failed_on: str = ""
    checked: Mapping[str, datetime] = field(default_factory=dict)
    made: Mapping[str, tuple[str, int]] = field(default_factory=dict)


class BackupPlaces:
    """A private folder on this computer, and a second one that a person chooses: a disk to carry away, or a share."""

    def __init__(self, home: Path, vault_id: str) -> None:
        self._vault_id = vault_id
        self.own = home / "backups" / vault_id
        self._memory = _read(self.own / _REMEMBERED)

    @property
    def second(self) -> Path | None:
        """Return the second place, connected or not; None where there is none."""
        return Path(self._memory.second) if self._memory.second else None

    @property
    def last_backed_up(self) -> datetime | None:
        """Return the moment of the newest state that was backed up and proved from this computer."""
        return self._memory.last

    def make_own(self) -> Path:
        """Return the place on this computer, there for certain. Raises UserFacingError."""
        with disk_asked():
            self.own.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.own

    def choose_second(self, folder: Path | None) -> None:
        """Remember the second place, or that there is none. Raises RuleBroken where it can't be one."""
        if folder is not None:
            if not folder.is_dir():
                raise RuleBroken(f"{folder} is not a folder.", "Choose a folder that is connected now.", "folder")
            if folder.resolve() == self.own.resolve():
                raise RuleBroken("Backups are kept there already.", "Choose another disk or share.", "folder")
        self._remember(replace(self._memory, second="" if folder is None else str(folder.resolve())))

    def remember_checked(self, point: RestorePoint, at: datetime) -> None:
        """Keep that a backup was opened and compared, and forget those that have gone."""
        checked = {name: when for name, when in self._memory.checked.items() if (self.own / name).exists()}
        last = max(filter(None, (self._memory.last, point.at)))
        self._remember(replace(self._memory, last=last, checked=checked | {Path(point.file).name: at}))

    def remember_made(self, folder: Path, number: int, on: date) -> None:
        """Keep that a place has its proved backup of a day."""
        self._remember(replace(self._memory, made={**self._memory.made, str(folder): (on.isoformat(), number)}))

    def remember_failed(self, on: date) -> None:
        """Keep that a backup was found wanting: it is tried again another day, or when somebody asks."""
        self._remember(replace(self._memory, failed_on=on.isoformat()))

    def is_due(self, number: int, today: date) -> bool:
        """Return whether a connected place lacks a backup of today, and there is something newer to back up."""
        if self._memory.failed_on == today.isoformat():
            return False
        connected = [self.own, *([self.second] if self.second and self.second.is_dir() else [])]
        made = [self._memory.made.get(str(folder), ("", 0)) for folder in connected]
        return any(day != today.isoformat() and number > newest for day, newest in made)

    def points(self, place: BackupPlace) -> tuple[tuple[RestorePoint, ...], tuple[str, ...]]:
        """Return this department's backups in a place, newest first, and what could not be read there, in words."""
        folder = self.own if place is BackupPlace.COMPUTER else self.second
        if folder is None:
            return (), ()
        try:
            files = sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.name[0] != ".")
        except OSError:
            return (), (f"{folder} is not connected.",) if place is BackupPlace.SECOND else ()
        found: list[RestorePoint] = []
        problems: list[str] = []
        for file in files:
            try:
                found += self._points_of(file, place)
            except CannotOpenDepartment as problem:
                problems.append(problem.message)
        return tuple(sorted(found, key=_number, reverse=True)), tuple(problems)

    def _points_of(self, file: Path, place: BackupPlace) -> list[RestorePoint]:
        with opened_pack(file) as packed:
            generation = packed.generation()
        if generation.organisation.value.vault != self._vault_id:
            return []
        return [point_of(generation, place, file, self._memory.checked.get(file.name))]

    def _remember(self, memory: _Memory) -> None:
        self._memory = memory
        text = json.dumps(
            {
                "second": memory.second,
                "last": None if memory.last is None else memory.last.isoformat(),
                "failed_on": memory.failed_on,
                "checked": {name: at.isoformat() for name, at in memory.checked.items()},
                "made": memory.made,
            }
        )
        path = self.make_own() / _REMEMBERED
        fresh = path.with_suffix(".new")
        with disk_asked():
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(path)
            sync_folder(self.own)


def point_of(
    generation: Generation,
    place: BackupPlace,
    file: Path | None = None,
    checked: datetime | None = None,
    *,
    is_present: bool = False,
) -> RestorePoint:
    """Return what a published generation says of itself. Raises ValueError for one that was never published."""
    if generation.commit is None:
        raise ValueError("never published")
    commit = generation.commit.value
    writer = generation.organisation.value.member(commit.writer)
    size = sum(entry.size for entry in generation.entries) if file is None else file.stat().st_size
    by = writer.person.name if writer else ""
    return RestorePoint(place, str(file or ""), commit.number, commit.at, by, size, checked, is_present)


def _read(path: Path) -> _Memory:
    """Return what is remembered; what is damaged is forgotten, for the backups themselves are what counts."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        stored = json.loads(path.read_text(encoding="utf-8"))
        last = stored["last"]
        return _Memory(
            str(stored["second"]),
            None if last is None else datetime.fromisoformat(last),
            str(stored["failed_on"]),
            {str(name): datetime.fromisoformat(at) for name, at in stored["checked"].items()},
            {str(folder): (str(day), int(number)) for folder, (day, number) in stored["made"].items()},
        )
    return _Memory()


def _number(point: RestorePoint) -> int:
    return point.number
