"""Power cuts at random points of work on this computer and on the department folder together.

The real program runs on the recording shim; each point replays its calls up to a moment and drops, tears and reorders
what was not flushed by then. The real program opens what is left: every row it had acknowledged must be there.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree

from cdconsole.domain.people import Role, Section
from reliability.crashing_disk import Disk, Op, read_trace
from reliability.department import BEDS, Department, make, rows, swap_beds, torn, write_row
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally
from reliability.shim import shim

SEED = 4
STEPS = 14
COLLEAGUES = 1000  # where the numbers of a colleague's rows begin
POINTS = 50  # of one recording
SLOWEST = 60.0
SECTIONS = tuple(Section)


def run(points: int, scratch: Path) -> Outcome:
    """Cut the power ``points`` times."""
    chance = Random(SEED)
    tally = Tally("acknowledged rows lost", "doubled", "torn", "unreadable")
    template = make(scratch / "template")
    false_alarms = calls = recordings = 0
    for number in range(0, points, POINTS):
        recording = _Recording(scratch / str(number), template, chance.randrange(1 << 30))
        calls, recordings = calls + len(recording.calls), recordings + 1
        for at in sorted(chance.randint(0, len(recording.calls)) for _ in range(min(POINTS, points - number))):
            left = recording.cut_at(at, chance)
            child = Child(partial(_look, left, recording.place / "left" / "home"))
            if not child.finish(SLOWEST):
                tally.add("unreadable", "opening hung")
            false_alarms += bool(child.said("PROBLEM "))
            _judge(child, recording.acknowledged_by(at), tally)
        rmtree(recording.place)
    done = f"{points:,} points in {recordings:,} recordings of {calls:,} calls"
    return tally.outcome(done, f"in {false_alarms:,} a check of all pages found something")


def _judge(child: Child, acknowledged: set[str], tally: Tally) -> None:
    if child.failure or not child.said("ROWS "):
        tally.add("unreadable", child.failure or "said nothing")
        return
    found = child.said("ROWS ")[0].split()
    missing = acknowledged - set(found)
    tally.add("acknowledged rows lost", " ".join(sorted(missing)[:3]), len(missing))
    tally.add("doubled", "", len(found) - len(set(found)))
    for what in child.said("TORN "):
        tally.add("torn", what)


class _Recording:
    """One sitting as the disk saw it: opening, rows, publishes, a colleague's between them, closing."""

    def __init__(self, place: Path, template: Department, seed: int) -> None:
        self.place = place
        world = place / "world"
        department = template.copied(world)
        (world / "home").mkdir()
        with department.opened(world / "home"):
            pass
        self._disk = Disk(world)
        self._followed = 0
        self._department = department
        trace = place / "trace"
        child = Child(partial(_record, department, world, trace, seed))
        child.finish(SLOWEST)
        if child.failure:
            raise RuntimeError(child.failure)
        self.calls = tuple(read_trace(trace))
        self._marks = [at for at, call in enumerate(self.calls) if call.op is Op.MARKED]

    def cut_at(self, at: int, chance: Random) -> Department:
        """Return the department as a power cut before a call may leave it; calls must come in order."""
        for call in self.calls[self._followed : at]:
            self._disk.follow(call)
        self._followed = at
        left = self.place / "left"
        rmtree(left, ignore_errors=True)
        self._disk.write_after_crash(chance, left)
        return Department(left / self._department.folder.name, self._department.people)

    def acknowledged_by(self, at: int) -> set[str]:
        """Return the rows whose mark came before a call."""
        return {f"R{self.calls[mark].a}" for mark in self._marks[: bisect_right(self._marks, at - 1)]}


def _record(department: Department, world: Path, trace: Path, seed: int, _say: Say) -> None:
    chance = Random(seed)
    shim().shim_watch(str(world).encode())
    shim().shim_record(str(trace).encode())
    with department.opened(world / "home") as file:
        for number in range(STEPS):
            write_row(file, f"R{number}", chance.choice(SECTIONS))
            shim().shim_mark(number)
            swap_beds(file, *chance.sample(range(1, BEDS + 1), 2))
            if chance.random() < 0.3:
                file.exchange.publish()
            if number % 5 == 2:
                colleague = Child(partial(_publish, department, world / "colleague", COLLEAGUES + number))
                colleague.finish(SLOWEST)
                if colleague.failure:
                    raise RuntimeError(colleague.failure)
    shim().shim_record(None)


def _publish(department: Department, home: Path, number: int, _say: Say) -> None:
    """Publish a row from another computer: the next publish here merges with it."""
    with department.opened(home, Role.DEPUTY) as file:
        write_row(file, f"R{number}", SECTIONS[number % len(SECTIONS)])
    shim().shim_mark(number)


def _look(department: Department, home: Path, say: Say) -> None:
    with department.opened(home) as file:
        if what := torn(file):
            say(f"TORN {what}")
        say("ROWS " + " ".join(rows(file).elements()))
        for problem in file.check():
            say(f"PROBLEM {problem}")


PROGRAM = Program(
    "simulated power cut, this computer and the folder together: nothing acknowledged lost, nothing unreadable",
    Counts(40, 250, 10_000),
    run,
    needs_shim=True,
)
