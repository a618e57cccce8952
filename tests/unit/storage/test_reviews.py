from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import FixedClock, Month, Period
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId, GoalId, PersonId, ReviewId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.domain.review import (
    Agreement,
    AgreementMark,
    Conversation,
    Domain,
    FrozenCharts,
    Goal,
    GoalStatus,
    NoteKind,
    Party,
    Recognition,
    Review,
    ReviewNote,
    ReviewStatus,
)
from cdconsole.storage import goals, recognitions, reviews
from cdconsole.storage.section_file import SectionFile

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TODAY = NOW.date()
DIRECTOR = Person(PersonId("p1"), "Dr B. Director", Role.DIRECTOR, NOW)
CLINICIAN = ClinicianId("c1")
CHARTS = FrozenCharts(NOW, Period(Month(2026, 1), Month(2026, 10)), (), "Job plan v1", "31 Oct 2026")
FIRST = ReviewId("r1")


def review(name: str = FIRST, carried: tuple[Goal, ...] = (), started: datetime = NOW) -> Review:
    return Review(
        id=ReviewId(name),
        clinician_id=CLINICIAN,
        clinician="Dr A. Example",
        started=started,
        held_on=None,
        status=ReviewStatus.PREPARING,
        notes=(),
        charts=CHARTS,
        goals=(),
        carried_forward=carried,
        marks=(),
    )


def goal(name: str = "g1", of: str = FIRST) -> Goal:
    return Goal(
        id=GoalId(name),
        clinician_id=CLINICIAN,
        from_review=ReviewId(of),
        text="More discharges before midday",
        action="Board round at 9",
        measure=None,
        no_measure_reason="No times in the extract",
        baseline=None,
        baseline_text="",
        target=None,
        support="A ward clerk from 8",
        due=date(2027, 2, 22),
    )


@pytest.fixture
def section(tmp_path: Path) -> Iterator[SectionFile]:
    with closing(SectionFile.create(tmp_path / "review.db", bytes(32), Section.REVIEW, FixedClock(NOW))) as file:
        with file.unit_of_work(DIRECTOR) as work:
            reviews.add(work, review())
            work.commit()
        yield file


@pytest.fixture
def locked(section: SectionFile) -> SectionFile:
    """Return a section whose first review has one goal, a note, two marks, and is locked."""
    with section.unit_of_work(DIRECTOR) as work:
        goals.add(work, goal())
        reviews.begin_note(work, FIRST, note("As discussed"))
        for party in Party:
            reviews.set_mark(work, FIRST, AgreementMark(party, Agreement.AGREED, "", NOW))
        reviews.lock(work, reviews.by_id(work, FIRST), TODAY)
        work.commit()
    return section


def shown(section: SectionFile, name: ReviewId = FIRST) -> Review:
    with section.snapshot() as snapshot:
        return reviews.by_id(snapshot, name)


def test_that_a_review_comes_back_as_stored(section: SectionFile) -> None:
    assert shown(section) == review()


def test_that_a_review_can_be_stored_without_charts(section: SectionFile) -> None:
    bare = replace(review("r2"), clinician_id=ClinicianId("c2"), charts=None)
    with section.unit_of_work(DIRECTOR) as work:
        reviews.add(work, bare)
        work.commit()
    assert shown(section, bare.id) == bare


def test_that_an_unknown_review_is_said_to_be_gone(section: SectionFile) -> None:
    with pytest.raises(UserFacingError):
        shown(section, ReviewId("nowhere"))


def note(text: str, revision: int = 1, kind: NoteKind = NoteKind.DIRECTOR_NOTE, at: datetime = NOW) -> ReviewNote:
    domain = Domain.TALENT if kind is NoteKind.DIRECTOR_NOTE else None
    return ReviewNote(kind, text, DIRECTOR.name, at, revision, domain)


def test_that_the_newest_text_of_each_note_is_shown_and_every_sitting_is_kept(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        reviews.begin_note(work, FIRST, note("first"))
        reviews.begin_note(work, FIRST, note("second", 2))
        reviews.begin_note(work, FIRST, note("thanks", kind=NoteKind.RECOGNITION))
        work.commit()
    assert shown(section).notes == (note("thanks", kind=NoteKind.RECOGNITION), note("second", 2))
    with section.snapshot() as snapshot:
        assert snapshot.rows("SELECT text FROM review_note WHERE domain = 'TALENT' ORDER BY revision") == [
            ("first",),
            ("second",),
        ]


def test_that_a_note_grows_within_its_sitting(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        assert reviews.sitting(work, FIRST, NoteKind.DIRECTOR_NOTE, Domain.TALENT) is None
        reviews.begin_note(work, FIRST, note("fir"))
        row = reviews.sitting(work, FIRST, NoteKind.DIRECTOR_NOTE, Domain.TALENT)
        assert row is not None
        reviews.grow_note(work, row, note("first", 2))
        work.commit()
    assert shown(section).notes == (note("first", 2),)
    with section.unit_of_work(replace(DIRECTOR, id=PersonId("p2"))) as work:
        assert reviews.sitting(work, FIRST, NoteKind.DIRECTOR_NOTE, Domain.TALENT) is None


@pytest.mark.parametrize(
    "change",
    [
        "text = 'x'",
        "text = 'x', revision = 4",
        "text = 'x', revision = 2, author = 'Somebody else'",
        "text = 'x', revision = 2, author_id = 'p2'",
        "text = 'x', revision = 2, begun_at = '2026-11-24T00:00:00+00:00'",
        "text = 'x', revision = 2, saved_at = '2026-11-23T10:52:01+00:00'",
        "text = 'x', revision = 2, saved_at = '2026-11-23T10:41:59+00:00'",
        "text = 'x', revision = 2, saved_at = 'never'",
        "text = 'x', revision = 2 WHERE text = 'earlier sitting'",
    ],
)
def test_that_the_file_itself_keeps_a_sitting_that_is_over(section: SectionFile, change: str) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        reviews.begin_note(work, FIRST, note("earlier sitting"))
        if "WHERE" in change:
            reviews.begin_note(work, FIRST, note("later sitting", 3))
        work.commit()
    before = shown(section)
    with section.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
        work.execute(f"UPDATE review_note SET {change}")
    assert shown(section) == before


def test_that_a_mark_given_again_keeps_the_one_before_in_the_history(section: SectionFile) -> None:
    against = AgreementMark(Party.CLINICIAN, Agreement.NOT_AGREED, "Not my patients", NOW)
    for mark in (against, AgreementMark(Party.CLINICIAN, Agreement.AGREED, "", NOW)):
        with section.unit_of_work(DIRECTOR) as work:
            reviews.set_mark(work, FIRST, mark)
            work.commit()
    assert shown(section).marks == (mark,)
    with section.snapshot() as snapshot:
        [(before,)] = snapshot.rows("SELECT before FROM history WHERE table_name = 'agreement_mark' AND revision = 2")
    assert "NOT_AGREED" in before
    assert "Not my patients" in before


def test_that_reviews_come_newest_first(locked: SectionFile) -> None:
    with locked.unit_of_work(DIRECTOR) as work:
        reviews.add(work, review("r2", started=NOW + timedelta(days=90)))
        work.commit()
    with locked.snapshot() as snapshot:
        assert [one.id for one in reviews.of_clinician(snapshot, CLINICIAN)] == ["r2", "r1"]
        assert [one.id for one in reviews.outlines(snapshot)] == ["r2", "r1"]
        assert reviews.of_clinician(snapshot, ClinicianId("nobody")) == ()
        assert reviews.open_ones(snapshot, CLINICIAN) == {Conversation.QUARTERLY: "r2"}
        assert reviews.last_held(snapshot, CLINICIAN) == TODAY
        assert reviews.last_held(snapshot, ClinicianId("nobody")) is None


def test_that_a_clinician_has_one_review_in_preparation_at_most(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
        reviews.add(work, review("r2"))


def test_that_a_conversation_they_asked_for_is_open_beside_the_quarterly_review(section: SectionFile) -> None:
    asked = replace(review("r2"), kind=Conversation.ASKED_FOR, topic="The rota")
    with section.unit_of_work(DIRECTOR) as work:
        reviews.add(work, asked)
        work.commit()
    with section.snapshot() as snapshot:
        assert reviews.open_ones(snapshot, CLINICIAN) == {Conversation.QUARTERLY: FIRST, Conversation.ASKED_FOR: "r2"}
        kept = reviews.by_id(snapshot, ReviewId("r2"))
    assert (kept.kind, kept.topic) == (Conversation.ASKED_FOR, "The rota")
    with section.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
        reviews.add(work, replace(asked, id=ReviewId("r3")))


def test_that_goals_date_from_the_day_the_review_was_held(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        assert reviews.agreed_on(work, FIRST) == TODAY
        reviews.set_dates(work, reviews.by_id(work, FIRST), date(2026, 11, 20), date(2027, 2, 19))
        assert reviews.agreed_on(work, FIRST) == date(2026, 11, 20)
        with pytest.raises(LookupError):
            reviews.agreed_on(work, ReviewId("nowhere"))
        work.commit()
    assert shown(section).next_on == date(2027, 2, 19)
    assert shown(section).revision == 2


def test_that_a_locked_review_shows_its_goals_as_they_stood_then(locked: SectionFile) -> None:
    with locked.unit_of_work(DIRECTOR) as work:
        stored = goals.by_id(work, GoalId("g1"))
        goals.change(work, stored, Goal(**{**vars(stored), "status": GoalStatus.ACHIEVED, "outcome": "Held all year"}))
        work.commit()
    assert shown(locked).goals == (goal(),)
    with locked.snapshot() as snapshot:
        assert goals.by_id(snapshot, GoalId("g1")).status is GoalStatus.ACHIEVED


def test_that_addenda_are_numbered_and_kept_in_order(locked: SectionFile) -> None:
    for text in ("one", "two"):
        with locked.unit_of_work(DIRECTOR) as work:
            reviews.add_addendum(work, reviews.by_id(work, FIRST), text)
            work.commit()
    assert [(note.text, note.revision, note.author) for note in shown(locked).addenda] == [
        ("one", 1, "Dr B. Director"),
        ("two", 2, "Dr B. Director"),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE review SET next_on = '2027-01-01'",
        "UPDATE review SET status = 'PREPARING', locked_at = NULL",
        "DELETE FROM review",
        "INSERT INTO review_note SELECT 'n', 'r1', kind, '', text, author_id, author, begun_at, saved_at, 1,"
        " channel FROM review_note",
        "UPDATE review_note SET text = 'changed', revision = revision + 1",
        "DELETE FROM review_note",
        "UPDATE agreement_mark SET agreement = 'NOT_AGREED'",
        "DELETE FROM agreement_mark",
        "INSERT INTO agreement_mark (id, review_id, party, agreement, comment, cleared, marked_at, revision)"
        " VALUES ('m', 'r1', 'CLINICIAN', 'AGREED', '', '', '2026-11-24', 1)",
        "UPDATE frozen_part SET body = x'00'",
        "DELETE FROM frozen_part",
        "UPDATE goal SET text = 'easier'",
        "UPDATE goal SET baseline = 0.1",
        "UPDATE goal SET target = 0.1",
        "UPDATE goal SET due = '2030-01-01'",
        "UPDATE goal SET support = ''",
        "DELETE FROM goal",
        "INSERT INTO goal SELECT 'g9', clinician_id, review_id, text, action, measure, no_measure_reason, baseline,"
        " baseline_text, target, support, due, status, outcome, created_at, 1 FROM goal",
        "INSERT INTO carried_goal (id, review_id, goal_id) VALUES ('x', 'r1', 'g1')",
    ],
)
def test_that_the_file_itself_refuses_to_change_a_locked_review(locked: SectionFile, sql: str) -> None:
    before = shown(locked)
    with locked.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
        work.execute(sql)
    assert shown(locked) == before


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO addendum (id, review_id, text, author_id, author, added_at, number)"
        " VALUES ('a', 'r1', 'early', 'p1', 'Dr B', '2026-11-23', 1)",
        "UPDATE review SET status = 'LOCKED', locked_at = '2026-11-23', held_on = '2026-11-23'",
        "UPDATE frozen_part SET body = x'00'",
    ],
)
def test_that_the_file_itself_keeps_the_order_of_a_review(section: SectionFile, sql: str) -> None:
    with section.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
        work.execute(sql)
    assert shown(section) == review()


def test_that_one_mark_is_not_enough_to_lock(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        reviews.set_mark(work, FIRST, AgreementMark(Party.DIRECTOR, Agreement.AGREED, "", NOW))
        with pytest.raises(IntegrityError):
            reviews.lock(work, reviews.by_id(work, FIRST), TODAY)


def test_that_thanks_are_kept_newest_first_and_never_altered(section: SectionFile) -> None:
    with section.unit_of_work(DIRECTOR) as work:
        recognitions.add(work, CLINICIAN, "Dr A. Example", "Covered the take")
        newest = recognitions.add(work, CLINICIAN, "Dr A. Example", "Taught on Friday")
        work.commit()
    with section.snapshot() as snapshot:
        found = recognitions.everybody(snapshot)
    assert (
        found[0]
        == newest
        == Recognition(newest.id, CLINICIAN, "Dr A. Example", "Taught on Friday", "Dr B. Director", NOW)
    )
    assert len(found) == 2
    for sql in ("UPDATE recognition SET text = ''", "DELETE FROM recognition"):
        with section.unit_of_work(DIRECTOR) as work, pytest.raises(IntegrityError):
            work.execute(sql)


def test_that_the_tables_of_later_stages_are_in_the_first_schema(section: SectionFile) -> None:
    with section.snapshot() as snapshot:
        tables = {name for (name,) in snapshot.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables >= {
        *("interpretation", "challenge", "quarter_freeze", "release_event"),
        *("support_step", "lesson", "consent", "sustain_check"),
    }


def test_that_a_signed_mark_without_its_reply_and_content_is_refused(section: SectionFile) -> None:
    signed = AgreementMark(Party.CLINICIAN, Agreement.AGREED, "", NOW, channel=Channel.SIGNED_REPLY, person="Dr A")
    with section.unit_of_work(DIRECTOR) as work:
        for lacking in (signed, replace(signed, reply="ab"), replace(signed, content="cd")):
            with pytest.raises(IntegrityError):
                reviews.set_mark(work, FIRST, lacking)
        whole = replace(signed, reply="ab", content="cd")
        reviews.set_mark(work, FIRST, whole)
        assert reviews.marks(work, FIRST) == (whole,)


def test_that_what_a_signed_reply_brought_never_changes(section: SectionFile) -> None:
    words = replace(note("Fair", kind=NoteKind.CLINICIAN_COMMENT), channel=Channel.SIGNED_REPLY)
    with section.unit_of_work(DIRECTOR) as work:
        reviews.add_signed_note(work, FIRST, words, "ab" * 32, CLINICIAN)
        assert reviews.sitting(work, FIRST, NoteKind.CLINICIAN_COMMENT, None) is None
        for sql in (
            "UPDATE review_note SET text = 'Bad', revision = 2",
            "UPDATE review_note SET channel = 'IN_PERSON'",
        ):
            with pytest.raises(IntegrityError):
                work.execute(sql)
        assert reviews.said_in_the_room(work, FIRST, NoteKind.CLINICIAN_COMMENT) is None
