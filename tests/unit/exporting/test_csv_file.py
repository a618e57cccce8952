from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from cdconsole.domain.errors import ExportRefused
from cdconsole.exporting.csv_file import shown_as_text, write_csv


def test_that_a_cell_never_becomes_a_formula() -> None:
    cells = ("=1+1", "-3.5", "+cmd", "Dr A", "@x", "\t=1", "\n=1", "-1e-05", "")
    shown = ["'=1+1", "-3.5", "'+cmd", "Dr A", "'@x", "'\t=1", "'\n=1", "-1e-05", ""]
    assert [shown_as_text(cell) for cell in cells] == shown


def test_that_the_new_file_replaces_the_old_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    write_csv(path, ("name", "n"), [("Ünal, A", "1"), ("=1", "2")])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["name", "n"], ["Ünal, A", "1"], ["'=1", "2"]]
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_failure_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    def rows() -> Iterator[tuple[str]]:
        yield ("1",)
        raise RuntimeError

    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_csv(path, ("n",), rows())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("place", ["", "file/out.csv", "no/such/folder.csv", f"{'a' * 300}.csv"])
def test_that_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ExportRefused, match="cannot be written"):
        write_csv(tmp_path / place, ("n",), [])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
