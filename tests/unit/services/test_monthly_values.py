from __future__ import annotations

from datetime import date, datetime
from statistics import median

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.identity import ClinicianId, SpellId
from cdconsole.domain.measure import MeasureId, MonthlyValue
from cdconsole.services.definitions import BY_ID
from cdconsole.services.monthly_values import by_month, month_indexes, over_period
from cdconsole.services.spell_counting import counted_spells
from cdconsole.storage.spell_coding import of_spells
from cdconsole.storage.spell_columns import SpellColumns

JULY = Period(Month(2026, 7), Month(2026, 7))


def spell(
    admitted: str,
    discharged: str | None,
    patient_class: PatientClass = PatientClass.ORDINARY,
    admission: AdmissionKind = AdmissionKind.EMERGENCY,
    discharge: DischargeKind = DischargeKind.HOME,
    has_times: bool = True,
) -> Spell:
    return Spell(
        SpellId(f"{admitted}{discharged}"),
        ClinicianId("ann"),
        None,
        "p",
        f"{admitted}{discharged}{patient_class}",
        datetime.fromisoformat(admitted),
        None if discharged is None else datetime.fromisoformat(discharged),
        has_times,
        patient_class,
        admission,
        discharge,
    )


def monthly(columns: SpellColumns, measure: MeasureId, period: Period) -> tuple[MonthlyValue, ...]:
    counting = BY_ID[measure].counting
    return by_month(counted_spells(columns, counting), counting.form, period).values(period)


def median_stay(spells: list[Spell], period: Period) -> float | None:
    counting = BY_ID[MeasureId.LENGTH_OF_STAY].counting
    return over_period(counted_spells(of_spells(spells), counting), counting.form, period).value


def value_of(measure: MeasureId, *spells: Spell) -> tuple[float, float, float | None]:
    [found] = monthly(of_spells(spells), measure, JULY)
    return found.numerator, found.denominator, found.value


def test_that_a_spell_counts_in_the_month_it_ends_and_not_before() -> None:
    ended = spell("2026-06-30T10:00", "2026-07-01T09:00")
    still_in = spell("2026-07-02T10:00", None)
    earlier = spell("2026-06-01T10:00", "2026-06-30T23:59")
    assert value_of(MeasureId.SPELLS, ended, still_in, earlier) == (1, 0, 1)


def test_that_stay_is_the_median_of_date_differences_without_day_cases() -> None:
    one_night = spell("2026-07-01T23:50", "2026-07-02T00:10")
    five_nights = spell("2026-07-01T08:00", "2026-07-06T20:00")
    day_case = spell("2026-07-03T08:00", "2026-07-03T15:00", PatientClass.DAY_CASE, AdmissionKind.ELECTIVE)
    regular = spell("2026-07-04T08:00", "2026-07-04T12:00", PatientClass.REGULAR_DAY)
    died = spell("2026-07-01T08:00", "2026-07-09T08:00", discharge=DischargeKind.DIED)
    assert value_of(MeasureId.LENGTH_OF_STAY, one_night, five_nights, day_case, regular, died) == (14, 3, 5)


def test_that_noon_itself_is_not_before_midday_and_deaths_are_left_out() -> None:
    morning = spell("2026-07-01T08:00", "2026-07-03T11:59")
    noon = spell("2026-07-01T08:00", "2026-07-03T12:00")
    midnight = spell("2026-07-01T08:00", "2026-07-04T00:00")
    died = spell("2026-07-01T08:00", "2026-07-03T09:00", discharge=DischargeKind.DIED)
    assert value_of(MeasureId.BEFORE_MIDDAY, morning, noon, midnight, died) == (2, 3, 2 / 3)


def test_that_a_date_without_a_time_is_no_discharge_at_midnight() -> None:
    assert value_of(MeasureId.BEFORE_MIDDAY, spell("2026-07-01", "2026-07-03", has_times=False)) == (0, 0, None)


def test_that_the_day_case_rate_counts_elective_work_only() -> None:
    day_case = spell("2026-07-03T08:00", "2026-07-03T15:00", PatientClass.DAY_CASE, AdmissionKind.ELECTIVE)
    stayed = spell("2026-07-03T08:00", "2026-07-04T15:00", PatientClass.ORDINARY, AdmissionKind.ELECTIVE)
    emergency = spell("2026-07-03T08:00", "2026-07-03T15:00", PatientClass.DAY_CASE, AdmissionKind.EMERGENCY)
    regular = spell("2026-07-03T08:00", "2026-07-03T15:00", PatientClass.REGULAR_DAY, AdmissionKind.ELECTIVE)
    assert value_of(MeasureId.DAY_CASE_RATE, day_case, stayed, emergency, regular) == (1, 2, 0.5)


def test_that_a_quarters_median_is_taken_over_its_spells_and_not_over_its_months() -> None:
    spells = [spell("2026-07-01T08:00", f"2026-07-{day:02d}T08:00") for day in (2, 3, 4)]
    spells += [spell("2026-08-01T08:00", "2026-08-21T08:00"), spell("2026-10-01T08:00", "2026-10-02T08:00")]
    quarter = Period(Month(2026, 7), Month(2026, 9))
    assert median_stay(spells, quarter) == 2.5
    assert median_stay([], quarter) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_that_every_day_falls_in_its_own_month(day: date) -> None:
    assert month_indexes(np.array([day.toordinal()]))[0] == Month.of(day).index


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.integers(0, 40), st.integers(0, 1439)), max_size=60
    )
)
def test_that_columns_give_what_counting_by_hand_gives(stays: list[tuple[date, int, int]]) -> None:
    period = Period(Month(2026, 1), Month(2026, 8))
    spells = []
    for day, nights, minute in stays:
        out = date.fromordinal(day.toordinal() + nights)
        spells.append(spell(day.isoformat(), f"{out.isoformat()}T{minute // 60:02d}:{minute % 60:02d}"))
    columns = of_spells(spells)
    for stay, share in zip(
        monthly(columns, MeasureId.LENGTH_OF_STAY, period),
        monthly(columns, MeasureId.BEFORE_MIDDAY, period),
        strict=True,
    ):
        there = [one for one in spells if one.discharged and Month.of(one.discharged.date()) == stay.month]
        days = [one.length_of_stay_days or 0 for one in there]
        assert (stay.numerator, stay.denominator) == (sum(days), len(days))
        assert stay.value == (median(days) if days else None)
        assert share.numerator == sum(one.discharged.hour < 12 for one in there if one.discharged)


def test_that_many_days_have_the_months_of_the_calendar_and_no_date_comes_before_them() -> None:
    days = np.random.default_rng(4).integers(date(2019, 12, 31).toordinal(), date(2026, 1, 1).toordinal(), 5000)
    found = month_indexes(np.append(days.astype(np.int32), np.int32(-1)))
    assert found[:-1].tolist() == [Month.of(date.fromordinal(day)).index for day in days.tolist()]
    assert found[-1] < found[:-1].min()
