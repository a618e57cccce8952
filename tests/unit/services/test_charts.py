from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.change_set import Topic
from cdconsole.domain.clinician import UNATTRIBUTED
from cdconsole.domain.errors import NotEntitled, UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import ClinicianCharts, MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import (
    ListClinicians,
    ListMeasures,
    SaveJobPlan,
    ShowClinicianCharts,
    ShowDepartment,
    ShowJobPlans,
    ShowPointRecords,
)
from cdconsole.domain.spc import VariationIcon
from cdconsole.services.chance_words import chance_words
from cdconsole.services.definitions import BY_ID
from cdconsole.services.department import measure_rows
from cdconsole.services.department_data import department_data
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

ANN, BOB, NOBODY = ClinicianId("ann"), ClinicianId("bob"), ClinicianId("none")


def charts_of(session: Session, clinician: ClinicianId) -> ClinicianCharts:
    return answer(session, ShowClinicianCharts(clinician), Task())


def chart_of(session: Session, clinician: ClinicianId, measure: MeasureId) -> MeasureChart:
    [found] = [chart for chart in charts_of(session, clinician).charts if chart.measure.id == measure]
    return found


def test_that_a_page_holds_every_measure_over_the_covered_months_with_n_and_denominator(session: Session) -> None:
    page = charts_of(session, ANN)
    assert str(page.period) == "Nov 2025 - Oct 2026"
    assert page.data_to == "31 Oct 2026"
    assert [chart.measure.id for chart in page.charts] == list(BY_ID)
    assert page.charts[0].n_text == "n 120 spells, 12 months / 391 DCC PA-weeks"
    assert page.charts[1].n_text == "n 120 inpatient spells, 12 months"
    assert page.charts[2].n_text == "n 54 of 120 discharges, 12 months"


def test_that_twelve_months_show_trial_limits_and_say_why_there_is_no_icon(session: Session) -> None:
    chart = chart_of(session, ANN, MeasureId.SPELLS)
    assert chart.chart.is_trial
    assert chart.chart.icon is VariationIcon.NONE
    assert "12 of the 13" in chart.reading


def test_that_the_teams_rate_is_of_all_spells_together(session: Session) -> None:
    chart = chart_of(session, ANN, MeasureId.BEFORE_MIDDAY)
    assert chart.team[:2] == (0.4, 0.5)
    assert chart.months[0] == Month(2025, 11)


def test_that_there_is_no_team_line_for_workload_while_a_job_plan_is_missing(session: Session) -> None:
    chart = chart_of(session, ANN, MeasureId.SPELLS)
    assert chart.team == ()
    assert chart.team_note == "No team line: 1 of 2 clinicians have no job plan"


def test_that_the_teams_workload_is_set_at_the_clinicians_own_pas(session: Session) -> None:
    [plan] = answer(session, ShowJobPlans(ANN), Task())
    half = plan.activities[0].__class__("Clinic", plan.activities[0].category, 2.5)
    theirs = plan.__class__(plan.id, BOB, 0, plan.effective_from, (half,))
    answer(session, SaveJobPlan(theirs, 0), Task())

    line = chart_of(session, ANN, MeasureId.SPELLS).team

    assert line == pytest.approx([20 * 7.5 / 10] * 12)


def test_that_an_unknown_clinician_is_refused_plainly(session: Session) -> None:
    with pytest.raises(UserFacingError, match="not in this department"):
        charts_of(session, ClinicianId("nobody"))


def test_that_a_clinician_without_spells_has_no_chart_and_is_told_why(session: Session) -> None:
    page = charts_of(session, NOBODY)
    assert {chart.unavailable for chart in page.charts} == {"No spells have been imported for this clinician."}


def test_that_the_records_behind_a_point_are_those_it_counts(session: Session) -> None:
    found = answer(session, ShowPointRecords(ANN, MeasureId.BEFORE_MIDDAY, Month(2025, 12)), Task())
    assert found.title == "Discharged before midday, Dec 2025"
    assert found.summary == "Dr Ann Example: 50.0%, 5 of 10 discharges."
    assert len(found.records) == 10
    assert sum(record.counted == "before midday" for record in found.records) == 5
    assert found.records[0].batch == "spells.csv"
    assert found.records[-1].admitted == "1 Dec 2025 08:00"


def test_that_the_day_case_rate_has_no_records_where_nothing_was_elective(session: Session) -> None:
    found = answer(session, ShowPointRecords(ANN, MeasureId.DAY_CASE_RATE, Month(2025, 12)), Task())
    assert found.records == ()
    assert found.summary == "Dr Ann Example: no data, 0 of 0 elective admissions."


def test_that_dates_without_times_leave_out_the_time_of_day_measure_only(session: Session) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute("UPDATE spell SET has_times = 0")
        work.execute("UPDATE spell_columns SET layout = 'rebuild from rows'")
        work.changed(Topic.SPELL)
        work.commit()
    page = charts_of(session, ANN)
    reasons = {chart.measure.id: chart.unavailable for chart in page.charts}
    assert reasons.pop(MeasureId.BEFORE_MIDDAY).startswith("Not available: dates only")
    assert set(reasons.values()) == {""}


def test_that_an_administrator_sees_no_clinicians_chart(admin_session: Session) -> None:
    for request in (
        ShowClinicianCharts(ANN),
        ShowPointRecords(ANN, MeasureId.SPELLS, Month(2025, 12)),
        ShowDepartment(),
    ):
        with pytest.raises(NotEntitled):
            answer(admin_session, request, Task())


def test_that_the_department_page_speaks_of_the_team_and_names_nobody(session: Session) -> None:
    page = answer(session, ShowDepartment(), Task())
    assert page.sentence == (
        "None of four measures shows special-cause variation in its newest month;"
        " two reviews are due; no goals are open."
    )
    assert page.data_to == "31 Oct 2026"
    assert page.charts[0].chart.points[0].value == 20
    names = {clinician.name for clinician in answer(session, ListClinicians(), Task())}
    assert names & {UNATTRIBUTED} == {UNATTRIBUTED}
    assert not any(name in repr(page) for name in names - {UNATTRIBUTED})


def test_that_measures_are_written_for_each_clinician_and_the_team(session: Session) -> None:
    rows = measure_rows(department_data(session), Task())
    assert len(rows) == 4 * 3 * 12
    [first] = [
        row
        for row in rows
        if (row.measure, row.clinician, row.value.month) == (MeasureId.BEFORE_MIDDAY, "Dr Ann Example", Month(2025, 11))
    ]
    assert (first.value.numerator, first.value.denominator, first.value.value) == (4, 10, 0.4)


def test_that_every_measure_has_a_complete_definition_card(session: Session) -> None:
    cards = answer(session, ListMeasures(), Task())
    assert [card.id for card in cards] == list(BY_ID)
    by_others = {"target", "target_origin", "owner", "outcome"}  # the department's own to set
    said = [value for card in cards for name, value in vars(card).items() if name not in by_others]
    assert all(str(value).strip() for value in said)


def test_that_months_between_two_imports_are_gaps_and_not_months_of_nothing(session: Session) -> None:
    later = date(2027, 1, 1), date(2027, 1, 31)
    with session.unit_of_work(Section.RECORDS) as work:
        work.execute(
            "INSERT INTO import_batch (id, file_name, file_sha256, at, person, rows, stored_rows, spells, episodes,"
            " rejected_rows, left_out_rows, left_out, covers_from, covers_to, has_times, new_clinicians)"
            " SELECT 'later', 'later.csv', 'later', at, person, rows, stored_rows, spells,"
            " episodes, rejected_rows, left_out_rows, left_out, ?, ?, has_times, new_clinicians FROM import_batch",
            [day.isoformat() for day in later],
        )
        work.changed(Topic.IMPORT)
        work.commit()
    chart = chart_of(session, ANN, MeasureId.SPELLS)
    assert [point.value for point in chart.chart.points][-4:] == [10, None, None, 0]


def test_that_the_page_says_how_many_charts_chance_alone_would_mark(session: Session) -> None:
    page = charts_of(session, ANN)
    drawn = sum(not chart.unavailable for chart in page.charts)
    assert page.chance.startswith(
        f"{drawn} charts looked at; chance alone would give fewer than 0.1 special-cause icons"
    )
    assert charts_of(session, NOBODY).chance == ""
    long = replace(page.charts[0], chart=replace(page.charts[0].chart, points=page.charts[0].chart.points * 3))
    assert chance_words([long] * 6) == (
        "6 charts looked at; chance alone would give about 0.1 special-cause icons, and mark some point on about"
        " 1.6 of them."
    )
    assert chance_words([long]).startswith("1 chart looked at;")
