"""`cdconsole seal` and `cdconsole inbox` as the two sides type them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from unit.commands import run
from unit.test_cli import as_director, department, extract  # noqa: F401


def test_that_a_pack_goes_from_the_sender_to_stored_records(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    inbox = ("inbox", department, *as_director(department))
    code, key, _ = run(capsys, *inbox, "--key")
    assert (code, key.startswith("cdvkey1_")) == (0, True)
    sender, pack = tmp_path / "bi.key", tmp_path / "october.cdpack"
    code, said, _ = run(capsys, "seal", "--new-sender", "BI team", "--sender", sender)
    words = said.strip().rpartition(": ")[2]
    assert (code, len(words.split())) == (0, 6)
    seal = ("seal", "--to", key.strip(), "--sender", sender, "--period", "2025-01:2025-12", extract)
    code, said, _ = run(capsys, *seal, "--output", pack)
    assert (code, said) == (0, f"{pack}: number 1 of BI team, 1 file, Jan 2025 - Dec 2025\n")
    assert b"consultant" not in pack.read_bytes()

    code, said, _ = run(capsys, *inbox, "--add", pack)
    assert code == 0
    assert "october.cdpack: added" in said
    assert "Quarantined  october.cdpack  number 1 of BI team, 1 file, Jan 2025 - Dec 2025" in said
    assert f"the sender's six words: {words}" in said
    code, said, _ = run(capsys, *inbox, "--accept-sender", "october.cdpack", "--take", "october.cdpack")
    assert code == 0
    assert "BI team: accepted as a sender" in said
    assert "october.cdpack: spells.csv: 98 rows read, 97 spells stored" in said
    code, said, _ = run(capsys, *inbox)
    assert re.search(r"Taken in +october.cdpack", said)


def test_that_a_gap_needs_a_reason_and_a_pack_can_be_removed(
    department: Path,  # noqa: F811
    extract: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    inbox = ("inbox", department, *as_director(department))
    _, key, _ = run(capsys, *inbox, "--key")
    seal = ("seal", "--to", key.strip(), "--sender", tmp_path / "bi.key", extract)
    _, said, _ = run(capsys, *seal, "--new-sender", "BI", "--output", tmp_path / "1.cdpack")
    line = re.findall("cdvsender1_[0-9a-f_]+", said)[0]
    run(capsys, *seal, "--output", tmp_path / "2.cdpack")
    run(capsys, *inbox, "--add", tmp_path / "2.cdpack", "--accept-sender", line)
    code, _, problem = run(capsys, *inbox, "--accept", "2.cdpack")
    assert (code, "A reason is needed" in problem) == (1, True)
    code, said, _ = run(capsys, *inbox, "--accept", "2.cdpack", "--reason", "number 1 is lost")
    assert (code, "number 1 is lost" in said) == (0, True)
    code, said, _ = run(capsys, *inbox, "--remove", "2.cdpack", "--reason", "wrong")
    assert re.search(r"Refused +2.cdpack", said)
    code, _, problem = run(capsys, *inbox, "--take", "3.cdpack")
    assert (code, "There is no 3.cdpack" in problem) == (1, True)


def test_that_a_file_the_import_refuses_is_told_with_code_one(
    department: Path,  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    inbox = ("inbox", department, *as_director(department))
    _, key, _ = run(capsys, *inbox, "--key")
    pack = tmp_path / "p.cdpack"
    run(capsys, "seal", "--to", key.strip(), "--new-sender", "BI", "--output", pack, tmp_path / "bad.csv")
    code, said, problem = run(capsys, *inbox, "--add", pack, "--accept-sender", "p.cdpack", "--take", "p.cdpack")
    assert (code, "p.cdpack: bad.csv: No column" in said) == (1, True)
    assert "stays in the inbox" in problem


@pytest.mark.parametrize("arguments", [(), ("x.csv",), ("--to", "cdvkey1_x")])
def test_that_sealing_without_files_or_a_key_is_wrong_usage(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "seal", *arguments)[0] == 2


def test_that_a_mistyped_key_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, problem = run(capsys, "seal", "--to", "cdvkey1_ab_age1x_00000000", tmp_path / "x.csv")
    assert (code, "typing mistake" in problem) == (1, True)


@pytest.mark.parametrize("period", ["2026", "2026-13", "2026-10:2026-09"])
def test_that_a_period_is_months(period: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(capsys, "seal", "--period", period, "x.csv")
