"""Definitions from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from unit.test_cli_keeping import department, run  # noqa: F401


def test_that_every_version_with_every_field_is_listed_and_written(
    department: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("definitions", department, "--retire", "spells", "--reason", "Not used") == 0
    assert "Spells is retired, version 2." in capsys.readouterr().out
    assert run("definitions", department, "--bring-back", "spells") == 0
    assert run("definitions", department, "--add", "dna_rate", "late_starts") == 0
    assert "Did not attend (DNA) rate (dna_rate) is in use." in capsys.readouterr().out
    assert run("definitions", department) == 0
    said = capsys.readouterr().out
    assert "spells, version 3, in use: Spells\n  Dr B, " in said
    assert "spells, version 1, earlier: Spells\n  came with the program" in said
    assert "  Balancing" not in said
    assert said.count("  Read beside: ") == 8
    output = tmp_path / "definitions.csv"
    assert run("definitions", department, "--output", str(output)) == 0
    rows = list(csv.DictReader(output.read_text(encoding="utf-8").splitlines()))
    assert [(row["version"], row["in_use"], row["is_newest"]) for row in rows if row["measure"] == "spells"] == [
        *(("1", "yes", "no"), ("2", "no", "no"), ("3", "yes", "yes")),
    ]
    [late] = [row for row in rows if row["measure"] == "late_starts"]
    assert (late["threshold"], late["chart"], late["person"]) == ("15", "p", "Dr B")


def test_that_templates_are_listed_with_what_they_need(
    department: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("definitions", department, "--templates", who="clerk") == 0
    said = capsys.readouterr().out
    assert "readmission: Readmission within 30 days (Medicine, Surgery, Acute take)" in said
    assert "not in the list; needs clinics: none imported" in said


def test_that_what_cannot_be_done_is_said(
    department: Path,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("definitions", department, "--retire", "nothing", "--reason", "Why") == 1
    assert "There is no measure “nothing”. Known: spells, " in capsys.readouterr().err
    assert run("definitions", department, "--retire", "spells") == 1
    assert "A reason is needed." in capsys.readouterr().err
