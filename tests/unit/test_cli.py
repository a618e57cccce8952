from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from cdconsole import __main__, cli
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.goal_follow_up import GoalGroup
from cdconsole.domain.goal_requests import SaveGroupGoal
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.import_requests import ImportExtract, PreviewExtract
from cdconsole.domain.people import Role
from cdconsole.domain.requests import CreateDepartment, ReadLockedDepartment, UnlockDepartment
from cdconsole.domain.review import Goal
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters

DIRECTOR, CLERK = "acid angular bobcat cheddar dwindle", "elbow fabric gusty hazelnut iodine"
ROWS = 13

Run = Callable[..., int]


@pytest.fixture
def department(tmp_path: Path) -> Path:
    session = Session(SystemClock(), data_home(), KdfParameters(19456, 1, 1))
    summary = answer(session, CreateDepartment(str(tmp_path), "Gastro", "Gastroenterology", "Dr B", DIRECTOR), Task())
    session.file.vault.keyholders.add_person("Ward Clerk", Role.ADMINISTRATOR, CLERK, session.kdf)
    session.close()
    (tmp_path / "director.txt").write_text(DIRECTOR + "\n", encoding="utf-8")
    (tmp_path / "clerk.txt").write_text(CLERK + "\n", encoding="utf-8")
    return Path(summary.folder)


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "spells.csv"
    lines = ["spell,patient,consultant,admitted,discharged"]
    for month in range(1, ROWS):
        lines += [f"S{month}-{n},P{n},C1,2025-{month:02d}-0{n} 10:00,2025-{month:02d}-1{n} 11:00" for n in range(1, 9)]
    lines += ["BAD,P1,C1,2025-05-30 10:00,2025-05-01 10:00", "END,P9,C1,2025-12-31 10:00,2025-12-31 18:00"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def as_director(department: Path) -> tuple[str, str]:
    return "--passphrase-file", str(department.parent / "director.txt")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_that_an_extract_is_imported_and_every_refused_row_is_printed_and_written(
    department: Path, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = tmp_path / "findings.csv"
    code = cli.main(["import", str(department), str(extract), *as_director(department), "--findings", str(findings)])
    said = capsys.readouterr().out
    assert code == 0
    assert "98 rows read, 97 spells stored; 1 row not stored" in said
    assert "row 98, discharged" in said
    [row] = read(findings)
    assert (row["row"], row["column"], row["kind"]) == ("98", "discharged", "not stored")


def test_that_the_same_file_twice_changes_nothing_and_says_so(
    department: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", str(department), str(extract), *as_director(department)]
    assert cli.main(command) == 0
    capsys.readouterr()
    assert cli.main(command) == 0
    assert "98 rows read, 0 spells stored; 97 rows unchanged; 1 row not stored" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "noun"), [("recognition", "thank-yous"), ("lessons", "lessons")])
def test_that_the_log_of_thank_yous_and_the_learning_log_are_written(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, noun: str
) -> None:
    output = tmp_path / "out.csv"
    assert cli.main([command, str(department), *as_director(department), "--output", str(output)]) == 0
    assert f"0 {noun} written" in capsys.readouterr().out
    assert read(output) == []


def test_that_job_plans_are_known_by_their_heading(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plans.csv"
    path.write_text(
        "clinician,effective_from,activity,category,pas,day,half_day\n"
        "Dr C,2026-04-01,Ward round,DCC,1.5,Mon,am\nDr C,2026-04-01,Teaching,SPA,1,,\n",
        encoding="utf-8",
    )
    assert cli.main(["import", str(department), str(path), *as_director(department)]) == 0
    assert "2 rows read, 1 job plan stored." in capsys.readouterr().out


def test_that_job_plans_are_written_as_the_import_reads_them(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "plans.csv", tmp_path / "out.csv"
    path.write_text(
        "clinician,effective_from,activity,category,pas,frequency\nDr C,2026-04-01,Clinic,DCC,0.5,3 in 9 weeks\n",
        encoding="utf-8",
    )
    assert cli.main(["import", str(department), str(path), *as_director(department)]) == 0
    assert cli.main(["job-plans", str(department), *as_director(department), "--output", str(output)]) == 0
    assert "1 rows of job plans written" in capsys.readouterr().out
    assert [(row["clinician"], row["frequency"]) for row in read(output)] == [("Dr C", "3 in 9 weeks")]
    assert cli.main(["import", str(department), str(output), *as_director(department)]) == 0
    assert "1 row read, 0 job plans stored; 1 row unchanged." in capsys.readouterr().out


def test_that_measures_are_written_by_clinician_and_month(department: Path, extract: Path, tmp_path: Path) -> None:
    cli.main(["import", str(department), str(extract), *as_director(department)])
    output = tmp_path / "measures.csv"
    assert cli.main(["measures", str(department), *as_director(department), "--output", str(output)]) == 0
    rows = read(output)
    assert list(rows[0]) == [
        "measure",
        "clinician",
        "month",
        "numerator",
        "denominator",
        "value",
        "data_quality",
        "definition_version",
    ]
    [found] = [
        row for row in rows if (row["measure"], row["clinician"], row["month"]) == ("length_of_stay", "C1", "2025-03")
    ]
    assert (found["numerator"], found["denominator"], found["value"]) == ("80", "8", "10")
    [spells] = [row for row in rows if (row["measure"], row["clinician"], row["month"]) == ("spells", "C1", "2025-03")]
    assert (spells["numerator"], spells["denominator"], spells["value"]) == ("8", "", "8")


def test_that_a_workbook_is_exported_for_a_quarter(department: Path, extract: Path, tmp_path: Path) -> None:
    cli.main(["import", str(department), str(extract), *as_director(department)])
    output = tmp_path / "pack.xlsx"
    arguments = ["export", "governance", str(department), "--quarter", "2025Q3", "--output", str(output)]
    assert cli.main([*arguments, *as_director(department)]) == 0
    assert openpyxl.load_workbook(output).sheetnames[0] == "Summary"


def test_that_the_passphrase_comes_from_standard_input(
    department: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(DIRECTOR + "\n"))
    assert cli.main(["check", str(department)]) == 0
    assert "No problem found" in capsys.readouterr().out


def test_that_an_administrator_unlocks_by_role_and_is_refused_the_measures(
    department: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    clerk = ["--as", "administrator", "--passphrase-file", str(department.parent / "clerk.txt")]
    assert cli.main(["check", str(department), *clerk]) == 0
    assert cli.main(["measures", str(department), *clerk, "--output", str(tmp_path / "m.csv")]) == 1
    assert "can't open the review section" in capsys.readouterr().err
    assert not (tmp_path / "m.csv").exists()


@pytest.mark.parametrize("harm", ["nobody", "wrong", "no file"])
def test_that_who_cannot_unlock_is_told_why(department: Path, harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = {
        "nobody": ["--as", "Dr Who", *as_director(department)],
        "wrong": ["--passphrase-file", str(department.parent / "clerk.txt")],
        "no file": ["--passphrase-file", str(department.parent / "missing.txt")],
    }[harm]
    assert cli.main(["check", str(department), *arguments]) == 1
    said = capsys.readouterr().err
    assert {"nobody": "Known: Dr B (director)", "wrong": "is not right", "no file": "No passphrase"}[harm] in said
    assert DIRECTOR not in said


def test_that_a_flipped_byte_is_found_without_a_passphrase(
    department: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", str(department), "--outside-only"]) == 0
    path = next(department.glob("ward-*.db"))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert cli.main(["check", str(department), "--outside-only"]) == 1
    assert "ward" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["spc", "in.csv", "--date", "d", "--value", "v", "--output", "o", "--chart", "pareto"],
        ["spc", "in.csv"],
        ["export", "governance", "X", "--quarter", "third", "--output", "o.xlsx"],
        ["spc", "in.csv", "--date", "d", "--value", "v", "--output", "o", "--rebase", "2025-13-01"],
        ["spc", "in.csv", "--date", "d", "--value", "v", "--output", "o", "--target", "nan"],
    ],
)
def test_that_wrong_usage_ends_with_code_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2


def test_that_a_size_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    assert cli.main(["screenshots", str(tmp_path), "--size", "large"]) == 2


@pytest.mark.parametrize(
    ("argument", "is_one"),
    [("Gastro.cdv", True), ("folder", True), ("nonsense", False), ("demo", False), ("-h", False)],
)
def test_that_only_a_folder_is_taken_for_a_department(
    argument: str, is_one: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert __main__.is_department(argument) is is_one


def test_that_without_a_screen_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "argv", ["cdconsole"])
    assert __main__.main() == 1
    assert "no screen" in capsys.readouterr().err


def test_that_commands_and_the_parser_agree(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    listed = capsys.readouterr().out
    assert all(command in listed for command in __main__.COMMANDS)


def test_that_a_refused_file_stops_no_other_and_its_findings_are_kept(
    department: Path, extract: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = tmp_path / "findings.csv"
    (tmp_path / "empty").mkdir()
    files = [str(tmp_path / "missing.csv"), str(extract), str(tmp_path / "empty")]
    code = cli.main(["import", str(department), *files, *as_director(department), "--findings", str(findings)])
    said = capsys.readouterr()
    assert code == 1
    assert "97 spells stored" in said.out
    assert "missing.csv is not there any more" in said.err
    assert "is a folder" in said.err
    assert [row["row"] for row in read(findings)] == ["98"]


@pytest.mark.parametrize("place", ["director.txt/measures.csv", "no/such/folder.csv", f"{'a' * 300}.csv"])
def test_that_an_output_that_cannot_be_written_is_told(
    department: Path, extract: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["import", str(department), str(extract), *as_director(department)])
    output = str(department.parent / place)
    assert cli.main(["measures", str(department), *as_director(department), "--output", output]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_that_a_passphrase_file_saved_by_notepad_unlocks(department: Path) -> None:
    file = department.parent / "notepad.txt"
    file.write_text(DIRECTOR + "\r\n", encoding="utf-8-sig")
    assert cli.main(["check", str(department), "--passphrase-file", str(file)]) == 0


def test_that_a_passphrase_that_is_no_text_is_told(
    department: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8"))
    assert cli.main(["check", str(department)]) == 1
    assert "No passphrase could be read" in capsys.readouterr().err


def test_that_work_a_crash_left_unpublished_is_joined_with_what_came_meanwhile(
    department: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(SystemClock(), data_home())
    person = answer(session, ReadLockedDepartment(str(department)), Task()).people[0]
    answer(session, UnlockDepartment(str(department), person.id, DIRECTOR), Task())
    answer(session, ImportExtract(str(extract), answer(session, PreviewExtract(str(extract)), Task()).proposed), Task())
    cache = next(data_home().iterdir())
    kept = {path.name: path.read_bytes() for path in cache.glob("records.*")}
    session.close()
    # As a crash before publishing leaves it, while somebody else published meanwhile.
    for name, content in kept.items():
        (cache / name).write_bytes(content)
    assert cli.main(["check", str(department), *as_director(department)]) == 0
    assert capsys.readouterr().err == ""
    assert list(cache.glob("*.unpublished-*")) == []


def test_that_nobody_reading_the_output_is_no_error(
    department: Path, extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert cli.main(["import", str(department), str(extract), *as_director(department)]) == 1


def test_that_a_fault_of_the_program_is_told_without_any_value(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        {}["9434765919"]  # type: ignore[index]
    except KeyError as problem:
        cli.tell_bug(KeyError, problem, problem.__traceback__)
    said = capsys.readouterr().err
    assert "KeyError" in said
    assert "test_that_a_fault" in said
    assert "9434765919" not in said


def test_that_goals_are_listed_and_written_through_the_export_log_by_who_reads_reviews(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session(SystemClock(), data_home(), KdfParameters(19456, 1, 1))
    director = answer(session, ReadLockedDepartment(str(department)), Task()).people[0]
    answer(session, UnlockDepartment(str(department), director.id, DIRECTOR), Task())
    group = GoalGroup("The whole team", (), "Sister Reid", session.clock.today())
    due = session.clock.today() + timedelta(days=5)
    nobodys = ClinicianId(""), ReviewId(""), "Home by noon", "Board rounds", None, "no data yet", None, "", None, ""
    answer(session, SaveGroupGoal(Goal(GoalId(""), *nobodys, due, group=group)), Task())
    session.close()
    assert cli.main(["goals", str(department), *as_director(department)]) == 0
    listed = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["whose"], row["goal"], row["due"]) for row in listed] == [
        ("The whole team", "Home by noon", due.isoformat())
    ]
    out = tmp_path / "goals.csv"
    assert cli.main(["goals", str(department), *as_director(department), "--output", str(out)]) == 0
    assert read(out) == listed
    assert "1 goal written" in capsys.readouterr().out
    clerk = ("--as", "Ward Clerk", "--passphrase-file", str(department.parent / "clerk.txt"))
    assert cli.main(["goals", str(department), *clerk]) == 1
    assert "Home by noon" not in capsys.readouterr().out


def test_that_a_quarter_is_frozen_and_its_states_are_listed(
    department: Path, extract: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["import", str(department), str(extract), *as_director(department)])
    arguments = ["quarter", str(department), "--quarter", "2025Q3", *as_director(department)]
    capsys.readouterr()
    assert cli.main(arguments) == 0
    assert "2025Q3: not frozen yet" in capsys.readouterr().out
    assert cli.main([*arguments, "--freeze"]) == 0
    said = capsys.readouterr().out
    assert "2025Q3: Jul-Sep 2025, frozen on" in said
    assert "SHA-256 " in said
    assert "C1: not interpreted (review: No review yet)" in said
    assert "still to be written: The quarter as a whole: one sentence" in said
    assert cli.main([*arguments, "--freeze"]) == 1
    assert "frozen already" in capsys.readouterr().err


def test_that_an_administrator_is_told_nothing_of_the_quarter(
    department: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = ["--person", "administrator", "--passphrase-file", str(department.parent / "clerk.txt")]
    assert cli.main(["quarter", str(department), *clerk]) == 1
    assert "can't open the review section" in capsys.readouterr().err


def test_that_a_word_that_is_no_quarter_is_wrong_usage(department: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["quarter", str(department), "--quarter", "third"])
    assert ended.value.code == 2
