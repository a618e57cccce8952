"""A review from its preparation to the lock, through a crash, and what the next one carries forward."""

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame

from cdconsole.demo.review_story import REVIEWED
from cdconsole.demo.roster import DIRECTOR
from journeys.conftest import SitDown
from journeys.department import ReadyDepartment
from journeys.person import Person

THANKS, NOTE, LAST_WORDS = "Thank you for the nights in August.", "Monday lists start late.", " And the last words"
AUTOSAVED_WITHIN_MS = 2_000
OPEN_GOALS, STATUS = 4, 5

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills a process the POSIX way")


def test_that_a_crash_costs_two_seconds_at_most_and_the_next_review_carries_the_goals_forward(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    go_to(person)
    open_goals = int(person.cells("Reviews", REVIEWED)[OPEN_GOALS])
    assert open_goals > 0
    person.press("Prepare review")
    person.sees("Goals and what became of them")
    person.press("Start the review")
    person.sees("Goals from last time")
    carried = set(goals(person))
    assert len(carried) == open_goals

    person.fill("Recognition", THANKS)
    person.fill("Talent management", NOTE)
    QTest.qWait(AUTOSAVED_WITHIN_MS)
    person.type(LAST_WORDS)
    kill_worker(person)
    person.sees("stopped")

    person.get_in(ready.director)
    go_to(person)
    person.press("Continue review")
    person.sees(THANKS)
    person.sees(NOTE)

    mark_and_lock(person)
    go_to(person)
    person.wait(lambda: person.cells("Reviews", REVIEWED)[STATUS] == "Agreed and locked", "the lock in the list")
    person.press("Prepare review")
    person.press("Start the review")
    person.sees("Goals from last time")
    assert set(goals(person)) == carried
    assert person.meter.too_long() == []


def go_to(person: Person) -> None:
    person.go("reviews")
    if person.has_button("All reviews"):
        person.press("All reviews")
    person.pick("Reviews", REVIEWED)


def goals(person: Person) -> Iterator[str]:
    for frame in person.window.findChildren(QFrame):
        if frame.isVisible() and frame.accessibleName().startswith("Goal: "):
            yield frame.accessibleName()


def mark_and_lock(person: Person) -> None:
    for party, name in (("Clinical director", DIRECTOR), ("Clinician", REVIEWED)):
        person.press(f"{party}: Agreed")
        person.press(f"Mark for {name}")
    person.press("Lock the record")
    person.sees("Nobody has set the day of the next review.")
    person.press("Yes, lock it")
    person.sees("Add addendum")


def kill_worker(person: Person) -> None:
    link = person.shell.runner._link
    assert link is not None
    assert link.pid is not None
    os.kill(link.pid, signal.SIGKILL)
