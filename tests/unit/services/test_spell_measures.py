"""Long stays and readmissions, beside a reckoning one spell at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation, Counting, Exclusion
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.services.definitions import BY_ID
from cdconsole.services.point_records import counted_as
from cdconsole.services.readmissions import NEVER, is_index, readmissions
from cdconsole.services.spell_attribution import Attributed
from cdconsole.services.spell_records import SpellRecords
from cdconsole.storage.spell_coding import in_order, of_spells
from cdconsole.storage.spell_columns import CaseColumns
from unit.services.spell_reference import CLINICIANS, any_spells, can_be_followed, days_of_month, readmitted, spell

ANN, BOB = CLINICIANS
MONTHS = Period(Month(2026, 1), Month(2026, 4))


def measure(calculation: Calculation, **fields: object) -> Measure:
    counting = Counting(calculation, **fields)  # type: ignore[arg-type]
    return replace(BY_ID[MeasureId.BEFORE_MIDDAY], id=MeasureId("tried"), counting=counting, needs_times=False)


def records(spells: Sequence[Spell], months: Period = MONTHS) -> SpellRecords:
    """Return spells as a department's, all months covered."""
    own: dict[ClinicianId, CaseColumns] = {}
    for who in CLINICIANS:
        if mine := [one for one in spells if one.clinician_id == who]:
            own[who] = of_spells(mine)
    plain = {who: columns.plain for who, columns in own.items()}
    return SpellRecords(plain, plain, frozenset(months), lambda _: Attributed(own, own, own))


def sums(found: SpellRecords, who: ClinicianId | None, tried: Measure) -> list[tuple[float, float]]:
    return [(value.numerator, value.denominator) for value in found.monthly(who, tried, MONTHS).values(MONTHS)]


def days_after(*spells: Spell) -> list[int | None]:
    """Return days from each discharge to the readmission that followed it, None where none did or none could."""
    columns = in_order(spells)
    days = np.where(is_index(columns), readmissions([columns]).days_after(columns), NEVER)
    return [None if day == NEVER else day for day in days.tolist()]


@settings(max_examples=150)
@given(any_spells(), st.sampled_from([0.0, 1.0, 1.5, 7.0]))
def test_that_long_stays_agree_with_a_census_taken_day_by_day(spells: list[Spell], longer_than: float) -> None:
    found, tried = records(spells), measure(Calculation.LONG_STAYS, threshold=longer_than)
    expected = [tuple(map(float, days_of_month(spells, month, longer_than))) for month in MONTHS]
    assert sums(found, None, tried) == expected
    counted = found.counted(None, tried)
    assert counted.denominator is not None
    for month, (long, every) in zip(MONTHS, expected, strict=True):
        there = counted.day == month.first.toordinal()
        assert (counted.numerator[there].sum(), counted.denominator[there].sum()) == (long, every)


@settings(max_examples=300)
@given(any_spells(), st.sampled_from([1.0, 2.0, 30.0]))
def test_that_readmissions_agree_with_a_search_patient_by_patient(spells: list[Spell], within: float) -> None:
    tried, expected = measure(Calculation.READMISSIONS, threshold=within), readmitted(spells, within)
    found = records(spells)
    for who in (None, ANN, BOB):
        sought: defaultdict[Month, list[bool]] = defaultdict(list)
        for one in spells:
            if one.id in expected and one.discharged is not None and who in (None, one.clinician_id):
                sought[Month.of(one.discharged.date())].append(expected[one.id])
        months = [month for month in MONTHS if month < Month(2026, 4)]  # after the last, too little is known
        assert sums(found, who, tried)[: len(months)] == [(sum(sought[month]), len(sought[month])) for month in months]


@settings(max_examples=100)
@given(any_spells())
def test_that_no_emergency_admission_is_the_readmission_of_two_discharges(spells: list[Spell]) -> None:
    apart = {(one.admitted, one.discharged, one.has_times, one.pseudonym): one for one in spells}.values()
    days = days_after(*apart)
    emergencies = [one for one in apart if one.admission is AdmissionKind.EMERGENCY]
    assert sum(day is not None for day in days) <= len(emergencies)


def test_that_the_day_of_discharge_is_the_first_of_thirty() -> None:
    index = spell("2026-01-05T08:00", "2026-01-10T12:00")
    assert days_after(index, spell("2026-01-10T18:00", None)) == [0, None]
    tried = measure(Calculation.READMISSIONS, threshold=30)
    in_time, late = spell("2026-02-08T09:00", None), spell("2026-02-09T09:00", None)
    assert sums(records([index, in_time]), ANN, tried)[0] == (1, 1)
    assert sums(records([index, late]), ANN, tried)[0] == (0, 1)


def test_that_whoever_has_the_patient_next_the_first_discharge_counts_it() -> None:
    index = spell("2026-01-05T08:00", "2026-01-10T12:00")
    back = spell("2026-01-12T08:00", "2026-01-13T08:00", clinician_id=BOB)
    found, tried = records([index, back]), measure(Calculation.READMISSIONS)
    assert sums(found, ANN, tried)[0] == (1, 1)
    assert sums(found, BOB, tried)[0] == (0, 1)
    assert sums(found, None, tried)[0] == (1, 2)


def test_that_a_transfer_in_or_planned_return_is_no_emergency_readmission() -> None:
    index = spell("2026-01-05T08:00", "2026-01-10T12:00")
    for kind in (AdmissionKind.OTHER, AdmissionKind.ELECTIVE, AdmissionKind.MATERNITY, AdmissionKind.UNKNOWN):
        assert days_after(index, spell("2026-01-11T08:00", None, admission=kind))[0] is None


def test_that_who_died_and_who_only_came_for_the_day_is_no_index() -> None:
    back = spell("2026-01-12T08:00", None)
    assert days_after(spell("2026-01-05T08:00", "2026-01-10T12:00", discharge=DischargeKind.DIED), back)[0] is None
    for kind in (PatientClass.DAY_CASE, PatientClass.REGULAR_DAY, PatientClass.REGULAR_NIGHT, PatientClass.MATERNITY):
        assert days_after(spell("2026-01-05T08:00", "2026-01-10T12:00", patient_class=kind), back)[0] is None
    assert not can_be_followed(spell("2026-01-05T08:00", "2026-01-10T12:00", pseudonym=""))


def test_that_a_day_case_between_does_not_take_the_readmission() -> None:
    index = spell("2026-01-05T08:00", "2026-01-10T12:00")
    dialysis = spell(
        *("2026-01-11T08:00", "2026-01-11T12:00"),
        patient_class=PatientClass.REGULAR_DAY,
        admission=AdmissionKind.ELECTIVE,
    )
    assert days_after(index, dialysis, spell("2026-01-12T08:00", None))[0] == 2


def test_that_the_last_of_two_discharges_has_the_readmission() -> None:
    first, second = spell("2026-01-05T08:00", "2026-01-10T12:00"), spell("2026-01-12T08:00", "2026-01-13T08:00")
    assert days_after(first, second, spell("2026-01-14T08:00", None)) == [2, 1, None]
    planned = replace(second, admission=AdmissionKind.ELECTIVE)
    assert days_after(first, planned, spell("2026-01-14T08:00", None)) == [None, 1, None]


def test_that_dates_without_times_order_a_discharge_before_an_admission_of_the_same_day() -> None:
    index = spell("2026-01-05", "2026-01-10", has_times=False)
    assert days_after(index, spell("2026-01-10", "2026-01-12", has_times=False))[0] == 0
    one = spell("2026-01-10", "2026-01-10", has_times=False)
    assert days_after(one, replace(one)) == [None, None]


def test_that_months_whose_readmissions_may_still_come_are_gaps() -> None:
    end_of_january = spell("2026-01-05T08:00", "2026-01-31T12:00")
    each_month = [replace(end_of_january, discharged=datetime.combine(month.last, time())) for month in MONTHS]
    for within, known in (
        (30, [True, True, True, False]),
        (32, [True, True, False, False]),
        (90, [True] + [False] * 3),
    ):
        values = records(each_month).monthly(None, measure(Calculation.READMISSIONS, threshold=within), MONTHS)
        assert [value.value is not None for value in values.values(MONTHS)] == known


def test_that_who_is_not_discharged_counts_to_the_end_of_the_data() -> None:
    still_in = spell("2026-01-30T08:00", None)
    tried = measure(Calculation.LONG_STAYS, threshold=7)
    assert sums(records([still_in]), ANN, tried) == [(0, 2), (22, 28), (31, 31), (30, 30)]
    assert sums(records([still_in], Period(Month(2026, 1), Month(2026, 2))), ANN, tried)[2:] == [(0, 0), (0, 0)]


def test_that_who_leaves_on_the_last_day_of_a_month_lies_there_no_more_that_night() -> None:
    tried = measure(Calculation.LONG_STAYS, threshold=1)
    assert sums(records([spell("2026-01-29T08:00", "2026-01-31T09:00")]), ANN, tried)[:2] == [(0, 2), (0, 0)]
    assert sums(records([spell("2026-01-31T08:00", "2026-01-31T20:00")]), ANN, tried)[0] == (0, 0)
    assert sums(records([spell("2026-01-31T08:00", "2026-02-01T00:00")]), ANN, tried)[:2] == [(0, 1), (0, 0)]


def test_that_wards_and_specialties_are_chosen_without_regard_to_case() -> None:
    spells = [
        spell("2026-01-05T08:00", "2026-01-10T12:00", ward="AMU", specialty="301", pseudonym="a"),
        spell("2026-01-05T08:00", "2026-01-10T12:00", ward="amu ", specialty="300", pseudonym="b"),
        spell("2026-01-05T08:00", "2026-01-10T12:00", ward="W7", specialty="301", pseudonym="c"),
    ]
    for calculation in (
        Calculation.SPELLS,
        Calculation.LENGTH_OF_STAY,
        Calculation.READMISSIONS,
        Calculation.LONG_STAYS,
    ):
        found = records(spells)
        assert len(found.counted(ANN, measure(calculation, wards_left_out=("Amu",)))) == 1
        assert len(found.counted(ANN, measure(calculation, specialties=("301",)))) == 2
        assert len(found.counted(None, measure(calculation, specialties=("301",), wards_left_out=("w7",)))) == 1


def test_that_an_hour_of_the_day_can_be_chosen() -> None:
    spells = [spell("2026-01-05T08:00", f"2026-01-10T{time}") for time in ("10:59", "11:00", "11:30", "12:00")]
    found = records(spells)
    assert [sums(found, ANN, measure(Calculation.BEFORE_MIDDAY, threshold=hour))[0] for hour in (None, 11, 11.5)] == [
        (3, 4),
        (1, 4),
        (2, 4),
    ]


@pytest.mark.parametrize(
    ("exclusion", "left"),
    [
        (Exclusion.DEATHS, "home self same planned"),
        (Exclusion.SELF_DISCHARGES, "home died same planned"),
        (Exclusion.UNDER_A_DAY, "home self died planned"),
        (Exclusion.ELECTIVE, "home self died same"),
        (Exclusion.EMERGENCY, "planned"),
    ],
)
def test_that_exclusions_leave_out_what_they_say(exclusion: Exclusion, left: str) -> None:
    spells = {
        "home": spell("2026-01-05T08:00", "2026-01-10T12:00"),
        "self": spell("2026-01-05T08:00", "2026-01-11T12:00", discharge=DischargeKind.SELF),
        "died": spell("2026-01-05T08:00", "2026-01-12T12:00", discharge=DischargeKind.DIED),
        "same": spell("2026-01-13T08:00", "2026-01-13T12:00"),
        "planned": spell("2026-01-05T08:00", "2026-01-14T12:00", admission=AdmissionKind.ELECTIVE),
    }
    counted = records(list(spells.values())).counted(ANN, measure(Calculation.SPELLS, exclusions=(exclusion,)))
    assert [list(spells)[place] for place in counted.place] == left.split()


def test_that_without_any_patient_named_readmissions_are_not_available() -> None:
    tried = measure(Calculation.READMISSIONS)
    assert records([spell("2026-01-05T08:00", None)]).unavailable(ANN, tried) == ""
    assert "same patient" in records([spell("2026-01-05T08:00", None, pseudonym="")]).unavailable(ANN, tried)
    assert records([spell("2026-01-05T08:00", None)]).unavailable(BOB, tried).startswith("No spells")


def test_that_each_record_behind_a_point_says_what_it_counted_for() -> None:
    index = spell("2026-01-25T08:00", "2026-02-03T12:00", pseudonym="a")
    alone = spell("2026-02-01T08:00", "2026-02-02T08:00", pseudonym="b")
    day_case = spell("2026-02-01T08:00", "2026-02-01T12:00", pseudonym="c", patient_class=PatientClass.DAY_CASE)
    back = spell("2026-02-20T08:00", None, pseudonym="a")
    every, february = [index, alone, day_case, back], Period(Month(2026, 2), Month(2026, 2))
    found = records(every)

    def said(calculation: Calculation, threshold: float) -> list[str]:
        return counted_as(found, every, Counting(calculation, threshold=threshold), february)

    assert said(Calculation.READMISSIONS, 30) == ["readmitted", "not readmitted", "", ""]
    assert said(Calculation.READMISSIONS, 17) == ["not readmitted", "not readmitted", "", ""]
    assert said(Calculation.LONG_STAYS, 7) == [
        "1 of 2 inpatient-days after a long stay",
        "0 of 1 inpatient-days after a long stay",
        "",
        "1 of 9 inpatient-days after a long stay",
    ]
    assert said(Calculation.BEFORE_MIDDAY, 12) == ["midday or later", "before midday", "", ""]
    assert said(Calculation.BEFORE_MIDDAY, 8.5) == ["08:30 or later", "before 08:30", "", ""]
