"""Six computers that find a stale lease at the same moment: never do two of them hold the section."""

from __future__ import annotations

import os
import select
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.vault.leases import STALE_AFTER_SECONDS, Leases
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally

SEED = 8
RACERS = 6
LONGEST = 30.0
JITTER = 0.002
CLOCK = SystemClock()


def run(races: int, scratch: Path) -> Outcome:
    """Race so often; in every other race the one who went stale wakes up and wants to go on."""
    chance = Random(SEED)
    tally = Tally("two winners", "racers failed")
    nobody = 0
    for number in range(races):
        winners = _race(scratch / "department.cdv", chance, tally, sleeper_wakes=number % 2 == 1)
        if len(winners) > 1:
            tally.add("two winners", " and ".join(winners))
        nobody += not winners
    return tally.outcome(f"{races:,} races of {RACERS}", f"in {nobody:,} nobody got it at the first try")


def _race(folder: Path, chance: Random, tally: Tally, *, sleeper_wakes: bool) -> list[str]:
    """Return who was told that they hold the section."""
    rmtree(folder, ignore_errors=True)
    folder.mkdir()
    gate, opener = os.pipe()
    sleeper = _leases(folder, "sleeper")
    sleeper.take(Section.WARD)
    [lease] = (folder / "lease").iterdir()
    long_ago = lease.stat().st_mtime - 2 * STALE_AFTER_SECONDS
    os.utime(lease, (long_ago, long_ago))
    runners = {f"racer {place}": _leases(folder, f"racer {place}") for place in range(RACERS)}
    if sleeper_wakes:
        runners["sleeper"] = sleeper
    children = {
        name: Child(partial(_take, leases, gate, opener, chance.random() * JITTER)) for name, leases in runners.items()
    }
    os.close(gate)
    os.close(opener)  # every racer waits for this
    for child in children.values():
        child.finish(LONGEST)
        if child.failure:
            tally.add("racers failed", child.failure)
    return [name for name, child in children.items() if child.said("WON")]


def _leases(folder: Path, name: str) -> Leases:
    person = Person(PersonId(name.encode().hex().ljust(32, "0")), name, Role.DEPUTY, CLOCK.now())
    return Leases(folder, person, f"PC of {name}", CLOCK)


def _take(leases: Leases, gate: int, opener: int, seconds: float, say: Say) -> None:
    os.close(opener)
    os.read(gate, 1)
    select.select([], [], [], seconds)
    say("WON" if leases.take(Section.WARD) is None else "LOST")


PROGRAM = Program(
    "six racers for a stale lease, its old holder waking up in every other race: never two winners",
    Counts(20, 200, 1_000),
    run,
)
