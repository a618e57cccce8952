"""Importing through the wizard, over a real department and a real child process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import Cancelled, ImportRefused, RuleBroken
from cdconsole.domain.extract import ColumnMapping, ColumnPreview, DateOrder, ExtractKind, ExtractPreview, NumberStyle
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS
from cdconsole.domain.import_requests import ListBatches, ListRememberedMappings
from cdconsole.domain.resources import resource_text
from cdconsole.services.tasks import Progress, TaskScope
from cdconsole.ui.screens.data.imports.columns import BATCH_COLUMNS, FINDING_COLUMNS, sample_columns
from cdconsole.ui.screens.data.imports.presenter import ImportsPresenter
from cdconsole.ui.screens.data.imports.state import ImportsState
from cdconsole.ui.screens.data.imports.wizard_state import Wizard, first_look
from cdconsole.ui.screens.remembered import ForThisWindow
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import HEADING, Desk, HeldRunner, Seen


@pytest.fixture
def page(desk: Desk) -> ImportsPresenter:
    presenter = ImportsPresenter(desk.view, desk.scope, desk.faults.append, ForThisWindow())
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def a_wizard(**changes: object) -> Wizard:
    columns = {Field.SPELL_KEY: "spell", Field.ADMITTED: "came", Field.DISCHARGED: "went"}
    preview = ExtractPreview(
        *("/data/a.csv", "0" * 64, 2, (), (), ColumnMapping(ExtractKind.SPELLS, columns), ("GASTRO",)),
        ("Are dates day first?", "No times: time-of-day measures will not be available.", "Which column is: Sex?"),
    )
    return Wizard(preview, preview.proposed, **changes)


def held() -> tuple[ImportsPresenter, HeldRunner, Seen, list[Exception]]:
    runner, view, faults = HeldRunner(), Seen(), list[Exception]()
    presenter = ImportsPresenter(view, TaskScope(runner, faults.append), faults.append, ForThisWindow())
    presenter.start()
    presenter.wizard.look("/data/a.csv")
    runner.asked[-1][1].done(a_wizard().preview)
    return presenter, runner, view, faults


def test_that_the_newest_import_is_shown_with_its_report(desk: Desk, page: ImportsPresenter) -> None:
    assert [batch.file_name for batch in desk.state.batches] == ["spells.csv"]
    assert desk.state.report.file_name == "spells.csv"
    assert desk.state.report_lines[0] == "240 rows read, 240 spells stored."
    assert "Covers 1 Nov 2025 to 31 Oct 2026." in desk.state.report_lines
    assert desk.state.findings == ()


def test_that_a_file_is_looked_at_before_anything_is_stored(desk: Desk, page: ImportsPresenter, extract: Path) -> None:
    page.wizard.look(str(extract))
    wizard = desk.state.wizard
    assert wizard.file_name == "september.csv"
    assert wizard.mapping.column(Field.CLINICIAN) == "consultant"
    lines = {line.field: line for line in wizard.lines}
    assert lines[Field.CLINICIAN].examples == "AE, ZZ"
    assert "P1" not in lines[Field.PATIENT].examples
    assert wizard.specialties == ("GASTRO", "SURGERY")
    assert not wizard.asks_unattributed
    assert len(desk.state.batches) == 1


def test_that_an_import_ends_with_its_report_and_every_row_accounted_for(
    desk: Desk, page: ImportsPresenter, extract: Path
) -> None:
    page.wizard.look(str(extract))
    page.wizard.store()
    assert desk.state.wizard is None
    assert desk.state.batches[0].file_name == "september.csv"
    assert desk.state.chosen == desk.state.batches[0].id
    assert desk.state.report_lines[0] == "3 rows read, 2 spells stored; 1 row not stored."
    lines = as_tab_separated(FINDING_COLUMNS, desk.state.findings).splitlines()
    assert lines[0] == "Row\tOutcome\tColumn\tReason\tValue"
    assert lines[1].startswith("4\tNot stored\t")
    assert as_tab_separated(BATCH_COLUMNS, desk.state.batches).splitlines()[1].split("\t")[4:10] == [
        *("3", "2", "0", "0", "1", "0")
    ]
    page.wizard.look(str(extract))
    assert desk.state.wizard.preview.already_imported.startswith("This file was imported on 23 Nov 2026")
    page.wizard.store()
    assert len(desk.state.batches) == 2
    assert desk.state.wizard is None
    assert desk.state.said == "september.csv: every row is stored already."


def test_that_everything_under_nobody_has_to_be_confirmed(desk: Desk, page: ImportsPresenter, extract: Path) -> None:
    page.wizard.look(str(extract))
    page.wizard.map(Field.CLINICIAN, "")
    page.wizard.store()
    assert desk.state.wizard.clinician_problem == "Choose the clinician's column, or tick this."
    page.wizard.confirm_unattributed(is_confirmed=True)
    assert desk.state.wizard.clinician_problem == ""
    page.wizard.choose_specialty("GASTRO")
    page.wizard.store()
    assert desk.state.report.spells == 2
    assert any(line.startswith("Left out: 1 row") for line in desk.state.report_lines)


def test_that_a_file_without_a_needed_column_says_which(desk: Desk, page: ImportsPresenter, extract: Path) -> None:
    page.wizard.look(str(extract))
    page.wizard.map(Field.DISCHARGED, "")
    page.wizard.store()
    assert Field.DISCHARGED.value in desk.state.wizard.problem
    assert desk.state.wizard.doing == ""
    page.wizard.map(Field.DISCHARGED, "discharged")
    assert desk.state.wizard.problem == ""
    page.wizard.back()
    assert desk.state.wizard is None


def test_that_a_folder_or_a_missing_file_is_refused_in_words(
    desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    page.wizard.look(str(tmp_path))
    assert "is a folder" in desk.state.problem
    page.wizard.look(str(tmp_path / "gone.csv"))
    assert "gone.csv" in desk.state.problem
    assert (desk.state.wizard, desk.state.reading, desk.faults) == (None, "", [])


def test_that_only_fields_of_the_chosen_kind_are_asked_for() -> None:
    presenter, _runner, view, _faults = held()
    assert Field.EPISODE_START not in [line.field for line in view.state.wizard.lines]
    presenter.wizard.choose_kind(ExtractKind.EPISODES)
    presenter.wizard.show_more(is_shown=True)
    assert Field.EPISODE_START in [line.field for line in view.state.wizard.lines]
    assert view.state.wizard.fields.missing == (Field.PATIENT.value,)
    assert view.state.wizard.asks_unattributed
    assert view.state.wizard.specialties == ()
    assert view.state.wizard.notices == a_wizard().preview.questions[:2]


def test_that_a_column_of_dates_that_can_be_read_both_ways_asks_and_keeps_the_answer() -> None:
    presenter, runner, view, _faults = held()
    came = ColumnPreview("came", ("03/04/2026",), Field.ADMITTED, DateOrder.AUTOMATIC, asks_order=True)
    went = ColumnPreview("went", ("23/04/2026",), Field.DISCHARGED, DateOrder.DAY_FIRST)
    presenter.wizard.open(replace(a_wizard().preview, columns=(came, went)))
    wizard = view.state.wizard
    assert wizard.still_open == "Say how to read: came."
    presenter.wizard.store()
    assert wizard.still_open == view.state.wizard.problem
    presenter.wizard.choose_reading("came", DateOrder.MONTH_FIRST)
    assert (view.state.wizard.still_open, view.state.wizard.problem) == ("", "")
    presenter.wizard.confirm_unattributed(is_confirmed=True)
    presenter.wizard.store()
    orders = {"came": DateOrder.MONTH_FIRST, "went": DateOrder.DAY_FIRST}
    assert runner.asked[-1][0].mapping.date_orders == orders


def test_that_a_column_of_numbers_asks_for_its_style() -> None:
    presenter, _runner, view, _faults = held()
    days = ColumnPreview("days", ("1,500",), Field.SPELL_DAYS, style=NumberStyle.POINT, asks_style=True)
    presenter.wizard.open(replace(a_wizard().preview, columns=(days,)))
    presenter.wizard.map(Field.SPELL_DAYS, "days")
    assert view.state.wizard.fields.unread == ("days",)
    presenter.wizard.choose_reading("days", NumberStyle.COMMA)
    assert view.state.wizard.fields.confirmed.number_styles == {"days": NumberStyle.COMMA}


def test_that_another_kind_looks_again_and_keeps_what_still_fits() -> None:
    presenter, runner, view, _faults = held()
    presenter.wizard.map(Field.SEX, "gender")
    presenter.wizard.choose_kind(ExtractKind.EPISODES)
    request, listeners = runner.asked[-1]
    assert request.kind is ExtractKind.EPISODES
    assert view.state.wizard.doing == "Looking at the columns again"
    columns = {Field.PATIENT: "patient", Field.ADMITTED: "came", Field.DISCHARGED: "went"}
    listeners.done(replace(a_wizard().preview, proposed=ColumnMapping(ExtractKind.EPISODES, columns)))
    wizard = view.state.wizard
    assert (wizard.doing, wizard.mapping.kind) == ("", ExtractKind.EPISODES)
    assert wizard.mapping.columns == {**columns, Field.SEX: "gender", Field.SPELL_KEY: "spell"}


def test_that_another_sheet_looks_again_and_forgets_the_columns() -> None:
    presenter, runner, view, _faults = held()
    presenter.wizard.map(Field.SEX, "gender")
    presenter.wizard.choose_sheet("October")
    request, listeners = runner.asked[-1]
    assert request.sheet == "October"
    listeners.done(a_wizard().preview)
    assert view.state.wizard.mapping.column(Field.SEX) is None
    assert view.state.wizard.mapping.sheet == "October"


def test_that_it_is_said_how_the_columns_came_to_be_matched() -> None:
    preview = a_wizard().preview
    assert "by likeness" in first_look(preview).known_by
    assert first_look(replace(preview, recognised="HES")).known_by == "Recognised as: HES."
    remembered = replace(preview, recognised="HES", remembered="as Ann mapped a.csv on 2 Nov 2026 08:00")
    assert first_look(remembered).known_by == "Columns as Ann mapped a.csv on 2 Nov 2026 08:00."


def test_that_an_import_tells_how_far_it_is_and_can_be_cancelled() -> None:
    presenter, runner, view, faults = held()
    presenter.wizard.confirm_unattributed(is_confirmed=True)
    presenter.wizard.store()
    runner.asked[-1][1].progress(Progress(1, 4, "Checking rows"))
    assert (view.state.wizard.doing, view.state.wizard.progress.of) == ("Checking rows", 4)
    runner.asked[-1][1].progress(Progress(0, 0, "Storing"))
    assert view.state.wizard.doing == "Storing"
    asked = len(runner.asked)
    presenter.wizard.store()
    assert len(runner.asked) == asked
    presenter.wizard.cancel()
    assert runner.cancelled == 1
    assert view.state.wizard.problem == "Cancelled. Nothing was stored."
    presenter.wizard.cancel()
    assert (runner.cancelled, faults) == (1, [])


@pytest.mark.parametrize(
    ("problem", "at_clinician", "elsewhere", "is_fault"),
    [
        (RuleBroken("No column names the clinician.", "", "clinician"), "No column names the clinician.", "", False),
        (ImportRefused("None of the rows can be stored.", ""), "", "None of the rows can be stored.", False),
        (Cancelled(), "", "Cancelled. Nothing was stored.", False),
        (ValueError("a fault"), "", "", True),
    ],
)
def test_that_a_refused_import_says_why_where_it_belongs(
    problem: Exception, at_clinician: str, elsewhere: str, is_fault: bool
) -> None:
    presenter, runner, view, faults = held()
    presenter.wizard.confirm_unattributed(is_confirmed=True)
    presenter.wizard.store()
    runner.asked[-1][1].failed(problem)
    assert (view.state.wizard.clinician_problem, view.state.wizard.problem) == (at_clinician, elsewhere)
    assert faults == ([problem] if is_fault else [])


def test_that_answers_after_going_back_change_nothing() -> None:
    presenter, runner, view, faults = held()
    presenter.wizard.choose_sheet("October")
    late = runner.asked[-1][1]
    presenter.wizard.back()
    late.done(a_wizard().preview)
    late.failed(Cancelled())
    presenter.wizard.map(Field.SEX, "gender")
    presenter.wizard.choose_kind(ExtractKind.EPISODES)
    presenter.wizard.choose_specialty("X")
    presenter.wizard.choose_sheet("October")
    presenter.wizard.choose_reading("came", DateOrder.ISO)
    presenter.wizard.choose_reading("days", NumberStyle.COMMA)
    presenter.wizard.show_more(is_shown=True)
    presenter.wizard.confirm_unattributed(is_confirmed=True)
    presenter.wizard.store()
    assert (view.state.wizard, faults) == (None, [])


def test_that_a_named_import_is_shown_and_one_that_is_gone_is_said(desk: Desk, page: ImportsPresenter) -> None:
    page.visit(batch="gone")
    assert "not in this department" in desk.state.problem
    page.visit(batch="batch")
    assert desk.state.report.file_name == "spells.csv"


def test_that_the_list_is_read_again_after_imports_only() -> None:
    presenter, runner, _view, faults = held()
    before = len(runner.asked)
    presenter.changed(ChangeSet(frozenset({Topic.REVIEW})))
    assert len(runner.asked) == before
    presenter.changed(ChangeSet(frozenset({Topic.IMPORT})))
    asked = [type(request) for request, _listeners in runner.asked[before:]]
    assert asked == [ListBatches, ListRememberedMappings]
    presenter.visit()
    presenter.visit(batch="a")
    runner.asked[-1][1].failed(Cancelled())
    runner.asked[-1][1].failed(ValueError("a fault"))
    assert [type(fault) for fault in faults] == [ValueError]
    presenter.close()
    runner.asked[0][1].done(())
    assert runner.cancelled > 0


def test_that_nothing_is_said_of_a_report_that_is_not_there() -> None:
    state = ImportsState()
    assert (state.report_lines, state.findings) == ((), ())


def test_that_first_rows_stand_under_their_headings() -> None:
    assert as_tab_separated(sample_columns(["a", "b"]), [(0, ("1", "2"))]) == "a\tb\n1\t2\n"


def test_that_imports_and_rows_sort_by_time_and_number_not_by_words(
    desk: Desk, page: ImportsPresenter, extract: Path
) -> None:
    page.wizard.look(str(extract))
    page.wizard.store()
    batches = {column.title: column for column in BATCH_COLUMNS}
    by_rows = sorted(desk.state.batches, key=batches["Rows"].key)
    assert [batch.rows for batch in by_rows] == [3, 240]
    assert sorted(desk.state.batches, key=batches["Imported"].key)
    findings = {column.title: column for column in FINDING_COLUMNS}
    assert [findings["Row"].key(row) for row in desk.state.findings] == [row.finding.row for row in desk.state.findings]


def test_that_a_report_says_that_there_were_dates_only_and_who_is_new(
    desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(HEADING + "S9,P9,ZZ,2026-09-01,2026-09-03,GASTRO\n", encoding="utf-8")
    page.wizard.look(str(path))
    assert any("time-of-day" in notice for notice in desk.state.wizard.notices)
    page.wizard.store()
    assert "Dates only: measures that need a time of day are not available from this file." in desk.state.report_lines
    assert desk.state.report_lines[-1] == "New clinicians: ZZ."


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_that_each_kind_shows_its_own_fields_and_what_it_needs(kind: ExtractKind) -> None:
    wizard = first_look(replace(a_wizard().preview, proposed=ColumnMapping(kind)))
    shown = [line.field for line in replace(wizard, shows_more=True).lines]
    assert sorted(field.name for field in shown) == sorted(field.name for field in LAYOUTS[kind].fields)
    assert len(wizard.fields.missing) == len(LAYOUTS[kind].needed)
    always_somebodys = (ExtractKind.CLINICS, ExtractKind.TAKE_REVIEWS, ExtractKind.ENDOSCOPY)
    nobodys = (ExtractKind.COUNTS, ExtractKind.EXPOSURE, ExtractKind.THEATRE, ExtractKind.JOB_PLANS)
    is_not_asked = kind in (*always_somebodys, *nobodys)
    assert wizard.asks_unattributed is not is_not_asked


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_that_a_file_made_from_the_template_of_each_kind_is_recognised(
    kind: ExtractKind, desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    headings = resource_text(f"templates/{kind.name.lower()}.csv").strip()
    path = tmp_path / "filled.csv"
    path.write_text(f"{headings}\n{','.join(['2026-09-01'] * (headings.count(',') + 1))}\n", encoding="utf-8")
    page.wizard.look(str(path))
    wizard = desk.state.wizard
    assert (wizard.mapping.kind, wizard.still_open, wizard.is_ready) == (kind, "", True)
    assert wizard.known_by == f"Recognised as: {'job plans' if kind is ExtractKind.JOB_PLANS else 'our own template'}."


PLANS = "clinician,effective_from,activity,category,pas,day,half_day\n"


def test_that_a_job_plan_file_is_known_and_stored_without_columns_to_choose(
    desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(
        PLANS + "Dr C,2026-04-01,Ward round,DCC,1.5,Mon,am\nDr D,2026-04-01,Ward round,DCC,few,Mon,am\n", "utf-8"
    )
    page.wizard.look(str(path))
    wizard = desk.state.wizard
    assert wizard.mapping.kind is ExtractKind.JOB_PLANS
    assert wizard.known_by == "Recognised as: job plans."
    assert wizard.has_own_template
    assert not wizard.asks_dates
    assert wizard.is_ready
    assert wizard.lines == ()
    page.wizard.store()
    assert desk.state.wizard is None
    assert desk.state.report_lines[0] == "2 rows read, 1 job plan stored; 1 row not stored."
    assert [row.finding.row for row in desk.state.findings] == [3]
    assert (desk.state.chosen, len(desk.state.batches)) == (None, 1)


def test_that_the_order_of_a_job_plans_dates_is_asked_where_both_readings_fit(
    desk: Desk, page: ImportsPresenter, tmp_path: Path
) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(PLANS + "Dr C,01/04/2026,Ward round,DCC,1.5,Mon,am\n", "utf-8")
    page.wizard.look(str(path))
    page.wizard.store()
    assert desk.state.wizard.problem == "Say how dates are written: both readings fit."
    page.wizard.choose_reading("", DateOrder.DAY_FIRST)
    page.wizard.store()
    assert desk.state.report_lines == ("1 row read, 1 job plan stored.", "New clinicians: Dr C.")


def test_that_a_file_that_is_no_job_plan_is_refused_as_one_in_words(
    desk: Desk, page: ImportsPresenter, extract: Path
) -> None:
    page.wizard.look(str(extract))
    page.wizard.choose_kind(ExtractKind.JOB_PLANS)
    assert desk.state.wizard.known_by == "Its headings are not those of job plans."
    page.wizard.store()
    assert "has no column effective_from" in desk.state.wizard.problem
    page.wizard.choose_kind(ExtractKind.SPELLS)
    assert desk.state.wizard.still_open == ""
