"""`cdconsole clinician-pack` as the director types it, and the pack as the clinician answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdconsole.domain.attribution import Vote
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.clinician_pack import PackDraft, PackVote
from cdconsole.domain.clinician_pack_requests import OpenOwnPack, SaveOwnDraft, WriteOwnReply
from cdconsole.domain.pack_review import SelfView
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from unit.commands import run
from unit.test_cli import as_director, department, extract  # noqa: F401

NAME = "C1"


def test_that_a_pack_is_made_replied_to_and_listed(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = as_director(department)
    run(capsys, "import", department, extract, *who)
    pack, reply = tmp_path / "own.cdvp", tmp_path / "own.cdvr"
    command = ("clinician-pack", "make", department, *who, "--output", pack)
    code, _, error = run(capsys, *command, "Nobody")
    assert (code, "There is no clinician called" in error) == (1, True)
    code, said, _ = run(capsys, *command, NAME)
    assert code == 0
    assert "No review is in preparation; their own view is asked for" in said
    assert "Nothing of a review" in run(capsys, *command[:-1], tmp_path / "b.cdvp", NAME, "--review", "none")[1]
    [words] = [line.partition(": ")[2] for line in said.splitlines() if line.startswith("passphrase: ")]
    home = Session(SystemClock(), tmp_path / "clinician")
    own = answer(home, OpenOwnPack(str(pack), words), Task())
    said_so = PackVote(own.content.records.records[0].key, Vote.NOT_MINE, "On leave")
    draft = PackDraft(view=SelfView(proud="The board round")).said(said_so)
    answer(home, SaveOwnDraft(str(pack), draft), Task())
    answer(home, WriteOwnReply(str(pack), str(reply)), Task())

    taking = ("clinician-pack", "reply", department, *who, reply)
    code, said, _ = run(capsys, *taking)
    assert (code, "1 record checked (0 mine, 1 not mine, 0 shared)" in said) == (0, True)
    assert "comment: On leave" in said
    assert "their own view: What am I proud of? The board round" in said
    assert "No review is in preparation: it is kept" in said
    assert "Nothing was changed." in said
    assert "Taken in." in run(capsys, *taking, "--accept")[1]
    assert "accepted before" in run(capsys, *taking)[2]
    listed = run(capsys, "clinician-pack", "list", department, *who)[1]
    assert "Reply taken in on" in listed
    revoke = ("--revoke", listed.split()[0], "--reason", "Lost")
    assert "Revoked on" in run(capsys, "clinician-pack", "list", department, *who, *revoke)[1]
