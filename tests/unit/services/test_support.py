from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken
from cdconsole.domain.framework import Charter, SigningParty
from cdconsole.domain.framework_requests import SignCharter
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import SaveCharter
from cdconsole.domain.support import Rung, SupportBoard, SupportCause, SupportStep
from cdconsole.domain.support_requests import SaveSupportStep, ShowSupport
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
STEP = SupportStep(
    *(
        "",
        ANN,
        "",
        Rung.AWARENESS,
        " Two handovers were missed ",
        SupportCause.SYSTEM,
        "A fixed time ",
        date(2027, 1, 5),
    )
)


def save(session: Session, step: SupportStep = STEP) -> SupportStep:
    return answer(session, SaveSupportStep(step), Task())


def board(session: Session) -> SupportBoard:
    return answer(session, ShowSupport(), Task())


def test_that_steps_up_and_down_are_kept_newest_first(session: Session) -> None:
    first = save(session)
    assert (first.clinician, first.author, first.basis) == (
        *("Dr Ann Example", "Dr B. Director", "Two handovers were missed"),
    )
    assert session.take_changes() == ChangeSet(frozenset({Topic.SUPPORT}), frozenset({ANN}))
    down = save(session, replace(STEP, rung=Rung.CONVERSATION, cause=None))
    ended = save(session, replace(STEP, is_end=True, agreed_support=""))
    assert (ended.cause, ended.review_on, ended.rung) == (None, None, Rung.CONVERSATION)
    shown = board(session)
    assert shown.of(ANN) == (ended, down, first)
    assert [name for _id, name in shown.people] == ["Dr Ann Example", "Dr Bob Sample"]


def test_that_the_formal_process_is_kept_as_a_stop_without_words(session: Session) -> None:
    stop = save(session, replace(STEP, rung=Rung.FORMAL, basis="", agreed_support=""))
    assert (stop.cause, stop.review_on, stop.basis) == (None, None, "")
    with session.snapshot(Section.REVIEW) as snapshot:
        [(line,)] = snapshot.rows("SELECT stop_line FROM support_step")
    assert "MHPS" in line
    assert save(session).title == "Rung 2: Awareness conversation"


def test_that_the_file_itself_refuses_words_of_a_formal_process(session: Session) -> None:
    values = ("1", ANN, 4, "A letter", "", "", None, "x", "x", "2026-11-23T10:00:00+00:00")
    with session.unit_of_work(Section.REVIEW) as work, pytest.raises(IntegrityError):
        work.execute(
            "INSERT INTO support_step (id, clinician_id, rung, basis, agreed_support, stop_line, review_on, author_id,"
            " author, taken_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            values,
        )


def test_that_steps_are_never_altered(session: Session) -> None:
    save(session)
    for sql in ("UPDATE support_step SET basis = ''", "DELETE FROM support_step"):
        with session.unit_of_work(Section.REVIEW) as work, pytest.raises(IntegrityError):
            work.execute(sql)


@pytest.mark.parametrize(
    ("step", "field"),
    [
        (replace(STEP, clinician_id=ClinicianId("none")), "clinician"),
        (replace(STEP, basis="Stays of 9 days"), "basis"),
        (replace(STEP, is_end=True), "rung"),
        (replace(STEP, rung=Rung.FORMAL), "basis"),
    ],
)
def test_that_what_can_not_be_a_step_is_refused_and_not_kept(session: Session, step: SupportStep, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, step)
    assert refused.value.field == field
    assert board(session).steps == ()


def test_that_the_signed_definition_of_a_concern_stands_beside(session: Session) -> None:
    answer(session, SaveCharter(Charter("Aims", "Sponsor", "Something seen twice")), Task())
    assert (board(session).concern, board(session).signed) == ("Something seen twice", "")
    today = session.clock.today()
    answer(session, SignCharter(1, SigningParty.DIRECTOR, "Dr B. Director", today), Task())
    answer(session, SignCharter(1, SigningParty.SPONSOR, "Prof A. Sponsor", today), Task())
    signed = "Dr B. Director, clinical director, 23 Nov 2026; Prof A. Sponsor, sponsor, 23 Nov 2026"
    assert board(session).signed == signed


def test_that_causes_count_clinicians_and_not_steps(session: Session) -> None:
    save(session)
    save(session)
    counts = {count.cause: count.clinicians for count in board(session).causes}
    assert counts[SupportCause.SYSTEM] == 1
    assert sum(counts.values()) == 1
    assert len(counts) == len(SupportCause)


def test_that_an_administrator_sees_no_support(admin_session: Session) -> None:
    for request in (ShowSupport(), SaveSupportStep(STEP)):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
