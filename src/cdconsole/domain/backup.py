"""What can be restored, and which backups may go once a newer one is proved."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from cdconsole.domain.people import Role

DAYS_KEPT, WEEKS_KEPT = 14, 8
OVERDUE_AFTER = timedelta(days=7)


class BackupPlace(Enum):
    """Where a state of the department is kept."""

    FOLDER = "Department's folder"
    COMPUTER = "This computer"
    SECOND = "Second place"


@dataclass(frozen=True)
class RestorePoint:
    """A saved state to go back to: a generation kept in the department's folder, or a backup.

    ``file`` is the backup's path, empty in the department's folder; ``size`` is in bytes; ``checked`` is when the
    backup was last opened and compared with the records, None where it was not.
    """

    place: BackupPlace
    file: str
    number: int
    at: datetime
    by: str
    size: int
    checked: datetime | None = None
    is_present: bool = False


@dataclass(frozen=True)
class BackupOverview:
    """Everything that can be restored, newest first, and how things stand.

    ``last_backed_up`` is the moment of the newest state that a backup holds; ``problems`` are in words.
    """

    points: tuple[RestorePoint, ...]
    second_place: str = ""
    last_backed_up: datetime | None = None
    is_overdue: bool = False
    may_restore: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackupReport:
    """What a backup did: where it is, how many older ones went, and what is wrong, in words.

    Unless it was opened and found to be as the department is, nothing older goes.
    """

    made: tuple[str, ...]
    removed: int = 0
    problems: tuple[str, ...] = ()
    is_proved: bool = True


def may_restore(role: Role) -> bool:
    """Return whether somebody of this role may put the department back to an earlier state."""
    return role in {Role.DIRECTOR, Role.DEPUTY}


def is_overdue(newest_backup: RestorePoint | None, present: int, now: datetime) -> bool:
    """Return whether a backup is due without excuse: none for a week, and the newest one is not the present state."""
    if newest_backup is None:
        return True
    return newest_backup.number < present and now - newest_backup.at > OVERDUE_AFTER


def superseded(backups: Iterable[tuple[date, int]]) -> frozenset[tuple[date, int]]:
    """Return which backups, as (day, generation), may go.

    Kept are the newest of each of the last 14 days and of each of the last 8 weeks that have one, and the highest
    generation. Days and weeks without a backup don't count: time alone never makes a backup go.
    """
    every = sorted(set(backups))
    days = _newest_of_each([(day, (day, number)) for day, number in every])[-DAYS_KEPT:]
    weeks = _newest_of_each([(day.isocalendar()[:2], (day, number)) for day, number in every])[-WEEKS_KEPT:]
    highest = sorted(every, key=_generation)[-1:]
    return frozenset(every) - {*days, *weeks, *highest}


def _newest_of_each(dated: Iterable[tuple[Hashable, tuple[date, int]]]) -> list[tuple[date, int]]:
    """Return the last backup of each period, oldest first; they come in order."""
    return list(dict(dated).values())


def _generation(backup: tuple[date, int]) -> int:
    return backup[1]
