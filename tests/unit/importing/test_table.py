from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cdconsole.domain.errors import ImportRefused
from cdconsole.importing.contents import refusal
from cdconsole.importing.delimited import find_delimiter
from cdconsole.importing.limits import Limits
from cdconsole.importing.table import Table, TableReader, read_table

Read = Callable[..., Table]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(content: bytes | str, limits: Limits | None = None) -> Table:
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, limits or Limits(), lambda _: None)

    return reading


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~", ":"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_that_every_ordinary_csv_is_read(read: Read, delimiter: str, encoding: str, ending: str) -> None:
    text = ending.join([f'name{delimiter}"a{delimiter}b"', f"Zoë {delimiter} 1", ""])
    heading = f"a{delimiter}b".replace("\t", " ")
    assert read(text.encode(encoding)).columns == {"name": ["Zoë"], heading: ["1"]}


def test_that_rows_are_numbered_as_a_spreadsheet_counts_them(read: Read) -> None:
    table = read('a,b\n\n1,"two\nlines"\n , \n3,4\n')
    assert table.numbers == [3, 5]
    assert table.columns == {"a": ["1", "3"], "b": ["two\nlines", "4"]}


def test_that_leading_blank_lines_come_before_the_heading(read: Read) -> None:
    assert read("\n\na,b\n1,2\n").numbers == [4]


def test_that_headings_can_be_told_apart(read: Read) -> None:
    table = read("Date,,Date, Date  of \n1,2,3,4\n")
    assert table.headings == ("Date", "(no heading, column 2)", "Date (2)", "Date of")


def test_that_short_and_long_rows_are_noted_but_empty_extra_cells_are_not(read: Read) -> None:
    table = read("a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n")
    assert table.widths == {2: 2, 4: 4}
    assert table.columns["c"] == ["", "3", "3"]


def test_that_the_hash_is_of_the_bytes_read(read: Read) -> None:
    assert read("a\n1\n").sha256 == hashlib.sha256(b"a\n1\n").hexdigest()


def test_that_progress_is_told_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a\n" + "1\n" * 45_000)
    heard: list[int] = []
    read_table(path, Limits(), heard.append)
    assert heard == [20_000, 40_000, 45_000]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n\n ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b'"",""\n', "is empty"),
        (b"a,b\n", "has a heading and no rows"),
        (b"PK\x03\x04zip", "is a damaged spreadsheet or archive"),
        (b"\xd0\xcf\x11\xe0old", "is damaged, or is not a spreadsheet"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1f\x8bgz", "is compressed"),
        (b"a,b\n1,\x00\n", "binary data"),
        (b"a,b\n\x81\xff,1\n", "not text this program can read"),
        (b"\xff\xfea", "not text this program can read"),
        (b'a,b\n1,"open\n2,3\n', "damaged at or before line 3"),
        (b'a,b\n1,"x"y\n', "damaged at or before line 2"),
        (b"a,b\n1," + b"x" * 40_000, "damaged at or before line 2"),
        (b",".join(b"c%d" % n for n in range(300)) + b"\n1\n", "300 columns; at most 256"),
    ],
)
def test_that_a_file_that_is_no_use_is_refused_in_plain_words(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(ImportRefused, match=said) as refused:
        read(content)
    assert refused.value.what_to_do


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(rows=2), "more than 2 rows"),
        (Limits(cells=4), "more than 4 cells"),
        (Limits(file_bytes=10), "larger than 0 MB"),
    ],
)
def test_that_a_file_over_a_limit_is_refused(read: Read, limits: Limits, said: str) -> None:
    with pytest.raises(ImportRefused, match=said):
        read("a,b\n1,2\n3,4\n5,6\n", limits)


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is a folder"):
        read_table(tmp_path, Limits(), lambda _: None)


def test_that_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"gone\.csv is not there"):
        read_table(tmp_path / "gone.csv", Limits(), lambda _: None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_that_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ImportRefused, match="not an ordinary file"):
        read_table(tmp_path / "pipe", Limits(), lambda _: None)


@pytest.mark.parametrize(
    ("error", "said"), [(PermissionError(), "may not read x.csv"), (OSError(), "cannot be read from its disk")]
)
def test_that_each_system_error_has_its_words(error: OSError, said: str) -> None:
    assert said in refusal(error, "x.csv").message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_that_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("a\n1\n")
    path.chmod(0)
    with pytest.raises(ImportRefused, match="may not read"):
        read_table(path, Limits(), lambda _: None)


def test_that_the_parts_of_a_file_are_its_rows_in_order(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "".join(f"{n},x\n" for n in range(45_000)))
    reader = TableReader(path, Limits(), lambda _: None)
    assert reader.headings == ("a", "b")
    parts = list(reader.parts())
    assert [len(part) for part in parts] == [20_000, 20_000, 5_000]
    assert [cell for part in parts for cell in part.columns["a"]] == [str(n) for n in range(45_000)]
    assert [number for part in parts for number in part.numbers] == list(range(2, 45_002))
    assert reader.share == 1.0


def test_that_a_text_that_repeats_is_held_once(read: Read) -> None:
    column = read("a,b\n" + "".join(f"{n},General surgery\n" for n in range(1000))).columns["b"]
    assert len({id(cell) for cell in column}) == 1


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1,5;2,5;3,5\n", ";"),
        ("day|time\n1|10:30:00\n2|11:30:00\n", "|"),
        ("Name, first;Date;Ward\nA;B;C\n", ";"),
        ('"a,b",c\n"1,2",3\n', ","),
        ("only\n1\n", ","),
    ],
)
def test_that_the_delimiter_is_the_one_that_fits_most_rows(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter
