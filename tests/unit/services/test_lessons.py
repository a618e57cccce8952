from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.lesson import Lesson
from cdconsole.domain.lesson_requests import ExportLessons, ListLessons, SaveLesson, ShowPrintedLessons
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Facts, Heading, PrintedKind
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import lessons

LESSON = Lesson("", " Board rounds ", "A bed was empty.", "Ask pharmacy.", "Round at 08:15.", MeasureId.BEFORE_MIDDAY)


def save(session: Session, lesson: Lesson = LESSON) -> Lesson:
    return answer(session, SaveLesson(lesson), Task())


def listed(session: Session) -> tuple[Lesson, ...]:
    return answer(session, ListLessons(), Task())


def test_that_a_lesson_is_kept_in_versions(session: Session) -> None:
    first = save(session)
    assert (first.title, first.version, first.author) == ("Board rounds", 1, "Dr B. Director")
    assert session.take_changes().touches(frozenset({Topic.LESSON}))
    second = save(session, replace(first, learned="Ask pharmacy and transport."))
    retired = save(session, replace(second, is_retired=True, reason="Everybody does it now."))
    assert listed(session) == (retired,)
    with session.snapshot(Section.REVIEW) as snapshot:
        assert lessons.versions(snapshot, first.id) == (retired, second, first)
    with pytest.raises(StaleEdit):
        save(session, first)
    with pytest.raises(StaleEdit):
        save(session, replace(first, id="gone"))


def test_that_versions_are_never_altered(session: Session) -> None:
    save(session)
    for sql in ("UPDATE lesson SET text = ''", "DELETE FROM lesson"):
        with session.unit_of_work(Section.REVIEW) as work, pytest.raises(IntegrityError):
            work.execute(sql)


def test_that_a_lesson_naming_a_clinician_of_the_department_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="“What changed” has a clinician's name at word 2") as refused:
        save(session, replace(LESSON, changed="Then Sample agreed."))
    assert refused.value.field == "changed"
    assert listed(session) == ()


def test_that_the_printed_log_names_nobody_and_leaves_out_what_was_retired(session: Session) -> None:
    kept, gone = save(session), save(session, replace(LESSON, title="Old news"))
    save(session, replace(gone, is_retired=True, reason="Over."))
    printed = answer(session, ShowPrintedLessons(), Task())
    assert (printed.kind, printed.subtitle) == (PrintedKind.LEARNING_LOG, "1 lesson, with nobody named")
    assert printed.blocks[0] == Heading("Board rounds", 2)
    assert printed.blocks[2] == Facts(
        (("What happened", kept.happened), ("What was learned", kept.learned), ("What changed", kept.changed))
    )
    assert "Director" not in repr(printed)
    chosen = answer(session, ShowPrintedLessons((gone.id, kept.id)), Task())
    assert chosen.subtitle == "2 lessons, with nobody named"
    assert "Retired: Over." in repr(chosen.blocks[1])
    with pytest.raises(UserFacingError):
        answer(session, ShowPrintedLessons(("x",)), Task())


def test_that_an_empty_log_says_so(session: Session) -> None:
    assert "No lesson yet." in repr(answer(session, ShowPrintedLessons(), Task()).blocks)


def test_that_the_log_is_written_with_the_measures_title(session: Session, tmp_path: Path) -> None:
    save(session)
    target = tmp_path / "lessons.csv"
    assert answer(session, ExportLessons(str(target)), Task()).rows == 1
    heading, line = target.read_text(encoding="utf-8").splitlines()
    assert heading == "title,happened,learned,changed,measure,work_stream,written,retired"
    assert line.startswith("Board rounds,A bed was empty.,Ask pharmacy.,Round at 08:15.,Discharged before midday")
    assert line.endswith(",2026-11-23,")


def test_that_an_administrator_has_no_learning_log(admin_session: Session, tmp_path: Path) -> None:
    requests = (ListLessons(), SaveLesson(LESSON), ShowPrintedLessons(), ExportLessons(str(tmp_path / "x.csv")))
    for request in requests:
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
