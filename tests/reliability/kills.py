"""Kill -9 of a process that writes, publishes, or is just recovering from the kill before."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from cdconsole.domain.people import Role, Section
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import verify
from reliability.department import BEDS, Department, make, rows, swap_beds, torn, write_row
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally

SEED = 3
ROUND = 40  # kills of one department before a fresh one, so that it stays small
LONGEST_WORK = 0.06
SLOWEST_OPENING = 30.0
SECTIONS = tuple(Section)


def run(kills: int, scratch: Path) -> Outcome:
    """Kill ``kills`` writers at work, and a fifth as many on their way in."""
    chance = Random(SEED)
    tally = Tally("acknowledged rows lost", "doubled", "torn", "unreadable")
    template = make(scratch / "template")
    written = killed = killed_opening = checked = 0
    for number in count():
        if killed >= kills:
            break
        place = scratch / str(number)
        torment = _Torment(template.copied(place), place / "home", chance, tally)
        torment.go_on(min(ROUND, kills - killed))
        torment.end(place / "another computer")
        killed, killed_opening = killed + torment.killed, killed_opening + torment.killed_opening
        written, checked = written + len(torment.acknowledged), checked + 1
    done = f"{killed:,} kills in writes, {killed_opening:,} in recovery; {written:,} acknowledged rows"
    return tally.outcome(done, f"{checked:,} departments checked page by page and from a second computer")


class _Torment:
    """One department, killed again and again."""

    def __init__(self, department: Department, home: Path, chance: Random, tally: Tally) -> None:
        self.department = department
        self.home = home
        self.acknowledged: set[str] = set()
        self.killed = self.killed_opening = 0
        self._chance = chance
        self._tally = tally
        self._opening_seconds = 0.05

    def go_on(self, kills: int) -> None:
        """Kill so many writers; before every fifth, also one that is only opening."""
        for number in range(kills):
            if number % 5 == 1:
                self._kill_opening()
            if number % 4 == 3:
                self._let_a_colleague_publish()
            self._kill_writing()

    def end(self, elsewhere: Path) -> None:
        """Open it at leisure: here, checked page by page, and once published on a computer that never saw it."""
        for home in (self.home, elsewhere):
            child = Child(partial(_look, self.department, home))
            child.finish(SLOWEST_OPENING)
            self._judge(child)
            for problem in child.said("PROBLEM "):
                self._tally.add("unreadable", problem)

    def _kill_writing(self) -> None:
        child = Child(partial(_write, self.department, self.home, self._chance.randrange(1 << 30)))
        if not child.listen(SLOWEST_OPENING, "READY "):
            child.kill()
            self._tally.add("unreadable", child.failure or "opening took too long")
            return
        child.listen(self._chance.random() * LONGEST_WORK)
        self.killed += child.kill()
        self._judge(child)

    def _kill_opening(self) -> None:
        child = Child(partial(_write, self.department, self.home, 0))
        child.listen(self._chance.random() * self._opening_seconds, "READY ")
        was_alive = child.kill()
        if child.said("READY "):
            self._judge(child)  # it had opened already: a kill in writes, not counted
        else:
            self.killed_opening += was_alive

    def _let_a_colleague_publish(self) -> None:
        """Publish from another computer, which nobody kills: what was left here is merged with it next time."""
        child = Child(partial(_publish, self.department, self.home.with_name("colleague")))
        child.finish(SLOWEST_OPENING)
        self._judge(child)

    def _judge(self, child: Child) -> None:
        if child.failure:
            self._tally.add("unreadable", child.failure)
        for state in child.said("READY "):
            found = state.split()
            missing = self.acknowledged - set(found)
            self._tally.add("acknowledged rows lost", " ".join(sorted(missing)[:3]), len(missing))
            self._tally.add("doubled", state[:80], len(found) - len(set(found)))
        for what in child.said("TORN "):
            self._tally.add("torn", what)
        self.acknowledged |= set(child.said("STORED "))


def _write(department: Department, home: Path, seed: int, say: Say) -> None:
    """Open, say what is there, then write for ever: a row, a change of beds, now and then a publish."""
    chance = Random(seed)
    file = department.open(home)
    found = _tell(file, say)
    for number in count(max((int(name[1:]) for name in found if name.startswith("R")), default=0) + 1):
        write_row(file, f"R{number}", chance.choice(SECTIONS))
        say(f"STORED R{number}")
        swap_beds(file, *chance.sample(range(1, BEDS + 1), 2))
        if chance.random() < 0.3:
            file.exchange.publish()


def _publish(department: Department, home: Path, say: Say) -> None:
    with department.opened(home, Role.DEPUTY) as file:
        row = f"C{len(rows(file))}"
        for section in SECTIONS:
            write_row(file, f"{row}-{section.value}", section)
    for section in SECTIONS:
        say(f"STORED {row}-{section.value}")


def _look(department: Department, home: Path, say: Say) -> None:
    with department.opened(home) as file:
        _tell(file, say)
        file.exchange.publish()
        for problem in (*file.check(), *verify(department.folder)):
            say(f"PROBLEM {problem}")


def _tell(file: DepartmentFile, say: Say) -> list[str]:
    found = sorted(rows(file).elements())
    if what := torn(file):
        say(f"TORN {what}")
    say("READY " + " ".join(found))
    return found


PROGRAM = Program(
    "kill -9 at random points in writes, a fifth as many in recovery: nothing acknowledged lost, nothing unreadable",
    Counts(25, 200, 10_000),
    run,
)
