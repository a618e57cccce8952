"""Backups: one file for each saved generation, opened and compared with the records before an older one may go."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import date
from itertools import count
from pathlib import Path

from cdconsole.domain.backup import (
    BackupOverview,
    BackupPlace,
    BackupReport,
    RestorePoint,
    is_overdue,
    may_restore,
    superseded,
)
from cdconsole.domain.errors import CannotOpenDepartment, UserFacingError
from cdconsole.domain.people import Section
from cdconsole.storage import health
from cdconsole.storage.backup_places import BackupPlaces, point_of
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.local_copy import cache_folder
from cdconsole.storage.private_folder import private_folder
from cdconsole.storage.progress import Report, unheard
from cdconsole.storage.section_file import SectionFile
from cdconsole.vault.folder import DepartmentFolder, folder_name
from cdconsole.vault.generations import read_generation
from cdconsole.vault.packing import SUFFIX, opened_pack, pack
from cdconsole.vault.placing import NameTaken, chunks_of, give_name_on_any_disk, place, said_plainly


class Backups:
    """The backups of an open department. ``home`` is the private local folder."""

    def __init__(self, department: DepartmentFile, home: Path) -> None:
        self._department = department
        self._home = home
        self.places = BackupPlaces(home, department.vault.id)

    def is_due(self) -> bool:
        """Return whether a connected place lacks the day's backup, everything is saved, and there is something new."""
        is_saved = not self._department.exchange.unpublished
        return is_saved and self.places.is_due(self._department.vault.number, self._today())

    def back_up(self, report: Report = unheard, also_to: Path | None = None) -> BackupReport:
        """Back the saved generation up in every place, prove the backup, and let superseded ones go.

        What is wrong is in the report; then nothing older goes. Unpublished work is not in it: publish first. Raises
        UserFacingError where not even the backup on this computer could be made, and what ``report`` raises.
        """
        report(0, 0, "Writing the backup")
        point = self._write()
        report(0, 0, "Opening the backup and comparing it with the records")
        problems = self._problems_of(point)
        if problems:
            self.places.remember_failed(self._today())
            return BackupReport((point.file,), 0, (*problems, "No earlier backup was removed."), is_proved=False)
        self.places.remember_checked(point, self._department.clock.now())
        self.places.remember_made(self.places.own, point.number, self._today())
        made, removed = [point.file], self._let_go(BackupPlace.COMPUTER)
        others = [folder for folder in (self.places.second, also_to) if folder is not None]
        for folder in dict.fromkeys(others):
            report(0, 0, "Copying the backup")
            try:
                made.append(_copied(Path(point.file), folder))
            except UserFacingError as problem:
                problems = (*problems, f"No backup was made in {folder}. {problem}")
                continue
            if folder == self.places.second:
                self.places.remember_made(folder, point.number, self._today())
                removed += self._let_go(BackupPlace.SECOND)
        return BackupReport(tuple(made), removed, problems)

    def overview(self) -> BackupOverview:
        """Return every state that can be restored, newest first: the folder's before backups of the same one."""
        vault = self._department.vault
        present = vault.commit.number if vault.commit else 0
        kept, problems = self._kept_generations(present)
        for each in (BackupPlace.COMPUTER, BackupPlace.SECOND):
            points, unread = self.places.points(each)
            kept, problems = [*kept, *points], (*problems, *unread)
        backups = [point for point in kept if point.file]
        newest = max(backups, key=_number, default=None)
        return BackupOverview(
            points=tuple(sorted(kept, key=_number, reverse=True)),
            second_place=str(self.places.second or ""),
            last_backed_up=newest.at if newest else None,
            is_overdue=is_overdue(newest, present, self._department.clock.now()),
            may_restore=may_restore(vault.person.role),
            problems=problems,
        )

    def _kept_generations(self, present: int) -> tuple[list[RestorePoint], tuple[str, ...]]:
        folder = DepartmentFolder(self._department.vault.folder)
        found: list[RestorePoint] = []
        problems: list[str] = []
        try:
            numbers = folder.numbers("commit")
        except CannotOpenDepartment as problem:
            return [], (problem.message,)
        for number in numbers:
            try:
                found.append(
                    point_of(read_generation(folder, number), BackupPlace.FOLDER, is_present=number == present)
                )
            except CannotOpenDepartment as problem:
                problems.append(problem.message)
        return found, tuple(problems)

    def _write(self) -> RestorePoint:
        vault = self._department.vault
        if vault.commit is None:
            raise UserFacingError("The department has not been saved yet.", "Save it, then try again.")
        stem = f"{folder_name(self._department.names[0])} {vault.commit.number:06d} {vault.id[:8]}"
        for attempt in count(1):
            path = self.places.make_own() / f"{stem}{f' {attempt}' * (attempt > 1)}{SUFFIX}"
            if not path.exists():
                pack(vault.folder, path, vault.commit.number)
            with suppress(CannotOpenDepartment), opened_pack(path) as packed:  # a damaged one keeps its name
                return point_of(packed.prove(), BackupPlace.COMPUTER, path)
        raise AssertionError("unreachable")

    def _problems_of(self, point: RestorePoint) -> tuple[str, ...]:
        """Open a backup's sections with this person's keys and return everything that is wrong with them, in words."""
        try:
            private = cache_folder(self._home, self._department.vault.id)
            with opened_pack(Path(point.file)) as packed, private_folder(private, "checking") as folder:
                found: list[str] = []
                for entry in packed.generation().entries:
                    if self._department.vault.can(entry.section):
                        place(folder, f"{entry.section.value}.db", packed.chunks(entry.file))
                        found += self._section_problems(folder / f"{entry.section.value}.db", entry.section)
                return tuple(found)
        except CannotOpenDepartment as problem:
            return (problem.message,)

    def _section_problems(self, path: Path, section: Section) -> list[str]:
        key = self._department.vault.section_key(section)
        with closing(SectionFile.open(path, key, section, self._department.clock)) as file:
            found = list(health.problems(file))
            with file.snapshot() as snapshot:
                backed_up = health.row_counts(snapshot)
        with self._department.snapshot(section) as snapshot:
            live = health.row_counts(snapshot)
        return found + _differences(section, live, backed_up)

    def _today(self) -> date:
        return self._department.clock.now().astimezone().date()

    def _let_go(self, where: BackupPlace) -> int:
        """Remove superseded backups of this department; what can't be read is never removed."""
        points, _ = self.places.points(where)
        going = superseded((_day(point), point.number) for point in points)
        gone = 0
        for point in points:
            if (_day(point), point.number) in going:
                try:
                    Path(point.file).unlink()
                except OSError:
                    continue  # it is tried again next time
                gone += 1
        return gone


def backup_if_due(department: DepartmentFile, home: Path, report: Report = unheard) -> BackupReport | None:
    """Make the day's backup if there is none yet; None where nothing was due. Raises what ``Backups.back_up`` raises.

    To be called when nothing else is to be done; ``report`` may raise to stop it, and it begins anew the next time.
    """
    backups = Backups(department, home)
    return backups.back_up(report) if backups.is_due() else None


def _copied(source: Path, folder: Path) -> str:
    """Copy a backup to another place, read it back, and return its path there. Raises UserFacingError."""
    target = folder / source.name
    try:
        with said_plainly(folder), source.open("rb") as file:
            place(folder, source.name, chunks_of(file), give_name_on_any_disk)
    except NameTaken:
        with opened_pack(target) as there, opened_pack(source) as ours:
            if there.prove().commit != ours.generation().commit:
                raise UserFacingError(f"{target} is another backup.", "Move it, or choose another place.") from None
    return str(target)


def _differences(section: Section, live: Mapping[str, int], backed_up: Mapping[str, int]) -> list[str]:
    return [
        f"{section.value}: the backup has {backed_up.get(table, 0):,} rows of {table}, the department {rows:,}."
        for table, rows in live.items()
        if backed_up.get(table, 0) != rows
    ]


def _day(point: RestorePoint) -> date:
    return point.at.astimezone().date()


def _number(point: RestorePoint) -> int:
    return point.number
