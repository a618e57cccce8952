from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.calendar import FixedClock, Month, Period
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, PersonId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.review import (
    Agreement,
    AgreementMark,
    FrozenCharts,
    Goal,
    GoalStatus,
    Party,
    PdsaAct,
    PdsaCycle,
    Review,
    ReviewStatus,
)
from cdconsole.storage import goals, pdsa_cycles, reviews
from cdconsole.storage.section_file import SectionFile

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
DIRECTOR = Person(PersonId("p1"), "Dr B. Director", Role.DIRECTOR, NOW)
CLINICIAN, OTHER = ClinicianId("c1"), ClinicianId("c2")
GOAL = Goal(
    id=GoalId("g1"),
    clinician_id=CLINICIAN,
    from_review=ReviewId("r-c1"),
    text="More discharges before midday",
    action="Board round at 9",
    measure=MeasureId.BEFORE_MIDDAY,
    no_measure_reason="",
    baseline=0.412,
    baseline_text="41.2% (mean of Aug - Oct 2026; 120 of 291 discharges)",
    target=0.5,
    support="A ward clerk from 8",
    due=date(2027, 2, 22),
)
CYCLE = PdsaCycle("", date(2026, 12, 1), "Board round at 9", "One more discharge a day")


@pytest.fixture
def section(tmp_path: Path) -> Iterator[SectionFile]:
    with closing(SectionFile.create(tmp_path / "review.db", bytes(32), Section.REVIEW, FixedClock(NOW))) as file:
        with file.unit_of_work(DIRECTOR) as work:
            for clinician in (CLINICIAN, OTHER):
                reviews.add(work, _review(clinician))
            goals.add(work, GOAL)
            work.commit()
        yield file


def _review(clinician: ClinicianId) -> Review:
    charts = FrozenCharts(NOW, Period(Month(2026, 1), Month(2026, 10)), (), "", "")
    return Review(
        *(ReviewId(f"r-{clinician}"), clinician, "Dr A. Example", NOW, None, ReviewStatus.PREPARING),
        *((), charts, (), (), ()),
    )


def stored(section: SectionFile, name: str = "g1") -> Goal:
    with section.snapshot() as snapshot:
        return goals.by_id(snapshot, GoalId(name))


def test_that_a_goal_comes_back_as_stored(section: SectionFile) -> None:
    assert stored(section) == GOAL


def test_that_an_unknown_goal_is_said_to_be_gone(section: SectionFile) -> None:
    with pytest.raises(UserFacingError):
        stored(section, "nowhere")


def test_that_a_changed_goal_keeps_what_it_was(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        changed = goals.change(work, GOAL, replace(GOAL, target=0.45, measure=None, no_measure_reason="None fits"))
        work.commit()
    assert stored(section) == changed
    assert changed.revision == 2
    with section.snapshot() as snapshot:
        [(before, after)] = snapshot.rows("SELECT before, after FROM history WHERE row_id = 'g1' AND revision = 2")
    assert (json.loads(before)["target"], json.loads(after)["target"]) == (0.5, 0.45)


def test_that_goals_are_found_by_clinician_review_and_status(section: SectionFile) -> None:
    closed = replace(GOAL, id=GoalId("g2"), status=GoalStatus.STOPPED, outcome="Ward closed")
    theirs = replace(GOAL, id=GoalId("g3"), clinician_id=OTHER, from_review=ReviewId("r-c2"), due=date(2027, 1, 1))
    with section.unit_of_work(DIRECTOR) as work:
        goals.add(work, closed)
        goals.add(work, theirs)
        work.commit()
    with section.snapshot() as snapshot:
        assert goals.open_of(snapshot, CLINICIAN) == (GOAL,)
        assert goals.of_review(snapshot, ReviewId("r-c1")) == (GOAL, closed)
        assert goals.everybody(snapshot, include_closed=False) == (theirs, GOAL)
        assert goals.everybody(snapshot, include_closed=True) == (theirs, GOAL, closed)
        assert [goals.count_open(snapshot, who) for who in (CLINICIAN, OTHER, ClinicianId("c9"))] == [1, 1, 0]


def test_that_cycles_are_added_and_changed_with_their_history(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        added = pdsa_cycles.save(work, GOAL, CYCLE)
        studied = replace(added, do="Held 20 of 22", study="As predicted", act=PdsaAct.ADOPT)
        pdsa_cycles.save(work, goals.by_id(work, GOAL.id), studied)
        earlier = pdsa_cycles.save(work, GOAL, replace(CYCLE, started=date(2026, 11, 24)))
        work.commit()
    assert added.id
    assert stored(section).cycles == (earlier, studied)
    with section.snapshot() as snapshot:
        [(before,)] = snapshot.rows("SELECT before FROM history WHERE table_name = 'pdsa_cycle' AND revision = 2")
    assert json.loads(before)["act"] == "OPEN"


def test_that_a_cycle_of_another_goal_is_refused(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work, pytest.raises(UserFacingError, match="no longer part"):
        pdsa_cycles.save(work, GOAL, replace(CYCLE, id="elsewhere"))


@pytest.mark.parametrize("sql", ["DELETE FROM goal", "DELETE FROM pdsa_cycle"])
def test_that_goals_and_cycles_are_closed_and_not_deleted(section: SectionFile, sql: str) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        pdsa_cycles.save(work, GOAL, CYCLE)
        with pytest.raises(IntegrityError):
            work.execute(sql)


def test_that_a_locked_goal_whose_measure_an_earlier_version_wrote_in_capitals_can_be_closed(
    section: SectionFile,
) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        work.execute("UPDATE goal SET measure = 'BEFORE_MIDDAY'")
        for party in Party:
            reviews.set_mark(work, GOAL.from_review, AgreementMark(party, Agreement.AGREED, "", NOW))
        reviews.lock(work, reviews.by_id(work, GOAL.from_review), NOW.date())
        work.commit()
    with section.unit_of_work(DIRECTOR) as work:
        before = goals.by_id(work, GOAL.id)
        assert before.measure == MeasureId.BEFORE_MIDDAY
        closed = goals.change(work, before, replace(before, status=GoalStatus.ACHIEVED, outcome="Done"))
        work.commit()
    assert (closed.status, closed.measure) == (GoalStatus.ACHIEVED, MeasureId.BEFORE_MIDDAY)
