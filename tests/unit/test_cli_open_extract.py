from __future__ import annotations

from pathlib import Path

import pytest
from pyrage import x25519

from cdconsole import cli
from cdconsole.exporting.sealed_extract import packed
from cdconsole.vault.sealed_file import seal_for, seal_with
from unit.exporting.test_sealed_extract import FILES, MANIFEST, signed_by

WORDS = "jigsaw kettle lantern marble nectar"
KEY = x25519.Identity.generate()


@pytest.fixture
def inside() -> bytes:
    return packed(MANIFEST, FILES, [signed_by("Dr A"), signed_by("Dr B")])


@pytest.fixture
def to_key(tmp_path: Path, inside: bytes) -> Path:
    (tmp_path / "key.txt").write_text(f"# created today\n{KEY}\n", encoding="utf-8")
    path = tmp_path / "extract.age"
    path.write_bytes(seal_for(inside, str(KEY.to_public())))
    return path


def test_that_the_recipients_key_opens_an_extract_into_a_folder_of_its_own(
    to_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = to_key.parent / "out"
    arguments = ["open-extract", str(to_key), "--output", str(output), "--key-file", str(to_key.parent / "key.txt")]
    assert cli.main(arguments) == 0
    assert {path.name: path.read_bytes() for path in output.iterdir()} == {
        file.name: file.text.encode() for file in FILES
    }
    said = capsys.readouterr().out
    assert said.startswith("Dr Ann, Gastroenterology. For Prof. E.: Review")
    assert "Dr A, Deputy (key " in said
    assert cli.main(arguments) == 1
    assert "is there already" in capsys.readouterr().err


def test_that_the_passphrase_opens_an_extract(tmp_path: Path, inside: bytes) -> None:
    (tmp_path / "extract.age").write_bytes(seal_with(inside, WORDS))
    (tmp_path / "words.txt").write_text(WORDS + "\n", encoding="utf-8")
    options = ["--output", str(tmp_path / "out"), "--passphrase-file", str(tmp_path / "words.txt")]
    assert cli.main(["open-extract", str(tmp_path / "extract.age"), *options]) == 0
    assert (tmp_path / "out" / "goals.csv").exists()


def test_that_nothing_is_written_when_the_key_is_not_right(to_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (to_key.parent / "other.txt").write_text(str(x25519.Identity.generate()), encoding="utf-8")
    output = to_key.parent / "out"
    options = ["--output", str(output), "--key-file", str(to_key.parent / "other.txt")]
    assert cli.main(["open-extract", str(to_key), *options]) == 1
    assert "does not open" in capsys.readouterr().err
    assert not output.exists()


@pytest.mark.parametrize("name", ["missing.age", "folder"])
def test_that_a_file_that_cannot_be_read_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "folder").mkdir()
    options = ["--output", str(tmp_path / "out"), "--key-file", str(tmp_path / "folder")]
    assert cli.main(["open-extract", str(tmp_path / name), *options]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_that_a_folder_that_cannot_be_made_is_said_so(to_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = to_key.parent / "missing" / "out"
    options = ["--output", str(output), "--key-file", str(to_key.parent / "key.txt")]
    assert cli.main(["open-extract", str(to_key), *options]) == 1
    assert "cannot be written" in capsys.readouterr().err
