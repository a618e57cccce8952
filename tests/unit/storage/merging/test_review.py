"""Two people work on reviews at once: sittings, marks, locks, addenda, goals."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cdconsole.domain.attribution import Channel
from cdconsole.domain.goal_follow_up import GoalGroup, Held
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.people import Section
from cdconsole.domain.review import (
    Agreement,
    AgreementMark,
    Goal,
    GoalStatus,
    NoteKind,
    Party,
    PdsaCycle,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.storage import goals, pdsa_cycles, reviews, sustain_checks
from cdconsole.storage.section_file import Reading, Work
from unit.storage.merging.acts import ANN
from unit.storage.merging.trio import BY_BASE, Edit, Trio

R1 = ReviewId("r1")
CONFLICTS = "SELECT kind, table_name, ours, theirs FROM conflict ORDER BY table_name"
KIND = NoteKind.AGREED_FACTS
SIGNED = AgreementMark(
    *(Party.CLINICIAN, Agreement.AGREED, "", BY_BASE, ""),
    *(Channel.SIGNED_REPLY, "Dr B", "ab", "cd"),
)


def prepare(id_: ReviewId = R1) -> Edit:
    def edit(work: Work) -> None:
        carried = goals.open_of(work, ANN)
        reviews.add(work, Review(id_, ANN, "Dr Ann", work.at, None, ReviewStatus.PREPARING, (), None, (), carried, ()))

    return edit


def write(text: str, review: ReviewId = R1) -> Edit:
    def edit(work: Work) -> None:
        before = reviews.by_id(work, review).note(KIND)
        revision = 1 if before is None else before.revision + 1
        note = ReviewNote(KIND, text, work.actor.name, work.at, revision)
        sitting = reviews.sitting(work, review, KIND, None)
        if sitting is None:
            reviews.begin_note(work, review, note)
        else:
            reviews.grow_note(work, sitting, note)

    return edit


def mark(party: Party, agreement: Agreement = Agreement.AGREED) -> Edit:
    return lambda work: reviews.set_mark(work, R1, AgreementMark(party, agreement, "", work.at))


def lock(work: Work) -> None:
    for party in Party:
        mark(party)(work)
    reviews.lock(work, reviews.by_id(work, R1), date(2026, 11, 23))


def agree_goal(text: str, review: ReviewId = R1) -> Edit:
    fields = ("Ask at ten", None, "None fits", None, "", None, "", date(2027, 1, 31))
    return lambda work: goals.add(work, Goal(GoalId(text), ANN, review, text, *fields))


def texts(trio: Trio) -> list[tuple[int, str]]:
    return trio.rows("SELECT revision, text FROM review_note ORDER BY revision")


def merged(trio: Trio, review: ReviewId = R1) -> Review:
    def read(reading: Reading) -> Review:
        return reviews.by_id(reading, review)

    found: Review = trio.read(read)
    return found


@pytest.fixture
def three(tmp_path: Path) -> Trio:
    trio = Trio(tmp_path, Section.REVIEW)
    trio.before(prepare())
    return trio


def test_that_two_notes_are_both_kept_ours_the_newest_and_asked_about(three: Trio) -> None:
    three.before(write("first"))
    three.we(write("ours"))
    three.they(write("theirs"))
    assert three.merge().conflicts == 1
    assert texts(three) == [(1, "first"), (2, "theirs"), (3, "ours")]
    [(kind, table, ours, theirs)] = three.rows(CONFLICTS)
    assert (kind, table) == ("VERSION", "review_note")
    assert (json.loads(ours)["text"], json.loads(theirs)["text"]) == ("ours", "theirs")


def test_that_a_sitting_that_went_on_is_one_text_still(three: Trio) -> None:
    three.before(write("I"))
    for minutes, text in ((2, "I am"), (3, "I am typing")):
        three.we(write(text), BY_BASE + timedelta(minutes=minutes))
    three.they(agree_goal("theirs"))
    assert three.merge().conflicts == 0
    assert texts(three) == [(3, "I am typing")]


def test_that_a_sitting_that_went_on_here_while_another_began_there_is_a_version_of_its_own(three: Trio) -> None:
    three.before(write("I"))
    three.we(write("I typed on"), BY_BASE + timedelta(minutes=2))
    three.they(write("theirs"))
    assert three.merge().conflicts == 1
    assert texts(three) == [(1, "I"), (2, "theirs"), (3, "I typed on")]


def test_that_a_note_for_a_review_locked_meanwhile_is_kept_whole(three: Trio) -> None:
    three.we(write("ours"))
    three.they(lock)
    assert three.merge().conflicts == 1
    [(kind, table, ours, theirs)] = three.rows(CONFLICTS)
    assert (kind, table, json.loads(ours)["text"], theirs) == ("LEFT_OUT", "review_note", "ours", None)
    assert merged(three).status is ReviewStatus.LOCKED
    assert three.problems() == ()


def test_that_a_review_written_marked_and_locked_here_is_taken_over_whole(three: Trio) -> None:
    three.we(write("ours"))
    three.we(agree_goal("a goal"))
    three.we(lock)
    three.we(lambda work: reviews.add_addendum(work, reviews.by_id(work, R1), "An afterthought"))
    three.we(prepare(ReviewId("r2")))
    three.they(lambda work: work.audit("opened", "the department"))
    assert three.merge().conflicts == 0
    review = merged(three)
    assert (review.status, len(review.addenda), len(review.goals)) == (ReviewStatus.LOCKED, 1, 1)
    assert [goal.id for goal in merged(three, ReviewId("r2")).carried_forward] == ["a goal"]


def test_that_a_lock_given_to_a_text_they_changed_falls_with_its_marks(three: Trio) -> None:
    three.we(lock)
    three.we(lambda work: reviews.add_addendum(work, reviews.by_id(work, R1), "An afterthought"))
    three.they(write("theirs"))
    three.merge()
    review = merged(three)
    assert review.status is ReviewStatus.PREPARING
    assert {(one.agreement, one.at) for one in review.marks} == {(Agreement.NOT_MARKED, None)}
    assert all(one.cleared.startswith("Agreed on 23 Nov 2026") for one in review.marks)
    kept = {table: json.loads(ours) for _, table, ours, _ in three.rows(CONFLICTS)}
    assert kept["addendum"]["text"] == "An afterthought"
    assert kept["review"]["status"] == "LOCKED"
    assert three.problems() == ()


def test_that_their_marks_fall_where_we_changed_the_text(three: Trio) -> None:
    three.we(write("ours"))
    three.they(mark(Party.CLINICIAN))
    assert three.merge().conflicts == 0
    assert merged(three).mark(Party.CLINICIAN).agreement is Agreement.NOT_MARKED
    actions = [action for (action,) in three.rows("SELECT action FROM audit_event")]
    assert "Cleared a mark on a review, because its record changed" in actions


def test_that_marks_stand_where_only_the_other_thing_was_done(three: Trio) -> None:
    three.we(write("ours"))
    three.we(mark(Party.DIRECTOR))
    three.they(lambda work: work.audit("opened", "the department"))
    three.merge()
    assert merged(three).mark(Party.DIRECTOR).agreement is Agreement.AGREED


def test_that_two_marks_of_one_party_keep_theirs_and_ask(three: Trio) -> None:
    three.we(mark(Party.CLINICIAN, Agreement.NOT_AGREED))
    three.they(mark(Party.CLINICIAN))
    assert three.merge().conflicts == 1
    assert merged(three).mark(Party.CLINICIAN).agreement is Agreement.AGREED
    [(kind, table, ours, _)] = three.rows(CONFLICTS)
    assert (kind, table, json.loads(ours)["agreement"]) == ("VALUE", "agreement_mark", "NOT_AGREED")


def test_that_two_locks_ask_nothing(three: Trio) -> None:
    three.we(lock)
    three.they(lock)
    assert three.merge().conflicts == 0
    assert merged(three).status is ReviewStatus.LOCKED


def test_that_two_reviews_prepared_for_one_clinician_are_one(tmp_path: Path) -> None:
    trio = Trio(tmp_path, Section.REVIEW)
    ours, theirs = ReviewId("ours"), ReviewId("theirs")
    trio.we(prepare(ours))
    trio.we(write("our words", ours))
    trio.we(agree_goal("our goal", ours))
    trio.they(prepare(theirs))
    trio.they(write("their words", theirs))
    assert trio.merge().conflicts == 1
    assert trio.rows("SELECT id FROM review") == [("theirs",)]
    assert texts(trio) == [(1, "their words"), (2, "our words")]
    assert [goal.id for goal in merged(trio, theirs).goals] == ["our goal"]
    assert trio.problems() == ()


def test_that_addenda_are_numbered_on_and_not_asked_about(three: Trio) -> None:
    three.before(lock)
    three.we(lambda work: reviews.add_addendum(work, reviews.by_id(work, R1), "ours"))
    three.they(lambda work: reviews.add_addendum(work, reviews.by_id(work, R1), "theirs"))
    assert three.merge().conflicts == 0
    assert [(one.revision, one.text) for one in merged(three).addenda] == [(1, "theirs"), (2, "ours")]


def test_that_one_signed_reply_taken_in_at_two_desks_is_one_note_and_one_mark(three: Trio) -> None:
    signed = ReviewNote(NoteKind.CLINICIAN_COMMENT, "Fair", "Dr Ann", BY_BASE, 1, channel=Channel.SIGNED_REPLY)

    def take_in(work: Work) -> None:
        reviews.add_signed_note(work, R1, signed, "ab" * 32, ANN)
        reviews.set_mark(work, R1, SIGNED)

    three.we(take_in)
    three.they(take_in)
    three.merge()
    review = merged(three)
    assert review.note(NoteKind.CLINICIAN_COMMENT) == signed
    assert review.mark(Party.CLINICIAN) == SIGNED
    assert three.rows(CONFLICTS) == []


def test_that_a_signed_mark_falls_whole_where_the_text_was_changed_elsewhere(three: Trio) -> None:
    three.we(lambda work: reviews.set_mark(work, R1, SIGNED))
    three.they(write("Another text"))
    three.merge()
    assert merged(three).mark(Party.CLINICIAN) == SIGNED.fallen()


TEAM = GoalGroup("The whole team", (), "", date(2026, 11, 23))
SHARED = Goal(
    *(GoalId("shared"), ClinicianId(""), ReviewId(""), "Home by noon", "Board rounds", None, "None fits", None, ""),
    *(None, "", date(2027, 1, 31)),
    group=TEAM,
)


def share(work: Work) -> None:
    goals.add(work, SHARED)


def achieve(goal: str, due_on: date) -> Edit:
    def edit(work: Work) -> None:
        before = goals.by_id(work, GoalId(goal))
        after = goals.change(work, before, replace(before, status=GoalStatus.ACHIEVED, outcome="Done"))
        sustain_checks.await_on(work, after, due_on)

    return edit


def say(held: Held) -> Edit:
    def edit(work: Work) -> None:
        check = sustain_checks.of_goal(work, SHARED)
        assert check is not None
        done = replace(check, checked_on=date(2027, 11, 24), held=held, note=held.value, author="Dr B")
        sustain_checks.change(work, SHARED, check, done)

    return edit


def test_that_a_groups_goal_achieved_at_both_ends_waits_for_one_check(three: Trio) -> None:
    three.before(share)
    three.we(achieve("shared", date(2027, 11, 23)))
    three.they(achieve("shared", date(2027, 11, 23)))
    assert three.merge().conflicts == 0
    assert three.rows("SELECT goal_id, due_on FROM group_sustain_check") == [("shared", "2027-11-23")]


def test_that_two_words_on_whether_it_held_are_asked_about_as_one(three: Trio) -> None:
    three.before(share)
    three.before(achieve("shared", date(2027, 11, 23)))
    three.we(say(Held.HELD))
    three.they(say(Held.NOT_HELD))
    assert three.merge().conflicts == 1
    assert three.rows("SELECT held, note FROM group_sustain_check") == [("NOT_HELD", "Not held")]
    [(kind, table, ours, _)] = three.rows(CONFLICTS)
    assert (kind, table) == ("VALUE", "group_sustain_check")
    assert "HELD" in ours


def test_that_cycles_and_words_of_a_groups_goal_from_both_ends_are_put_together(three: Trio) -> None:
    three.before(share)
    three.we(lambda work: pdsa_cycles.save(work, SHARED, PdsaCycle("", date(2026, 11, 24), "Huddle", "")))
    three.they(lambda work: goals.change(work, SHARED, replace(SHARED, text="Home by eleven")))
    assert three.merge().conflicts == 0
    assert three.rows("SELECT text FROM group_goal") == [("Home by eleven",)]
    assert three.rows("SELECT plan FROM group_cycle") == [("Huddle",)]
