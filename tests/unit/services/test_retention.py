"""Periods of retention: a dry run that lists what is past its period, and deletes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.errors import NotEntitled, RuleBroken, StaleEdit
from cdconsole.domain.held import HeldPart
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Role, Section
from cdconsole.domain.requests import ListExports, SaveRecognition
from cdconsole.domain.retention import RETAINED_PARTS, STARTING_RULES, CountedFrom, PastPeriod, RetentionRule
from cdconsole.domain.retention_requests import (
    ExportRetentionList,
    HoldRecords,
    LiftHold,
    SaveLeavingDay,
    SaveRetentionRule,
    ShowRetention,
)
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")


def past(session: Session) -> dict[tuple[str, str], PastPeriod]:
    return {(one.clinician_id, one.title): one for one in answer(session, ShowRetention(), Task()).past}


def test_that_nothing_is_past_its_period_at_first(session: Session) -> None:
    found = answer(session, ShowRetention(), Task())
    assert (found.past, found.rules) == ((), STARTING_RULES)
    assert tuple(rule.part for rule in found.rules) == RETAINED_PARTS
    assert [one.name for one in found.leavers] == ["Dr Ann Example", "Dr Bob Sample"]
    assert found.sentence == "On 23 Nov 2026 nothing is past its period."


def test_that_everything_of_somebody_who_left_long_ago_is_listed_and_nobody_elses(session: Session) -> None:
    answer(session, SaveRecognition(ANN, "Thank you"), Task())
    answer(session, SaveRecognition(BOB, "Thank you"), Task())
    answer(session, SaveLeavingDay(ANN, date(2020, 11, 22), 0), Task())
    found = past(session)
    assert found[ANN, "Thank-yous"].rows == 1
    assert found[ANN, "Thank-yous"].rule == "6 years after leaving"
    assert found[ANN, "Job plans, every version"].oldest == date(2025, 1, 1)
    assert (ANN, "Spells") not in found  # counted from the record, and these are new
    assert {clinician for clinician, _title in found} == {ANN}
    assert not any("Audit trail" in title or "Files and papers" in title for _clinician, title in found)


def test_that_six_years_to_the_day_are_not_past(session: Session) -> None:
    answer(session, SaveLeavingDay(ANN, date(2020, 11, 23), 0), Task())
    assert past(session) == {}
    answer(session, SaveLeavingDay(ANN, None, 1), Task())
    assert answer(session, ShowRetention(), Task()).leavers[0].left_on is None


def test_that_recorded_work_is_listed_by_its_own_day(
    unlock: Callable[[Role, FixedClock], Session],
) -> None:
    later = unlock(Role.DIRECTOR, FixedClock(datetime(2031, 3, 2, 9, tzinfo=UTC)))
    found = past(later)
    assert found[ANN, "Spells"].rule == "5 years from the record"
    with later.snapshot(Section.RECORDS) as snapshot:
        row = snapshot.row("SELECT count(*) FROM spell WHERE clinician_id = 'ann' AND discharged < '2026-03-02'")
    assert row == (found[ANN, "Spells"].rows,)
    assert found[ANN, "Spells"].rows > 0


def test_that_a_period_is_the_departments_own_and_names_its_source(session: Session) -> None:
    rule = RetentionRule(HeldPart.RECOGNITION, 1, CountedFrom.RECORD, "Trust schedule 2026, row 12")
    saved = answer(session, SaveRetentionRule(rule), Task())
    assert (saved.person, saved.revision) == ("Dr B. Director", 1)
    assert saved in answer(session, ShowRetention(), Task()).rules
    for wrong, field in ((replace(saved, years=0), "years"), (replace(saved, source=" "), "source")):
        with pytest.raises(RuleBroken) as refused:
            answer(session, SaveRetentionRule(wrong), Task())
        assert refused.value.field == field
    with pytest.raises(StaleEdit):
        answer(session, SaveRetentionRule(rule), Task())


def test_that_a_hold_keeps_somebodys_records_until_it_is_lifted(session: Session) -> None:
    answer(session, SaveRecognition(ANN, "Thank you"), Task())
    answer(session, SaveLeavingDay(ANN, date(2017, 1, 1), 0), Task())
    held = answer(session, HoldRecords(ANN, "Tribunal 2026/3"), Task())
    assert past(session)[ANN, "Thank-yous"].standing == "Held: Tribunal 2026/3"
    with pytest.raises(RuleBroken, match="held already"):
        answer(session, HoldRecords(ANN, "Again"), Task())
    with pytest.raises(RuleBroken, match="reason"):
        answer(session, LiftHold(held.id, ""), Task())
    answer(session, LiftHold(held.id, "Closed"), Task())
    assert past(session)[ANN, "Thank-yous"].standing == "Past its period"
    with pytest.raises(RuleBroken, match="lifted before"):
        answer(session, LiftHold(held.id, "Closed"), Task())


def test_that_a_day_to_come_is_no_day_of_leaving(session: Session) -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        answer(session, SaveLeavingDay(ANN, date(2026, 11, 24), 0), Task())
    answer(session, SaveLeavingDay(ANN, date(2026, 11, 23), 0), Task())
    with pytest.raises(StaleEdit):
        answer(session, SaveLeavingDay(ANN, date(2026, 11, 22), 0), Task())


def test_that_the_list_leaves_through_the_export_log_and_deletes_nothing(session: Session, tmp_path: Path) -> None:
    answer(session, SaveRecognition(ANN, "Thank you"), Task())
    answer(session, SaveLeavingDay(ANN, date(2017, 1, 1), 0), Task())
    before = past(session)
    receipt = answer(session, ExportRetentionList(str(tmp_path / "list.csv")), Task())
    assert receipt.rows == len(before)
    lines = (tmp_path / "list.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("clinician,left_on,part,kind,records,oldest")
    thanks = next(line for line in lines if ",Thank-yous," in line)
    assert thanks.startswith("Dr Ann Example,2017-01-01,Recognition,Thank-yous,1,2026-11-23,6 years")
    assert [row.what for row in answer(session, ListExports(), Task())] == ["Retention list"]
    assert past(session) == before


def test_that_an_administrator_is_refused(admin_session: Session, tmp_path: Path) -> None:
    rule = RetentionRule(HeldPart.WORK, 2, CountedFrom.RECORD, "x")
    for request in (
        ShowRetention(),
        SaveRetentionRule(rule),
        SaveLeavingDay(ANN, None, 0),
        HoldRecords(ANN, "x"),
        LiftHold("x", "x"),
        ExportRetentionList(str(tmp_path / "list.csv")),
    ):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())
