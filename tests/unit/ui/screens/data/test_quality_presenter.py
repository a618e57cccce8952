"""The quality page: a report, and a list that is worked through line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.data_quality import FixState
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task
from cdconsole.ui.screens.data.quality.columns import FIX_COLUMNS, REPORT_COLUMNS
from cdconsole.ui.screens.data.quality.presenter import QualityPresenter
from cdconsole.ui.tables.column import as_tab_separated
from unit.ui.screens.data.conftest import HEADING, ROWS, Desk


@pytest.fixture
def page(desk: Desk, tmp_path: Path) -> QualityPresenter:
    path = tmp_path / "september.csv"
    path.write_text(HEADING + ROWS, encoding="utf-8")
    seen = answer(desk.session, PreviewExtract(str(path)), Task())
    answer(desk.session, ImportExtract(str(path), seen.proposed), Task())
    presenter = QualityPresenter(desk.view, desk.scope, desk.faults.append)
    desk.listener = presenter.changed
    presenter.start()
    return presenter


def test_that_everything_stored_is_reported_on_first(desk: Desk, page: QualityPresenter) -> None:
    assert desk.state.chosen.batch is None
    text = as_tab_separated(REPORT_COLUMNS, desk.state.lines)
    assert "Completeness\tWard: filled in for" in text
    assert desk.state.fix_words.endswith("still to mend")


def test_that_a_batch_is_reported_on_when_it_is_named(desk: Desk, page: QualityPresenter) -> None:
    batch = next(subject.batch for subject in desk.state.subjects if subject.title.startswith("september"))
    page.visit(batch=batch)
    assert desk.state.chosen.batch == batch
    assert desk.state.report.records == 2


def test_that_a_decided_line_leaves_the_list_unless_it_is_wanted(desk: Desk, page: QualityPresenter) -> None:
    item = desk.state.fixes.items[0]
    page.decide(item.key, FixState.MENDED, "")
    assert desk.state.item(item.key) is None
    page.show_decided(is_shown=True)
    assert desk.state.item(item.key).state is FixState.MENDED
    assert "Mended at the source" in as_tab_separated(FIX_COLUMNS, desk.state.fixes.items)


def test_that_giving_up_without_a_reason_is_said_at_the_note(desk: Desk, page: QualityPresenter) -> None:
    page.decide(desk.state.fixes.items[0].key, FixState.CANNOT, "")
    assert "Say why" in desk.state.note_problem
    assert not desk.faults


def test_that_the_list_is_saved(desk: Desk, page: QualityPresenter, tmp_path: Path) -> None:
    page.save(str(tmp_path / "mend.csv"))
    assert desk.state.saved_words.startswith(f"{desk.state.fixes.open:,} lines written")
    page.save(str(tmp_path / "mend.txt"))
    assert "does not end in .csv" in desk.state.problem
