from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.frequency import Frequency, shared_weeks
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import HalfDay, JobPlan, OnCall, PaCategory, ProgrammedActivity
from cdconsole.domain.job_plan_changes import differences
from cdconsole.domain.job_plan_checks import checks, expected_pas

CLINIC = ProgrammedActivity("Clinic", PaCategory.DCC, 1.0, 1, starts=time(9), ends=time(13))
ROUND = ProgrammedActivity("Ward round", PaCategory.DCC, 1.0, 1, starts=time(12), ends=time(16))
TEACHING = ProgrammedActivity("Teaching", PaCategory.SPA, 2.5)
ADMIN = ProgrammedActivity("Patient administration", PaCategory.DCC, 6.5)


def plan(*rows: ProgrammedActivity, **terms: object) -> JobPlan:
    made = JobPlan(JobPlanId("p"), ClinicianId("c"), 1, date(2026, 4, 1), rows)
    return replace(made, **terms)  # type: ignore[arg-type] # the terms of a plan


@pytest.mark.parametrize(
    ("text", "words", "share"),
    [
        ("", "every week", 1.0),
        ("Weekly", "every week", 1.0),
        ("3 in 9 weeks", "3 in 9 weeks", 1 / 3),
        ("1 in 2", "1 in 2 weeks", 0.5),
        ("alternate weeks", "1 in 2 weeks", 0.5),
        ("every 4 weeks", "1 in 4 weeks", 0.25),
        ("10 a year", "10 a year", 10 / 42),
        ("21 per year", "21 a year", 0.5),
        ("weeks 1 and 3", "weeks 1 and 3", 1.0),
        ("9 in 3 weeks", "9 in 3 weeks", 1.0),
    ],
)
def test_that_a_frequency_is_read_and_written_as_words(text: str, words: str, share: float) -> None:
    found = Frequency.read(text)
    assert str(found) == words
    assert found.weekly_share == pytest.approx(share)
    assert Frequency.read(str(found)) == found


def test_that_words_that_say_no_number_are_kept_and_told() -> None:
    assert not Frequency.read("weeks 1 and 3").is_known
    assert checks(plan(replace(CLINIC, frequency=Frequency.read("weeks 1 and 3")), TEACHING, ADMIN)) == (
        "Row 1: “weeks 1 and 3” is not read as a frequency and counts as every week.",
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Frequency(), Frequency(), (1, 1, 1)),
        (Frequency(), Frequency(1, 9), (1, 1, 9)),
        (Frequency(1, 2), Frequency(1, 2), (0, 1, 2)),
        (Frequency(3, 9), Frequency(7, 9), (1, 3, 9)),
        (Frequency(1, 2), Frequency(1, 3), (1, 1, 6)),
        (Frequency(1, 2), Frequency(1, 4), (0, 1, 4)),
    ],
)
def test_that_weeks_in_which_two_rows_meet_are_counted(
    one: Frequency, other: Frequency, expected: tuple[int, int, int]
) -> None:
    assert shared_weeks(one, other) == shared_weeks(other, one) == expected


@pytest.mark.parametrize(
    ("often", "said"),
    [
        (Frequency(), "clash every week on Tue."),
        (Frequency(1, 9), "clash in 1 of 9 weeks on Tue."),
        (Frequency(a_year=10), "may clash in some weeks on Tue."),
    ],
)
def test_that_two_rows_at_one_time_are_said_to_clash(often: Frequency, said: str) -> None:
    found = checks(plan(CLINIC, replace(ROUND, frequency=often), TEACHING, ADMIN))
    assert f"Rows 1 and 2, Clinic and Ward round, {said}" in found


def test_that_rows_that_touch_or_have_no_time_do_not_clash() -> None:
    after = replace(ROUND, starts=time(13), ends=time(17))
    assert checks(plan(CLINIC, after, TEACHING, replace(ADMIN, pas=5.5))) == ()


def test_that_a_night_runs_into_the_next_day_and_the_next_week() -> None:
    night = ProgrammedActivity("Night", PaCategory.DCC, 4.0, 6, starts=time(20), ends=time(8))
    early = ProgrammedActivity("Round", PaCategory.DCC, 1.0, 0, starts=time(7), ends=time(11))
    assert any(
        line.startswith("Rows 1 and 2, Night and Round, clash every week") for line in checks(plan(night, early))
    )


def test_that_half_days_count_where_there_are_no_times() -> None:
    morning = ProgrammedActivity("Round", PaCategory.DCC, 1.0, 1, HalfDay.AM)
    assert any("clash every week" in line for line in checks(plan(morning, CLINIC)))


@pytest.mark.parametrize(
    ("day", "starts", "ends", "pas"),
    [(0, time(9), time(13), 1.0), (5, time(9), time(12), 1.0), (0, time(15), time(22), 2.0)],
)
def test_that_premium_hours_make_a_pa_of_three_hours(day: int, starts: time, ends: time, pas: float) -> None:
    row = ProgrammedActivity("Take", PaCategory.DCC, 1.0, day, starts=starts, ends=ends)
    assert expected_pas(row) == pytest.approx(pas)


def test_that_totals_are_checked_in_sentences() -> None:
    said = checks(plan(CLINIC, agreed_pas=2.0, is_full_time=False, on_call=OnCall(8, "A", 1.0, 1.0)))
    assert said == (
        "The rows add up to 1 PAs, the agreed total is 2.",
        "The plan has no supporting professional activity (SPA).",
        "On-call work is 2 PAs, more than the direct clinical care in the rows.",
    )
    assert "The plan averages 12.5 PAs a week; more than 12 needs a stated reason." in checks(
        plan(replace(ADMIN, pas=10.0), TEACHING)
    )
    assert "The plan is marked full time and has 1 PAs; full time is 10." in checks(plan(CLINIC))


def test_that_pas_that_do_not_fit_the_hours_are_told() -> None:
    [said] = checks(plan(replace(CLINIC, frequency=Frequency(1, 2)), TEACHING, ADMIN))
    assert said == "Row 1, Clinic, has 1 PAs a week; its hours, 1 in 2 weeks, come to about 0.5."


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (replace(CLINIC, ends=None), "times"),
        (replace(CLINIC, ends=time(9)), "times"),
        (replace(CLINIC, weekday=None), "times"),
        (replace(CLINIC, pas=12.5), "pas"),
    ],
)
def test_that_impossible_rows_break_a_rule(row: ProgrammedActivity, field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        plan(row).checked()
    assert broken.value.field == field


def test_that_versions_differ_in_plain_words() -> None:
    before = plan(CLINIC, ROUND, TEACHING)
    after = plan(replace(CLINIC, pas=0.5, frequency=Frequency(1, 2)), TEACHING, on_call=OnCall(8, "A"))
    assert differences(before, after) == (
        "All PAs a week: 4.5 → 3.",
        "DCC: 2 → 0.5.",
        "Changed: Clinic, Tue 09:00–13:00, DCC 1 PA, every week → Clinic, Tue 09:00–13:00, DCC 0.5 PA, 1 in 2 weeks.",
        "No longer: Ward round, Tue 12:00–16:00, DCC 1 PA, every week.",
        "On-call: No on-call → On call 1 in 8, category A.",
    )
    assert differences(before, before) == ()
