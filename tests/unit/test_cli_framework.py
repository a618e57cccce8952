"""The framework from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from unit.test_cli_keeping import department, run  # noqa: F401


def test_that_stages_and_outcomes_are_listed_for_an_administrator_too(
    department: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("framework", department, who="clerk") == 0
    said = capsys.readouterr().out
    assert "  1 Align: 0 of 4 ticked" in said
    assert "  8 Recognise, support, learn, restart: 0 of 4 ticked" in said


def test_that_board_and_tree_are_written_and_logged(
    department: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tree, board = tmp_path / "tree.csv", tmp_path / "board.csv"
    assert run("framework", department, "--outcomes", str(tree), "--board", str(board)) == 0
    assert capsys.readouterr().out.count("entered in the export log") == 2
    rows = list(csv.DictReader(board.read_text(encoding="utf-8").splitlines()))
    assert {row["state"] for row in rows} == {"open"}
    assert {row["stage"] for row in rows} == {str(number) for number in range(1, 9)}
    assert tree.read_text(encoding="utf-8").startswith("work_stream,outcome,why,direction,owner,review_on,state,")
