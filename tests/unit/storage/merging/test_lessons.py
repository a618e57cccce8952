"""Two people write in the learning log, or record steps of support, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.people import Section
from cdconsole.domain.support import Rung, SupportCause, SupportStep
from cdconsole.storage import lessons, support
from cdconsole.storage.section_file import Reading, Work
from unit.storage.merging.trio import Edit, Trio


def write(learned: str, lesson: str = "one") -> Edit:
    def act(work: Work) -> None:
        known = lessons.versions(work, lesson)
        version = known[0].version if known else 0
        lessons.add(work, Lesson(lesson, "Title", "Happened", learned, "Changed", version=version))

    return act


def step(rung: Rung) -> Edit:
    def act(work: Work) -> None:
        support.add(work, SupportStep("", ClinicianId("ann"), "Dr Ann", rung, "Seen", SupportCause.SKILL, "Time", None))

    return act


@pytest.fixture
def trio(tmp_path: Path) -> Trio:
    return Trio(tmp_path, Section.REVIEW)


def test_that_lessons_of_both_are_kept(trio: Trio) -> None:
    trio.they(write("theirs", "one"))
    trio.we(write("ours", "two"))
    merged = trio.merge()
    assert (merged.conflicts, Topic.LESSON in merged.changes.topics) == (0, True)
    assert {one.learned for one in trio.read(lessons.newest)} == {"theirs", "ours"}
    assert trio.problems() == ()


def test_that_two_versions_of_one_lesson_are_both_kept_and_asked_about(trio: Trio) -> None:
    trio.before(write("first"))
    trio.they(write("theirs"))
    trio.we(write("ours"))
    assert trio.merge().conflicts == 1

    def versions(reading: Reading) -> tuple[Lesson, ...]:
        return lessons.versions(reading, "one")

    assert [(one.version, one.learned) for one in trio.read(versions)] == [(3, "ours"), (2, "theirs"), (1, "first")]


def test_that_steps_of_both_are_kept_and_nobody_is_asked(trio: Trio) -> None:
    trio.they(step(Rung.CONVERSATION))
    trio.we(step(Rung.AWARENESS))
    merged = trio.merge()
    assert (merged.conflicts, Topic.SUPPORT in merged.changes.topics) == (0, True)
    assert {one.rung for one in trio.read(support.everybody)} == {Rung.CONVERSATION, Rung.AWARENESS}
