from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.goal_follow_up import GoalGroup, Held
from cdconsole.domain.identity import ClinicianId, GoalId, PersonId, ReviewId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.review import Goal
from cdconsole.storage import goals, schema, sqlcipher, sustain_checks
from cdconsole.storage.section_file import SectionFile

KEY = bytes(32)
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
DIRECTOR = Person(PersonId("p1"), "Dr B. Director", Role.DIRECTOR, NOW)
GROUP = GoalGroup("The whole team", (), "Sister Reid", date(2026, 1, 5))
GOAL = Goal(
    *(GoalId("g1"), ClinicianId(""), ReviewId(""), "Home by noon", "Board rounds", None, "None fits", None, "", None),
    *("", date(2026, 12, 1)),
    group=GROUP,
)


def test_that_a_goal_waits_for_one_check_at_a_time_and_keeps_those_that_were_done(tmp_path: Path) -> None:
    with closing(SectionFile.create(tmp_path / "review.db", KEY, Section.REVIEW, FixedClock(NOW))) as file:
        with file.unit_of_work(DIRECTOR) as work:
            goals.add(work, GOAL)
            assert sustain_checks.of_goal(work, GOAL) is None
            sustain_checks.await_on(work, GOAL, date(2027, 11, 1))
            sustain_checks.await_on(work, GOAL, date(2027, 11, 23))
            waiting = sustain_checks.of_goal(work, GOAL)
            assert waiting is not None
            assert (waiting.due_on, waiting.revision) == (date(2027, 11, 23), 2)
            done = replace(waiting, checked_on=date(2027, 11, 24), held=Held.HELD, note="It did", author="Dr B.")
            done = sustain_checks.change(work, GOAL, waiting, done)
            assert sustain_checks.newest(work) == {GOAL.id: done}
            sustain_checks.await_on(work, GOAL, date(2029, 1, 1))
            again = sustain_checks.of_goal(work, GOAL)
            assert again is not None
            assert (again.due_on, again.is_done) == (date(2029, 1, 1), False)
            work.commit()
        for table in ("group_sustain_check", "group_goal"):
            with file.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
                work.execute(f"DELETE FROM {table}")


def test_that_what_was_achieved_before_checks_were_kept_waits_for_one(tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    connection = sqlcipher.create(path, KEY)
    schema.lay_foundation(connection, Section.REVIEW)
    steps = schema.missing_steps(connection, Section.REVIEW)
    schema.apply_steps(connection, tuple(step for step in steps if step.name < "m0010"), NOW)
    connection.execute(
        "INSERT INTO review (id, clinician_id, clinician_name, started_at, status, revision)"
        " VALUES ('r', 'c', 'Dr C', '2025-01-01', 'PREPARING', 1)"
    )
    for goal, status in (("old", "ACHIEVED"), ("open", "OPEN"), ("undated", "ACHIEVED")):
        connection.execute(
            "INSERT INTO goal VALUES (?, 'c', 'r', 'text', 'action', NULL, 'none', NULL, '', NULL, '', '2026-01-01', ?,"
            " '', '2025-03-01T09:00:00+00:00', 1)",
            (goal, status),
        )
    connection.execute(
        "INSERT INTO history (table_name, row_id, revision, at, person_id, person, reason, before, after)"
        " VALUES ('goal', 'old', 1, '2025-12-20T09:00:00+00:00', 'p', 'P', '', NULL, '{}')"
    )
    connection.close()
    with closing(SectionFile.open(path, KEY, Section.REVIEW, FixedClock(NOW))) as file, file.snapshot() as snapshot:
        found = sustain_checks.newest(snapshot)
    assert {goal: check.due_on for goal, check in found.items()} == {
        "old": date(2026, 12, 20),
        "undated": date(2026, 3, 1),
    }
