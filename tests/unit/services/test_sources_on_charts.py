"""Measures of every source stand on charts, in rows of figures and behind points like those of spells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from cdconsole.domain.activity import Session as HeldSession
from cdconsole.domain.activity import SessionKind, TheatreCase
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.counting import Calculation
from cdconsole.domain.definition_requests import AddMeasures
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract, WithdrawBatch
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import CreateDepartment, ShowClinicianCharts, ShowDepartment, ShowPointRecords
from cdconsole.services.charts import team_charts
from cdconsole.services.definitions import MEASURES
from cdconsole.services.department import measure_rows
from cdconsole.services.department_data import data_for, department_data
from cdconsole.services.point_records import of_other_source
from cdconsole.services.quality_marks import measure_marks
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import activity
from unit.services.conftest import CHEAP, CLOCK, Bring
from unit.services.counted_measures import ANN, SEPTEMBER, measure_of, month_of
from unit.services.test_endoscopy_records import procedure
from unit.services.test_theatre_records import a_month, case

UNCAPPED, LATE = measure_of(Calculation.THEATRE_UNCAPPED), measure_of(Calculation.LATE_STARTS, 15)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    """A department without any data."""
    session = Session(CLOCK, tmp_path / "home", CHEAP)
    answer(
        session, CreateDepartment(str(tmp_path), "Theatres", "Surgery", "Dr B", "acid angular bobcat cheddar"), Task()
    )
    yield session
    session.close()


def test_that_a_department_of_theatre_lists_alone_has_months_charts_and_rows(empty: Session, tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    days = [f"2026-{month:02d}-{day:02d}" for month in (8, 9) for day in (1, 30)]
    rows = [f"{place},AE,{day},08:30,12:30,08:30,10:30" for place, day in enumerate(days)]
    heading = "case id,surgeon,session date,session start,session end,into theatre,out of theatre"
    path.write_text("\n".join((heading, *rows)), encoding="utf-8")
    seen = answer(empty, PreviewExtract(str(path)), Task())
    answer(empty, ImportExtract(str(path), seen.proposed), Task())
    assert department_data(empty).period is None
    data = data_for(empty, (UNCAPPED,))
    assert (str(data.period), data.data_to) == ("Aug 2026 - Sep 2026", "30 Sep 2026")
    [chart] = team_charts(empty, data, 36)
    assert chart.n_text == "n 480 of 960 units, 2 months"
    assert [point.value for point in chart.chart.points] == [0.5, 0.5]
    assert chart.quality == "As recorded"
    found = measure_rows(data, Task())
    assert [(row.clinician, row.value.month.iso(), row.value.value) for row in found] == [
        ("AE", "2026-08", 0.5),
        ("AE", "2026-09", 0.5),
        ("Team", "2026-08", 0.5),
        ("Team", "2026-09", 0.5),
    ]


def test_that_rows_of_a_source_are_of_the_months_it_reaches_and_those_of_spells_stay(
    session: Session, bring: Bring
) -> None:
    before = measure_rows(department_data(session), Task())
    a_month(bring)
    data = data_for(session, (*MEASURES, UNCAPPED))
    assert str(data.period) == "Nov 2025 - Oct 2026"
    rows = measure_rows(data, Task())
    added = [row for row in rows if row.measure == UNCAPPED.id]
    assert [row for row in rows if row.measure != UNCAPPED.id] == list(before)
    assert {(row.clinician, row.value.month) for row in added} == {
        ("Dr Ann Example", Month(2026, 9)),
        ("Team", Month(2026, 9)),
    }
    marks = measure_marks(session, data, data.last_months(12))
    assert marks[ANN, UNCAPPED.id] == "As recorded"
    assert marks[ANN, MEASURES[0].id] == "Not yet validated with the clinician"


def test_that_the_mark_tells_of_what_lists_lack_and_of_rows_refused(session: Session, bring: Bring) -> None:
    unplanned = {"session start": "", "session end": ""}
    bring(
        ExtractKind.THEATRE,
        *(case("1", 1, "08:30", "10:30"), case("2", 2, "08:30", "10:30") | unplanned, case("3", 30, "08:30", "12:30")),
        case("4", 3, "11:00", "10:00"),
    )
    [chart] = team_charts(session, data_for(session, (UNCAPPED,)), 12)
    assert chart.quality == "Read with care"
    assert chart.quality_reasons == (
        "Planned or recorded time is filled in for 2 of 3 records (67%).",
        "1 of 4 rows of theatre.csv could not be stored.",
    )
    assert chart.n_text == ("n 360 of 480 units, 1 month; left out: 1 of 3 lists without a planned or recorded time")


def test_that_withdrawing_an_import_takes_its_lists_and_months_away(session: Session, bring: Bring) -> None:
    bring(ExtractKind.THEATRE, case("1", 1, "08:30", "10:30"), case("2", 30, "08:30", "10:30"))
    data = data_for(session, (UNCAPPED,))
    assert data.source(UNCAPPED).months == {Month(2026, 9)}
    batch = bring(ExtractKind.THEATRE, case("1", 1, "08:30", "10:00"), case("2", 30, "08:30", "10:00")).batch_id
    assert batch is not None
    [value] = data.source(UNCAPPED).monthly(ANN, UNCAPPED, SEPTEMBER).values(SEPTEMBER)
    assert value.numerator == 180
    answer(session, WithdrawBatch(batch, "Sent by mistake"), Task())
    [value] = data.source(UNCAPPED).monthly(ANN, UNCAPPED, SEPTEMBER).values(SEPTEMBER)
    assert value.numerator == 240


def test_that_a_point_of_lists_shows_its_lists_and_offers_no_vote(session: Session, bring: Bring) -> None:
    a_month(bring)
    data = data_for(session, (LATE,))
    found = of_other_source(data, data.clinicians[ANN], LATE, Month(2026, 9))
    assert found.title == "Lists that started late, Sep 2026"
    assert found.summary == "Dr Ann Example: 50.0%; n 1 of 2 units, 1 month."
    assert (found.records, found.colleagues) == ((), ())
    assert [(one.on, one.what, one.counted) for one in found.others] == [
        ("2 Sep 2026", "Theatre 2, 2 cases", "late"),
        ("1 Sep 2026", "Theatre 2, 2 cases", "in time"),
    ]


def test_that_colonoscopies_are_beside_the_job_plan_of_those_who_do_them(session: Session, bring: Bring) -> None:
    rows = [procedure(n) for n in range(3)]
    bring(ExtractKind.ENDOSCOPY, *rows, procedure(9, "Gastroscopy", session_date="2026-09-30"))
    measure = replace(measure_of(Calculation.COLONOSCOPIES), denominator_noun="DCC PA-weeks")
    [chart] = team_charts(session, data_for(session, (measure,)), 12)
    assert chart.n_text == "n 3 colonoscopies, 1 month / 32 DCC PA-weeks"


def test_that_sessions_recorded_whole_are_clinics_and_lists_too(session: Session) -> None:
    days = [date(2026, 9, day) for day in (1, 2, 30)]
    with session.unit_of_work(Section.RECORDS) as work:
        held = [
            *(HeldSession(f"c{on}", ANN, SessionKind.CLINIC, on, 240, 10, 9, 9.0) for on in days),
            *(HeldSession(f"e{on}", ANN, SessionKind.ENDOSCOPY_LIST, on, 240, 6, 6, 9.0) for on in days),
            *(HeldSession(f"t{on}", ANN, SessionKind.THEATRE_LIST, on, 240, 1, 1, 1.0) for on in days[:2]),
            HeldSession("off", ANN, SessionKind.THEATRE_LIST, days[2], 240, 0, 0, 0.0, "No nursing staff"),
        ]
        activity.add_sessions(work, held)
        cases = [
            TheatreCase(f"{on}", f"t{on}", ANN, datetime(2026, 9, on.day, 9), datetime(2026, 9, on.day, 11), "ERCP")  # noqa: DTZ001
            for on in days[:2]
        ]
        activity.add_theatre_cases(work, cases)
        work.commit()
    assert month_of(session, measure_of(Calculation.DID_NOT_ATTEND), ANN) == (3, 30, 0.1)
    assert month_of(session, measure_of(Calculation.POINTS_PER_LIST), ANN) == (27, 3, 9)
    assert month_of(session, UNCAPPED, ANN) == (240, 720, 1 / 3)
    data = data_for(session, (UNCAPPED,))
    assert str(data.source(UNCAPPED).months) == str(frozenset({Month(2026, 9)}))
    capped = measure_of(Calculation.THEATRE_CAPPED)
    assert data.source(capped).unavailable(ANN, capped) == (
        "Not available: none of the lists imported has a planned or recorded time."
    )


def test_that_a_count_of_what_lists_do_not_name_is_a_gap_and_not_0(session: Session, bring: Bring) -> None:
    rows = [procedure(n, "", points="2", session_date=f"2026-09-{n:02d}") for n in (1, 30)]
    bring(ExtractKind.ENDOSCOPY, *rows, *(procedure(40 + n, session_date=f"2026-08-{n:02d}") for n in (1, 31)))
    measure = measure_of(Calculation.COLONOSCOPIES)
    [chart] = team_charts(session, data_for(session, (measure,)), 2)
    assert chart.unavailable == ("Not available: nothing that this measure counts is known of the months asked for.")
    both = data_for(session, (measure,)).source(measure)
    period = Period(Month(2026, 8), Month(2026, 9))
    assert [one.value for one in both.monthly(ANN, measure, period).values(period)] == [2, None]


def test_that_a_template_taken_into_use_is_drawn_on_the_page_and_its_lists_stand_behind_a_point(
    session: Session, bring: Bring
) -> None:
    a_month(bring)
    template = MeasureId("theatre_capped")
    answer(session, AddMeasures((template,)), Task())
    page = answer(session, ShowClinicianCharts(ANN), Task())
    [chart] = [chart for chart in page.charts if chart.measure.id == template]
    assert chart.n_text == "n 360 of 720 planned minutes, 1 month"
    assert chart.team == (0.5,)
    assert chart.team_note == "Team: all theatre lists of the department together"
    found = answer(session, ShowPointRecords(ANN, template, Month(2026, 9)), Task())
    assert found.summary == "Dr Ann Example: 50.0%; n 360 of 720 planned minutes, 1 month."
    assert found.others is not None
    assert [(one.on, one.counted) for one in found.others] == [
        ("3 Sep 2026", "0 of 240 minutes"),
        ("2 Sep 2026", "120 of 240 minutes"),
        ("1 Sep 2026", "240 of 240 minutes"),
    ]
    [team] = [chart for chart in answer(session, ShowDepartment(), Task()).charts if chart.measure.id == template]
    assert team.n_text == "n 360 of 720 planned minutes, 1 month"
