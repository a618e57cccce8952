"""One file holds a whole generation, in one exact form, and nothing of it is believed before it is proved."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.errors import CannotOpenDepartment, RuleBroken, UserFacingError
from cdconsole.domain.people import Section
from cdconsole.vault import PublishFailed, packing, placing, read_locked, unlock, verify
from cdconsole.vault.packing import opened_pack, pack, unpack

DIRECTOR = "acid angular bobcat cheddar dwindle"
Alter = Callable[[bytes], bytes]


@pytest.fixture
def packed(department: Any) -> Path:
    return pack(department.folder, department.work / "moved")


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    parent = tmp_path / "elsewhere"
    parent.mkdir()
    return parent


def rewritten(path: Path, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]) -> Path:
    """Write a pack anew in its exact form with other content."""
    with zipfile.ZipFile(path) as archive:
        content = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice is what some of the tests are about
        for name, data in change(content):
            archive.writestr(packing._entry(name), data)
    return path


def refused(path: Path, parent: Path) -> str:
    with pytest.raises(UserFacingError) as refusal:
        unpack(path, parent)
    assert list(parent.iterdir()) == []
    assert refusal.value.what_to_do
    return str(refusal.value)


def test_that_a_pack_holds_the_newest_generation_and_opens_elsewhere(
    department: Any, packed: Path, parent: Path
) -> None:
    folder = unpack(packed, parent)
    assert folder == parent / "Gastroenterology.cdv"
    assert {path.name for path in folder.iterdir()} == {
        *("org-000001.json", "org-000002.json", "commit-000003.json"),
        *("ward-000003.db", "records-000002.db", "review-000002.db"),
        *(f"keys-{person}-000001.json" for person in (department.director, department.administrator)),
    }
    assert verify(folder) == ()
    vault = unlock(folder, department.director, DIRECTOR)
    assert vault.notices == ()
    commit = vault.publish({Section.WARD: department.section_file(b"more")})
    assert commit.number == 4
    assert verify(folder) == ()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_that_pack_and_folder_are_open_to_their_owner_only(packed: Path, parent: Path) -> None:
    folder = unpack(packed, parent)
    assert packed.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_that_the_same_generation_makes_the_same_bytes(department: Any, packed: Path) -> None:
    again = pack(department.folder, department.work / "again.cdvx")
    assert again.read_bytes() == packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None


def test_that_a_kept_generation_can_be_packed_by_its_number(department: Any, tmp_path: Path) -> None:
    out = pack(department.folder, tmp_path / "earlier", 2)
    with opened_pack(out) as found:
        generation = found.prove()
    assert generation.commit is not None
    assert generation.commit.value.number == 2


def test_that_a_pack_says_what_it_is_without_being_unpacked(department: Any, packed: Path) -> None:
    with opened_pack(packed) as found:
        generation = found.generation()
    assert generation.organisation.value.department == "Gastroenterology"
    assert generation.commit is not None
    assert (generation.commit.value.number, generation.commit.value.writer) == (3, department.administrator)


def test_that_what_does_not_belong_to_a_department_stays_behind(department: Any, tmp_path: Path, parent: Path) -> None:
    (department.folder / "keys-stray.json").write_bytes(b"{}")
    (department.folder / "notes.txt").write_bytes(b"mine")
    folder = unpack(pack(department.folder, tmp_path / "out"), parent)
    assert not {"keys-stray.json", "notes.txt"} & {path.name for path in folder.iterdir()}


def test_that_neither_a_file_nor_a_folder_is_ever_replaced(department: Any, packed: Path, parent: Path) -> None:
    before = packed.read_bytes()
    with pytest.raises(RuleBroken, match="already there"):
        pack(department.folder, packed)
    assert packed.read_bytes() == before
    (parent / "Gastroenterology.cdv").mkdir()
    with pytest.raises(RuleBroken, match="already there"):
        unpack(packed, parent)
    assert [path.name for path in parent.iterdir()] == ["Gastroenterology.cdv"]


def test_that_a_department_that_is_damaged_is_not_packed(department: Any, tmp_path: Path) -> None:
    (department.folder / "review-000002.db").write_bytes(b"other")
    with pytest.raises(CannotOpenDepartment, match="review section"):
        pack(department.folder, tmp_path / "out")
    assert not list(tmp_path.glob("*out*"))


def test_that_a_place_that_is_not_there_is_said_so(department: Any, packed: Path, tmp_path: Path) -> None:
    with pytest.raises(PublishFailed, match="not there any more"):
        pack(department.folder, tmp_path / "nowhere" / "out")
    with pytest.raises(PublishFailed, match="not there any more"):
        unpack(packed, tmp_path / "nowhere")
    with pytest.raises(CannotOpenDepartment, match="cannot be read"):
        unpack(tmp_path / "none.cdvx", tmp_path)


def test_that_a_usb_stick_without_links_takes_a_pack_and_still_replaces_nothing(
    department: Any, tmp_path: Path, parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(placing.os, "link", no_links)
    out = pack(department.folder, tmp_path / "stick")
    with pytest.raises(RuleBroken, match="already there"):
        pack(department.folder, out)
    assert verify(unpack(out, parent)) == ()


def test_that_what_reads_back_differently_gets_no_name(
    department: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = packing.make_durable

    def faulty(file: Any) -> None:
        file.seek(200)
        file.write(b"\0" * 8)
        real(file)

    monkeypatch.setattr(packing, "make_durable", faulty)
    with pytest.raises(UserFacingError):
        pack(department.folder, tmp_path / "out")
    assert not list(tmp_path.glob("*out*"))


def without(name: str) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    return lambda content: [(each, data) for each, data in content if each != name]


def with_extra(name: str, data: bytes = b"x") -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    return lambda content: [content[0], *sorted([*content[1:], (name, data)])]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (with_extra("../../evil.db"), "does not belong"),
        (with_extra("/etc/ward-000003.db"), "does not belong"),
        (with_extra("sub/ward-000003.db"), "does not belong"),
        (with_extra("lease"), "does not belong"),
        (with_extra("ward-000003.db"), "not that of a department"),
        (with_extra("ward-000002.db"), "exactly one saved state"),
        (with_extra("org-000009.json"), "damaged"),
        (with_extra("org-000009.json", b" " * (packing.LARGEST_DOCUMENT + 1)), "too large"),
        (without("ward-000003.db"), "exactly one saved state"),
        (without("commit-000003.json"), "incomplete"),
        (without("org-000002.json"), "missing"),
        (without("format"), "not that of a department"),
        (lambda content: [("format", b"cdconsole department 2\n"), *content[1:]], "does not know"),
        (lambda content: [*content[:-1], (content[-1][0], b"forged")], "hash|damaged|ward section"),
        (lambda content: [content[0], *reversed(content[1:])], "not that of a department"),
        (lambda _content: [], "damaged|size|list of files"),
    ],
)
def test_that_a_pack_with_other_content_is_refused_in_words(
    packed: Path, parent: Path, change: Any, words: str
) -> None:
    said = refused(rewritten(packed, change), parent)
    assert any(word in said for word in words.split("|")), said


@pytest.mark.parametrize(
    "alter",
    [
        lambda _data: b"",
        lambda _data: b"PK",
        lambda data: b"junk" + data,
        lambda data: data + b"junk",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data[:1000] + data[1001:],
        lambda data: data.replace(b"PK\1\2", b"PK\1\3", 1),
        lambda data: data.replace(b"ward-000003.db", b"ward-000004.db"),
        lambda data: data.replace(b"ward-000003.db", b"ward\\00003.db"),
        lambda data: bytes(len(data)),
    ],
)
def test_that_a_broken_file_is_refused_in_words(packed: Path, parent: Path, alter: Alter) -> None:
    packed.write_bytes(alter(packed.read_bytes()))
    refused(packed, parent)


def test_that_compression_and_comments_are_refused(packed: Path, parent: Path) -> None:
    original = io.BytesIO(packed.read_bytes())
    for compression, comment in ((zipfile.ZIP_DEFLATED, b""), (zipfile.ZIP_STORED, b"hello")):
        with zipfile.ZipFile(original) as source, zipfile.ZipFile(packed, "w") as target:
            target.comment = comment
            for name in source.namelist():
                entry = packing._entry(name)
                entry.compress_type = compression
                target.writestr(entry, source.read(name))
        refused(packed, parent)


def test_that_every_altered_byte_is_refused(packed: Path, parent: Path) -> None:
    whole = packed.read_bytes()
    chance = random.Random(3)  # noqa: S311 - which bytes are tried, not a secret
    for _ in range(300):
        at = chance.randrange(len(whole))
        altered = bytearray(whole)
        altered[at] ^= 1 << chance.randrange(8)
        packed.write_bytes(altered)
        refused(packed, parent)


def test_that_every_altered_byte_of_the_directory_is_refused(packed: Path) -> None:
    whole = packed.read_bytes()
    for at in range(whole.index(b"PK\1\2"), len(whole)):
        altered = bytearray(whole)
        altered[at] ^= 1
        packed.write_bytes(altered)
        with pytest.raises(CannotOpenDepartment), opened_pack(packed):
            pytest.fail(f"byte {at}")


def test_that_a_pack_that_is_a_folder_is_refused(tmp_path: Path, parent: Path) -> None:
    (tmp_path / "folder.cdvx").mkdir()
    assert "cannot be read" in refused(tmp_path / "folder.cdvx", parent)


def test_that_a_moved_department_is_the_same_department(department: Any, packed: Path, parent: Path) -> None:
    moved, original = read_locked(unpack(packed, parent)), read_locked(department.folder)
    assert moved.vault_id == original.vault_id
    assert moved.people == original.people
    shutil.rmtree(parent / "Gastroenterology.cdv")
