from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.exposure_requests import ListExposureLog, SaveExposure, WithdrawExposure
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListExposure
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN = ClinicianId("ann")
LEAVE = Exposure("", ANN, ExposureKind.LEAVE, date(2026, 8, 3), date(2026, 8, 14), " Annual leave ")


def save(session: Session, entry: Exposure = LEAVE) -> Exposure:
    return answer(session, SaveExposure(entry), Task())


def log(session: Session) -> tuple[Exposure, ...]:
    return answer(session, ListExposureLog(2026), Task())


def test_that_an_entry_is_added_by_an_administrator_and_told_of(admin_session: Session) -> None:
    saved = save(admin_session)
    assert log(admin_session) == (saved,)
    assert (saved.note, saved.revision) == ("Annual leave", 1)
    assert admin_session.take_changes().touches(frozenset({Topic.EXPOSURE}), ANN)
    assert not answer(admin_session, ListExposureLog(2025), Task())


def test_that_an_entry_is_changed_and_its_earlier_form_kept(session: Session) -> None:
    saved = save(session)
    changed = save(session, replace(saved, last=date(2026, 8, 7)))
    assert (changed.revision, log(session)) == (2, (changed,))
    with session.snapshot(Section.RECORDS) as snapshot:
        [(count,)] = snapshot.rows("SELECT count(*) FROM history WHERE table_name = 'exposure'")
    assert count == 2
    with pytest.raises(StaleEdit):
        save(session, replace(saved, note="late"))


def test_that_a_withdrawn_entry_counts_for_nothing_until_it_is_put_back(session: Session) -> None:
    saved = save(session)
    withdrawn = answer(session, WithdrawExposure(saved.id, "Entered twice", 1), Task())
    august = Period(Month(2026, 8), Month(2026, 8))
    assert not answer(session, ListExposure(ANN, august), Task())
    assert log(session) == (withdrawn,)
    answer(session, WithdrawExposure(saved.id, "", 2), Task())
    assert len(answer(session, ListExposure(ANN, august), Task())) == 1


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (replace(LEAVE, last=date(2026, 8, 1)), "last"),
        (replace(LEAVE, last=date(2036, 8, 1)), "last"),
        (replace(LEAVE, fraction=0.0), "fraction"),
        (replace(LEAVE, fraction=1.5), "fraction"),
    ],
)
def test_that_impossible_entries_are_refused(session: Session, entry: Exposure, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        save(session, entry)
    assert refused.value.field == field
    assert not log(session)


def test_that_the_same_entry_twice_nobody_unknown_and_no_reason_are_refused(session: Session) -> None:
    saved = save(session)
    with pytest.raises(RuleBroken):
        save(session)
    with pytest.raises(UserFacingError):
        save(session, replace(LEAVE, clinician_id=ClinicianId("gone")))
    with pytest.raises(RuleBroken):
        answer(session, WithdrawExposure(saved.id, " ", 1), Task())


def test_that_entries_of_one_person_on_the_same_days_overlap() -> None:
    study = replace(LEAVE, id="b", kind=ExposureKind.STUDY_LEAVE, first=date(2026, 8, 14), last=date(2026, 8, 15))
    assert LEAVE.overlaps(study)
    assert not LEAVE.overlaps(replace(study, withdrawn="Moved"))
    assert not LEAVE.overlaps(replace(study, clinician_id=None))


def test_that_every_kind_has_a_letter_of_its_own() -> None:
    assert len({kind.letter for kind in ExposureKind}) == len(ExposureKind)
