"""Where files come from: a watched folder, remembered mappings, templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.import_requests import LookAtWatchedFolder
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.screens.data.imports.columns import MAPPING_COLUMNS, WATCHED_COLUMNS
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.remembered import ForThisWindow
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import HEADING, Desk, HeldRunner, Seen

ROW = "S1,P1,AE,2026-09-01 10:00,2026-09-03 11:00,GASTRO\n"


@pytest.fixture
def kept() -> ForThisWindow:
    return ForThisWindow()


@pytest.fixture
def page(desk: Desk, kept: ForThisWindow) -> ImportsPresenter:
    presenter = ImportsPresenter(desk.view, desk.scope, desk.faults.append, kept)
    desk.listener = presenter.changed
    presenter.start()
    return presenter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "extracts"
    made.mkdir()
    (made / "september.csv").write_text(HEADING + ROW, encoding="utf-8")
    return made


def test_that_new_files_of_the_folder_are_offered_and_imported_ones_say_when(
    desk: Desk, page: ImportsPresenter, folder: Path, kept: ForThisWindow
) -> None:
    page.sources.show()
    page.sources.watch(str(folder))
    assert desk.state.sources.new_files == ()
    page.sources.look()
    assert [Path(path).name for path in desk.state.waiting_files] == ["september.csv"]
    page.take_from_folder(())
    assert (desk.state.shows_sources, desk.state.wizard.file_name) == (False, "september.csv")
    page.wizard.store()
    page.visit()
    assert desk.state.waiting_files == ()
    assert "Imported before, 23 Nov 2026" in as_tab_separated(WATCHED_COLUMNS, desk.state.sources.files)
    assert kept.choice("watched_folder") == str(folder)
    page.sources.watch("")
    assert desk.state.sources.files == ()
    page.sources.look()


def test_that_the_folder_chosen_before_is_watched_again(desk: Desk, folder: Path, kept: ForThisWindow) -> None:
    kept.keep_choice("watched_folder", str(folder))
    presenter = ImportsPresenter(desk.view, desk.scope, desk.faults.append, kept)
    presenter.start()
    assert len(desk.state.sources.files) == 1


def test_that_a_folder_that_is_away_is_said_once(desk: Desk, page: ImportsPresenter, tmp_path: Path) -> None:
    page.sources.watch(str(tmp_path / "gone"))
    page.sources.look()
    assert "can't be read" in desk.state.sources.problem
    (tmp_path / "gone").mkdir()
    page.sources.look()
    assert (desk.state.sources.problem, desk.faults) == ("", [])


def test_that_a_look_waits_for_the_one_before() -> None:
    runner, view = HeldRunner(), Seen()
    faults: list[Exception] = []
    presenter = ImportsPresenter(view, TaskScope(runner, faults.append), faults.append, ForThisWindow())
    presenter.sources.watch("/data")
    asked = len(runner.asked)
    presenter.sources.look()
    assert len(runner.asked) == asked
    runner.asked[-1][1].failed(UserFacingError("Away."))
    presenter.sources.look()
    assert isinstance(runner.asked[-1][0], LookAtWatchedFolder)
    assert len(runner.asked) == asked + 1


def test_that_a_mapping_is_forgotten_and_remembered_again(desk: Desk, page: ImportsPresenter, folder: Path) -> None:
    page.wizard.look(str(folder / "september.csv"))
    page.wizard.store()
    newest = desk.state.sources.mappings[0]
    assert newest.file_name == "september.csv"
    assert "Clinician code or name: consultant" in as_tab_separated(MAPPING_COLUMNS, (newest,))
    known = len(desk.state.sources.mappings)
    page.sources.forget(newest)
    assert len(desk.state.sources.mappings) == known - 1
    assert desk.state.sources.said == "The mapping of september.csv is forgotten."
    page.sources.undo_forget()
    page.sources.undo_forget()
    assert len(desk.state.sources.mappings) == known
    assert desk.state.sources.forgotten is None


def test_that_a_template_is_saved_and_a_place_that_can_not_be_written_is_said(
    desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    page.visit(sources="shown")
    assert desk.state.shows_sources
    kind = desk.state.sources.templates[0]
    page.sources.save_template(kind, str(tmp_path / "ask.csv"))
    assert desk.state.sources.said == "Saved as ask.csv."
    assert (tmp_path / "ask.csv").exists()
    page.sources.save_template(ExtractKind.JOB_PLANS, str(tmp_path / "gone" / "ask.csv"))
    assert "cannot be written" in desk.state.sources.problem
    page.sources.hide()
    assert not desk.state.shows_sources
