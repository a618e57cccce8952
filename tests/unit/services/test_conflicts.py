from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cdconsole.domain.annotation_requests import Annotate
from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LimitKind
from cdconsole.domain.conflict import Choice, Conflict, ConflictKind
from cdconsole.domain.conflict_requests import ListConflicts, ResolveConflict
from cdconsole.domain.errors import RuleBroken, StaleEdit
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId, new_id
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import ListLessons, SaveLesson
from cdconsole.domain.limit_change_requests import ChangeLimits
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import (
    AdmitInpatient,
    AmendPredictedDischarge,
    LockReview,
    MarkAgreement,
    PrepareReview,
    SaveCharter,
    SaveGoal,
    SaveJobPlan,
    SaveReviewNote,
    ShowFramework,
    ShowJobPlans,
    ShowPredictedHistory,
    ShowReview,
    ShowWardList,
)
from cdconsole.domain.review import Agreement, Goal, NoteKind, Party, Review
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.definitions import BY_ID, definition, in_use
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit
from cdconsole.storage.measure_definitions import add_version

ANN = ClinicianId("ann")
FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
Values = dict[str, Any]


def ask(session: Session, request: Any) -> Any:
    return answer(session, request, Task())


def listed(session: Session) -> tuple[Conflict, ...]:
    found: tuple[Conflict, ...] = ask(session, ListConflicts())
    return found


def choose(session: Session, choice: Choice) -> tuple[Conflict, ...]:
    [conflict] = listed(session)
    left: tuple[Conflict, ...] = ask(session, ResolveConflict(conflict.section, conflict.id, choice, conflict.revision))
    return left


def row(session: Session, section: Section, table: str, row_id: object) -> Values:
    """Return a row as merging would keep it."""
    with session.snapshot(section) as snapshot:
        names = [name for (name,) in snapshot.rows("SELECT name FROM pragma_table_info(?)", (table,))]
        [values] = snapshot.rows(f"SELECT * FROM {table} WHERE {names[0]} = ?", (row_id,))
    return dict(zip(names, values, strict=True))


def keep(session: Session, section: Section, kind: ConflictKind, table: str, ours: Values | None, **more: Any) -> None:
    """Keep a conflict as merging does; the row's key is that of ours or theirs unless given."""
    theirs, column = more.get("theirs"), more.get("column", "")
    key = more.get("key") or [next(iter((ours or theirs or {}).values()))]
    sides = [None if side is None else json.dumps(side) for side in (ours, theirs)]
    with session.unit_of_work(section) as work:
        work.execute(
            "INSERT INTO conflict (id, kind, table_name, row_key, column_name, ours, theirs, our_person, our_at,"
            " their_person, their_at, found_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                *(new_id(), kind.name, table, json.dumps(key), column, *sides),
                *("Dr Us", AT.isoformat(), "Dr Them", AT.isoformat(), AT.isoformat()),
            ),
        )
        work.commit()
    session.take_changes()


# --- the ward list ---------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(session: Session) -> Inpatient:
    """Return a patient in bay A, bed 3, predicted to leave on Sunday by them and then on Friday by us."""
    admitted = ask(session, AdmitInpatient("A", "3", "H1", ANN, datetime.fromisoformat("2026-11-20T09:00")))
    first = ask(session, AmendPredictedDischarge(admitted.id, SUNDAY, ReasonCode.FIRST, admitted.revision))
    amended: Inpatient = ask(session, AmendPredictedDischarge(first.id, FRIDAY, ReasonCode.CLINICAL, first.revision))
    return amended


def keep_dates(session: Session, patient: Inpatient) -> None:
    with session.snapshot(Section.WARD) as snapshot:
        theirs, ours = (
            id_ for (id_,) in snapshot.rows("SELECT id FROM predicted_discharge ORDER BY inpatient_id, revision")
        )
    sides = [row(session, Section.WARD, "predicted_discharge", id_) for id_ in (ours, theirs)]
    keep(session, Section.WARD, ConflictKind.VERSION, "predicted_discharge", sides[0], theirs=sides[1])


def test_that_two_dates_of_one_patient_are_said_in_words(session: Session, patient: Inpatient) -> None:
    keep_dates(session, patient)
    [conflict] = listed(session)
    assert conflict.what == "Predicted date of the patient in bay A, bed 3"
    assert (conflict.ours.value, conflict.ours.person) == ("27 Nov 2026", "Dr Us")
    assert (conflict.theirs.value, conflict.theirs.person, conflict.theirs.at) == ("29 Nov 2026", "Dr Them", AT)
    assert conflict.choices == (Choice.THEIRS, Choice.OURS)
    assert "29 Nov 2026" not in repr(conflict)


def test_that_choosing_their_date_writes_it_as_the_newest(session: Session, patient: Inpatient) -> None:
    keep_dates(session, patient)
    assert choose(session, Choice.THEIRS) == ()
    newest, *_earlier = ask(session, ShowPredictedHistory(patient.id))
    assert (newest.on, newest.reason) == (SUNDAY, ReasonCode.CONCURRENT)
    assert session.take_changes().topics >= {Topic.CONFLICT, Topic.PREDICTED_DISCHARGE}
    with session.snapshot(Section.WARD) as snapshot:
        event = audit.events(snapshot, Section.WARD)[0]
        assert snapshot.rows("SELECT chosen, decided_by, revision FROM conflict") == [("THEIRS", "Dr B. Director", 2)]
    assert (event.action, event.subject) == ("Chose between two values", "predicted discharge")


def test_that_choosing_what_is_the_newest_already_writes_no_other_version(session: Session, patient: Inpatient) -> None:
    keep_dates(session, patient)
    choose(session, Choice.OURS)
    assert len(ask(session, ShowPredictedHistory(patient.id))) == 2


def test_that_a_column_is_given_the_chosen_value_as_the_next_revision(session: Session, patient: Inpatient) -> None:
    sides = {"theirs": {"bed": "3"}, "column": "bed", "key": [patient.id]}
    keep(session, Section.WARD, ConflictKind.VALUE, "inpatient", {"bed": "9"}, **sides)
    [conflict] = listed(session)
    assert (conflict.what, conflict.ours.value) == ("Bed of the patient in bay A, bed 3", "9")
    choose(session, Choice.OURS)
    [now] = ask(session, ShowWardList()).inpatients
    assert (now.bed, now.revision) == ("9", patient.revision + 1)
    with session.snapshot(Section.WARD) as snapshot:
        kept = snapshot.row("SELECT before, after FROM history WHERE table_name = 'inpatient' ORDER BY sequence DESC")
    assert kept is not None
    assert json.loads(kept[0])["bed"] == "3"
    assert json.loads(kept[1])["bed"] == "9"


def test_that_somebody_elses_choice_is_not_chosen_over(session: Session, patient: Inpatient) -> None:
    keep_dates(session, patient)
    [conflict] = listed(session)
    choose(session, Choice.OURS)
    with pytest.raises(StaleEdit, match="chosen here already"):
        ask(session, ResolveConflict(Section.WARD, conflict.id, Choice.THEIRS, conflict.revision))


def test_that_an_administrator_is_asked_about_their_sections_only(
    session: Session, patient: Inpatient, unlock: Callable[..., Session]
) -> None:
    keep_dates(session, patient)
    review = ask(session, PrepareReview(ANN))
    keep(session, Section.REVIEW, ConflictKind.VALUE, "review", {"next_on": None}, column="next_on", key=[review.id])
    assert [one.section for one in listed(session)] == [Section.WARD, Section.REVIEW]
    assert [one.section for one in listed(unlock(Role.ADMINISTRATOR))] == [Section.WARD]


# --- the records -----------------------------------------------------------------------------------------------------


def test_that_their_job_plan_can_be_made_the_newest(session: Session) -> None:
    [plan] = ask(session, ShowJobPlans(ANN))
    ours = ask(session, SaveJobPlan(replace(plan, note="ours", reason="ours"), plan.revision))
    sides = [row(session, Section.RECORDS, "job_plan", one.id) for one in (ours, plan)]
    keep(session, Section.RECORDS, ConflictKind.VERSION, "job_plan", sides[0], theirs=sides[1])
    [conflict] = listed(session)
    assert conflict.what == "Job plan of Dr Ann Example"
    assert conflict.theirs.value == "From 1 Jan 2025: 10 PAs (Ward round 7.5, Teaching 2.5)"
    choose(session, Choice.THEIRS)
    newest = ask(session, ShowJobPlans(ANN))[0]
    assert (newest.version, newest.note, newest.activities) == (3, "", plan.activities)


def test_that_their_charter_can_be_made_the_newest(session: Session) -> None:
    for aims in ("theirs", "ours"):
        charter = ask(session, ShowFramework()).charter
        ask(session, SaveCharter(replace(charter, aims=aims)))
    with session.snapshot(Section.RECORDS) as snapshot:
        ids = [found for (found,) in snapshot.rows("SELECT id FROM charter_version ORDER BY version DESC")]
    sides = [row(session, Section.RECORDS, "charter_version", found) for found in ids]
    keep(session, Section.RECORDS, ConflictKind.VERSION, "charter_version", sides[0], theirs=sides[1])
    [conflict] = listed(session)
    assert (conflict.what, conflict.ours.value, conflict.theirs.value) == ("The charter", "ours", "theirs")
    choose(session, Choice.THEIRS)
    charter = ask(session, ShowFramework()).charter
    assert (charter.aims, charter.version) == ("theirs", 3)


def test_that_what_was_taken_out_by_one_can_be_taken_out_after_all(session: Session) -> None:
    code = row(session, Section.RECORDS, "clinician_code", "AE")
    keep(session, Section.RECORDS, ConflictKind.DELETED, "clinician_code", None, theirs=code)
    [conflict] = listed(session)
    assert conflict.what == "The source systems' code AE"
    assert (conflict.ours.value, conflict.theirs.value) == ("Taken out", "Dr Ann Example")
    choose(session, Choice.OURS)
    with session.snapshot(Section.RECORDS) as snapshot:
        assert snapshot.rows("SELECT 1 FROM clinician_code WHERE code = 'AE'") == []


def test_that_a_table_this_version_does_not_know_is_not_written(session: Session) -> None:
    keep(session, Section.RECORDS, ConflictKind.VALUE, "no_table; --", {"x": 1}, theirs={"x": 2}, key=["k"], column="x")
    with pytest.raises(RuleBroken, match="does not know"):
        choose(session, Choice.OURS)


# --- reviews ---------------------------------------------------------------------------------------------------------


def write(session: Session, review: Review, text: str, revision: int) -> Review:
    written: Review = ask(session, SaveReviewNote(review.id, NoteKind.AGREED_FACTS, None, text, revision))
    return written


def mark_both(session: Session, review: Review) -> Review:
    for party in Party:
        review = ask(session, MarkAgreement(review.id, party, Agreement.AGREED, ""))
    return review


def keep_note(session: Session, review: Review, kind: ConflictKind) -> None:
    with session.snapshot(Section.REVIEW) as snapshot:
        [(note,)] = snapshot.rows("SELECT id FROM review_note WHERE review_id = ?", (review.id,))
    theirs = row(session, Section.REVIEW, "review_note", note)
    keep(session, Section.REVIEW, kind, "review_note", theirs | {"id": "ours", "text": "Our words"}, theirs=theirs)


def test_that_choosing_a_note_writes_it_and_lets_the_marks_fall(session: Session) -> None:
    review = write(session, ask(session, PrepareReview(ANN)), "Their words", 0)
    mark_both(session, review)
    keep_note(session, review, ConflictKind.VERSION)
    [conflict] = listed(session)
    assert conflict.what == "Agreed facts in the review of Dr Ann Example"
    choose(session, Choice.OURS)
    now = ask(session, ShowReview(ReviewId(review.id)))
    note = now.note(NoteKind.AGREED_FACTS)
    assert note is not None
    assert (note.text, note.revision) == ("Our words", 2)
    assert {mark.agreement for mark in now.marks} == {Agreement.NOT_MARKED}


def test_that_a_note_left_out_of_a_locked_review_becomes_an_addendum(session: Session) -> None:
    review = write(session, ask(session, PrepareReview(ANN)), "Their words", 0)
    mark_both(session, review)
    ask(session, LockReview(review.id))
    keep_note(session, review, ConflictKind.LEFT_OUT)
    [conflict] = listed(session)
    assert (conflict.takes_addendum, conflict.choices) == (True, (Choice.OURS, Choice.SEEN))
    choose(session, Choice.OURS)
    assert [one.text for one in ask(session, ShowReview(review.id)).addenda] == ["Our words"]


def test_that_a_note_chosen_after_the_review_was_locked_is_refused(session: Session) -> None:
    review = write(session, ask(session, PrepareReview(ANN)), "Their words", 0)
    keep_note(session, review, ConflictKind.VERSION)
    mark_both(session, review)
    ask(session, LockReview(review.id))
    with pytest.raises(RuleBroken, match="locked by now"):
        choose(session, Choice.OURS)
    assert len(listed(session)) == 1
    assert choose(session, Choice.THEIRS) == ()


def goal_of(session: Session, review: Review) -> Goal:
    fields = ("Fewer late discharges", "Ask at ten", None, "None fits", None, "", None, "", date(2027, 1, 31))
    saved: Goal = ask(session, SaveGoal(Goal(GoalId(""), ANN, review.id, *fields)))
    return saved


def test_that_a_goals_field_can_be_chosen_and_lets_the_marks_fall(session: Session) -> None:
    review = ask(session, PrepareReview(ANN))
    goal = goal_of(session, review)
    mark_both(session, review)
    sides = {"theirs": {"due": "2027-01-31"}, "column": "due", "key": [goal.id]}
    keep(session, Section.REVIEW, ConflictKind.VALUE, "goal", {"due": "2027-03-31"}, **sides)
    [conflict] = listed(session)
    assert (conflict.what, conflict.ours.value) == ("Day it is due of a goal of Dr Ann Example", "31 Mar 2027")
    choose(session, Choice.OURS)
    now = ask(session, ShowReview(review.id))
    assert (now.goals[0].due, now.goals[0].revision) == (date(2027, 3, 31), 2)
    assert {mark.agreement for mark in now.marks} == {Agreement.NOT_MARKED}


def test_that_a_goal_of_a_review_locked_meanwhile_is_refused_in_words(session: Session) -> None:
    review = ask(session, PrepareReview(ANN))
    goal = goal_of(session, review)
    sides = {"theirs": {"due": "2027-01-31"}, "column": "due", "key": [goal.id]}
    keep(session, Section.REVIEW, ConflictKind.VALUE, "goal", {"due": "2027-03-31"}, **sides)
    mark_both(session, review)
    ask(session, LockReview(review.id))
    with pytest.raises(RuleBroken, match="can't be changed any more"):
        choose(session, Choice.OURS)


def test_that_what_can_only_be_seen_takes_no_other_choice(session: Session) -> None:
    review = ask(session, PrepareReview(ANN))
    ours = row(session, Section.REVIEW, "review", review.id)
    keep(session, Section.REVIEW, ConflictKind.LEFT_OUT, "review", ours, theirs=ours)
    assert listed(session)[0].choices == (Choice.SEEN,)
    with pytest.raises(RuleBroken, match="can't be chosen"):
        choose(session, Choice.OURS)
    assert choose(session, Choice.SEEN) == ()


@pytest.mark.parametrize(
    ("section", "place", "words"),
    [
        (Section.RECORDS, ("clinician", ["ann"], "grade", "CONSULTANT"), ("Grade of Dr Ann Example", "Consultant")),
        (Section.RECORDS, ("stage_words", ["main:2"], "title", "Listen"), ("Title of stage 2", "Listen")),
        (Section.RECORDS, ("stage_item", ["1.1"], "text", "Ask"), ("Text of an item on a checklist", "Ask")),
        (
            Section.RECORDS,
            ("stage_item", ["1.1"], "removed_at", "2026"),
            (
                "Place on the board of an item on a checklist",
                "Taken off the board",
            ),
        ),
        (
            Section.RECORDS,
            ("work_stream", ["x"], "members", '["ann"]'),
            (
                "Membership of a work stream",
                "Dr Ann Example",
            ),
        ),
        (
            Section.RECORDS,
            ("work_stream", ["x"], "departments", '[["ED", "Dr L."], ["AMU", ""]]'),
            (
                "Other departments of a work stream",
                "ED (Dr L.), AMU",
            ),
        ),
        (Section.RECORDS, ("outcome", ["gone"], "parked_reason", "No data"), ("Parking of an outcome", "No data")),
        (Section.RECORDS, ("outcome", ["gone"], "owner", ""), ("Owner of an outcome", "Nothing")),
        (Section.RECORDS, ("outcome_measure", ["x", 0], "measure", "LOS"), ("A measure of an outcome", "LOS")),
        (
            Section.REVIEW,
            ("pdsa_cycle", ["gone"], "is_withdrawn", 1),
            ("Taking back of a PDSA cycle of a clinician", "Taken back"),
        ),
        (
            Section.REVIEW,
            ("group_goal", ["gone"], "members", "ann x"),
            ("Members of a goal of a group", "Dr Ann Example, somebody"),
        ),
        (
            Section.REVIEW,
            ("sustain_check", ["gone"], "held", "PARTLY"),
            ("Whether a goal of a clinician held", "Partly held"),
        ),
        (
            Section.RECORDS,
            ("record_vote", ["gone"], "vote", "NOT_MINE"),
            ("What a clinician says of a record", "Not mine"),
        ),
        (Section.REVIEW, ("review", ["gone"], "held_on", None), ("Day of the review of a clinician", "No date")),
        (Section.REVIEW, ("pdsa_cycle", ["gone"], "act", "ADOPT"), ("Act of a PDSA cycle of a clinician", "Adopt")),
        (Section.REVIEW, ("consent", ["gone"], "purpose", "Ask"), ("Purpose of a record of the kind “consent”", "Ask")),
        (Section.REVIEW, ("lesson", ["gone"], "title", "Ask"), ("Title of the lesson “Ask”", "Ask")),
    ],
)
def test_that_every_record_has_words(session: Session, section: Section, place: tuple[Any, ...], words: Any) -> None:
    table, key, column, value = place
    keep(session, section, ConflictKind.VALUE, table, {column: value}, theirs={column: value}, column=column, key=key)
    [conflict] = listed(session)
    assert (conflict.what, conflict.ours.value) == words


def test_that_a_whole_patient_has_words(session: Session, patient: Inpatient) -> None:
    ours = row(session, Section.WARD, "inpatient", patient.id)
    keep(session, Section.WARD, ConflictKind.LEFT_OUT, "inpatient", ours)
    [conflict] = listed(session)
    assert conflict.what == "The patient in bay A, bed 3"
    assert conflict.ours.value == "Bay A, bed 3, Dr Ann Example, admitted 20 Nov 2026 09:00, on the list"
    assert "H1" not in conflict.ours.value


def test_that_a_lock_that_fell_has_words(session: Session) -> None:
    review = ask(session, PrepareReview(ANN))
    ours = row(session, Section.REVIEW, "review", review.id) | {"status": "LOCKED"}
    keep(session, Section.REVIEW, ConflictKind.LEFT_OUT, "review", ours)
    [conflict] = listed(session)
    assert (conflict.what, conflict.ours.value) == ("The review of Dr Ann Example", "Agreed and locked")


def test_that_a_note_on_a_chart_is_named_by_whose_chart_it_is_on(session: Session) -> None:
    written = ask(session, Annotate(ANN, MeasureId.SPELLS, Month(2026, 4), "Locum ward"))
    ours = row(session, Section.REVIEW, "annotation", written.id)
    gone = ours | {"withdrawn_at": AT.isoformat(), "withdrawn_by": "Dr Them"}
    keep(session, Section.REVIEW, ConflictKind.DELETED, "annotation", ours, theirs=gone)
    [conflict] = listed(session)
    assert conflict.what == "A note on a chart of Dr Ann Example"
    assert conflict.ours.value == "Locum ward"


def test_that_a_change_of_limits_is_named_by_whose_chart_it_is_on_and_said_by_its_reason(session: Session) -> None:
    made = ask(session, ChangeLimits(ANN, MeasureId.SPELLS, LimitKind.REBASE, Month(2026, 4), "Ward moved"))
    ours = row(session, Section.REVIEW, "limit_change", made.id)
    gone = ours | {"withdrawn_at": AT.isoformat(), "withdrawn_by": "Dr Them", "withdrawn_reason": "It did not"}
    keep(session, Section.REVIEW, ConflictKind.DELETED, "limit_change", ours, theirs=gone)
    [conflict] = listed(session)
    assert conflict.what == "A change of the limits on a chart of Dr Ann Example"
    assert conflict.ours.value == "Ward moved"


# --- definitions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def definitions(session: Session) -> None:
    """Keep two versions of one definition: theirs with another question, then ours, which retired the measure."""
    stay = BY_ID[MeasureId.LENGTH_OF_STAY]
    with session.unit_of_work(Section.RECORDS) as work:
        theirs = replace(stay, question="How many nights?", version=2)
        add_version(work, theirs, is_retired=False, reason="Clearer")
        add_version(work, replace(stay, version=3), is_retired=True, reason="Not believed")
        work.commit()
    with session.snapshot(Section.RECORDS) as snapshot:
        names = [name for (name,) in snapshot.rows("SELECT name FROM pragma_table_info('definition_version')")]
        rows = snapshot.rows("SELECT * FROM definition_version ORDER BY version DESC")
    ours, theirs_row = (dict(zip(names, values, strict=True)) for values in rows)
    for each in (ours, theirs_row):
        each["definition"] = each["definition"].hex()
    key = [ours["measure"], ours["version"]]
    keep(session, Section.RECORDS, ConflictKind.VERSION, "definition_version", ours, theirs=theirs_row, key=key)


def test_that_two_versions_of_a_definition_are_said_where_they_differ(session: Session, definitions: None) -> None:
    [conflict] = listed(session)
    assert conflict.what == "Definition of the measure “Length of stay, median days”"
    assert conflict.ours.value.startswith("Retired; Question: How long do this clinician's inpatients stay?")
    assert conflict.theirs.value == "Question: How many nights? (Clearer)"


def test_that_their_definition_holds_as_the_newest_version_once_chosen(session: Session, definitions: None) -> None:
    assert choose(session, Choice.THEIRS) == ()
    stay = definition(session, MeasureId.LENGTH_OF_STAY)
    assert (stay.question, stay.version) == ("How many nights?", 4)
    assert stay in in_use(session)


def test_that_choosing_the_definition_that_holds_writes_nothing(session: Session, definitions: None) -> None:
    choose(session, Choice.OURS)
    assert definition(session, MeasureId.LENGTH_OF_STAY).version == 3
    assert MeasureId.LENGTH_OF_STAY not in {measure.id for measure in in_use(session)}


def test_that_the_chosen_version_of_a_lesson_becomes_the_newest(session: Session) -> None:
    theirs = ask(session, SaveLesson(Lesson("", "Board rounds", "A bed stood empty.", "Ask first.", "A list.")))
    ours = ask(session, SaveLesson(replace(theirs, learned="Ask pharmacy.")))
    with session.snapshot(Section.REVIEW) as snapshot:
        names = [name for (name,) in snapshot.rows("SELECT name FROM pragma_table_info('lesson')")]
        sides = [
            dict(zip(names, each, strict=True)) for each in snapshot.rows("SELECT * FROM lesson ORDER BY revision")
        ]
    keep(session, Section.REVIEW, ConflictKind.VERSION, "lesson", sides[1], theirs=sides[0])
    [conflict] = listed(session)
    assert conflict.what == "The lesson “Board rounds”"
    assert (conflict.ours.value, conflict.theirs.value) == (
        *("A bed stood empty. Ask pharmacy. A list.", "A bed stood empty. Ask first. A list."),
    )
    choose(session, Choice.THEIRS)
    [now] = ask(session, ListLessons())
    assert (now.learned, now.version, ours.version) == ("Ask first.", 3, 2)
