"""A disk that refuses: an error at the n-th call, for every n of opening, writing and publishing."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from shutil import rmtree

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Role, Section
from reliability.department import Department, make, rows, torn, write_row
from reliability.processes import Child, Say
from reliability.program import Counts, Outcome, Program, Tally
from reliability.shim import shim

SEED = 5
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "ESTALE": errno.ESTALE}
LONGEST = 60.0
SECTIONS = tuple(Section)
NOT_PLAIN = re.compile(r"\bErrno\b|\bE[A-Z]{3,}\b|Traceback|sqlite|0x[0-9a-f]{4}|NoneType|\w+Error\b")
KNOWN = "RAISED "
FEWEST_WORDS = 6


@dataclass(frozen=True)
class Fault:
    """What goes wrong: at which call, with which error (or half a read or write), once or from then on."""

    call: int
    error: str
    is_sticky: bool

    def __str__(self) -> str:
        return f"{self.error} at call {self.call}{' and after' if self.is_sticky else ''}"

    def arm(self) -> None:
        part = self.error == "half"
        shim().shim_fail(self.call, ERRORS.get(self.error, errno.EIO), self.is_sticky, part)


def run(most: int, scratch: Path) -> Outcome:
    """Try faults at every call, or at ``most`` chosen at random."""
    tally = Tally("acknowledged rows lost", "torn", "unreadable", "crashes", "hangs", "words not plain")
    template = make(scratch / "template")
    with template.opened(scratch / "template" / "home"):
        pass
    calls = _calls(template, scratch)
    every = [
        Fault(n, error, sticky) for n in range(1, calls + 1) for error in (*ERRORS, "half") for sticky in (False, True)
    ]
    chosen = Random(SEED).sample(every, min(most, len(every)))
    refused = 0
    for fault in chosen:
        refused += _try(fault, template, scratch / "world", tally)
    done = f"{len(chosen):,} of {len(every):,} faults at {calls:,} calls"
    return tally.outcome(done, f"{refused:,} told in words, the others did no harm")


def _calls(template: Department, scratch: Path) -> int:
    world = scratch / "world"
    child = Child(partial(_scenario, _set_out(template, world), world, None))
    child.finish(LONGEST)
    if child.failure or child.said(KNOWN):
        raise RuntimeError(f"without a fault: {child.lines}")
    return int(child.said("CALLS ")[0])


def _try(fault: Fault, template: Department, world: Path, tally: Tally) -> bool:
    """Run the scenario with a fault, then judge what is left once the disk is well again; return whether it refused."""
    department = _set_out(template, world)
    child = Child(partial(_scenario, department, world, fault))
    if not child.finish(LONGEST):
        tally.add("hangs", str(fault))
    if child.failure:
        tally.add("crashes", child.failure, example=fault)
    for words in child.said(KNOWN):
        if NOT_PLAIN.search(words) or len(words.split()) < FEWEST_WORDS:
            tally.add("words not plain", words, example=fault)
    after = Child(partial(_look, department, world / "home"))
    if not after.finish(LONGEST) or after.failure:
        tally.add("unreadable", after.failure or "opening hung", example=fault)
        return bool(child.said(KNOWN))
    found = after.said("ROWS ")[0].split()
    missing = set(child.said("STORED ")) - set(found)
    tally.add("acknowledged rows lost", f"{fault}: {sorted(missing)}", len(missing))
    for what in after.said("TORN "):
        tally.add("torn", f"{fault}: {what}")
    return bool(child.said(KNOWN))


def _set_out(template: Department, world: Path) -> Department:
    rmtree(world, ignore_errors=True)
    return template.copied(world)


def _scenario(department: Department, world: Path, fault: Fault | None, say: Say) -> None:
    """Open on a computer that has no copy yet, write and publish twice, and close; a colleague publishes in between."""
    shim().shim_watch(str(world).encode())
    if fault is not None:
        fault.arm()
    with _said(say), department.opened(world / "home") as file:
        for number in range(6):
            with _said(say):
                write_row(file, f"R{number}", SECTIONS[number % 3])
                say(f"STORED R{number}")
            if number % 3 == 2:
                with _said(say):
                    file.exchange.publish()
                if number == 2:
                    _let_a_colleague_publish(department, world / "colleague", say)
    say(f"CALLS {shim().shim_calls()}")


def _let_a_colleague_publish(department: Department, home: Path, say: Say) -> None:
    """Publish rows from a computer whose disk is well: what comes next is to be merged with, under faults again."""
    child = Child(partial(_publish, department, home))
    child.finish(LONGEST)
    if child.failure:
        raise RuntimeError(child.failure)
    for row in child.said("STORED "):
        say(f"STORED {row}")


def _publish(department: Department, home: Path, say: Say) -> None:
    shim().shim_fail(0, 0, 0, 0)
    with department.opened(home, Role.DEPUTY) as file:
        for section in (Section.WARD, Section.RECORDS):
            write_row(file, f"C-{section.value}", section)
    for section in (Section.WARD, Section.RECORDS):
        say(f"STORED C-{section.value}")


@contextmanager
def _said(say: Say) -> Iterator[None]:
    """Say what a person would be told, and go on as they would; anything else that is raised is a crash."""
    try:
        yield
    except UserFacingError as problem:
        say(f"{KNOWN}{problem}".replace("\n", " "))


def _look(department: Department, home: Path, say: Say) -> None:
    with department.opened(home) as file:
        if what := torn(file):
            say(f"TORN {what}")
        say("ROWS " + " ".join(rows(file)))
    with department.opened(home.with_name("another computer")) as file:
        say("PUBLISHED " + " ".join(rows(file)))


PROGRAM = Program(
    "EIO, ENOSPC, ESTALE, half a read or write at every call, once or from then on: nothing lost, no crash, no hang, "
    "plain words",
    Counts(20, 130, 1_000_000),
    run,
    needs_shim=True,
)
