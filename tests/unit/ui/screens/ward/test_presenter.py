"""The ward list as an administrator works it, over a real department."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.calendar import FixedClock
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId, InpatientId
from cdconsole.domain.requests import AdmitInpatient
from cdconsole.domain.ward import Inpatient, ReasonCode
from cdconsole.services.session import Session
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.ward.columns import HISTORY_COLUMNS, WARD_COLUMNS
from cdconsole.ui.screens.ward.desk import WardDesk
from cdconsole.ui.screens.ward.presenter import WardPresenter
from cdconsole.ui.screens.ward.state import ADMITTED, CLINICIAN, NUMBER, Cell, Filters, StatusFilter, WardRow
from cdconsole.ui.tables.column import as_tab_separated
from unit.services.conftest import CLOCK
from unit.ui.screens.ward.conftest import TODAY, SeenWard, Ward, admit, predict

FRIDAY = date(2026, 11, 27)


def beds(ward: Ward) -> list[str]:
    return [row.patient.bed for row in ward.state.rows]


def test_that_the_list_opens_on_the_first_patient_with_totals(ward: Ward) -> None:
    assert beds(ward) == ["1", "2", "3", "4"]
    assert ward.state.selected == ward.patient("1").id
    assert ward.state.totals == "4 inpatients: 1 due today, 1 past their predicted date, 1 not set"
    assert ward.state.empty_text == ""


def test_that_an_empty_ward_says_what_to_do(admin_session: Session) -> None:
    assert Ward(admin_session).state.empty_text == "Nobody on the ward list yet. Add a patient."


def test_that_a_first_date_is_stored_with_one_enter_and_the_next_patient_is_selected(ward: Ward) -> None:
    ward.type_date("1", "fri")
    assert ward.predicted("1") == FRIDAY
    assert ward.patient("1").predicted.reason is ReasonCode.FIRST
    assert ward.state.editing is None
    assert ward.state.selected == ward.patient("2").id


def test_that_typing_says_how_it_is_understood(ward: Ward) -> None:
    ward.cells.begin(ward.patient("1").id, "+")
    assert ward.state.editing.hint == ""
    ward.cells.type("+2")
    assert ward.state.editing.hint == "Wed 25 Nov 2026"
    ward.cells.type("")
    assert ward.state.editing.hint == "No predicted date"


def test_that_a_change_asks_for_a_reason_and_offers_the_last_one_next_time(ward: Ward) -> None:
    ward.type_date("2", "fri")
    assert ward.state.editing.cell is Cell.REASON
    assert ward.state.editing.reason is ReasonCode.REVIEWED
    assert ward.predicted("2") == date(2026, 11, 25)
    ward.cells.give_reason(ReasonCode.SOCIAL_CARE)
    assert ward.predicted("2") == FRIDAY
    assert ward.state.selected == ward.patient("3").id
    ward.type_date("3", "t")
    assert ward.state.editing.reason is ReasonCode.SOCIAL_CARE


def test_that_the_same_date_again_writes_nothing_and_goes_down(ward: Ward) -> None:
    revision = ward.patient("2").revision
    ward.cells.begin(ward.patient("2").id, None)
    assert ward.state.editing.typed == "25 Nov 2026"
    ward.cells.enter()
    assert ward.patient("2").revision == revision
    assert ward.state.selected == ward.patient("3").id


def test_that_escape_goes_back_one_step_at_a_time(ward: Ward) -> None:
    ward.type_date("2", "fri")
    ward.cells.cancel()
    assert (ward.state.editing.cell, ward.state.editing.typed) == (Cell.DATE, "fri")
    ward.cells.cancel()
    assert ward.state.editing is None
    assert ward.predicted("2") == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xx", "“xx” is not a date"),
        ("30/2", "There is no day 30/2"),
        ("2026-11-01", "before admission"),
        ("2028-01-01", "more than a year away"),
    ],
)
def test_that_a_refused_date_stays_typed_with_its_reason_and_nothing_is_stored(
    ward: Ward, typed: str, said: str
) -> None:
    ward.type_date("2", typed)
    assert ward.state.editing.typed == typed
    assert said in ward.state.editing.problem
    assert ward.predicted("2") == date(2026, 11, 25)
    ward.cells.type("f")
    assert ward.state.editing.problem == ""


def test_that_another_row_is_not_chosen_while_something_typed_is_open(ward: Ward) -> None:
    ward.cells.begin(ward.patient("2").id, "f")
    ward.cells.choose(ward.patient("4").id)
    assert ward.state.selected == ward.patient("2").id
    assert "Enter keeps" in ward.state.editing.problem


def test_that_an_open_cell_with_nothing_new_is_left_for_another_row(ward: Ward) -> None:
    ward.cells.begin(ward.patient("2").id, None)
    ward.cells.choose(ward.patient("4").id)
    assert ward.state.selected == ward.patient("4").id
    assert ward.state.editing is None


def test_that_withdrawing_a_date_asks_why_and_leaves_it_not_set(ward: Ward) -> None:
    ward.type_date("2", "")
    ward.cells.give_reason(ReasonCode.CLINICAL)
    assert ward.predicted("2") is None
    assert ward.patient("2").status(TODAY) == "not set"


def test_that_history_of_the_selected_patient_is_shown_newest_first(ward: Ward) -> None:
    ward.type_date("2", "fri")
    ward.cells.give_reason(ReasonCode.CLINICAL)
    ward.cells.choose(ward.patient("2").id)
    assert [line.split("\t")[:2] for line in as_tab_separated(HISTORY_COLUMNS, ward.state.history).splitlines()] == [
        ["Predicted date", "Reason"],
        ["Fri 27 Nov 2026", "Clinical change"],
        ["Wed 25 Nov 2026", "First prediction"],
    ]


def test_that_undo_takes_back_several_steps_and_each_is_kept_as_undone(ward: Ward) -> None:
    ward.type_date("1", "fri")
    ward.type_date("2", "t")
    ward.cells.give_reason(ReasonCode.CLINICAL)
    assert ward.state.undo_text == "Ash bed 2: back to Wed 25 Nov 2026"
    ward.writes.undo()
    assert ward.predicted("2") == date(2026, 11, 25)
    assert ward.patient("2").predicted.reason is ReasonCode.UNDONE
    assert ward.state.undo_text == "Ash bed 1: back to no date"
    ward.writes.undo()
    assert ward.predicted("1") is None
    assert ward.state.undo_text == ""
    ward.writes.undo()
    assert len(ward.state.history) == 2


def test_that_undo_leaves_what_somebody_changed_since(ward: Ward) -> None:
    ward.type_date("1", "fri")
    predict(ward.session, ward.patient("1"), date(2026, 11, 30))
    ward.presenter.changed(ChangeSet(frozenset({Topic.PREDICTED_DISCHARGE})))
    ward.writes.undo()
    assert ward.predicted("1") == date(2026, 11, 30)
    assert "somebody changed it since" in ward.state.notice


def test_that_a_stale_edit_says_who_changed_it_and_shows_what_is_there(ward: Ward) -> None:
    ward.cells.begin(ward.patient("1").id, "f")
    ward.cells.type("fri")
    predict(ward.session, ward.patient("1"), date(2026, 11, 30))
    ward.presenter.changed(ChangeSet(frozenset({Topic.PREDICTED_DISCHARGE})))
    assert ward.state.editing.typed == "fri"
    ward.cells.enter()
    ward.cells.give_reason(ReasonCode.CLINICAL)
    assert "30 Nov 2026 by Ward Clerk" in ward.state.notice
    assert "You typed fri." in ward.state.notice
    assert ward.predicted("1") == date(2026, 11, 30)


def test_that_a_cell_closes_when_its_patient_leaves_the_list(ward: Ward) -> None:
    patient = ward.patient("1")
    ward.cells.begin(patient.id, "f")
    ward.cells.choose(patient.id)
    other = Ward(ward.session)
    other.beds.begin_discharging(patient.id)
    other.beds.discharge(datetime.fromisoformat("2026-11-23T10:00"))
    ward.presenter.changed(ChangeSet(frozenset({Topic.INPATIENT})))
    assert ward.state.editing is None
    assert "left the ward list" in ward.state.notice
    assert ward.state.selected == ward.patient("2").id


def test_that_filters_narrow_the_list_and_the_totals_say_so(ward: Ward) -> None:
    ward.presenter.search("ash b2")
    assert beds(ward) == ["2"]
    assert ward.state.selected == ward.patient("2").id
    assert ward.state.totals.endswith(". Showing 1 of 4")
    ward.presenter.search("")
    for status, expected in {StatusFilter.NOT_SET: "1", StatusFilter.OVER: "3", StatusFilter.TODAY: "4"}.items():
        ward.presenter.show_status(status)
        assert beds(ward) == [expected]
    ward.presenter.show_status(StatusFilter.ALL)
    ward.presenter.show_clinician("bob")
    assert beds(ward) == ["2"]
    ward.presenter.search("nobody")
    assert "Nobody matches" in ward.state.empty_text
    ward.presenter.show_clinician("")
    ward.presenter.search("")
    assert beds(ward) == ["1", "2", "3", "4"]


@given(text=st.text(max_size=12))
def test_that_a_search_never_shows_somebody_without_every_word(text: str) -> None:
    patient = Inpatient(
        InpatientId("i"),
        "Ash",
        "1",
        "A100",
        ClinicianId("ann"),
        "Dr Ann",
        datetime.fromisoformat("2026-11-20T00:00"),
        None,
    )
    known = "ash 1 a100 dr ann"
    assert Filters(text).passes(patient, TODAY) == all(word in known for word in text.casefold().split())


def test_that_a_patient_is_added_and_selected(ward: Ward) -> None:
    ward.beds.begin_admitting()
    ward.beds.admit(
        AdmitInpatient("Oak", "9", " e500 ", ClinicianId("ann"), datetime.fromisoformat("2026-11-23T08:00"))
    )
    assert ward.state.admitting is None
    assert ward.state.selected == ward.patient("9").id
    assert ward.patient("9").hospital_number == "E500"


def test_that_adding_says_what_is_missing_at_its_field(ward: Ward) -> None:
    ward.beds.begin_admitting()
    ward.beds.admit(AdmitInpatient("Oak", "9", " ", ClinicianId(""), datetime.fromisoformat("2026-11-23T08:00")))
    assert set(ward.state.admitting.problems) == {NUMBER, CLINICIAN}
    ward.beds.admit(AdmitInpatient("Oak", "9", "A100", ClinicianId("ann"), datetime.fromisoformat("2026-11-23T08:00")))
    assert "on the ward list already" in ward.state.admitting.problems[NUMBER]
    ward.beds.admit(AdmitInpatient("Oak", "9", "E1", ClinicianId("ann"), datetime.fromisoformat("2026-11-25T08:00")))
    assert "still to come" in ward.state.admitting.problems[ADMITTED]
    ward.beds.end()
    assert ward.state.admitting is None


def test_that_a_discharge_leaves_the_list_and_undo_puts_the_patient_back(ward: Ward) -> None:
    patient = ward.patient("2")
    ward.beds.begin_discharging(patient.id)
    ward.beds.discharge(datetime.fromisoformat("2026-11-23T10:00"))
    assert beds(ward) == ["1", "3", "4"]
    assert ward.state.notice.startswith("Ash bed 2 discharged 23 Nov 10:00")
    ward.writes.undo()
    assert beds(ward) == ["1", "2", "3", "4"]
    assert "back on the list" in ward.state.notice


def test_that_an_impossible_discharge_is_refused_in_its_dialog(ward: Ward) -> None:
    ward.beds.begin_discharging(ward.patient("2").id)
    ward.beds.discharge(datetime.fromisoformat("2026-11-01T10:00"))
    assert "before the admission" in ward.state.discharging.problem
    assert beds(ward) == ["1", "2", "3", "4"]


def test_that_a_discharge_of_a_changed_patient_says_who_changed_it(ward: Ward) -> None:
    ward.beds.begin_discharging(ward.patient("1").id)
    predict(ward.session, ward.patient("1"), FRIDAY)
    ward.beds.discharge(datetime.fromisoformat("2026-11-23T10:00"))
    assert ward.state.discharging is None
    assert "by Ward Clerk" in ward.state.notice


def test_that_undoing_a_discharge_into_a_taken_number_says_so(ward: Ward) -> None:
    ward.beds.begin_discharging(ward.patient("2").id)
    ward.beds.discharge(datetime.fromisoformat("2026-11-23T10:00"))
    admit(ward.session, "7", "B200")
    ward.writes.undo()
    assert "on the ward list already" in ward.state.notice


def test_that_rows_are_copied_as_they_are_read(ward: Ward) -> None:
    lines = as_tab_separated(WARD_COLUMNS, ward.state.rows).splitlines()
    assert lines[0].split("\t")[:4] == ["Bay", "Bed", "Hospital no.", "Consultant"]
    assert lines[3].split("\t")[2:8] == [
        "C300", "Dr Ann Example", "11 Nov 2026", "12", "Fri 20 Nov 2026", "First prediction"
    ]  # fmt: skip
    assert lines[3].split("\t")[9] == "3 days over"


def test_that_columns_sort_by_what_they_mean(ward: Ward) -> None:
    by_title = {column.title: column for column in WARD_COLUMNS}
    ordered = {
        title: [row.patient.bed for row in sorted(ward.state.rows, key=by_title[title].key)]
        for title in ("Bay", "Bed", "Admitted", "Days in", "Predicted date", "Last reviewed")
    }
    assert ordered["Bay"] == ordered["Bed"] == ["1", "2", "3", "4"]
    assert ordered["Admitted"][0] == "3"
    assert ordered["Days in"][-1] == "3"
    assert ordered["Predicted date"] == ["3", "4", "2", "1"]
    assert ordered["Last reviewed"][0] == "1"
    assert by_title["Admitted"].tooltip(ward.state.rows[0]) == "Admitted 20 Nov 2026 09:30"


def test_that_a_row_being_stored_says_so(ward: Ward) -> None:
    reviewed = next(column for column in WARD_COLUMNS if column.title == "Last reviewed")
    assert reviewed.text(WardRow(ward.patient("2"), TODAY, is_saving=True)) == "Saving"
    assert reviewed.text(WardRow(ward.patient("1"), TODAY)) == ""


class _Waiting:
    """A runner whose answers come when the test gives them."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, object]] = []
        self.cancelled = 0

    def run(self, request: object, listeners: object) -> _Waiting:
        self.asked.append((request, listeners))
        return self

    def cancel(self) -> None:
        self.cancelled += 1


def waiting_ward(ward: Ward, clock: FixedClock = CLOCK) -> tuple[SeenWard, WardPresenter, _Waiting, list[Exception]]:
    view, runner, faults = SeenWard(), _Waiting(), list[Exception]()
    presenter = WardPresenter(WardDesk(view, TaskScope(runner, faults.append), clock, faults.append))
    presenter.start()
    runner.asked[-1][1].done(ward.state.ward)
    return view, presenter, runner, faults


def test_that_a_patient_being_stored_is_not_edited_again_until_the_answer(ward: Ward) -> None:
    view, presenter, runner, _faults = waiting_ward(ward)
    patient = ward.patient("1")
    presenter.amendments.begin(patient.id, "t")
    presenter.amendments.enter()
    assert view.state.rows[0].is_saving
    presenter.amendments.begin(patient.id, "f")
    assert view.state.editing is None
    presenter.writes.undo()
    assert view.state.saving == {patient.id}
    runner.asked[-1][1].done(patient)
    assert not view.state.saving


def test_that_a_rule_broken_in_the_file_opens_the_cell_again_with_what_was_typed(ward: Ward) -> None:
    view, presenter, runner, _faults = waiting_ward(ward)
    presenter.amendments.begin(ward.patient("1").id, "t")
    presenter.amendments.enter()
    runner.asked[-1][1].failed(RuleBroken("This patient has been discharged.", "", "predicted"))
    assert view.state.editing.typed == "t"
    assert "discharged" in view.state.editing.problem
    assert view.state.selected == ward.patient("1").id


def test_that_a_refusal_is_said_above_the_list_while_another_cell_is_open(ward: Ward) -> None:
    view, presenter, runner, _faults = waiting_ward(ward)
    presenter.amendments.begin(ward.patient("1").id, "t")
    presenter.amendments.enter()
    listeners = runner.asked[-1][1]
    presenter.amendments.begin(ward.patient("2").id, "f")
    listeners.failed(RuleBroken("Not possible.", "", "predicted"))
    assert view.state.editing.inpatient == ward.patient("2").id
    assert view.state.notice == "Ash bed 1: Not possible. You typed t."


@pytest.mark.parametrize("problem", [UserFacingError("No room.", "Free some."), ValueError("a fault")])
def test_that_other_failures_are_said_or_reported(ward: Ward, problem: Exception) -> None:
    view, presenter, runner, faults = waiting_ward(ward)
    presenter.amendments.begin(ward.patient("1").id, "t")
    presenter.amendments.enter()
    runner.asked[-1][1].failed(problem)
    presenter.beds.begin_discharging(ward.patient("1").id)
    presenter.beds.discharge(datetime.fromisoformat("2026-11-23T00:00"))
    runner.asked[-1][1].failed(problem)
    presenter.beds.begin_admitting()
    presenter.beds.admit(
        AdmitInpatient("Oak", "9", "E1", ClinicianId("ann"), datetime.fromisoformat("2026-11-23T00:00"))
    )
    runner.asked[-1][1].failed(problem)
    is_fault = isinstance(problem, ValueError)
    assert faults == ([problem] * 3 if is_fault else [problem])
    assert view.state.notice == "" if is_fault else "No room. Free some."
    assert view.state.discharging is None


def test_that_the_list_is_read_again_after_writes_that_touch_it_only(ward: Ward) -> None:
    _view, presenter, runner, _faults = waiting_ward(ward)
    before = len(runner.asked)
    presenter.visit()
    presenter.changed(ChangeSet(frozenset({Topic.REVIEW})))
    assert len(runner.asked) == before
    presenter.changed(ChangeSet(frozenset({Topic.INPATIENT})))
    assert len(runner.asked) == before + 1
    cancelled = runner.cancelled
    presenter.close()
    assert runner.cancelled > cancelled


def test_that_the_list_is_read_again_on_a_new_day(ward: Ward) -> None:
    _view, presenter, runner, _faults = waiting_ward(ward, FixedClock(CLOCK.at + timedelta(days=1)))
    before = len(runner.asked)
    presenter.visit()
    assert len(runner.asked) == before + 1


def test_that_nothing_happens_where_nobody_is_selected(admin_session: Session) -> None:
    ward = Ward(admin_session)
    ward.cells.begin(InpatientId("x"), "f")
    ward.cells.type("t")
    ward.cells.enter()
    ward.cells.give_reason(ReasonCode.CLINICAL)
    ward.cells.go_down()
    ward.beds.begin_discharging(InpatientId("x"))
    ward.beds.discharge(datetime.fromisoformat("2026-11-23T00:00"))
    assert (ward.state.editing, ward.state.discharging, ward.faults) == (None, None, [])


def test_that_a_history_sorts_by_date_and_by_when_it_was_said(ward: Ward) -> None:
    ward.type_date("2", "")
    ward.cells.give_reason(ReasonCode.CLINICAL)
    ward.cells.choose(ward.patient("2").id)
    by_title = {column.title: column for column in HISTORY_COLUMNS}
    newest, oldest = ward.state.history
    assert by_title["Predicted date"].text(newest) == "Withdrawn"
    assert by_title["Predicted date"].key(oldest) < by_title["Predicted date"].key(newest)
    assert by_title["When"].key(oldest) <= by_title["When"].key(newest)
