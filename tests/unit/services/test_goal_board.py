from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.chart_marks import CycleMark, GoalMark
from cdconsole.domain.errors import ExportRefused, NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.goal_follow_up import GoalGroup, GoalsDue, Held, a_year_after
from cdconsole.domain.goal_requests import CheckSustained, ExportGoals, SaveGroupGoal, TakeBackPdsaCycle
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    CloseGoal,
    ListGoals,
    PrepareReview,
    SaveGoal,
    SavePdsaCycle,
    ShowClinicianCharts,
    ShowDepartment,
)
from cdconsole.domain.review import Goal, GoalProgress, GoalStatus, PdsaCycle
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit, export_log

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
EARLY = FixedClock(datetime(2026, 6, 10, 9, tzinfo=UTC))
DUE = date(2027, 2, 22)
TEAM = GoalGroup(" The whole  team ", (), "The ward manager", date(2000, 1, 1))
CYCLE = PdsaCycle("", date(2026, 8, 3), "Board round at 9", "One more discharge a day")


def group_goal(group: GoalGroup | None = TEAM, measure: MeasureId | None = MeasureId.BEFORE_MIDDAY) -> Goal:
    return Goal(
        *(GoalId(""), ClinicianId(""), ReviewId(""), " More of us home by noon ", "Board rounds at 9", measure),
        *("" if measure else "None yet", 0.9, "typed by hand", 0.5 if measure else None, "A clerk from 8", DUE),
        group=group,
    )


def save(session: Session, wanted: Goal) -> Goal:
    return answer(session, SaveGroupGoal(wanted), Task())


def own_goal(session: Session) -> Goal:
    review = answer(session, PrepareReview(ANN), Task())
    return answer(session, SaveGoal(replace(group_goal(), from_review=review.id)), Task())


def board(session: Session, *, closed: bool = False) -> tuple[GoalProgress, ...]:
    return answer(session, ListGoals(include_closed=closed), Task())


def achieve(session: Session, goal: Goal) -> Goal:
    return answer(session, CloseGoal(goal.id, GoalStatus.ACHIEVED, "It held for three months", goal.revision), Task())


@pytest.fixture
def at(unlock: Callable[..., Session]) -> Callable[[datetime], Session]:
    return lambda moment: unlock(Role.DIRECTOR, FixedClock(moment))


# --- goals of a group ------------------------------------------------------------------------------------------------


def test_that_a_groups_goal_has_its_baseline_from_the_teams_chart_and_is_on_the_board(session: Session) -> None:
    saved = save(session, group_goal())
    assert saved.group == GoalGroup("The whole team", (), "The ward manager", NOW.date())
    assert saved.baseline == pytest.approx((0.5 + 0.4 + 0.5) / 3)
    assert saved.baseline_text == "46.7% (mean of Aug - Oct 2026; 28 of 60 discharges)"
    own = own_goal(session)
    team, ann = board(session)
    assert (team.goal, team.clinician, team.agreed_on) == (saved, "The whole team", NOW.date())
    assert (ann.goal, ann.clinician) == (own, "Dr Ann Example")
    assert team.chart is not None
    assert team.chart.team_note == "The whole team"
    assert team.chart.goal == GoalMark(NOW.date(), saved.baseline, 0.5)


def test_that_a_groups_goal_changes_without_moving_its_day_or_baseline_until_it_is_closed(session: Session) -> None:
    saved = save(session, group_goal())
    wanted = replace(saved, text="Most home by noon", group=GoalGroup("Two of us", (BOB, ANN), "", date(1999, 1, 1)))
    changed = save(session, wanted)
    assert changed.group == GoalGroup("Two of us", (ANN, BOB), "", NOW.date())
    assert (changed.text, changed.baseline, changed.revision) == ("Most home by noon", saved.baseline, 2)
    assert changed.group.has(ANN)
    assert not changed.group.has(ClinicianId("none"))
    with pytest.raises(StaleEdit, match=r"changed by Dr B\. Director"):
        save(session, saved)
    moved = save(session, replace(changed, measure=MeasureId.LENGTH_OF_STAY, target=2.5))
    assert moved.baseline == pytest.approx(3.0)
    closed = answer(session, CloseGoal(moved.id, GoalStatus.STOPPED, "The ward closed", moved.revision), Task())
    with pytest.raises(RuleBroken, match="is closed"):
        save(session, closed)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (group_goal(None), "name"),
        (group_goal(replace(TEAM, name=" ")), "name"),
        (group_goal(replace(TEAM, members=(ClinicianId("gone"),))), "members"),
        (replace(group_goal(), text=" "), "text"),
        (replace(group_goal(), due=NOW.date()), "due"),
        (replace(group_goal(), target=1.5), "target"),
    ],
)
def test_that_a_groups_goal_that_is_not_specific_is_refused(session: Session, wanted: Goal, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, wanted)
    assert refused.value.field == field
    assert board(session) == ()


def test_that_one_persons_goal_never_becomes_a_groups(session: Session) -> None:
    own = own_goal(session)
    assert own.group is None
    with pytest.raises(RuleBroken, match="one person's"):
        save(session, replace(own, group=TEAM))


def test_that_a_groups_cycle_is_drawn_on_the_teams_chart_and_can_be_taken_back(session: Session) -> None:
    saved = save(session, group_goal())
    begun = answer(session, SavePdsaCycle(saved.id, CYCLE), Task())
    [cycle] = begun.cycles
    [progress] = board(session)
    assert progress.chart is not None
    assert progress.chart.cycles == (CycleMark(CYCLE.started, "PDSA 1", CYCLE.plan),)
    assert [each.what for each in progress.comparisons] == ["the agreement", "PDSA 1"]
    page = answer(session, ShowClinicianCharts(ANN, measures=(MeasureId.BEFORE_MIDDAY,)), Task())
    assert page.charts[0].cycles == ()
    assert answer(session, TakeBackPdsaCycle(saved.id, cycle.id), Task()).cycles == ()
    assert board(session)[0].goal.cycles == ()
    with session.snapshot(Section.REVIEW) as snapshot:
        events = audit.events(snapshot, Section.REVIEW, 3)
    assert (events[0].action, events[0].subject) == ("Took back a PDSA cycle of", "the team")


def test_that_a_cycle_is_called_as_the_chart_calls_it_where_two_goals_share_a_measure(session: Session) -> None:
    first, second = save(session, group_goal()), save(session, replace(group_goal(), text="Earlier still"))
    answer(session, SavePdsaCycle(second.id, replace(CYCLE, started=date(2026, 9, 1), plan="Later")), Task())
    answer(session, SavePdsaCycle(first.id, CYCLE), Task())
    named = {progress.goal.text: [each.what for each in progress.comparisons] for progress in board(session)}
    assert named == {
        "More of us home by noon": ["the agreement", "PDSA 1"],
        "Earlier still": ["the agreement", "PDSA 2"],
    }


def test_that_an_administrator_reaches_no_groups_goal(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        save(admin_session, group_goal())
    with pytest.raises(NotEntitled):
        answer(admin_session, ExportGoals("goals.csv"), Task())


# --- before and after ------------------------------------------------------------------------------------------------


def test_that_the_board_compares_before_and_since_the_agreement(unlock: Callable[..., Session]) -> None:
    saved = save(unlock(Role.DIRECTOR, EARLY), group_goal())
    [progress] = board(unlock(Role.DIRECTOR))
    [found] = progress.comparisons
    assert found.at == saved.group.agreed_on if saved.group else False
    assert found.before == "Before: 44.3% (62 of 140 discharges, Nov 2025 - May 2026)."
    assert found.since == "Since: 45.0% (36 of 80 discharges, Jul - Oct 2026)."
    assert found.difference.endswith("the months so far do not rule out chance.")


# --- whether it held -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_groups", [True, False])
def test_that_what_was_achieved_waits_a_year_for_a_check_that_stands(
    at: Callable[[datetime], Session], is_groups: bool
) -> None:
    session = at(NOW)
    closed = achieve(session, save(session, group_goal()) if is_groups else own_goal(session))
    [waiting] = board(session)
    assert waiting.check is not None
    assert (waiting.check.due_on, waiting.check.is_done) == (date(2027, 11, 23), False)
    asked = CheckSustained(closed.id, Held.PARTLY, " Mondays slipped ", waiting.check.revision)
    with pytest.raises(RuleBroken, match="not due yet"):
        answer(session, asked, Task())
    later = at(datetime(2027, 11, 2, 9, tzinfo=UTC))
    done = answer(later, asked, Task())
    cases = "28 of 60" if is_groups else "14 of 30"
    assert (done.held, done.note, done.author) == (Held.PARTLY, "Mondays slipped", "Dr B. Director")
    assert done.value == pytest.approx((0.5 + 0.4 + 0.5) / 3)
    assert done.value_text == f"46.7% (mean of Aug - Oct 2026; {cases} discharges)"
    assert board(later) == ()
    assert [progress.check for progress in board(later, closed=True)] == [done]
    with pytest.raises(StaleEdit):
        answer(later, replace(asked, revision=done.revision), Task())
    assert str(done).startswith("Partly held on 2 Nov 2027: Mondays slipped 46.7%")


def test_that_a_check_needs_words_and_a_goal_that_waits_for_one(session: Session) -> None:
    saved = save(session, group_goal())
    for note, field in ((" ", "note"), ("It did", "note")):
        with pytest.raises(RuleBroken) as refused:
            answer(session, CheckSustained(saved.id, Held.HELD, note, 1), Task())
        assert refused.value.field == field


def test_that_a_goal_opened_again_waits_for_no_check_and_a_new_achievement_moves_it(
    at: Callable[[datetime], Session],
) -> None:
    session = at(NOW)
    closed = achieve(session, save(session, group_goal()))
    opened = answer(session, CloseGoal(closed.id, GoalStatus.OPEN, "", closed.revision), Task())
    with pytest.raises(RuleBroken, match="waits for no check"):
        answer(session, CheckSustained(opened.id, Held.HELD, "It did", 1), Task())
    later = at(NOW + timedelta(days=30))
    achieve(later, opened)
    [waiting] = board(later)
    assert waiting.check is not None
    assert waiting.check.due_on == date(2027, 12, 23)


def test_that_a_year_after_a_leap_day_is_the_28th() -> None:
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


# --- what is due -----------------------------------------------------------------------------------------------------


def test_that_the_department_says_which_goals_and_checks_are_due(at: Callable[[datetime], Session]) -> None:
    session = at(NOW)
    save(session, group_goal())
    achieve(session, save(session, group_goal()))
    overview = answer(session, ShowDepartment(), Task())
    assert (overview.open_goals, overview.goals_due, overview.goals_due.text) == (1, GoalsDue(), "")
    assert "one goal is open." in overview.sentence
    soon = answer(at(datetime(2027, 2, 16, 9, tzinfo=UTC)), ShowDepartment(), Task())
    assert (soon.goals_due, soon.goals_due.text) == (GoalsDue(this_week=1), "1 due this week")
    late = answer(at(datetime(2027, 11, 24, 9, tzinfo=UTC)), ShowDepartment(), Task())
    assert late.goals_due.text == "1 overdue, 1 to look back on"
    assert "one goal is open and due; one goal achieved a year ago waits for a look back." in late.sentence


def test_that_goals_leave_as_a_csv_through_the_export_log(session: Session, tmp_path: Path) -> None:
    save(session, replace(group_goal(), text="=1+1"))
    own_goal(session)
    receipt = answer(session, ExportGoals(str(tmp_path / "goals.csv")), Task())
    with (tmp_path / "goals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert receipt.rows == len(rows) == 2
    assert (rows[0]["whose"], rows[0]["goal"], rows[0]["due"]) == ("The whole team", "'=1+1", "2027-02-22")
    assert rows[1]["target"] == "50.0%"
    with session.snapshot(Section.REVIEW) as snapshot:
        assert [entry.what for entry in export_log.entries(snapshot)] == ["Goals"]
    with session.snapshot(Section.RECORDS) as snapshot:
        assert export_log.entries(snapshot) == ()
    with pytest.raises(ExportRefused):
        answer(session, ExportGoals(str(tmp_path / "goals.txt")), Task())
