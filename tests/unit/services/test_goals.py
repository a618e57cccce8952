from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import FixedClock, Month
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    CloseGoal,
    CreateDepartment,
    ListGoals,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveClinician,
    SaveGoal,
    SavePdsaCycle,
    ShowReview,
)
from cdconsole.domain.review import Agreement, Goal, GoalStatus, Party, PdsaAct, PdsaCycle, Review
from cdconsole.domain.spc import AssuranceIcon, Improvement, RuleProfile, SpcChart, SpcPoint, VariationIcon
from cdconsole.services.definitions import BY_ID
from cdconsole.services.goal_figures import baseline, since
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Progress, Task
from cdconsole.storage import audit
from cdconsole.vault import KdfParameters

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
DUE = date(2027, 2, 22)
CYCLE = PdsaCycle("", date(2026, 12, 1), "Board round at 9", "One more discharge a day")
BASELINE = "46.7% (mean of Aug - Oct 2026; 14 of 30 discharges)"


@pytest.fixture
def review(session: Session) -> Review:
    return prepare(session)


def prepare(session: Session, clinician: ClinicianId = ANN) -> Review:
    return answer(session, PrepareReview(clinician), Task())


def goal(review: Review, measure: MeasureId | None = MeasureId.BEFORE_MIDDAY) -> Goal:
    return Goal(
        id=GoalId(""),
        clinician_id=review.clinician_id,
        from_review=review.id,
        text=" More discharges before midday ",
        action="Board round at 9",
        measure=measure,
        no_measure_reason="" if measure else "No measure of teaching yet",
        baseline=0.9,
        baseline_text="typed by hand",
        target=0.5 if measure else None,
        support="A ward clerk from 8",
        due=DUE,
    )


def save(session: Session, wanted: Goal) -> Goal:
    return answer(session, SaveGoal(wanted), Task())


def lock(session: Session, review: Review) -> None:
    for party in Party:
        answer(session, MarkAgreement(review.id, party, Agreement.AGREED, ""), Task())
    answer(session, LockReview(review.id), Task())


def shown(session: Session, review: Review) -> Review:
    return answer(session, ShowReview(review.id), Task())


def chart(values: dict[Month, float | None], measure: MeasureId = MeasureId.BEFORE_MIDDAY) -> MeasureChart:
    """Return a chart of monthly values, each 40 over 100."""
    points = tuple(
        SpcPoint(month.first, value, 1, None, None, None, numerator=40.0, denominator=100.0)
        for month, value in values.items()
    )
    icons = (VariationIcon.NONE, AssuranceIcon.NONE)
    spc = SpcChart(points, RuleProfile.MDC, Improvement.UP, *icons, None, is_trial=True)
    return MeasureChart(BY_ID[measure], spc, "A reading.", "n", (), "", "")


def test_that_the_baseline_is_frozen_from_the_reviews_own_chart(session: Session, review: Review) -> None:
    saved = save(session, goal(review))
    assert saved.baseline == pytest.approx((0.5 + 0.4 + 0.5) / 3)
    assert saved.baseline_text == BASELINE
    assert (saved.text, saved.status, saved.revision) == ("More discharges before midday", GoalStatus.OPEN, 1)
    assert shown(session, review).goals == (saved,)
    assert session.take_changes() == ChangeSet(frozenset({Topic.REVIEW, Topic.GOAL}), frozenset({ANN}))


def test_that_the_baseline_stays_when_the_goal_changes_and_moves_with_another_measure(
    session: Session, review: Review
) -> None:
    saved = save(session, goal(review))
    changed = save(session, replace(saved, text="Most discharges before midday", baseline=0.1, baseline_text="mine"))
    assert (changed.text, changed.baseline_text, changed.revision) == ("Most discharges before midday", BASELINE, 2)
    moved = save(session, replace(changed, measure=MeasureId.LENGTH_OF_STAY, target=2.5))
    assert moved.baseline == pytest.approx(3.0)
    assert moved.baseline_text == "3.0 days (mean of Aug - Oct 2026; 30 inpatient spells)"
    assert shown(session, review).goals == (moved,)


def test_that_a_goal_without_a_measure_says_why_and_has_no_baseline(session: Session, review: Review) -> None:
    saved = save(session, goal(review, measure=None))
    assert (saved.baseline, saved.baseline_text, saved.target) == (None, "", None)
    [progress] = answer(session, ListGoals(), Task())
    assert (progress.chart, progress.now_text) == (None, "No measure fits: No measure of teaching yet")


def test_that_a_measure_without_data_leaves_the_baseline_open_and_says_why(session: Session, review: Review) -> None:
    saved = save(session, replace(goal(review), measure=MeasureId.DAY_CASE_RATE))
    assert saved.baseline is None
    assert saved.baseline_text == "No data in Aug - Oct 2026"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"),
        ({"action": " "}, "action"),
        ({"measure": None, "no_measure_reason": " "}, "measure"),
        ({"due": NOW.date()}, "due"),
        ({"target": 50.0}, "target"),
        ({"target": -0.1}, "target"),
        ({"measure": MeasureId.SPELLS, "target": float("inf")}, "target"),
    ],
)
def test_that_a_goal_that_is_not_specific_is_refused(
    session: Session, review: Review, change: dict[str, object], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, Goal(**{**vars(goal(review)), **change}))
    assert refused.value.field == field
    assert shown(session, review).goals == ()


def test_that_a_goal_belongs_to_its_review_whatever_the_request_says(session: Session, review: Review) -> None:
    other = prepare(session, BOB)
    saved = save(session, replace(goal(review), clinician_id=BOB))
    assert saved.clinician_id == ANN
    moved = save(session, replace(saved, from_review=other.id, clinician_id=BOB, status=GoalStatus.STOPPED))
    assert (moved.from_review, moved.clinician_id, moved.status) == (review.id, ANN, GoalStatus.OPEN)
    assert shown(session, other).goals == ()


def test_that_an_edit_of_an_older_goal_is_refused_and_says_who_changed_it(session: Session, review: Review) -> None:
    first = save(session, goal(review))
    second = save(session, replace(first, support="Two ward clerks"))
    with pytest.raises(StaleEdit, match=r"changed by Dr B. Director on 23 Nov 2026 \d\d:42"):
        save(session, replace(first, support="None"))
    with pytest.raises(StaleEdit):
        answer(session, CloseGoal(first.id, GoalStatus.STOPPED, "Ward closed", first.revision), Task())
    assert shown(session, review).goals == (second,)


def test_that_closing_a_goal_needs_words_and_can_be_taken_back(session: Session, review: Review) -> None:
    saved = save(session, goal(review))
    with pytest.raises(RuleBroken) as refused:
        answer(session, CloseGoal(saved.id, GoalStatus.ACHIEVED, " ", saved.revision), Task())
    assert refused.value.field == "outcome"
    closed = answer(session, CloseGoal(saved.id, GoalStatus.ACHIEVED, "Held", saved.revision), Task())
    assert [row.goal for row in answer(session, ListGoals(), Task())] == [closed]  # it waits for its check
    assert [row.goal for row in answer(session, ListGoals(include_closed=True), Task())] == [closed]
    reopened = answer(session, CloseGoal(saved.id, GoalStatus.OPEN, "", closed.revision), Task())
    assert [row.goal for row in answer(session, ListGoals(), Task())] == [reopened]
    with session.snapshot(Section.REVIEW) as snapshot:
        events = audit.events(snapshot, Section.REVIEW, 3)
    assert [(event.action, event.subject) for event in events] == [
        ("Reopened a goal", "ann"),
        ("Closed a goal", "ann"),
        ("Agreed a goal", "ann"),
    ]


def test_that_cycles_go_on_after_the_review_is_locked(session: Session, review: Review) -> None:
    saved = save(session, goal(review))
    lock(session, review)
    session.take_changes()
    begun = answer(session, SavePdsaCycle(saved.id, CYCLE), Task())
    [cycle] = begun.cycles
    assert replace(cycle, id="") == CYCLE
    assert session.take_changes() == ChangeSet(frozenset({Topic.GOAL}), frozenset({ANN}))
    studied = replace(cycle, do="Held 20 of 22", study="As predicted", act=PdsaAct.ADOPT)
    assert answer(session, SavePdsaCycle(saved.id, studied), Task()).cycles == (studied,)
    session.take_changes()
    assert answer(session, SavePdsaCycle(saved.id, studied), Task()).cycles == (studied,)
    assert session.take_changes() == ChangeSet()
    assert shown(session, review).goals == (saved,)


@pytest.mark.parametrize(
    ("cycle", "field"), [(replace(CYCLE, plan=" "), "plan"), (replace(CYCLE, act=PdsaAct.ADOPT), "study")]
)
def test_that_a_cycle_needs_a_plan_and_a_decision_needs_what_was_learned(
    session: Session, review: Review, cycle: PdsaCycle, field: str
) -> None:
    saved = save(session, goal(review))
    with pytest.raises(RuleBroken) as refused:
        answer(session, SavePdsaCycle(saved.id, cycle), Task())
    assert refused.value.field == field
    assert shown(session, review).goals == (saved,)


def test_that_goals_are_listed_by_date_with_their_measure_drawn_again(session: Session, review: Review) -> None:
    later = save(session, goal(review))
    last = save(session, replace(goal(review), due=date(2027, 3, 1)))
    theirs = prepare(session, BOB)
    sooner = save(session, replace(goal(theirs), due=date(2027, 1, 10)))
    heard: list[Progress] = []
    rows = answer(session, ListGoals(), Task(heard.append))
    assert [(row.goal, row.clinician) for row in rows] == [
        (sooner, "Dr Bob Sample"),
        (later, "Dr Ann Example"),
        (last, "Dr Ann Example"),
    ]
    assert all(row.chart is not None and row.chart.measure.id == MeasureId.BEFORE_MIDDAY for row in rows)
    assert {(row.now_text, row.agreed_on) for row in rows} == {
        ("No complete month of data since 23 Nov 2026", NOW.date())
    }
    assert [(step.done, step.of) for step in heard] == [(0, 3), (1, 3), (2, 3)]


def test_that_an_administrator_reaches_no_goal(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        answer(admin_session, ListGoals(), Task())


def test_that_a_goal_is_found_as_it_was_after_closing_and_opening_again(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    saved = save(session, goal(prepare(session)))
    later = unlock(Role.DIRECTOR, FixedClock(NOW + timedelta(days=100)))
    assert [row.goal for row in answer(later, ListGoals(), Task())] == [saved]


@pytest.mark.parametrize(
    ("measure", "values", "text"),
    [
        (MeasureId.BEFORE_MIDDAY, {Month(2026, 10): 0.4}, "40.0% (Oct 2026; 40 of 100 discharges)"),
        (
            MeasureId.BEFORE_MIDDAY,
            {Month(2025, 12): 0.4, Month(2026, 1): None, Month(2026, 2): 0.5},
            "45.0% (mean of 2 months with data in Dec 2025 - Feb 2026; 120 of 300 discharges)",
        ),
        (
            MeasureId.BEFORE_MIDDAY,
            {Month(2026, 8): None, Month(2026, 9): 0.4, Month(2026, 10): None},
            "40.0% (mean of 1 month with data in Aug - Oct 2026; 120 of 300 discharges)",
        ),
        (
            MeasureId.SPELLS,
            {Month(2026, 8): 40.0, Month(2026, 9): 40.0},
            "40 (mean of Aug - Sep 2026; 80 in 200 DCC PA-weeks)",
        ),
    ],
)
def test_that_a_baseline_says_its_months_n_and_denominator(
    measure: MeasureId, values: dict[Month, float | None], text: str
) -> None:
    assert baseline(chart(values, measure))[1] == text


def test_that_a_count_without_a_job_plan_says_that_it_has_no_denominator() -> None:
    drawn = chart({Month(2026, 10): 40.0}, MeasureId.SPELLS)
    points = tuple(replace(point, denominator=0.0) for point in drawn.chart.points)
    drawn = replace(drawn, chart=replace(drawn.chart, points=points))
    assert baseline(drawn) == (40.0, "40 (Oct 2026; 40 in all; no job plan, so no denominator)")


def test_that_an_unavailable_chart_gives_its_reason_as_baseline_and_as_now() -> None:
    drawn = replace(chart({}), unavailable="Not available: dates only.")
    assert baseline(drawn) == (None, "No baseline. Not available: dates only.")
    assert since(drawn, NOW.date()) == "Not available: dates only."


def test_that_only_months_wholly_after_the_agreement_count_as_now() -> None:
    drawn = chart({Month(2026, month): month / 100 for month in (5, 6, 7)})
    assert since(drawn, date(2026, 6, 30)) == "7.0% (Jul 2026; 40 of 100 discharges)"
    assert since(drawn, date(2026, 7, 1)) == "No complete month of data since 1 Jul 2026"
    assert since(drawn, date(2026, 1, 31)) == "6.0% (mean of May - Jul 2026; 120 of 300 discharges)"


@given(st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=12))
def test_that_a_baseline_lies_among_the_last_three_values(values: list[float | None]) -> None:
    drawn = chart({Month(2025, 1) + step: value for step, value in enumerate(values)})
    value, text = baseline(drawn)
    last = [found for found in values[-3:] if found is not None]
    if not last:
        assert value is None
        assert text.startswith("No data in")
    else:
        assert value is not None
        assert min(last) - 1e-12 <= value <= max(last) + 1e-12


def test_that_a_department_without_data_can_agree_goals_and_says_what_is_missing(tmp_path: Path) -> None:
    empty = Session(FixedClock(NOW), tmp_path / "home", KdfParameters(19456, 1, 1))
    with closing(empty):
        words = "acid angular bobcat cheddar dwindle"
        answer(empty, CreateDepartment(str(tmp_path), "Gastro", "Gastro", "Dr B. Director", words), Task())
        carol = answer(empty, SaveClinician(Clinician(ClinicianId(""), "Dr Carol", Grade.CONSULTANT)), Task())
        saved = save(empty, goal(prepare(empty, carol.id)))
        assert saved.baseline_text == "No baseline. The review has no chart of this measure."
        [row] = answer(empty, ListGoals(), Task())
        assert (row.chart, row.now_text) == (None, "No data yet")


def test_that_an_unknown_review_cannot_take_a_goal(session: Session, review: Review) -> None:
    with pytest.raises(UserFacingError, match="no longer in the department"):
        save(session, replace(goal(review), from_review=ReviewId("nowhere")))
