from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole import cli
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.requests import CreateDepartment, ReadLockedDepartment, UnlockDepartment
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.vault import KdfParameters

DIRECTOR, OWN = "acid angular bobcat cheddar dwindle", "jigsaw kettle lantern marble nectar"


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    session = Session(SystemClock(), data_home(), KdfParameters(19456, 1, 1))
    summary = answer(session, CreateDepartment(str(tmp_path), "Gastro", "Gastro", "Dr B", DIRECTOR), Task())
    session.close()
    (tmp_path / "words.txt").write_text(f"{DIRECTOR}\n", encoding="utf-8")
    return ["people", summary.folder, "--passphrase-file", str(tmp_path / "words.txt")]


def test_that_people_are_let_in_listed_and_let_out(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--add", "Dr D. Deputy", "--role", "deputy"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("Dr D. Deputy, deputy: ")
    assert cli.main(command) == 0
    listed = capsys.readouterr().out
    assert "Dr B, clinical director since" in listed
    assert "reads ward and records and review, writes ward and records and review" in listed
    assert "has not unlocked yet" in listed
    assert "recovery key: none has been printed" in listed
    assert cli.main([*command, "--new-code", "dr d. deputy"]) == 0
    code = capsys.readouterr().out.splitlines()[0].rpartition(": ")[2]
    session = Session(SystemClock(), tmp_path / "other home", KdfParameters(19456, 1, 1))
    locked = answer(session, ReadLockedDepartment(command[1]), Task())
    deputy = next(person for person in locked.people if person.name == "Dr D. Deputy")
    answer(session, UnlockDepartment(command[1], deputy.id, code, OWN), Task())
    session.close()
    assert cli.main([*command, "--revoke", "Dr D. Deputy"]) == 0
    capsys.readouterr()
    assert cli.main(command) == 0
    assert "Deputy" not in capsys.readouterr().out


def test_that_an_unknown_name_is_said_with_the_known_ones(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "--revoke", "Nobody"]) == 1
    assert "Known: Dr B (director)" in capsys.readouterr().err
