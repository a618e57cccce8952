from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.identity import ClinicianId, JobPlanId
from cdconsole.domain.job_plan import Exposure, ExposureKind, JobPlan, PaCategory, ProgrammedActivity
from cdconsole.domain.measure import ChallengeNote, Controllable, MeasureChart, MeasureId, MonthlyValue
from cdconsole.domain.spc import Improvement
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID
from cdconsole.services.prepared_charts import Beside, best_quarters, signal_line, signals_since

FIRST = Month(2025, 1)
MEASURE = BY_ID[MeasureId.BEFORE_MIDDAY]
FLAT = (20, 22, 21, 19, 20, 22, 21, 19, 20, 22, 21, 19, 20, 22, 21, 19, 20)
RISEN = (*FLAT, 60)
NEW = FIRST + 17
NOBODY = Beside((), ())


def chart(numerators: tuple[int, ...]) -> MeasureChart:
    values = tuple(MonthlyValue(FIRST + place, float(n), 100.0, n / 100.0) for place, n in enumerate(numerators))
    return MeasureChart(MEASURE, spc_chart(MEASURE, values), "Said.", "n 1 of 2 discharges", (), "", "")


def plan(version: int, first: date, care: float) -> JobPlan:
    rows = (ProgrammedActivity("Ward round", PaCategory.DCC, care),)
    return JobPlan(JobPlanId(str(version)), ClinicianId("ann"), version, first, rows)


def test_that_only_what_is_new_is_a_signal() -> None:
    [signal] = signals_since([chart(RISEN), chart((*FLAT, 20))], NEW)
    assert signal.sentence == "Discharged before midday. Said."
    assert (signal.months, signal.is_improvement, signal.is_old) == (Period(NEW, NEW), True, False)
    assert signals_since([chart((*RISEN, 21, 20))], NEW + 1) == ()


def test_that_a_signal_says_its_own_n_and_denominator_and_that_of_the_chart() -> None:
    [signal] = signals_since([chart(RISEN)], NEW)
    line = signal_line(signal, NOBODY)
    assert line.beside[:3] == (
        "These months: 60.0% (Jun 2026; 60 of 100 discharges).",
        "The whole chart: n 1 of 2 discharges.",
        "No job plan was in force.",
    )
    assert line.measure == MeasureId.BEFORE_MIDDAY


def test_that_a_shift_that_began_before_is_said_to_be_old() -> None:
    [signal] = signals_since([chart((*FLAT, *(40,) * 10))], FIRST + 24)
    assert signal.is_old
    assert "It was there before these months began." in signal_line(signal, NOBODY).beside


def test_that_job_plan_absences_notes_and_challenges_stand_beside_a_signal() -> None:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    noted = replace(
        chart(RISEN),
        notes=(PointNote("n", NEW, "New ward", "Dr B. Director", at, 1), PointNote("o", FIRST, "Old", "X", at, 1)),
        challenges=(ChallengeNote(Period(NEW, NEW), at.date(), None, "Open", "Not mine"),),
    )
    away = Exposure("e", ClinicianId("ann"), ExposureKind.LEAVE, date(2026, 6, 29), date(2026, 7, 3), "Family")
    closed = Exposure("c", None, ExposureKind.CLOSURE, date(2026, 6, 1), date(2026, 6, 2))
    earlier = replace(away, id="f", first=date(2026, 1, 1), last=date(2026, 1, 9))
    beside = Beside((plan(1, date(2025, 1, 1), 7.5), plan(2, date(2026, 5, 1), 6)), (away, closed, earlier))
    said = signal_line(signals_since([noted], NEW)[0], beside).beside
    assert "Job plan from 1 May 2026: 6 PAs, DCC 6." in said
    assert any(words.startswith("It changed then: All PAs a week: 7.5 → 6.") for words in said)
    assert "Leave: 29 Jun 2026 to 3 Jul 2026." in said
    assert "Closure, the whole department: 1 Jun 2026 to 2 Jun 2026." in said
    assert "Note on Jun 2026: New ward (Dr B. Director, 1 Jul 2026)" in said
    assert "Under challenge since 1 Jul 2026 (Jun 2026): Not mine" in said
    assert not any("Family" in words or "Old" in words or "Jan 2026" in words for words in said)


def test_that_an_older_job_plan_is_not_called_a_change() -> None:
    beside = Beside((plan(1, date(2025, 1, 1), 7.5), plan(2, date(2025, 9, 1), 6)), ())
    said = signal_line(signals_since([chart(RISEN)], NEW)[0], beside).beside
    assert not any(words.startswith("It changed") for words in said)


def test_that_the_best_quarter_is_their_own_and_says_n_denominator_and_of_how_many() -> None:
    [line] = best_quarters([chart((*FLAT, 22))])
    assert line.text == (
        "Discharged before midday: 21.0% (mean of Jan - Mar 2025; 63 of 300 discharges), the best of 6 quarters."
    )


def test_that_lower_is_best_where_lower_is_better() -> None:
    lower = replace(chart(RISEN), measure=replace(MEASURE, improvement=Improvement.DOWN))
    assert "(mean of Jul - Sep 2025;" in best_quarters([lower])[0].text


def test_that_no_best_quarter_is_named_where_it_would_not_be_honest() -> None:
    whole = chart(RISEN)
    neither = replace(whole, measure=replace(MEASURE, improvement=Improvement.NEITHER))
    nobodys = replace(whole, measure=replace(MEASURE, controllable=Controllable.NO))
    small = replace(whole, measure=replace(MEASURE, minimum_n=1000))
    short, missing = chart(FLAT[:11]), replace(whole, unavailable="Not available")
    assert best_quarters([neither, nobodys, small, short, missing]) == ()


def test_that_months_under_challenge_make_no_best_quarter() -> None:
    disputed = ChallengeNote(Period(FIRST, FIRST), date(2026, 1, 1), None, "Open", "Not mine")
    assert "Jan - Mar 2025" not in best_quarters([replace(chart((*FLAT, 22)), challenges=(disputed,))])[0].text
