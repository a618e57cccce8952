"""Imports from the command line: what a row is, mappings, reports, a watched folder, withdrawing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cdconsole import cli
from cdconsole.cli import importing
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.requests import CreateDepartment
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters

WORDS = "acid angular bobcat cheddar dwindle"
HEADING = "spell,patient,consultant,admitted,discharged,specialty\n"
ROWS = "S1,1,C1,2026-03-01,2026-03-04,301\nS2,2,C1,2026-03-02,2026-02-01,301\nS3,3,C1,2026-03-02,2026-03-09,100\n"


@pytest.fixture
def department(tmp_path: Path) -> Path:
    (tmp_path / "director.txt").write_text(WORDS, encoding="utf-8")
    session = Session(SystemClock(), data_home(), KdfParameters(19456, 1, 1))
    summary = answer(session, CreateDepartment(str(tmp_path), "Gastro", "Gastro", "Dr Director", WORDS), Task())
    session.close()
    return Path(summary.folder)


def run(department: Path, command: str, *arguments: object) -> int:
    key = ("--passphrase-file", str(department.parent / "director.txt"))
    return cli.main([command, str(department), *map(str, arguments), *key])


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def report(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert found["rows_in"] == found["rows_stored"] + found["rows_unchanged"] + found["rows_rejected"]
    return found


def test_that_a_report_counts_every_row_and_says_why_one_is_rejected(department: Path, tmp_path: Path) -> None:
    extract, out = write(tmp_path / "a.csv", HEADING + ROWS), tmp_path / "r.json"
    assert run(department, "import", extract, "--as", "spells", "--report", out) == 0
    first = report(out)
    assert [first[count] for count in ("rows_in", "rows_stored", "rows_unchanged", "rows_rejected")] == [3, 2, 0, 1]
    [rejection] = first["rejections"]
    assert rejection == {
        "file": str(extract),
        "row": 3,
        "column": "discharged",
        "value_class": "date",
        "reason": "Discharged before the admission on 2 Mar 2026",
    }
    assert run(department, "import", extract, "--as", "spells", "--report", out) == 0
    assert report(out)["rows_unchanged"] == 2


def test_that_rows_left_out_by_choice_count_as_rejected_with_that_reason(department: Path, tmp_path: Path) -> None:
    extract, out = write(tmp_path / "a.csv", HEADING + ROWS), tmp_path / "r.json"
    assert run(department, "import", extract, "--specialty", "301", "--report", out) == 0
    found = report(out)
    assert found["rows_rejected"] == 2
    assert found["rejections"][-1]["reason"] == "specialty is not 301"
    assert found["rejections"][-1]["rows"] == 1


def test_that_columns_that_could_not_be_placed_are_named(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract, out = write(tmp_path / "a.csv", "zork,patient,plugh\n1,2,3\n"), tmp_path / "r.json"
    assert run(department, "import", extract, "--as", "spells", "--report", out) == 1
    said = capsys.readouterr().err
    assert "No column for: Admission date (and time); Discharge date (and time); Clinician code or name." in said
    assert "could not be placed: zork, plugh" in said
    assert report(out)["files"][0]["refused"]


def test_that_a_mapping_file_says_which_column_means_what(department: Path, tmp_path: Path) -> None:
    extract = write(tmp_path / "a.csv", "k,p,c,in,out\nS1,1,C1,05/04/2026,06/04/2026\n")
    mapping = write(
        tmp_path / "m.toml",
        'kind = "spells"\ndate_order = "day"\n[columns]\nSPELL_KEY = "k"\nPATIENT = "p"\nclinician = "c"\n'
        'ADMITTED = "in"\nDISCHARGED = "out"\n',
    )
    out = tmp_path / "r.json"
    assert run(department, "import", extract, "--mapping", mapping, "--report", out) == 0
    assert report(out)["rows_stored"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "colour is no key of a mapping"),
        ("[columns]\nPATIENT = 'p'", "what a row is is not said"),
        ("kind = 'spells'\n[columns]\nDOCTOR = 'p'", "DOCTOR is not known under columns"),
        ("kind = 'spells'\ncolumns = 3", "columns is not a table"),
        ("kind = 'spells'\n[columns]\nPATIENT = 3", "PATIENT is not a text"),
        ("kind = ", "can't be used"),
    ],
)
def test_that_a_mapping_file_that_is_wrong_is_told_where(
    department: Path, tmp_path: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    extract, mapping = write(tmp_path / "a.csv", HEADING + ROWS), write(tmp_path / "m.toml", text)
    assert run(department, "import", extract, "--mapping", mapping) == 1
    assert said in capsys.readouterr().err


def test_that_a_folder_is_imported_whole(department: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / "in" / f"{name}.csv", HEADING + ROWS.replace("S", name))
    out = tmp_path / "r.json"
    assert run(department, "import", tmp_path / "in", "--report", out) == 0
    assert [len(report(out)["files"]), report(out)["rows_stored"]] == [2, 4]


def test_that_a_watched_folder_brings_each_new_file_once(
    department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "_LOOK_EVERY_SECONDS", 0.0)
    write(tmp_path / "in" / "one.csv", HEADING + ROWS)
    out = tmp_path / "r.json"
    assert run(department, "import", "--watch", tmp_path / "in", "--once", "--report", out) == 0
    assert report(out)["rows_stored"] == 2
    assert run(department, "import", "--watch", tmp_path / "in", "--once", "--report", out) == 0
    assert report(out)["files"] == []


def test_that_an_import_is_listed_and_withdrawn_by_its_number(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(department, "import", write(tmp_path / "a.csv", HEADING + ROWS))
    capsys.readouterr()
    assert run(department, "batches") == 0
    listed = capsys.readouterr().out
    assert "a.csv  3 rows, 2 stored, 1 not stored" in listed
    number = listed.split()[0]
    assert run(department, "withdraw", number, "--reason", "Wrong month") == 0
    assert "Wrong month" in capsys.readouterr().out
    assert run(department, "batches") == 0
    assert "Withdrawn on" in capsys.readouterr().out
    assert run(department, "withdraw", "zz", "--reason", "Wrong month") == 1
    assert "No import has a number" in capsys.readouterr().err


def test_that_a_ward_list_is_not_withdrawn_and_the_reason_is_said(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = "hospital number,consultant,ward,bay,bed,admission date,predicted discharge date\n"
    run(department, "import", write(tmp_path / "ward.csv", heading + "H1,AE,W7,1,2,2026-01-20,2026-01-25\n"))
    capsys.readouterr()
    run(department, "batches")
    number = capsys.readouterr().out.split()[0]
    assert run(department, "withdraw", number, "--reason", "Old") == 1
    assert "A ward list can't be withdrawn" in capsys.readouterr().err


def test_that_the_order_of_a_job_plans_dates_is_taken_from_the_command(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading = "clinician,effective_from,activity,category,pas\n"
    plans = write(tmp_path / "p.csv", f"{heading}Dr C,01/04/2026,Ward round,DCC,1.5\n")
    assert run(department, "import", plans) == 1
    assert "day first or month first" in capsys.readouterr().err
    assert run(department, "import", plans, "--date-order", "day") == 0
    assert "1 job plan stored" in capsys.readouterr().out


def test_that_job_plans_are_reported_row_by_row_too(department: Path, tmp_path: Path) -> None:
    rows = "Dr C,2026-04-01,Ward round,DCC,1.5,Mon,am\nDr C,2026-04-01,Teaching,SPA,few,,\n"
    plans = write(tmp_path / "p.csv", f"clinician,effective_from,activity,category,pas,day,half_day\n{rows}")
    out = tmp_path / "r.json"
    run(department, "import", plans, "--as", "job-plans", "--report", out)
    assert report(out)["rows_in"] == 2
    assert [one["row"] for one in report(out)["rejections"]] == [2, 3]


def test_that_naming_no_file_is_wrong_usage(department: Path) -> None:
    assert run(department, "import") == 2
