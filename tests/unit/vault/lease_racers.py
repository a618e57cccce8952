"""What each process of a race for a lease does: in a module of its own, so that a started process can import it."""

from __future__ import annotations

import os
from pathlib import Path

from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.vault.leases import Leases
from unit.vault.conftest import CLOCK

RACERS, TAKEOVERS, TURNS = 4, 200, 40


def leases_of(folder: Path, name: str, computer: str = "PC 1") -> Leases:
    return Leases(folder, Person(PersonId(name), f"Dr {name}", Role.DEPUTY, CLOCK.now()), computer, CLOCK)


def take_over(folder: Path, racer: int) -> list[int]:
    """Take each stale lease as soon as every racer is there; return which were won."""
    won = []
    for turn in range(TAKEOVERS):
        place = folder / str(turn)
        (place / f"ready-{racer}").touch()
        while len(list(place.glob("ready-*"))) < RACERS:
            pass
        if leases_of(place, f"R{racer}").take(Section.WARD) is None:
            won.append(turn)
    return won


def hold_in_turns(folder: Path, racer: int) -> list[int]:
    """Take and release again and again; return in which turns somebody else held it at the same time."""
    doubled = []
    for turn in range(TURNS):
        leases = leases_of(folder, f"R{racer}")
        if leases.take(Section.WARD) is not None:
            continue
        try:
            os.close(os.open(folder / "held", os.O_CREAT | os.O_EXCL))
            (folder / "held").unlink()
        except FileExistsError:
            doubled.append(turn)
        leases.release_all()
    return doubled
