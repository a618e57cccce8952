"""The case mix behind a chart, over a small real department whose patients have ages and HRGs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.case_mix import CaseMix
from cdconsole.domain.case_mix_requests import ShowCaseMix
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.identity import ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowPointRecords
from cdconsole.services.case_mix import case_mix_of
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department_data import department_data
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import spells

ANN, BOB = ClinicianId("ann"), ClinicianId("bob")
FIRST, LAST = Month(2026, 3), Month(2026, 4)
ADMITTED = datetime.fromisoformat("2026-04-01T08:00")


def spell(key: str, who: ClinicianId, age: str, hour: int, days: int = 3, hrg: str = "FD02H") -> Spell:
    return Spell(
        *(SpellId(key), who, None, key, key, ADMITTED, ADMITTED.replace(hour=hour) + timedelta(days), True),
        *(PatientClass.ORDINARY, AdmissionKind.EMERGENCY, DischargeKind.HOME),
        age_band=age,
        hrg=hrg,
    )


@pytest.fixture
def aged(session: Session) -> Session:
    """Add six spells of Dr Ann and six of Dr Bob with ages: Ann's are older."""
    with session.unit_of_work(Section.RECORDS) as work:
        own = [spell(f"a{at}", ANN, "80-84" if at < 5 else "15-19", 9 if at < 2 else 15, 2 + at) for at in range(6)]
        theirs = [spell(f"b{at}", BOB, "80-84", 9, 2, "ge10Z") for at in range(6)]
        spells.add_spells(work, [*own, *theirs, spell("c", BOB, "90+", 15)])
        work.commit()
    return session


def mix(session: Session, measure: MeasureId = MeasureId.BEFORE_MIDDAY, **more: bool) -> CaseMix:
    return answer(session, ShowCaseMix(ANN, measure, LAST, LAST, **more), Task())


def rows(found: CaseMix, stratum: str) -> list[tuple[str, ...]]:
    chosen = [line for line in found.lines if line.stratum == stratum]
    return [(line.group, line.own, line.own_value, line.team, line.team_value) for line in chosen]


def test_that_each_age_is_set_beside_colleagues_and_few_cases_have_no_percentage(aged: Session) -> None:
    found = mix(aged)
    assert found.note.startswith("Team: colleagues' records only")
    assert found.title == "Case mix, Discharged before midday, Apr 2026"
    assert rows(found, "Age") == [
        ("0 - 19", "0 of 1", "", "none", ""),
        ("75 - 84", "2 of 5", "40.0%", "6 of 6", "100.0%"),
        ("85 and over", "none", "", "0 of 1", ""),
        ("Not recorded", "5 of 10", "50.0%", "5 of 10", "50.0%"),
    ]


def test_that_procedures_are_grouped_by_the_first_letters_of_the_hrg_and_named(aged: Session) -> None:
    groups = [group for group, *_ in rows(mix(aged), "Procedure")]
    assert groups == ["FD, digestive", "GE, liver, biliary, pancreas", "Not recorded"]


def test_that_a_stay_is_a_median_and_a_count_is_a_share(aged: Session) -> None:
    assert rows(mix(aged, MeasureId.LENGTH_OF_STAY), "Age")[:2] == [
        ("0 - 19", "1", "", "none", ""),
        ("75 - 84", "5", "4.0 days", "6", "2.0 days"),
    ]
    assert rows(mix(aged, MeasureId.SPELLS), "Admission") == [("Emergency", "16 of 16", "100%", "17 of 17", "100%")]


def test_that_the_figures_add_up_to_the_point_of_the_chart(aged: Session) -> None:
    records = answer(aged, ShowPointRecords(ANN, MeasureId.BEFORE_MIDDAY, LAST), Task())
    for stratum in ("Age", "Admission", "Procedure"):
        own = [own.split(" of ") for _, own, *_ in rows(mix(aged), stratum) if own != "none"]
        assert sum(int(of) for _, of in own) == len(records.records)
        assert sum(int(hits) for hits, _ in own) == sum(each.counted == "before midday" for each in records.records)


def test_that_what_is_not_theirs_is_left_out_and_what_is_shared_comes_in(aged: Session) -> None:
    answer(aged, SaveVotes(ANN, (GivenVote("a0", Vote.NOT_MINE, "", None, 0),)), Task())
    answer(aged, SaveVotes(BOB, (GivenVote("c", Vote.SHARED, "", ANN, 0),)), Task())
    said = {group: own for group, own, *_ in rows(mix(aged), "Age")}
    assert (said["75 - 84"], said["85 and over"]) == ("1 of 4", "0 of 1")
    recorded = {group: own for group, own, *_ in rows(mix(aged, as_recorded=True), "Age")}
    assert (recorded["75 - 84"], recorded["85 and over"]) == ("2 of 5", "none")


def test_that_several_months_are_taken_together(aged: Session) -> None:
    both = answer(aged, ShowCaseMix(ANN, MeasureId.SPELLS, FIRST, LAST), Task())
    assert both.title == "Case mix, Spells, Mar 2026 - Apr 2026"
    assert rows(both, "Admission")[0][1] == "26 of 26"


def test_that_a_measure_no_record_counts_for_says_so(aged: Session) -> None:
    found = mix(aged, MeasureId.DAY_CASE_RATE)
    assert (found.lines, found.unavailable) == ((), "No records of these months count for this measure.")


def test_that_records_behind_a_point_carry_their_case_mix(aged: Session) -> None:
    found = answer(aged, ShowPointRecords(ANN, MeasureId.SPELLS, LAST), Task())
    assert {(each.age_band, each.hrg) for each in found.records} == {("80-84", "FD02H"), ("15-19", "FD02H"), ("", "")}


def test_that_nobody_known_and_an_administrator_are_refused(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        answer(session, replace(ShowCaseMix(ANN, MeasureId.SPELLS, LAST, LAST), clinician=ClinicianId("x")), Task())


def test_that_an_administrator_sees_no_clinicians_case_mix(admin_session: Session) -> None:
    with pytest.raises(NotEntitled):
        mix(admin_session)


def test_that_who_has_no_records_stands_beside_colleagues_all_the_same(aged: Session) -> None:
    found = answer(aged, ShowCaseMix(ClinicianId("none"), MeasureId.SPELLS, LAST, LAST), Task())
    assert rows(found, "Admission") == [("Emergency", "none", "", "33 of 33", "100%")]


def test_that_inpatient_days_are_counted_in_days_and_their_patients_decide_whether_they_are_enough(
    aged: Session,
) -> None:
    data = department_data(aged)
    counting = Counting(Calculation.LONG_STAYS, threshold=3)
    tried = replace(BY_ID[MeasureId.BEFORE_MIDDAY], counting=counting, needs_times=False)
    found = case_mix_of(data.spells, ANN, tried, Period(LAST, LAST))
    ages = [(line.group, line.own, line.own_value) for line in found if line.stratum == "Age"]
    # Ann's five of 80-84 lay 2-6 nights, hers of 15-19 seven.
    assert ages[:2] == [("0 - 19", "3 of 7", ""), ("75 - 84", "3 of 20", "15.0%")]
