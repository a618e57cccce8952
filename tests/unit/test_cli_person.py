"""`cdconsole person-report` and `cdconsole retention` as the director types them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from unit.commands import run
from unit.test_cli import as_director, department, extract  # noqa: F401


def test_that_everything_held_is_written_as_files_and_as_a_document(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = as_director(department)
    run(capsys, "import", department, extract, *who)
    files, document = tmp_path / "c1.zip", tmp_path / "c1.pdf"
    code, said, _ = run(capsys, "person-report", department, "C1", files, *who, "--pdf", document)
    assert code == 0
    assert "are held about C1" in said
    assert "Entered in the export log." in said
    with zipfile.ZipFile(files) as inside:
        assert any(name.endswith("-spells.csv") for name in inside.namelist())
    assert document.read_bytes().startswith(b"%PDF-")
    code, _, error = run(capsys, "person-report", department, "Nobody", files, *who)
    assert (code, "There is no clinician called" in error) == (1, True)


def test_that_the_retention_list_is_printed_and_written(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = as_director(department)
    run(capsys, "import", department, extract, *who)
    code, said, _ = run(capsys, "retention", department, *who, "--output", tmp_path / "list.csv")
    assert code == 0
    assert "nothing is past its period" in said
    assert "nothing is deleted" in said
    assert (tmp_path / "list.csv").read_text(encoding="utf-8").startswith("clinician,left_on,part,kind")
