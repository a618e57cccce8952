"""Backup, restore, pack and unpack from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole import __main__, cli
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.people import Role
from cdconsole.domain.requests import CreateDepartment
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters, verify

DIRECTOR, CLERK = "acid angular bobcat cheddar dwindle", "elbow fabric gusty hazelnut iodine"


@pytest.fixture
def department(tmp_path: Path) -> Path:
    session = Session(SystemClock(), data_home(), KdfParameters(19456, 1, 1))
    summary = answer(session, CreateDepartment(str(tmp_path), "Gastro", "Gastroenterology", "Dr B", DIRECTOR), Task())
    session.file.vault.keyholders.add_person("Ward Clerk", Role.ADMINISTRATOR, CLERK, session.kdf)
    session.close()
    (tmp_path / "director.txt").write_text(DIRECTOR + "\n", encoding="utf-8")
    (tmp_path / "clerk.txt").write_text(CLERK + "\n", encoding="utf-8")
    return Path(summary.folder)


def run(command: str, department: Path, *arguments: str, who: str = "director") -> int:
    name = ("--as", "Ward Clerk") if who == "clerk" else ()
    secret = ("--passphrase-file", str(department.parent / f"{who}.txt"))
    return cli.main([command, str(department), *arguments, *name, *secret])


def test_that_a_department_is_backed_up_restored_and_made_anew(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick, new = tmp_path / "stick", tmp_path / "new"
    stick.mkdir()
    new.mkdir()
    assert run("backup", department, "--to", str(stick)) == 0
    assert capsys.readouterr().out.count("backup: ") == 2
    [backup] = stick.glob("*.cdvx")
    assert run("restore", department, "--from", str(backup), "--section", "ward") == 0
    assert "The ward section is as in generation" in capsys.readouterr().out
    assert cli.main(["restore", str(backup), "--into", str(new)]) == 0
    assert f"department: {new / 'Gastro.cdv'}" in capsys.readouterr().out
    assert verify(new / "Gastro.cdv") == verify(department) == ()


def test_that_a_kept_generation_is_restored_by_its_number(department: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("restore", department, "--generation", "1") == 0
    assert "as in generation 1" in capsys.readouterr().out
    assert run("restore", department, "--generation", "99") == 1
    assert run("restore", department, "--generation", "1", who="clerk") == 1
    assert "Only the clinical director or a deputy" in capsys.readouterr().err


def test_that_a_department_is_packed_and_unpacked(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, new = tmp_path / "moved.cdvx", tmp_path / "new"
    new.mkdir()
    assert run("pack", department, str(out)) == 0
    assert run("pack", department, str(out)) == 1
    assert cli.main(["unpack", str(out), str(new)]) == 0
    assert cli.main(["unpack", str(out), str(new)]) == 1
    assert "already there" in capsys.readouterr().err
    out.write_bytes(b"PK")
    assert cli.main(["unpack", str(out), str(new)]) == 1
    assert "moved.cdvx cannot be used" in capsys.readouterr().err


def test_that_a_backup_with_a_problem_ends_with_code_one(
    department: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", department, "--to", str(tmp_path / "missing")) == 1
    assert "No backup was made in" in capsys.readouterr().err


def test_that_what_makes_no_sense_is_wrong_usage(department: Path, tmp_path: Path) -> None:
    assert cli.main(["restore", str(department), "--into", str(tmp_path), "--section", "ward"]) == 2
    for arguments in ([], ["--generation", "x"], ["--from", "a", "--generation", "1"]):
        with pytest.raises(SystemExit) as left:
            cli.main(["restore", str(department), *arguments])
        assert left.value.code == 2


def test_that_the_commands_are_not_taken_for_departments() -> None:
    assert {"backup", "restore", "pack", "unpack"} <= set(__main__.COMMANDS)
