"""One import after the other: what it changed, withdrawing it whole, and bringing it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import Cancelled, RuleBroken, UserFacingError
from cdconsole.domain.extract import BatchDifference, RecordDifference
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports import batch_presenter
from cdconsole.ui.screens.data.imports.columns import BATCH_COLUMNS, CHANGE_COLUMNS, record_columns
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.data.imports.state import BatchTab, ImportsState
from cdconsole.ui.screens.remembered import ForThisWindow
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import HEADING, Desk, HeldRunner, Seen


@pytest.fixture
def page(desk: Desk) -> ImportsPresenter:
    presenter = ImportsPresenter(desk.view, desk.scope, desk.faults.append, ForThisWindow())
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def import_rows(page: ImportsPresenter, path: Path, rows: str) -> None:
    path.write_text(HEADING + rows, encoding="utf-8")
    page.wizard.look(str(path))
    page.wizard.store()


def test_that_a_later_version_shows_what_it_changed(desk: Desk, page: ImportsPresenter, tmp_path: Path) -> None:
    import_rows(page, tmp_path / "first.csv", "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00,GASTRO\n")
    page.batch.show_tab(BatchTab.CHANGES)
    assert desk.state.changes_line == "It changed no record that was stored before."
    import_rows(page, tmp_path / "second.csv", "S1,P1,AE,2026-09-01 10:00,2026-09-04 11:00,GASTRO\n")
    assert desk.state.batches[0].changed == 1
    page.batch.choose(desk.state.batches[1].id)
    page.batch.choose(desk.state.batches[0].id)
    page.batch.show_tab(BatchTab.CHANGES)
    assert desk.state.changes_line == "It changed 1 record; the versions before are kept."
    assert "3 Sep 2026 11:00\t4 Sep 2026 11:00" in as_tab_separated(CHANGE_COLUMNS, desk.state.changes)


def test_that_an_import_is_withdrawn_with_a_reason_and_brought_back(
    desk: Desk, page: ImportsPresenter, extract: Path
) -> None:
    page.wizard.look(str(extract))
    page.wizard.store()
    page.batch.ask_withdraw()
    assert desk.state.withdrawal.consequences[0].startswith("2 records that it brought no longer count,")
    page.batch.withdraw(" ")
    assert desk.state.withdrawal.problem.startswith("Say why")
    page.batch.withdraw("Wrong month")
    assert desk.state.withdrawal is None
    assert desk.state.batch.withdrawn.endswith("Wrong month")
    assert desk.state.report_lines[0].startswith("Withdrawn on 23 Nov 2026")
    assert as_tab_separated(BATCH_COLUMNS, desk.state.batches).splitlines()[1].endswith("\tWithdrawn")
    page.batch.ask_withdraw()
    assert desk.state.withdrawal is None
    page.batch.bring_back()
    assert desk.state.batch.withdrawn == ""
    assert desk.state.said == "september.csv counts again."
    page.batch.bring_back()
    assert desk.faults == []


def test_that_a_withdrawal_can_be_left_and_says_what_speaks_against_it(desk: Desk, page: ImportsPresenter) -> None:
    runner, view = HeldRunner(), Seen()
    held = ImportsPresenter(view, TaskScope(runner, desk.faults.append), desk.faults.append, ForThisWindow())
    held.start()
    runner.asked[0][1].done(desk.state.batches)
    held.batch.withdraw("unasked")
    held.batch.ask_withdraw()
    held.batch.end_withdraw()
    assert view.state.withdrawal is None
    for problem in (RuleBroken("Too short.", "", "reason"), UserFacingError("Withdrawn already.")):
        held.batch.ask_withdraw()
        held.batch.withdraw("x")
        held.batch.withdraw("x")
        runner.asked[-1][1].failed(problem)
        shown = view.state.withdrawal.problem if view.state.withdrawal else view.state.problem
        assert shown == str(problem)
        held.batch.end_withdraw()
    held.batch.ask_withdraw()
    held.batch.withdraw("x")
    runner.asked[-1][1].failed(Cancelled())
    assert (view.state.withdrawal, desk.faults) == (None, [])


def test_that_the_list_is_searched_by_file_kind_person_and_months(
    desk: Desk, page: ImportsPresenter, extract: Path
) -> None:
    page.wizard.look(str(extract))
    page.wizard.store()
    page.search("SEPT spells")
    assert [batch.file_name for batch in desk.state.listed] == ["september.csv"]
    page.search("nothing like it")
    assert desk.state.listed == ()
    page.search("")
    assert len(desk.state.listed) == 2


def test_that_it_is_said_when_only_the_first_changes_are_shown() -> None:
    one = RecordDifference("spell 1a2b3c4d", 2, (("ward", "Oak", "Elm"), ("HRG", "", "FD02H")))
    state = ImportsState(difference=BatchDifference("b", 700, (one,)))
    assert state.changes_line.endswith("The first 1 are shown.")
    assert [change.field for change in state.changes] == ["ward", "HRG"]
    assert ImportsState().changes_line == "Reading what it changed"


def test_that_the_records_of_an_import_are_paged_through_and_read_when_wanted(
    desk: Desk, page: ImportsPresenter, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_presenter, "PAGE_RECORDS", 1)
    page.wizard.look(str(extract))
    page.wizard.store()
    assert desk.state.records is None
    page.batch.show_tab(BatchTab.RECORDS)
    assert desk.state.tab_line == "Records 1 to 1 of the 2 of it in force."
    page.batch.show_records_from(1)
    assert desk.state.tab_line == "Records 2 to 2 of the 2 of it in force."
    lines = as_tab_separated(record_columns(desk.state.records.columns), desk.state.record_lines).splitlines()
    assert lines[0] == "Clinician\tPseudonym\tAdmission date\tDischarge date\tSpecialty\tVersion"
    assert lines[1].split("\t")[2:] == ["2 Sep 2026 10:00", "5 Sep 2026 15:00", "GASTRO", "1"]
    page.batch.ask_withdraw()
    page.batch.withdraw("Wrong month")
    assert desk.state.tab_line.startswith("None of its records is in force")
    page.batch.bring_back()
    assert desk.state.tab_line == "Records 1 to 1 of the 2 of it in force."
