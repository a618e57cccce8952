from __future__ import annotations

from datetime import date, datetime

from cdconsole.domain.activity import Session, SessionKind, TakeShift, TheatreCase
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import DeliverySummary
from cdconsole.domain.people import Person
from cdconsole.storage import activity
from cdconsole.storage.section_file import SectionFile

Pair = tuple[Clinician, Clinician]
ASH, BIRCH = ClinicianId("a" * 32), ClinicianId("b" * 32)
NOVEMBER = Period(Month(2026, 11), Month(2026, 11))


def session(key: str, on: date, clinician: ClinicianId = ASH, cancelled: str = "") -> Session:
    return Session(key, clinician, SessionKind.ENDOSCOPY_LIST, on, 240, 10, 9, 11.5, cancelled, "Unit 1")


def test_that_sessions_of_a_period_come_back_and_are_counted(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    first, last = session("1", date(2026, 11, 1)), session("2", date(2026, 11, 30), cancelled="Leave")
    others = [session("3", date(2026, 10, 31)), session("4", date(2026, 12, 1)), session("5", date(2026, 11, 5), BIRCH)]
    with records.unit_of_work(director) as work:
        activity.add_sessions(work, [last, first, *others])
        assert work.commit() == ChangeSet(frozenset({Topic.SESSION}), frozenset({ASH, BIRCH}))
    with records.snapshot() as snapshot:
        assert activity.sessions(snapshot, ASH, NOVEMBER) == (first, last)
        assert activity.delivery(snapshot, ASH, NOVEMBER) == DeliverySummary(planned=2, delivered=1)
        assert activity.delivery(snapshot, ClinicianId("none"), NOVEMBER) == DeliverySummary(0, 0)


def test_that_take_shifts_count_in_the_month_they_begin(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    night = TakeShift(
        "1", ASH, datetime.fromisoformat("2026-11-30T20:00"), datetime.fromisoformat("2026-12-01T08:00"), 14, 9
    )
    earlier = TakeShift(
        "2", ASH, datetime.fromisoformat("2026-10-31T20:00"), datetime.fromisoformat("2026-11-01T08:00"), 5, 2
    )
    with records.unit_of_work(director) as work:
        activity.add_take_shifts(work, [night, earlier])
        work.commit()
    with records.snapshot() as snapshot:
        assert activity.take_shifts(snapshot, ASH, NOVEMBER) == (night,)
        assert activity.take_shift_count(snapshot, ASH, NOVEMBER) == 1
        assert activity.take_shift_count(snapshot, BIRCH, NOVEMBER) == 0


def test_that_theatre_cases_come_back_with_their_session(
    records: SectionFile, director: Person, two_clinicians: Pair
) -> None:
    case = TheatreCase(
        "1",
        "s",
        ASH,
        datetime.fromisoformat("2026-11-02T09:00"),
        datetime.fromisoformat("2026-11-02T10:05"),
        "Colonoscopy",
    )
    with records.unit_of_work(director) as work:
        activity.add_sessions(work, [session("s", date(2026, 11, 2))])
        activity.add_theatre_cases(work, [case])
        work.commit()
    with records.snapshot() as snapshot:
        assert activity.theatre_cases(snapshot, ASH, NOVEMBER) == (case,)


def test_that_storing_nothing_changes_nothing(records: SectionFile, director: Person) -> None:
    with records.unit_of_work(director) as work:
        activity.add_sessions(work, [])
        assert work.commit() == ChangeSet()
