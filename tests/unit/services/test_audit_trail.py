from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.access_requests import IntroducePerson, RevokePerson
from cdconsole.domain.audit_requests import ExportAuditTrail, ListAuditEvents, VerifyAuditTrail
from cdconsole.domain.audit_trail import EVERYTHING, AuditFilter, AuditKind, Looking
from cdconsole.domain.calendar import FixedClock, Month, Quarter
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import AuditEvent, Role, Section
from cdconsole.domain.requests import (
    ExportGovernance,
    ExportMeasures,
    ListClinicians,
    ListExports,
    ListGoals,
    ListRecognitions,
    PrepareReview,
    SaveClinician,
    SaveRecognition,
    ShowClinicianCharts,
    ShowPointRecords,
    ShowReview,
)
from cdconsole.services.immediate import ImmediateTaskRunner
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Listeners, Task
from cdconsole.storage.section_file import SectionFile

ANN = ClinicianId("ann")
CHARTS = ShowClinicianCharts(ANN)
LOOKED = AuditFilter(kind=AuditKind.LOOKED)
TOMORROW = FixedClock(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def listed(session: Session, wanted: AuditFilter = EVERYTHING) -> tuple[AuditEvent, ...]:
    session.catch_up()
    return answer(session, ListAuditEvents(wanted), Task()).events


def test_that_the_trail_is_newest_first_limited_counted_and_names_clinicians(session: Session) -> None:
    ann = answer(session, ListClinicians(), Task())[0]
    answer(session, SaveClinician(ann), Task())
    answer(session, SaveRecognition(ann.id, "Thank you for the weekend."), Task())
    events = listed(session)
    assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
    trail = answer(session, ListAuditEvents(limit=2), Task())
    assert (len(trail.events), trail.total) == (2, len(events))
    thanked = next(event for event in events if event.section is Section.REVIEW)
    assert (thanked.subject, thanked.clinician) == (ann.name, ann.id)
    assert not any(ann.id in event.subject.split(" ") for event in events)
    assert not any("weekend" in event.subject for event in events)


def test_that_an_administrator_reads_no_event_of_the_reviews(admin_session: Session) -> None:
    sections = {event.section for event in listed(admin_session)}
    assert Section.RECORDS in sections
    assert Section.REVIEW not in sections


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.ADMINISTRATOR])
def test_that_unlocking_is_entered_for_every_role(unlock: Callable[..., Session], role: Role) -> None:
    opened = listed(unlock(role), AuditFilter(kind=AuditKind.OPENED))
    assert [(event.action, event.subject, event.section) for event in opened] == [
        ("opened", "the department", Section.WARD)
    ]


def test_that_what_was_put_off_is_done_before_closing(unlock: Callable[..., Session]) -> None:
    unlock(Role.DIRECTOR)
    assert len(listed(unlock(Role.DIRECTOR), AuditFilter(kind=AuditKind.OPENED))) == 2


def test_that_looking_at_one_clinician_is_entered_once_a_kind_and_day(unlock: Callable[..., Session]) -> None:
    session = unlock(Role.DIRECTOR)
    for _ in range(2):
        answer(session, CHARTS, Task())
        answer(session, ShowPointRecords(ANN, MeasureId.SPELLS, Month(2026, 3)), Task())
    review = answer(session, PrepareReview(ANN), Task())
    answer(session, ShowReview(review.id), Task())
    assert {event.action for event in listed(session, LOOKED)} == {
        kind.value for kind in (Looking.CHARTS, Looking.RECORDS, Looking.REVIEW)
    }
    assert {event.clinician for event in listed(session, LOOKED)} == {ANN}
    again = unlock(Role.DIRECTOR)
    answer(again, CHARTS, Task())
    assert len(listed(again, LOOKED)) == 3
    tomorrow = unlock(Role.DIRECTOR, TOMORROW)
    answer(tomorrow, CHARTS, Task())
    assert len(listed(tomorrow, LOOKED)) == 4


def test_that_a_list_of_everybody_counts_for_each_clinician(session: Session) -> None:
    answer(session, ListGoals(), Task())
    answer(session, ListRecognitions(), Task())
    found = listed(session, AuditFilter(clinician=ANN, kind=AuditKind.LOOKED))
    assert {(event.action, event.subject) for event in found} == {
        (Looking.GOALS.value, "everybody"),
        (Looking.THANKS.value, "everybody"),
    }


def test_that_looking_is_entered_after_the_answer_and_reloads_nothing(session: Session) -> None:
    session.catch_up()
    changes: list[object] = []
    entered_by_then: list[int] = []

    def done(_page: object) -> None:
        with session.snapshot(Section.REVIEW) as snapshot:
            entered_by_then.extend(snapshot.row("SELECT count(*) FROM audit_event") or ())

    ImmediateTaskRunner(session, changes.append).run(CHARTS, Listeners(done, _raise))
    assert entered_by_then == [0]
    assert len(listed(session, LOOKED)) == 1
    assert changes == []


def test_that_an_entry_that_cannot_be_written_is_left_out_without_a_word(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(session, CHARTS, Task())

    def full(*_arguments: object) -> None:
        raise OSError

    monkeypatch.setattr(SectionFile, "unit_of_work", full)
    session.catch_up()
    monkeypatch.undo()
    assert listed(session, LOOKED) == ()
    answer(session, CHARTS, Task())
    assert len(listed(session, LOOKED)) == 1


def test_that_a_locked_session_drops_what_was_put_off(session: Session) -> None:
    answer(session, CHARTS, Task())
    session.file.close()
    session._file = None
    session.catch_up()
    assert not session.is_open


def test_that_the_trail_can_be_filtered_by_what_was_done(session: Session, tmp_path: Path) -> None:
    answer(session, CHARTS, Task())
    answer(session, SaveRecognition(ANN, "Thank you."), Task())
    new = answer(session, IntroducePerson("Dr D. New", Role.DEPUTY), Task())
    answer(session, RevokePerson(new.person.id), Task())
    answer(session, ExportGovernance(Quarter(2026, 3), str(tmp_path / "pack.xlsx")), Task())
    of_kind = {kind: {event.action for event in listed(session, AuditFilter(kind=kind))} for kind in AuditKind}
    assert of_kind[AuditKind.OPENED] == {"opened"}
    assert of_kind[AuditKind.LOOKED] == {Looking.CHARTS.value}
    assert of_kind[AuditKind.EXPORTED] == {"export written"}
    assert of_kind[AuditKind.PEOPLE] == {"added", "took back the keys of"}
    assert {"Recorded a recognition", "added", "imported"} <= of_kind[AuditKind.CHANGED]
    total = sum(answer(session, ListAuditEvents(AuditFilter(kind=kind)), Task()).total for kind in AuditKind)
    assert total == answer(session, ListAuditEvents(), Task()).total


def test_that_the_trail_can_be_filtered_by_person_and_days(unlock: Callable[..., Session]) -> None:
    clerk = unlock(Role.ADMINISTRATOR, TOMORROW).person
    session = unlock(Role.DIRECTOR)
    assert {event.person for event in listed(session, AuditFilter(person=clerk.id))} == {"Ward Clerk"}
    assert {event.person for event in listed(session, AuditFilter(first=date(2026, 11, 24)))} == {"Ward Clerk"}
    assert {event.person for event in listed(session, AuditFilter(last=date(2026, 11, 23)))} == {"Dr B. Director"}
    people = answer(session, ListAuditEvents(AuditFilter(person=clerk.id)), Task()).people
    assert people == ((session.person.id, "Dr B. Director"), (clerk.id, "Ward Clerk"))


def test_that_exports_of_named_figures_count_for_each_clinician(session: Session, tmp_path: Path) -> None:
    answer(session, ExportMeasures(str(tmp_path / "measures.csv")), Task())
    wanted = AuditFilter(clinician=ANN, kind=AuditKind.EXPORTED)
    assert [event.action for event in listed(session, wanted)] == ["export written"]


def test_that_an_untouched_trail_is_whole_in_every_section(session: Session) -> None:
    session.catch_up()
    verdict = answer(session, VerifyAuditTrail(), Task())
    assert verdict.is_whole
    assert [section.section for section in verdict.sections] == list(Section)
    ward, records, _ = verdict.sections
    assert ward.sentence.startswith("Ward: 1 event from 23 Nov 2026 ")
    assert records.compared > 0
    assert "none altered, missing or moved" in records.sentence


def test_that_a_printed_head_is_found_again(session: Session, tmp_path: Path) -> None:
    answer(session, ExportGovernance(Quarter(2026, 3), str(tmp_path / "pack.xlsx")), Task())
    import openpyxl

    cover = openpyxl.load_workbook(tmp_path / "pack.xlsx").worksheets[0]
    printed = next(str(row[1].value) for row in cover.iter_rows() if row[0].value == "Audit head (records)")
    assert len(printed) == 19
    found = answer(session, VerifyAuditTrail(printed.upper()), Task())
    assert found.is_whole
    assert "of the records section" in found.printed
    assert "everything up to there is as it was when it was printed" in found.printed
    missed = answer(session, VerifyAuditTrail("0123 4567 89ab cdef"), Task())
    assert not missed.is_whole
    assert missed.printed == "No event has the head 0123 4567 89ab cdef."


@pytest.mark.parametrize("typed", ["0123", "not a head at all", "0123 4567 89ab cdeg"])
def test_that_what_cannot_be_a_head_is_refused(session: Session, typed: str) -> None:
    with pytest.raises(RuleBroken) as problem:
        answer(session, VerifyAuditTrail(typed), Task())
    assert problem.value.field == "printed"


def test_that_a_trail_that_lost_what_a_commit_signed_is_not_whole(session: Session) -> None:
    connection = session.file._sections[Section.RECORDS]._connection
    connection.execute("DROP TRIGGER audit_is_never_deleted")
    connection.execute("DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) FROM audit_event)")
    verdict = answer(session, VerifyAuditTrail(), Task())
    assert not verdict.is_whole
    [records] = [section for section in verdict.sections if section.problems]
    assert records.section is Section.RECORDS
    assert "signed a head that is not in the trail" in records.sentence


def test_that_who_looked_is_saved_and_logged_where_administrators_do_not_see_whom(
    unlock: Callable[..., Session], tmp_path: Path
) -> None:
    session = unlock(Role.DIRECTOR)
    answer(session, CHARTS, Task())
    session.catch_up()
    target = tmp_path / "who looked.csv"
    wanted = AuditFilter(clinician=ANN, kind=AuditKind.LOOKED)
    receipt = answer(session, ExportAuditTrail(wanted, str(target)), Task())
    heading, *rows = csv.reader(target.read_text(encoding="utf-8").splitlines())
    assert heading == ["when", "who", "did", "what", "section"]
    assert [row[1:] for row in rows] == [["Dr B. Director", Looking.CHARTS.value, "Dr Ann Example", "review"]]
    [logged] = answer(session, ListExports(), Task())
    assert (logged.what, logged.sha256) == ("Who looked at a clinician's data", receipt.sha256)
    assert receipt.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert listed(session, AuditFilter(clinician=ANN, kind=AuditKind.EXPORTED))
    clerk = unlock(Role.ADMINISTRATOR)
    assert answer(clerk, ListExports(), Task()) == ()
    assert not listed(clerk, AuditFilter(kind=AuditKind.EXPORTED))


def test_that_the_whole_trail_is_logged_with_the_records(session: Session, tmp_path: Path) -> None:
    receipt = answer(session, ExportAuditTrail(AuditFilter(), str(tmp_path / "trail.csv")), Task())
    [logged] = answer(session, ListExports(), Task())
    assert (logged.what, logged.file_name) == ("Audit trail", "trail.csv")
    assert receipt.rows == answer(session, ListAuditEvents(limit=1), Task()).total - 1


def _raise(problem: Exception) -> None:
    raise problem
