"""Several files at once: each looked at, the known ones imported in turn, the others answered one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cdconsole.domain.errors import ImportRefused
from cdconsole.domain.extract import ColumnMapping, ExtractKind, ExtractPreview, ImportReport
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.data.imports.columns import QUEUE_COLUMNS
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.data.imports.queue_state import FileStage
from cdconsole.ui.screens.remembered import ForThisWindow
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import HEADING, Desk, HeldRunner, Seen

COLUMNS = {
    Field.SPELL_KEY: "spell",
    Field.ADMITTED: "came",
    Field.DISCHARGED: "went",
    Field.CLINICIAN: "who",
}


def a_preview(path: str, recognised: str = "HES") -> ExtractPreview:
    mapping = ColumnMapping(ExtractKind.SPELLS, COLUMNS)
    return ExtractPreview(path, "0" * 64, 2, (), (), mapping, (), (), recognised=recognised)


def a_report(file_name: str) -> ImportReport:
    return ImportReport(
        *(BatchId("b"), file_name, None, 2, 2, 2, 0, (), (), (), 0, 0, None),
        has_times=True,
    )


def held() -> tuple[ImportsPresenter, HeldRunner, Seen]:
    runner, view = HeldRunner(), Seen()
    faults: list[Exception] = []
    presenter = ImportsPresenter(view, TaskScope(runner, faults.append), faults.append, ForThisWindow())
    presenter.start()
    return presenter, runner, view


def stages(view: Seen) -> list[FileStage]:
    return [file.stage for file in view.state.queue]


def test_that_one_file_goes_to_the_wizard_at_once() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv",))
    runner.asked[-1][1].done(a_preview("/data/a.csv"))
    assert view.state.queue == ()
    assert view.state.wizard.file_name == "a.csv"


def test_that_files_are_read_one_after_the_other_and_known_ones_are_ready() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    assert stages(view) == [FileStage.READING, FileStage.WAITING]
    runner.asked[-1][1].done(a_preview("/data/a.csv"))
    assert stages(view) == [FileStage.READY, FileStage.READING]
    runner.asked[-1][1].done(a_preview("/data/b.csv", recognised=""))
    assert stages(view) == [FileStage.READY, FileStage.ASKS]
    assert "by likeness" in view.state.queue[1].said
    assert view.state.can_import_queue
    lines = as_tab_separated(QUEUE_COLUMNS, view.state.queue).splitlines()
    assert lines[1] == "a.csv\tReady to import\tRecognised as: HES."


def test_that_ready_files_are_imported_in_turn_and_say_how_far_they_are() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    for path in ("/data/a.csv", "/data/b.csv"):
        runner.asked[-1][1].done(a_preview(path))
    presenter.queue.import_ready()
    request, listeners = runner.asked[-1]
    assert (type(request), request.path) == (ImportExtract, "/data/a.csv")
    listeners.progress(Progress(1, 2, "412,000 rows, about 9 s left"))
    assert view.state.queue[0].said == "412,000 rows, about 9 s left"
    listeners.done(a_report("a.csv"))
    assert stages(view) == [FileStage.STORED, FileStage.IMPORTING]
    runner.asked[-1][1].failed(ImportRefused("None of the rows can be stored."))
    assert stages(view) == [FileStage.STORED, FileStage.REFUSED]
    assert view.state.queue[1].said == "None of the rows can be stored."
    presenter.queue.clear()
    assert view.state.queue == ()


def test_that_cancelling_stores_nothing_of_the_file_and_begins_no_other() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    for path in ("/data/a.csv", "/data/b.csv"):
        runner.asked[-1][1].done(a_preview(path))
    presenter.queue.import_ready()
    presenter.queue.cancel()
    assert runner.cancelled == 1
    assert stages(view) == [FileStage.REFUSED, FileStage.READY]
    assert view.state.queue[0].said == "Cancelled. Nothing of it was stored."
    presenter.queue.import_ready()
    assert runner.asked[-1][0].path == "/data/b.csv"


def test_that_a_file_that_asks_is_answered_in_the_wizard_and_its_line_says_what_came_of_it() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    runner.asked[-1][1].done(a_preview("/data/a.csv", recognised=""))
    runner.asked[-1][1].failed(ImportRefused("It is no table."))
    presenter.queue.open("/data/b.csv")
    presenter.queue.open("/data/none.csv")
    assert view.state.wizard is None
    presenter.queue.open("/data/a.csv")
    presenter.wizard.store()
    runner.asked[-1][1].done(a_report("a.csv"))
    assert stages(view) == [FileStage.STORED, FileStage.REFUSED]
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    assert stages(view) == [FileStage.READING, FileStage.WAITING]
    presenter.queue.clear()
    assert view.state.queue == ()


def test_that_what_is_missing_or_was_imported_before_waits_for_somebody() -> None:
    presenter, runner, view = held()
    presenter.queue.take(("/data/a.csv", "/data/b.csv"))
    without = replace(a_preview("/data/a.csv"), proposed=ColumnMapping(ExtractKind.SPELLS, {}))
    runner.asked[-1][1].done(without)
    runner.asked[-1][1].done(replace(a_preview("/data/b.csv"), already_imported="Imported on 2 Nov 2026."))
    assert stages(view) == [FileStage.ASKS, FileStage.ASKS]
    assert view.state.queue[0].said.startswith("No column for: Admission date")
    assert view.state.queue[1].said == "Imported on 2 Nov 2026."
    presenter.queue.import_ready()
    assert type(runner.asked[-1][0]) is PreviewExtract


def test_that_the_second_file_of_a_source_is_imported_as_the_first_was_mapped(desk: Desk, tmp_path: Path) -> None:
    presenter = ImportsPresenter(desk.view, desk.scope, desk.faults.append, ForThisWindow())
    desk.listener = presenter.changed
    presenter.start()
    paths = [tmp_path / f"{month}.csv" for month in ("august", "september", "october")]
    for at, path in enumerate(paths):
        row = f"S{at},P{at},AE,2026-0{at + 7}-01 10:00,2026-0{at + 7}-03 11:00,GASTRO\n"
        path.write_text(HEADING + row, encoding="utf-8")
    presenter.wizard.look(str(paths[0]))
    presenter.wizard.store()
    presenter.queue.take([str(path) for path in paths[1:]])
    presenter.queue.import_ready()
    assert [file.stage for file in desk.state.queue] == [FileStage.STORED, FileStage.STORED]
    assert len(desk.state.batches) == 4
    assert desk.faults == []
