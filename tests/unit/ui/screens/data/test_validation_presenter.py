"""The validation page: who has checked, and what is said of each record."""

from __future__ import annotations

import pytest

from cdconsole.domain.attribution import GivenVote, Vote
from cdconsole.domain.attribution_requests import SaveVotes, ShowMyRecords
from cdconsole.domain.identity import ClinicianId
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.ui.screens.data.validation.columns import CLINICIAN_COLUMNS, RECORD_COLUMNS
from cdconsole.ui.screens.data.validation.presenter import ValidationPresenter
from cdconsole.ui.screens.data.validation.state import Wanted
from cdconsole.ui.tables.column import as_tab_separated
from unit.services import conftest as services
from unit.ui.screens.data.conftest import Desk

session = services.session  # the director's


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


@pytest.fixture
def page(desk: Desk) -> ValidationPresenter:
    presenter = ValidationPresenter(desk.view, desk.scope, True, desk.faults.append)  # noqa: FBT003 - may vote
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def test_that_the_first_clinicians_records_are_open(desk: Desk, page: ValidationPresenter) -> None:
    assert desk.state.chosen == "ann"
    assert len(desk.state.listed) == desk.state.records.state.records > 0
    assert as_tab_separated(CLINICIAN_COLUMNS, desk.state.rows).splitlines()[1].startswith("Dr Ann Example\t")


def test_that_many_are_ticked_at_once_and_the_filter_follows(desk: Desk, page: ValidationPresenter) -> None:
    some = desk.state.listed[:3]
    page.vote(some, Vote.NOT_MINE, "On leave", "bob")
    assert [record.said for record in desk.state.listed[:3]] == [Vote.NOT_MINE] * 3
    assert desk.state.records.state.not_mine == 3
    page.filter(Wanted.NOT_MINE)
    assert len(desk.state.listed) == 3
    assert "On leave" in as_tab_separated(RECORD_COLUMNS, desk.state.listed)
    page.filter(Wanted.SHARED)
    assert desk.state.hint == "No record passes this filter."
    assert desk.state.rows[0].state.voted == 3


def test_that_the_last_vote_is_undone_as_a_next_revision(desk: Desk, page: ValidationPresenter) -> None:
    page.vote(desk.state.listed[:1], Vote.MINE, "Checked in theatre", "")
    page.vote(desk.state.listed[:2], Vote.NOT_MINE, "", "")
    page.undo()
    first, second = desk.state.listed[:2]
    assert (first.said, first.vote.comment, first.vote.revision) == (Vote.MINE, "Checked in theatre", 3)
    assert second.said is None
    assert desk.state.undoing == ()
    page.undo()
    assert desk.state.listed[0].said is Vote.MINE


def test_that_one_month_is_listed_and_another_clinician_starts_with_all(desk: Desk, page: ValidationPresenter) -> None:
    assert desk.state.months_with_records[0] == "Oct 2026"
    every = len(desk.state.listed)
    page.choose_month("Oct 2026")
    assert 0 < len(desk.state.listed) < every
    page.vote(desk.state.listed[:1], Vote.MINE, "", "")
    page.choose("bob")
    assert (desk.state.month, desk.state.undoing, len(desk.state.listed)) == ("", (), every)


def test_that_a_vote_given_elsewhere_meanwhile_is_said_and_read(desk: Desk, page: ValidationPresenter) -> None:
    old = desk.state.listed[:1]
    answer(desk.session, SaveVotes(ClinicianId("ann"), (GivenVote(old[0].key, Vote.MINE),)), Task())
    page.vote(old, Vote.SHARED, "", "")
    assert "changed by somebody else" in desk.state.vote_problem
    assert desk.state.listed[0].said is Vote.MINE
    assert not desk.faults


def test_that_another_clinician_and_period_are_read(desk: Desk, page: ValidationPresenter) -> None:
    page.visit(clinician="bob")
    twelve = len(desk.state.listed)
    page.choose_months(3)
    assert desk.state.records.clinician.id == "bob"
    assert len(desk.state.listed) < twelve


def test_that_an_administrator_sees_the_list_and_no_records(desk: Desk, admin_session: Session) -> None:
    other = Desk(admin_session)
    ValidationPresenter(other.view, other.scope, False, other.faults.append).start()  # noqa: FBT003 - may not vote
    assert other.state.rows
    assert other.state.records is None
    assert "clinical director" in other.state.hint
    assert not other.faults


def test_that_looking_is_in_the_trail(desk: Desk, page: ValidationPresenter) -> None:
    assert answer(desk.session, ShowMyRecords(ClinicianId("ann")), Task()).records
