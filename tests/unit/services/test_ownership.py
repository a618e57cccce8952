from __future__ import annotations

from datetime import date, timedelta

import pytest

from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.framework_requests import (
    ListTextVersions,
    MarkText,
    PrintTransparencySheet,
    SaveDepartmentText,
    ShowOwnership,
    TickTraining,
)
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.ownership import OwnershipBoard, OwnershipRow, ReadChannel, TextKind
from cdconsole.domain.people import Section
from cdconsole.domain.printed import Heading, PrintedKind
from cdconsole.domain.requests import SaveClinician
from cdconsole.services.ownership import record_read
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def ann(session: Session) -> ClinicianId:
    return answer(session, SaveClinician(Clinician(ClinicianId(""), "Dr Ann New", Grade.CONSULTANT)), Task()).id


def board(session: Session) -> OwnershipBoard:
    return answer(session, ShowOwnership(), Task())


def row(shown: OwnershipBoard, clinician: ClinicianId) -> OwnershipRow:
    return next(one for one in shown.rows if one.clinician.id == clinician)


def put_into_use(session: Session, kind: TextKind) -> None:
    now = board(session).text(kind)
    answer(session, SaveDepartmentText(kind, now.text, now.version), Task())


def test_that_the_programs_words_are_offered_and_not_in_use_until_they_are_saved(session: Session) -> None:
    shown = board(session)
    assert all(shown.text(kind).version == 0 and len(shown.text(kind).text) > 40 for kind in TextKind)
    assert "not in use yet" in shown.sentences[0]
    with pytest.raises(RuleBroken, match="not in use yet"):
        answer(
            session,
            MarkText((ann(session),), TextKind.TRANSPARENCY, ReadChannel.ON_PAPER, session.clock.today()),
            Task(),
        )


@pytest.mark.parametrize("channel", list(ReadChannel))
def test_that_who_read_which_version_how_and_when_is_kept(session: Session, channel: ReadChannel) -> None:
    put_into_use(session, TextKind.TRANSPARENCY)
    clinician, day = ann(session), session.clock.today()
    shown = answer(session, MarkText((clinician,), TextKind.TRANSPARENCY, channel, day), Task())
    mark = row(shown, clinician).read
    assert mark is not None
    assert (mark.version, mark.channel, mark.on, mark.entered_by) == (1, channel, day, "Dr B. Director")
    assert row(shown, clinician).agreed is None
    assert shown.sentences[0].startswith(f"1 of {len(shown.rows)} clinicians")


def test_that_a_new_version_has_been_read_by_nobody_and_the_earlier_marks_stay(session: Session) -> None:
    put_into_use(session, TextKind.TRANSPARENCY)
    clinician, day = ann(session), session.clock.today()
    answer(session, MarkText((clinician,), TextKind.TRANSPARENCY, ReadChannel.ON_PAPER, day), Task())
    shown = answer(session, SaveDepartmentText(TextKind.TRANSPARENCY, "Anew", 1), Task())
    assert shown.sentences[0].startswith("0 of ")
    mark = row(shown, clinician).read
    assert mark is not None
    assert mark.version == 1
    versions = answer(session, ListTextVersions(TextKind.TRANSPARENCY), Task())
    assert [one.version for one in versions] == [2, 1, 0]


def test_that_a_mark_can_be_taken_away_and_a_second_one_changes_nothing(session: Session) -> None:
    put_into_use(session, TextKind.OWNERSHIP)
    clinician, day = ann(session), session.clock.today()
    answer(session, MarkText((clinician,), TextKind.OWNERSHIP, ReadChannel.ON_PAPER, day), Task())
    shown = answer(session, MarkText((clinician,), TextKind.OWNERSHIP, ReadChannel.IN_PERSON, day), Task())
    mark = row(shown, clinician).agreed
    assert mark is not None
    assert mark.channel is ReadChannel.ON_PAPER
    request = MarkText((clinician,), TextKind.OWNERSHIP, ReadChannel.IN_PERSON, day, is_marked=False)
    assert row(answer(session, request, Task()), clinician).agreed is None


def test_that_a_reply_from_a_pack_can_say_that_an_earlier_version_was_read(session: Session) -> None:
    put_into_use(session, TextKind.TRANSPARENCY)
    answer(session, SaveDepartmentText(TextKind.TRANSPARENCY, "Anew", 1), Task())
    clinician = ann(session)
    with session.unit_of_work(Section.RECORDS) as work:
        record_read(work, clinician, TextKind.TRANSPARENCY, ReadChannel.IN_PACK, date(2026, 7, 1), version=1)
        work.commit()
    mark = row(board(session), clinician).read
    assert mark is not None
    assert (mark.version, mark.channel) == (1, ReadChannel.IN_PACK)


def test_that_a_day_to_come_an_unknown_version_and_an_unknown_clinician_are_refused(session: Session) -> None:
    put_into_use(session, TextKind.TRANSPARENCY)
    clinician, today = ann(session), session.clock.today()
    tomorrow = today + timedelta(days=1)
    with pytest.raises(RuleBroken) as refused:
        answer(session, MarkText((clinician,), TextKind.TRANSPARENCY, ReadChannel.ON_PAPER, tomorrow), Task())
    assert refused.value.field == "on"
    with session.unit_of_work(Section.RECORDS) as work:
        with pytest.raises(RuleBroken, match="not in use"):
            record_read(work, clinician, TextKind.TRANSPARENCY, ReadChannel.IN_PACK, today, version=9)
        with pytest.raises(UserFacingError, match="not in this department"):
            record_read(work, ClinicianId("nobody"), TextKind.TRANSPARENCY, ReadChannel.IN_PACK, today)


def test_that_training_is_ticked_topic_by_topic_and_the_list_is_the_departments_own(session: Session) -> None:
    clinician = ann(session)
    answer(session, SaveDepartmentText(TextKind.TRAINING, "Charts\n\nFeedback\nCharts", 0), Task())
    assert board(session).topics == ("Charts", "Feedback")
    shown = answer(session, TickTraining((clinician,), "Charts"), Task())
    assert [(tick.topic, tick.entered_by) for tick in row(shown, clinician).trained] == [("Charts", "Dr B. Director")]
    assert row(answer(session, TickTraining((clinician,), "Charts", is_done=False), Task()), clinician).trained == ()
    with pytest.raises(RuleBroken, match="list of training"):
        answer(session, TickTraining((clinician,), "Juggling"), Task())


def test_that_an_empty_an_unchanged_and_a_stale_text_are_refused(session: Session) -> None:
    put_into_use(session, TextKind.OWNERSHIP)
    with pytest.raises(RuleBroken, match="empty"):
        answer(session, SaveDepartmentText(TextKind.OWNERSHIP, " ", 1), Task())
    with pytest.raises(RuleBroken, match="Nothing is changed"):
        answer(session, SaveDepartmentText(TextKind.OWNERSHIP, board(session).ownership.text, 1), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveDepartmentText(TextKind.OWNERSHIP, "Late", 0), Task())


def test_that_one_key_holder_is_asked_to_name_a_second(session: Session) -> None:
    assert board(session).key_holders == ("Dr B. Director",)
    assert board(session).sentences[2].startswith("One key-holder: Dr B. Director.")


def test_that_the_sheet_is_printed_with_headings_and_its_version(session: Session) -> None:
    assert "Draft" in answer(session, PrintTransparencySheet(), Task()).subtitle
    put_into_use(session, TextKind.TRANSPARENCY)
    printed = answer(session, PrintTransparencySheet(), Task())
    assert (printed.kind, printed.footer) == (PrintedKind.TRANSPARENCY_SHEET, "Transparency sheet, version 1")
    assert Heading("Who sees what") in printed.blocks
