from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cdconsole.demo.build import (
    DEMONSTRATION_NOW,
    Demonstration,
    build_demonstration,
    existing_demonstration,
)
from cdconsole.demo.framework_words import OUTCOMES
from cdconsole.demo.job_plans import job_plans
from cdconsole.demo.measures_story import CHANGED, ON_THE_PAGE, RETIRED
from cdconsole.demo.pack_story import OWNER, PACK_FILE, WORDS_FILE
from cdconsole.demo.roster import NAMES
from cdconsole.demo.signals import planted_signals
from cdconsole.domain.access_requests import ShowAccess
from cdconsole.domain.attribution_requests import ListValidation
from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.clinician_pack_requests import ListClinicianPacks, OpenOwnPack
from cdconsole.domain.definition_requests import ListDefinitions
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.framework_requests import ListWorkStreams, ShowOwnership
from cdconsole.domain.goal_follow_up import GoalsDue
from cdconsole.domain.import_requests import ListBatches
from cdconsole.domain.inbox import PackState
from cdconsole.domain.inbox_requests import ShowInbox
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.ownership import ReadChannel
from cdconsole.domain.people import Role
from cdconsole.domain.quality_requests import ListFixes
from cdconsole.domain.requests import (
    ListClinicianReviews,
    ListClinicians,
    ListGoals,
    ListRecognitions,
    ReadLockedDepartment,
    Request,
    ShowClinicianCharts,
    ShowDepartment,
    ShowFramework,
    ShowPredictedHistory,
    ShowWardList,
    UnlockDepartment,
)
from cdconsole.domain.review import Agreement, GoalStatus, NoteKind, Party, PdsaAct, ReviewStatus
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters
from unit.demo.charts import PERIOD, shows

CHEAP = KdfParameters(19456, 1, 1)
CLOCK = FixedClock(DEMONSTRATION_NOW)
BELIEVABLE = {
    "caecal_intubation": (14, 0.90, 0.99),
    "adenoma_detection": (14, 0.20, 0.41),
    "withdrawal_time": (14, 8, 11),
    "polyp_retrieval": (14, 0.88, 0.99),
    "bowel_preparation": (14, 0.88, 0.98),
    "endoscopy_points": (14, 8.7, 10),
    "dna_rate": (14, 0.05, 0.10),
    "new_to_follow_up": (14, 1.4, 2.8),
    "clinic_slot_use": (14, 0.80, 0.92),
    "admission_rate_on_take": (11, 0.55, 0.70),
    "same_day_discharge": (11, 0.28, 0.48),
    "theatre_capped": (3, 0.72, 0.82),
    "late_starts": (3, 0.18, 0.35),
    "cancelled_on_the_day": (3, 0.04, 0.12),
    "not_meeting_criteria": (14, 0.10, 0.23),
    "senior_review_before_midday": (14, 0.63, 0.87),
    "pdd_within_24h": (14, 0.65, 0.97),
    "pdd_current": (14, 0.60, 0.95),
    "pdd_accuracy": (14, 0.55, 0.90),
    "job_plan_delivery": (14, 0.85, 1.10),
    "share_of_work": (14, 0.4, 2.0),
}
"""Of each measure, for how many clinicians it has a chart, and between what the centre of each one's lies."""


@dataclass(frozen=True)
class Built:
    made: Demonstration
    home: Path

    def unlocked(self, role: Role) -> Session:
        file = {
            Role.DIRECTOR: self.made.director_passphrase_file,
            Role.ADMINISTRATOR: self.made.administrator_passphrase_file,
        }[role]
        session = Session(CLOCK, self.home / role.value)  # each on a computer of their own
        locked = answer(session, ReadLockedDepartment(str(self.made.folder)), Task())
        [person] = [person for person in locked.people if person.role is role]
        answer(session, UnlockDepartment(str(self.made.folder), person.id, file.read_text().strip()), Task())
        return session


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Make the whole demonstration department once: about ten seconds."""
    parent, home = tmp_path_factory.mktemp("parent"), tmp_path_factory.mktemp("private")
    return Built(build_demonstration(parent, home=home, clock=CLOCK, kdf=CHEAP), home)


@pytest.fixture(scope="module")
def director(built: Built) -> Iterator[Session]:
    session = built.unlocked(Role.DIRECTOR)
    yield session
    session.close()


def ask(session: Session, request: Request[Any]) -> Any:
    return answer(session, request, Task())


def test_that_every_planted_signal_shows_in_the_application(director: Session) -> None:
    ids = {clinician.name: clinician.id for clinician in ask(director, ListClinicians())}
    unseen = []
    for signal in planted_signals(PERIOD):
        page = ask(director, ShowClinicianCharts(ids[signal.clinician], measures=(signal.measure,)))
        [chart] = [chart.chart for chart in page.charts]
        assert len(chart.points) == 36
        unseen += [] if shows(chart, signal) else [signal]
    assert unseen == []


def test_that_the_spells_came_in_two_imports_dated_in_the_past(director: Session) -> None:
    newest, first = [batch for batch in ask(director, ListBatches()) if batch.file_name.startswith("spells-to")]
    assert newest.rows + first.rows - newest.rejected == newest.spells + first.spells
    assert newest.spells + first.spells == pytest.approx(40_000, rel=0.03)
    assert (first.rejected, newest.rejected) == (0, 9)
    assert (first.person, first.at.date()) == ("Dr Judith Marlowe", date(2026, 7, 6))
    assert (newest.person, newest.at.date()) == ("Sam Whitlock", date(2026, 11, 2))


def test_that_files_of_every_other_kind_came_with_them_and_one_corrected_spells(director: Session) -> None:
    others = [batch for batch in ask(director, ListBatches()) if not batch.file_name.startswith("spells-to")]
    assert Counter(batch.kind for batch in others) == {
        **dict.fromkeys((ExtractKind.SPELLS, ExtractKind.COUNTS, ExtractKind.EXPOSURE), 1),
        **dict.fromkeys((ExtractKind.TAKE_REVIEWS, ExtractKind.CLINICS, ExtractKind.ENDOSCOPY, ExtractKind.THEATRE), 2),
    }
    [corrected] = [batch for batch in others if batch.kind is ExtractKind.SPELLS]
    assert corrected.changed == 12
    assert not any(batch.rejected for batch in others)
    assert [batch.file_name for batch in others if batch.questioned and batch.kind is ExtractKind.CLINICS] == [
        "clinics-to-2026-10.csv"
    ]
    assert [batch.questioned for batch in others if batch.kind is ExtractKind.ENDOSCOPY] == [1, 0]
    fixes = ask(director, ListFixes(limit=0))
    assert 20 < fixes.open < 120


def test_that_measures_of_every_source_have_believable_values_for_everybody_who_does_the_work(
    director: Session,
) -> None:
    clinicians = ask(director, ListClinicians())
    for measure, (people, low, high) in BELIEVABLE.items():
        found = {}
        for clinician in clinicians:
            [chart] = ask(director, ShowClinicianCharts(clinician.id, measures=(MeasureId(measure),))).charts
            if not chart.unavailable:
                found[clinician.name] = chart.chart.points[-1].centre
        assert len(found) == people, measure
        assert all(low < value < high for value in found.values()), (measure, found)


def test_that_the_department_took_measures_up_changed_one_and_retired_one(director: Session) -> None:
    definitions = {one.id: one for one in ask(director, ListDefinitions()).definitions}
    in_use = [one for one in definitions.values() if not one.is_retired]
    assert 20 <= len(in_use) <= 28
    assert [one.id for one in definitions.values() if one.is_retired] == [RETIRED]
    assert definitions[CHANGED].measure.version == 2
    assert definitions[CHANGED].newest.reason
    assert definitions[RETIRED].newest.reason
    outcomes = ask(director, ShowFramework()).outcomes
    assert {one.id for one in in_use} <= {measure for outcome in outcomes for measure in outcome.measures}
    page = ask(director, ShowClinicianCharts(ask(director, ListClinicians())[0].id))
    assert tuple(chart.measure.id for chart in page.charts) == ON_THE_PAGE


def test_that_three_have_checked_records_of_theirs(director: Session) -> None:
    rows = [row.state for row in ask(director, ListValidation()) if row.state.voted]
    assert len(rows) == 3
    assert max(row.voted / row.records for row in rows) > 0.9
    assert sum(row.not_mine for row in rows) > 5


def test_that_all_fourteen_have_charts_a_job_plan_and_activity(director: Session) -> None:
    clinicians = ask(director, ListClinicians())
    assert {clinician.name for clinician in clinicians} == set(NAMES)
    assert all(len(clinician.codes) == 1 and clinician.interests for clinician in clinicians)
    on_take = {plan.clinician for plan in job_plans(PERIOD) if plan.on_call.one_in}
    for clinician in clinicians:
        page = ask(director, ShowClinicianCharts(clinician.id))
        assert page.period == PERIOD
        unavailable = {chart.measure.id for chart in page.charts if chart.unavailable}
        assert unavailable == (set() if clinician.name in on_take else {"admission_rate_on_take"})
        assert page.panel.plan is not None
        assert 0 < page.panel.sessions.delivered < page.panel.sessions.planned
        assert len(page.shading) > 8


def test_that_the_clinicians_own_view_came_by_a_signed_reply_before_the_next_review(director: Session) -> None:
    [owner] = [one.id for one in ask(director, ListClinicians()) if one.name == OWNER]
    [review] = ask(director, ListClinicianReviews(owner))
    view = review.note(NoteKind.CLINICIAN_VIEW)
    assert (review.status, view.source) == (ReviewStatus.PREPARING, f"{OWNER}, by a signed reply")
    assert view.text.startswith("What am I proud of?")
    packs = ask(director, ListClinicianPacks())
    assert [bool(pack.replied) for pack in packs] == [False, True]


def test_that_the_past_review_is_locked_and_saw_only_the_data_of_its_day(director: Session) -> None:
    [okafor] = [one.id for one in ask(director, ListClinicians()) if one.name == "Dr Amara Okafor"]
    [review] = ask(director, ListClinicianReviews(okafor))
    assert review.status is ReviewStatus.LOCKED
    assert (review.held_on, review.next_on) == (date(2026, 7, 21), date(2026, 10, 20))
    assert review.charts is not None
    assert review.charts.data_to == "30 Jun 2026"
    assert review.mark(Party.DIRECTOR).agreement is Agreement.AGREED
    assert review.mark(Party.CLINICIAN).agreement is Agreement.AGREED_WITH_COMMENT
    assert len(review.notes) == 8
    assert all(note.at < datetime(2026, 7, 22, tzinfo=UTC) for note in review.notes)


def test_that_goals_are_open_with_baselines_and_one_pdsa_cycle(director: Session) -> None:
    goals = [progress.goal for progress in ask(director, ListGoals()) if progress.goal.group is None]
    assert [goal.status for goal in goals] == [GoalStatus.OPEN] * 3
    measured = [goal for goal in goals if goal.measure is not None]
    assert len(measured) == 2
    assert all(goal.baseline is not None for goal in measured)
    assert [cycle.started for goal in goals for cycle in goal.cycles] == [date(2026, 8, 12)]
    assert len(ask(director, ListRecognitions())) >= 3


def test_that_groups_have_a_goal_due_now_and_one_to_look_back_on_with_before_and_since(director: Session) -> None:
    looked_back, team = sorted(
        (progress for progress in ask(director, ListGoals()) if progress.goal.group is not None),
        key=lambda progress: progress.agreed_on,
    )
    assert (looked_back.clinician, team.clinician) == ("Birch ward", "The whole team")
    assert looked_back.check is not None
    assert looked_back.check.due_on == date(2026, 11, 1)
    assert [cycle.act for cycle in team.goal.cycles] == [PdsaAct.ADAPT]
    for progress in (looked_back, team):
        assert progress.goal.baseline is not None
        assert progress.comparisons[0].difference.startswith("The difference is between ")


def test_that_the_framework_is_part_done(director: Session) -> None:
    framework = ask(director, ShowFramework())
    assert framework.charter.version == 2
    assert len(framework.charter.signatures) == 2
    assert len(framework.outcomes) == 8
    assert [outcome.title for outcome in framework.outcomes if outcome.parked] == [OUTCOMES[-1][0]]
    assert 0 < sum(stage.is_done for stage in framework.stages) < len(framework.stages)
    overview = ask(director, ShowDepartment())
    assert (overview.open_goals, overview.goals_due) == (4, GoalsDue(this_week=1, checks=1))


def test_that_a_second_work_stream_spans_departments_and_has_a_board_of_its_own(director: Session) -> None:
    [_, take] = ask(director, ListWorkStreams())
    assert len(take.departments) == 3
    assert 0 < len(take.members) < len(NAMES)
    framework = ask(director, ShowFramework(take.id))
    assert len(framework.outcomes) == 5
    assert not any(item.done_at for stage in framework.stages for item in stage.items)


def test_that_some_have_read_the_sheet_in_each_way_and_some_have_not(director: Session) -> None:
    board = ask(director, ShowOwnership())
    channels = {row.read.channel for row in board.rows if row.read}
    assert channels == {ReadChannel.IN_PERSON, ReadChannel.ON_PAPER}
    assert 0 < sum(row.read is None for row in board.rows) < len(board.rows)
    assert "____" not in board.transparency.text
    assert len(board.key_holders) >= 1


def test_that_the_pack_that_can_be_tried_holds_the_sheet_in_force(
    built: Built, director: Session, tmp_path: Path
) -> None:
    place = built.made.folder.parent
    words = (place / WORDS_FILE).read_text(encoding="utf-8").strip()
    own = answer(Session(CLOCK, tmp_path, CHEAP), OpenOwnPack(str(place / PACK_FILE), words), Task())
    assert own.content.sheet is not None
    assert own.content.sheet.text == ask(director, ShowOwnership()).transparency.text


def test_that_the_administrator_kept_the_ward_list_and_cannot_see_charts(built: Built) -> None:
    session = built.unlocked(Role.ADMINISTRATOR)
    ward = ask(session, ShowWardList())
    assert len(ward.inpatients) == 24
    statuses = [patient.status(ward.today) for patient in ward.inpatients]
    assert any(status == "not set" for status in statuses)
    assert any(status.endswith("over") for status in statuses)
    histories = [ask(session, ShowPredictedHistory(patient.id)) for patient in ward.inpatients]
    assert max(map(len, histories)) >= 3
    assert {made.person for history in histories for made in history} == {"Sam Whitlock"}
    with pytest.raises(NotEntitled):
        ask(session, ShowDepartment())
    session.close()


def test_that_passphrases_are_five_words_in_files_of_their_owner_only(built: Built) -> None:
    files = built.made.director_passphrase_file, built.made.administrator_passphrase_file
    words = [file.read_text(encoding="utf-8").split() for file in files]
    assert [len(found) for found in words] == [5, 5]
    assert words[0] != words[1]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]


def test_that_a_second_one_is_not_made_over_the_first(built: Built) -> None:
    before = built.made.director_passphrase_file.read_text(encoding="utf-8")
    with pytest.raises(UserFacingError):
        build_demonstration(built.made.folder.parent, home=built.home, clock=CLOCK, spells=500, kdf=CHEAP)
    assert built.made.director_passphrase_file.read_text(encoding="utf-8") == before
    assert existing_demonstration(built.made.folder.parent) == built.made


def test_that_nothing_is_found_where_none_was_made(tmp_path: Path) -> None:
    assert existing_demonstration(tmp_path) is None


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(UserFacingError, match="can't be made"):
        build_demonstration(tmp_path / "file", home=tmp_path / "home", clock=CLOCK, kdf=CHEAP)


def test_that_a_deputy_is_let_in_and_a_sealed_pack_waits_to_be_decided_on(director: Session) -> None:
    access = answer(director, ShowAccess(), Task())
    assert [(row.person.role, row.has_own_passphrase) for row in access.rows] == [
        (Role.DIRECTOR, True), (Role.ADMINISTRATOR, True), (Role.DEPUTY, False),
    ]  # fmt: skip
    [pack] = answer(director, ShowInbox(), Task()).packs
    assert pack.state is PackState.QUARANTINED
