"""An older department put in the place of the one this computer has seen: refused, unless the person says otherwise."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from random import Random

from cdconsole.domain.errors import OlderThanSeen, UserFacingError
from cdconsole.domain.people import Role, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import unlock
from reliability.department import CLOCK, PASSPHRASES, Department, make, write_row
from reliability.forgeries import Attacker, payload_of, replay_review
from reliability.program import Counts, Outcome, Program, Tally

SEED = 9
GENERATIONS = 12
LONGEST_FORK = 8  # longer ones may have pruned the commit that this computer has seen, and nothing is left to compare


def run(tries: int, scratch: Path) -> Outcome:
    """Put back an older state ``tries`` times, in every way we can think of."""
    chance = Random(SEED)
    tally = Tally("not detected", "refused without cause", "not opened when accepted")
    past = _Past(scratch)
    for number in range(tries):
        seen = chance.randint(2, GENERATIONS)
        back = chance.randint(max(1, seen - LONGEST_FORK), seen - 1)
        place = scratch / "try"
        shutil.rmtree(place, ignore_errors=True)
        way = WAYS[number % len(WAYS)]
        department = way(past, seen, back, chance, place)
        home = shutil.copytree(past.homes[seen], place / "home")
        if not _is_refused(department, home) or not _is_refused(department, home):
            tally.add("not detected", way.__name__, example=f"saw {seen}, is {back}")
        if way is _older_copy and not _opens(department, home, accept_older=True):
            tally.add("not opened when accepted", f"saw {seen}, is {back}")
        genuine = past.department_of(seen, place / "genuine")
        if not _opens(genuine, shutil.copytree(past.homes[seen], place / "home as it was"), accept_older=False):
            tally.add("refused without cause", f"saw {seen}")
    return tally.outcome(f"{tries:,} rollbacks, {tries:,} genuine openings beside them")


class _Past:
    """Every state that one department, and the director's computer with it, has been in."""

    def __init__(self, scratch: Path) -> None:
        department = make(scratch / "template")
        home = scratch / "home"
        self.folders: dict[int, Path] = {}
        self.homes: dict[int, Path] = {}
        self._people = department.people
        for number in range(1, GENERATIONS + 1):
            file = department.open(home)
            write_row(file, f"R{number}")
            write_row(file, f"R{number}", Section.REVIEW)
            file.exchange.publish()
            if number % 2:
                write_row(file, f"R{number} unpublished")
            file.abandon()
            self.homes[number] = Path(shutil.copytree(home, scratch / f"home-{number}"))
            self.folders[number] = department.copied(scratch / f"folder-{number}").folder

    def department_of(self, number: int, place: Path) -> Department:
        return Department(self.folders[number], self._people).copied(place)


def _older_copy(past: _Past, _seen: int, back: int, _chance: Random, place: Path) -> Department:
    return past.department_of(back, place)


def _commits_gone(past: _Past, seen: int, back: int, _chance: Random, place: Path) -> Department:
    """Take away the newest commits and the sections that only they name."""
    department = past.department_of(seen, place)
    older = {path.name for path in past.folders[back].iterdir()}
    for path in department.folder.iterdir():
        number = path.stem.rpartition("-")[2]
        if path.name not in older and not path.name.startswith(("org", "keys")) and number.isdecimal():
            path.unlink()
    for name in older - {path.name for path in department.folder.iterdir()}:
        shutil.copyfile(past.folders[back] / name, department.folder / name)
    return department


def _fork(past: _Past, seen: int, back: int, chance: Random, place: Path) -> Department:
    """Go on from the older state with other work, up to as many saves as were seen, or one more."""
    department = past.department_of(back, place)
    with department.opened(place / "elsewhere", Role.DEPUTY) as file:
        for number in range(seen - back + chance.randint(0, 1)):
            write_row(file, f"other {number}")
            file.exchange.publish()
    return department


def _older_review(past: _Past, seen: int, back: int, _chance: Random, place: Path) -> Department:
    """Put an older review into a new commit of the administrator's, and take away the commits that would betray it."""
    department = past.department_of(seen, place)
    attacker = Attacker(department, past.folders[back])
    replay_review(attacker)
    for path in department.folder.glob("commit-*.json"):
        if payload_of(path)["number"] != attacker.number:
            path.unlink()
    return department


WAYS = (_older_copy, _commits_gone, _fork, _older_review)


def _is_refused(department: Department, home: Path) -> bool:
    try:
        _open(department, home, accept_older=False)
    except OlderThanSeen:
        return True
    return False


def _opens(department: Department, home: Path, *, accept_older: bool) -> bool:
    try:
        _open(department, home, accept_older=accept_older)
    except UserFacingError:
        return False
    return True


def _open(department: Department, home: Path, *, accept_older: bool) -> None:
    role = Role.DIRECTOR
    vault = unlock(department.folder, department.people[role], PASSPHRASES[role], clock=CLOCK)
    with closing(DepartmentFile.open(vault, home, CLOCK, accept_older=accept_older)):
        pass


PROGRAM = Program(
    "an older or other state of the folder, on a computer that saw a newer one: all refused",
    Counts(12, 150, 1_000),
    run,
)
