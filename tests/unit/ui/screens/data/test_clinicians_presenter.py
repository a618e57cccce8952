"""Who the clinicians are, and what happens when a form is saved."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.clinician import Clinician, Grade
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.requests import SaveClinician
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task, TaskScope
from cdconsole.ui.screens.data.clinicians.columns import CLINICIAN_COLUMNS
from cdconsole.ui.screens.data.clinicians.presenter import CliniciansPresenter
from cdconsole.ui.screens.data.clinicians.state import CODES, NAME, split_list
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import Desk, HeldRunner, Seen


@pytest.fixture
def page(desk: Desk) -> CliniciansPresenter:
    presenter = CliniciansPresenter(desk.view, desk.scope, desk.faults.append)
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def typed(name: str, *codes: str) -> Clinician:
    return Clinician(ClinicianId(""), name, Grade.CONSULTANT, codes)


def test_that_everybody_is_listed_with_their_codes(desk: Desk, page: CliniciansPresenter) -> None:
    lines = as_tab_separated(CLINICIAN_COLUMNS, desk.state.clinicians).splitlines()
    assert lines[1] == "Dr Ann Example\tConsultant\tAE\tIBD"
    assert lines[-1].startswith("Unattributed\tNot a person")


def test_that_a_rename_keeps_the_clinician_and_takes_several_codes(desk: Desk, page: CliniciansPresenter) -> None:
    page.choose(ClinicianId("ann"))
    page.save(typed(" Dr Ann Married ", "AE", "C123"))
    saved = desk.state.clinician(ClinicianId("ann"))
    assert (saved.name, saved.codes) == ("Dr Ann Married", ("AE", "C123"))
    assert desk.state.form.notice == "Saved."
    page.save(typed("Dr Ann Example", "AE"))
    assert desk.state.clinician(ClinicianId("ann")).codes == ("AE",)


def test_that_a_clinician_is_added(desk: Desk, page: CliniciansPresenter) -> None:
    page.add()
    page.save(typed("Dr Third", "C3"))
    assert "Dr Third" in [clinician.name for clinician in desk.state.clinicians]
    assert desk.state.form.editing.id


def test_that_what_is_wrong_is_said_at_its_field(desk: Desk, page: CliniciansPresenter) -> None:
    page.visit(clinician="bob")
    page.save(typed("  "))
    assert NAME in desk.state.form.problems
    page.save(typed("Dr Bob Sample", "AE"))
    assert "already belongs" in desk.state.form.problems[CODES]
    page.revert()
    assert desk.state.form.problems == {}
    page.add()
    page.revert()
    assert desk.state.form is None


def test_that_a_form_changed_by_somebody_else_says_so(desk: Desk, page: CliniciansPresenter) -> None:
    page.choose(ClinicianId("bob"))
    bob = desk.state.form.editing
    answer(desk.session, SaveClinician(Clinician(bob.id, "Dr Robert", bob.grade, revision=bob.revision)), Task())
    page.save(typed("Dr Bobby"))
    assert desk.state.form.problems[NAME]
    assert desk.state.clinician(bob.id).name == "Dr Robert"


def test_that_others_writes_are_shown_and_faults_reported() -> None:
    runner, view, faults = HeldRunner(), Seen(), list[Exception]()
    presenter = CliniciansPresenter(view, TaskScope(runner, faults.append), faults.append)
    presenter.start()
    presenter.visit()
    presenter.changed(ChangeSet(frozenset({Topic.REVIEW})))
    assert len(runner.asked) == 1
    presenter.changed(ChangeSet(frozenset({Topic.CLINICIAN})))
    assert len(runner.asked) == 2
    presenter.save(typed("Nobody"))
    presenter.add()
    presenter.save(typed("Dr New"))
    presenter.save(typed("Dr New"))
    assert len(runner.asked) == 3
    runner.asked[-1][1].failed(ValueError("a fault"))
    assert [type(fault) for fault in faults] == [ValueError]
    assert not view.state.form.is_busy
    presenter.close()
    assert runner.cancelled > 0


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(exclude_characters=",", exclude_categories=("C", "Z")), min_size=1), unique=True))
def test_that_a_list_typed_with_commas_comes_back_whole(parts: list[str]) -> None:
    assert split_list(", ".join(parts)) == tuple(parts)
