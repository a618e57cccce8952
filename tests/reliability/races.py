"""Six computers publishing to one folder at once, each killed now and then."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from shutil import rmtree

from cdconsole.domain.people import Role, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import PublishConflict, verify
from reliability.department import Department, make, rows, write_row
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally

SEED = 7
WRITERS = (Role.DIRECTOR, Role.DIRECTOR, Role.DEPUTY, Role.DEPUTY, Role.ADMINISTRATOR, Role.ADMINISTRATOR)
ROUND = 300  # acknowledged publishes of one folder before a fresh one, so that sections stay small
BETWEEN_KILLS = 0.4
LONGEST_SILENCE = 120.0


def run(publishes: int, scratch: Path) -> Outcome:
    """Let six writers race until so many publishes are acknowledged."""
    chance = Random(SEED)
    tally = Tally("acknowledged rows lost", "doubled", "writers failed", "problems in the folder")
    template = make(scratch / "template")
    acknowledged = kills = conflicts = 0
    for number in count():
        if acknowledged >= publishes:
            break
        place = scratch / str(number)
        race = _Race(template.copied(place), place, chance, tally)
        race.run(min(ROUND, publishes - acknowledged))
        acknowledged, kills = acknowledged + len(race.acknowledged), kills + race.kills
        conflicts += race.conflicts
        rmtree(place)
    done = f"{acknowledged:,} acknowledged publishes by {len(WRITERS)} writers, {kills:,} kills"
    return tally.outcome(done, f"{conflicts:,} times another was quicker")


@dataclass
class _Race:
    """One folder and the six who write to it."""

    department: Department
    place: Path
    chance: Random
    tally: Tally
    acknowledged: set[str] = field(default_factory=set)
    kills: int = 0
    conflicts: int = 0
    _starts: int = 0

    def run(self, publishes: int) -> None:
        """Race until so many publishes are acknowledged, then look at what is in the folder."""
        children = {writer: self._start(writer) for writer in range(len(WRITERS))}
        heard = time.monotonic()
        while len(self.acknowledged) < publishes and time.monotonic() - heard < LONGEST_SILENCE:
            victim = self.chance.choice(list(children))
            children[victim].listen(self.chance.random() * BETWEEN_KILLS)
            self.kills += self._stop(children[victim])
            children[victim] = self._start(victim)
            before = len(self.acknowledged)
            for child in children.values():
                child.listen(0.001)
                self.acknowledged |= set(child.said("PUBLISHED "))
            heard = time.monotonic() if len(self.acknowledged) > before else heard
        for child in children.values():
            self._stop(child)
        self._judge()

    def _start(self, writer: int) -> Child:
        self._starts += 1
        name = f"W{writer}-{self._starts}"
        return Child(partial(_race, self.department, self.place / f"computer {writer}", WRITERS[writer], name))

    def _stop(self, child: Child) -> bool:
        was_alive = child.kill()
        if child.failure:
            self.tally.add("writers failed", child.failure)
        self.acknowledged |= set(child.said("PUBLISHED "))
        self.conflicts += len(child.said("CONFLICT"))
        return was_alive

    def _judge(self) -> None:
        child = Child(partial(_look, self.department, self.place / "another computer"))
        child.finish(LONGEST_SILENCE)
        if child.failure:
            self.tally.add("writers failed", child.failure)
            return
        found = child.said("ROW ")
        missing = self.acknowledged - set(found)
        self.tally.add("acknowledged rows lost", "", len(missing), example=" ".join(sorted(missing)[:3]))
        self.tally.add("doubled", "", len(found) - len(set(found)))
        for problem in child.said("PROBLEM "):
            self.tally.add("problems in the folder", problem)


def _race(department: Department, home: Path, role: Role, name: str, say: Say) -> None:
    """Write and publish for ever. Whoever was beaten to it does again what is not there, as the program asks."""
    sections = tuple(section for section in role.sections if section is not Section.RECORDS) * 3 + (Section.RECORDS,)
    file = department.open(home, role)
    for number in count():
        row, section = f"{name}-{number}", sections[number % len(sections)]
        write_row(file, row, section)
        while not _published(file):
            say("CONFLICT")
            file = _reopened(file, department, home, role)
            if row not in rows(file, section):
                write_row(file, row, section)
        say(f"PUBLISHED {row}")


def _published(file: DepartmentFile) -> bool:
    try:
        file.exchange.publish()
    except PublishConflict:
        return False
    return True


def _reopened(file: DepartmentFile, department: Department, home: Path, role: Role) -> DepartmentFile:
    with suppress(PublishConflict):
        file.close()
    return department.open(home, role)


def _look(department: Department, home: Path, say: Say) -> None:
    for problem in verify(department.folder):
        say(f"PROBLEM {problem}")
    with department.opened(home) as file:
        for problem in file.check():
            say(f"PROBLEM {problem}")
        for row in rows(file).elements():
            say(f"ROW {row}")


PROGRAM = Program(
    "six writers on one folder, killed at random: no acknowledged publish lost, none doubled",
    Counts(25, 300, 10_000),
    run,
)
