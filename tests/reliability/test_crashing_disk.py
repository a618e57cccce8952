"""The simulated disk loses what was not promised, and only that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reliability.crashing_disk import SECTOR, Call, Disk, Op

TRIES = 60
OLD, NEW = b"o" * 4 * SECTOR, b"n" * 4 * SECTOR


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "file").write_bytes(OLD)
    return folder


def opened(path: Path, fd: int, flags: int = 0) -> Call:
    return Call(Op.OPENED, fd, flags, str(path).encode(), b"")


def wrote(fd: int, data: bytes) -> Call:
    return Call(Op.WROTE, fd, 0, data, b"")


def flushed(fd: int) -> Call:
    return Call(Op.SYNCED, fd, 0, b"", b"")


def named(op: Op, old: Path, new: Path) -> Call:
    return Call(op, -1, 0, str(old).encode(), str(new).encode())


def after_crashes(root: Path, calls: list[Call], where: Path) -> Iterator[dict[str, bytes]]:
    for number in range(TRIES):
        disk = Disk(root)
        for call in calls:
            disk.follow(call)
        left = where / str(number)
        disk.write_after_crash(Random(number), left)
        yield {path.name: path.read_bytes() for path in left.iterdir()}


def test_that_what_was_flushed_is_always_there(root: Path, tmp_path: Path) -> None:
    calls = [opened(root / "file", 3), wrote(3, NEW), flushed(3)]
    assert all(left == {"file": NEW} for left in after_crashes(root, calls, tmp_path))


def test_that_each_piece_not_flushed_is_there_or_not(root: Path, tmp_path: Path) -> None:
    calls = [opened(root / "file", 3), wrote(3, NEW)]
    seen = {left["file"] for left in after_crashes(root, calls, tmp_path)}
    assert {OLD, NEW} < seen
    assert all(
        piece[at : at + SECTOR] in (OLD[:SECTOR], NEW[:SECTOR]) for piece in seen for at in range(0, 2048, SECTOR)
    )


def test_that_a_flushed_file_has_its_name_only_once_the_folder_is_flushed(root: Path, tmp_path: Path) -> None:
    calls = [opened(root / "fresh", 3, os.O_CREAT), wrote(3, NEW), flushed(3)]
    assert {"fresh" in left for left in after_crashes(root, calls, tmp_path / "one")} == {True, False}
    calls += [opened(root, 4), flushed(4)]
    assert all(left["fresh"] == NEW for left in after_crashes(root, calls, tmp_path / "other"))


def test_that_a_renamed_file_is_under_one_of_its_names_and_never_gone(root: Path, tmp_path: Path) -> None:
    calls = [named(Op.RENAMED, root / "file", root / "other")]
    assert {tuple(left) for left in after_crashes(root, calls, tmp_path)} == {("file",), ("other",)}


def test_that_a_linked_file_keeps_its_first_name(root: Path, tmp_path: Path) -> None:
    calls = [named(Op.LINKED, root / "file", root / "other")]
    assert {tuple(sorted(left)) for left in after_crashes(root, calls, tmp_path)} == {("file",), ("file", "other")}
