from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.framework import Charter, SuccessCriticalOutcome
from cdconsole.domain.framework_requests import (
    CloseWorkStream,
    ListWorkStreams,
    ReopenWorkStream,
    SaveStageItem,
    SaveWorkStream,
)
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.requests import (
    SaveCharter,
    SaveClinician,
    SaveOutcome,
    ShowDepartment,
    ShowFramework,
    TickStageItem,
)
from cdconsole.domain.work_stream import FIRST, OtherDepartment, WorkStream
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

TAKE = WorkStream(WorkStreamId(""), "Acute medical take", (OtherDepartment("Emergency medicine", "Dr E. Lead"),))


def made(session: Session) -> WorkStream:
    return answer(session, SaveWorkStream(TAKE), Task())


def test_that_a_department_begins_with_one_work_stream_named_after_its_specialty(session: Session) -> None:
    assert answer(session, ListWorkStreams(), Task()) == (WorkStream(FIRST, "Gastroenterology"),)


def test_that_the_first_work_stream_can_be_renamed_and_stays_first(session: Session) -> None:
    made(session)
    [first, _] = answer(session, ListWorkStreams(), Task())
    answer(session, SaveWorkStream(replace(first, title="Gut and liver")), Task())
    [first, take] = answer(session, ListWorkStreams(), Task())
    assert (first.id, first.title, take.title) == (FIRST, "Gut and liver", "Acute medical take")


def test_that_a_cross_departmental_stream_keeps_its_departments_and_members(session: Session) -> None:
    ann = answer(session, SaveClinician(Clinician(ClinicianId(""), "Dr Ann", Grade.CONSULTANT)), Task())
    saved = answer(session, SaveWorkStream(replace(TAKE, members=(ann.id, ann.id))), Task())
    assert (saved.departments, saved.members) == (TAKE.departments, (ann.id,))
    assert saved.has(ann.id)
    assert not saved.has(ClinicianId("somebody else"))
    assert answer(session, ListWorkStreams(), Task())[1] == saved


def test_that_a_member_who_is_not_in_the_department_is_refused(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, SaveWorkStream(replace(TAKE, members=(ClinicianId("nobody"),))), Task())


@pytest.mark.parametrize("title", [" ", "gastroenterology"])
def test_that_a_title_that_is_empty_or_taken_is_refused(session: Session, title: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        answer(session, SaveWorkStream(replace(TAKE, title=title)), Task())
    assert refused.value.field == "title"


def test_that_a_stale_edit_of_a_work_stream_is_refused(session: Session) -> None:
    take = made(session)
    answer(session, SaveWorkStream(replace(take, title="Take")), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveWorkStream(replace(take, title="Late")), Task())


def test_that_each_work_stream_has_its_own_board_charter_and_outcomes(session: Session) -> None:
    take = made(session)
    item = answer(session, ShowFramework(take.id), Task()).stages[0].items[0]
    answer(session, TickStageItem(item.key, is_done=True, stream=take.id), Task())
    answer(session, SaveCharter(Charter("Right decisions early"), take.id), Task())
    answer(session, SaveOutcome(SuccessCriticalOutcome("", "Home safely", "", "", None, (), stream=take.id)), Task())
    first, second = (answer(session, ShowFramework(stream), Task()) for stream in (FIRST, take.id))
    assert (first.stages[0].items[0].done_by, first.charter, first.outcomes) == ("", Charter(), ())
    assert (second.stages[0].items[0].done_by, second.charter.aims) == ("Dr B. Director", "Right decisions early")
    assert [outcome.title for outcome in second.outcomes] == ["Home safely"]


def test_that_a_closed_work_stream_keeps_everything_and_takes_nothing_until_it_is_open_again(session: Session) -> None:
    take = made(session)
    closed = answer(session, CloseWorkStream(take.id, "Merged with the front door", take.revision), Task())
    assert closed.closed is not None
    assert (closed.closed.reason, closed.closed.person) == ("Merged with the front door", "Dr B. Director")
    with pytest.raises(RuleBroken, match="is closed"):
        answer(session, SaveStageItem(1, "", "One more", take.id), Task())
    assert answer(session, ShowFramework(take.id), Task()).stages
    again = answer(session, ReopenWorkStream(take.id, closed.revision), Task())
    assert again.closed is None
    answer(session, SaveStageItem(1, "", "One more", take.id), Task())


def test_that_closing_needs_a_reason_and_leaves_one_open(session: Session) -> None:
    with pytest.raises(RuleBroken, match="A reason"):
        answer(session, CloseWorkStream(FIRST, " ", 1), Task())
    with pytest.raises(RuleBroken, match="last open"):
        answer(session, CloseWorkStream(FIRST, "No more", 1), Task())


def test_that_the_outcomes_of_a_closed_work_stream_leave_the_department_page(session: Session) -> None:
    take = made(session)
    answer(session, SaveOutcome(SuccessCriticalOutcome("", "Home safely", "", "", None, (), stream=take.id)), Task())
    assert [one.title for one in answer(session, ShowDepartment(), Task()).outcomes] == ["Home safely"]
    answer(session, CloseWorkStream(take.id, "Over", take.revision), Task())
    assert answer(session, ShowDepartment(), Task()).outcomes == ()


def test_that_an_unknown_work_stream_is_refused(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in the department"):
        answer(session, ShowFramework(WorkStreamId("gone")), Task())
