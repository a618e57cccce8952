"""Kill -9 of the real window and its worker while a note of a review is typed: two seconds of typing are lost at most.

The window runs offscreen in a session of its own and is driven from outside, a key at a time; the time of each key is
what this process read when the window had answered. So a key counts as no older than it is.
"""

from __future__ import annotations

import os
import secrets
import string
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.requests import ListReviews, ReadLockedDepartment, ShowReview, UnlockDepartment
from cdconsole.domain.review import Domain, NoteKind
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from journeys.department import FAST_KDF
from reliability.memory_after_lock import BOX, REVIEWED, Driven, prepare
from reliability.program import Counts, Outcome, Program, Tally

SEED = 5
MAY_LOSE_SECONDS = 2.0
SHORTEST, LONGEST = 2.5, 9.0
LETTERS = string.ascii_lowercase + "     .,"
DOMAIN = next(domain for domain in Domain if domain.value == BOX)


def run(kills: int, scratch: Path) -> Outcome:
    """Kill the window ``kills`` times, each time while it is typed into, and look at what is kept."""
    chance = Random(SEED)
    tally = Tally("lost more than two seconds", "text not as typed", "could not be opened")
    stored = f"stored {secrets.token_hex(10)}"
    folder, passphrase = prepare(scratch, stored, "Dr Ash")
    keys, lost = 0, []
    before = ""
    for _ in range(kills):
        typing = _type_until_killed(folder, passphrase, chance)
        keys += len(typing.keys)
        try:
            after = _kept(folder, passphrase)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it goes into the table
            tally.add("could not be opened", repr(problem))
            continue
        lost.append(_judge(tally, before, after, typing))
        before = after
    worst = max(lost, default=0.0)
    usual = sorted(lost)[len(lost) // 2] if lost else 0.0
    return tally.outcome(
        f"{kills:,} kills of the window and its worker, {keys:,} keys typed into one note",
        f"typing lost: {usual:.2f} s in the middle, {worst:.2f} s at most",
    )


@dataclass
class _Typing:
    """What was typed, when each key was in, and when the window was killed."""

    keys: list[tuple[str, float]] = field(default_factory=list)
    killed: float = 0.0


def _type_until_killed(folder: Path, passphrase: str, chance: Random) -> _Typing:
    window = Driven(folder, {"CDCONSOLE_HOME": os.environ["CDCONSOLE_HOME"]})
    window.ask("focus", "passphrase")
    window.type(passphrase)
    window.ask("press", "unlock")
    window.ask("go", "reviews")
    window.ask("pick", "Reviews", REVIEWED)
    window.ask("press", "Continue review")
    window.ask("focus", BOX)
    typing = _Typing()
    until = time.monotonic() + chance.uniform(SHORTEST, LONGEST)
    while time.monotonic() < until:
        letter = chance.choice(LETTERS)
        window.ask("key", letter)
        typing.keys.append((letter, time.monotonic()))
        pause = chance.uniform(0.03, 0.12) if chance.random() < 0.93 else chance.uniform(0.3, 2.0)
        time.sleep(max(0.0, min(pause, until - time.monotonic())))
    typing.killed = time.monotonic()
    window.kill()
    return typing


def _kept(folder: Path, passphrase: str) -> str:
    """Open the department again on the same computer, and return the note."""
    session = Session(SystemClock(), data_home(), FAST_KDF)
    director = answer(session, ReadLockedDepartment(str(folder)), Task()).people[0]
    answer(session, UnlockDepartment(str(folder), director.id, passphrase), Task())
    try:
        row = next(row for row in answer(session, ListReviews(), Task()) if row.clinician == REVIEWED)
        assert row.review_id is not None
        note = answer(session, ShowReview(row.review_id), Task()).note(NoteKind.DIRECTOR_NOTE, DOMAIN)
        return "" if note is None else note.text
    finally:
        session.close()


def _judge(tally: Tally, before: str, after: str, typing: _Typing) -> float:
    """Return how many seconds of typing are gone: the age of the oldest key that is not kept."""
    typed = "".join(letter for letter, _ in typing.keys)
    kept = len(after) - len(before)
    if not 0 <= kept <= len(typed) or after != typed[:kept] + before:  # the caret of a box that is opened is in front
        tally.add("text not as typed", example=f"{kept} of {len(typed)} letters")
        return 0.0
    gone = typing.keys[kept:]
    age = typing.killed - gone[0][1] if gone else 0.0
    if age > MAY_LOSE_SECONDS:
        tally.add("lost more than two seconds", example=f"{age:.2f} s")
    return age


PROGRAM = Program(
    "kill -9 of the real window while a note is typed: at most two seconds of typing lost, nothing else changed",
    Counts(2, 10, 100),
    run,
)
