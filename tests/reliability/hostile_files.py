"""Files that mean ill, and files that were damaged on their way: what an import must live through."""

from __future__ import annotations

import base64
import gzip
import io
import os
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

from reliability.hostile_formats import hostile_formats, member_changed

HEADING = 1
GOOD = b"spell id,patient,consultant,admission date,discharge date\n"
ROW = b"s%d,p%d,C1,2026-01-01 10:00,2026-01-03 11:00\n"
NASTY = (
    *(
        b"",
        b'"',
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r",
        b"\n",
        b",",
        b";",
        b"\t",
        b"'",
        b"=1+1",
        b"\xe2\x80\xae",
        b"1e308",
    ),
    *(
        b"9" * 400,
        b"2026-02-30",
        b"0000-00-00",
        b"31/12/9999 24:00",
        b"\xf0\x9f\x92\x80",
        b"\xed\xa0\x80",
        b"A" * 40_000,
    ),
    *(b"-1", b"NaN", b"1900-02-29", b"45000.5", b"2026-03-29 01:30", b"\x1a", b"\x0b", b"\xc2\x85", b"\xe2\x80\xa8"),
)
MEGABYTE = 1 << 20
_INSIDE = 0.8
"""How many damaged workbooks of all are damaged inside and packed again: outside, a checksum finds nearly all."""


def write_hostile_files(folder: Path, *, large: bool) -> list[Path]:
    """Write the files and return where they are; the very large ones only where wanted."""
    folder.mkdir()
    contents: dict[str, bytes] = {
        "zip bomb.csv": _zip("a.csv", b"0" * (64 * MEGABYTE)),
        "zip in zip.csv": _zip("a.zip", _zip("b.zip", _zip("c.csv", b"x"))),
        "workbook.csv": _zip("xl/workbook.xml", _laughs()),
        "billion laughs.csv": _laughs(),
        "gzip bomb.csv": gzip.compress(b"0" * (64 * MEGABYTE)),
        "gzip that contains itself.csv": _QUINE,
        "nothing.csv": b"",
        "only spaces.csv": b" \n\t\r\n" * 1000,
        "nulls.csv": GOOD + b"\0" * 100_000,
        "one null.csv": GOOD + ROW % (1, 1) + b"s2,p\x002,C1,2026-01-01,2026-01-02\n",
        "16,385 columns.csv": b",".join(b"c%d" % number for number in range(16_385)) + b"\n" + b"1," * 16_385,
        "10 MB cell.csv": GOOD + b"s1," + b"p" * (10 * MEGABYTE) + b",C1,2026-01-01,2026-01-02\n",
        "quote never closed.csv": GOOD + b's1,"p1,C1,2026-01-01,2026-01-02\n' + b"x\n" * 100_000,
        "quotes only.csv": b'"' * 100_001,
        "utf-16 cut short.csv": (GOOD + ROW % (1, 1)).decode().encode("utf-16")[:-1],
        "utf-16 of half pairs.csv": b"\xff\xfe" + b"\x00\xd8" * 1000,
        "utf-32.csv": (GOOD + ROW % (1, 1)).decode().encode("utf-32"),
        "many commas.csv": b",\n" * 500_000,
        "same heading.csv": b"date," * 250 + b"\n" + b"1," * 250,
        "pdf.csv": b"%PDF-1.7\n" + os.urandom(10_000),
        "program.csv": b"\x7fELF" + os.urandom(10_000),
        "old office.csv": b"\xd0\xcf\x11\xe0" + os.urandom(10_000),
        "random.csv": os.urandom(MEGABYTE),
        "carriage returns.csv": (GOOD + ROW % (1, 1)).replace(b"\n", b"\r"),
        "numbers without end.csv": GOOD + b"s1,p1,C1," + b"9" * 30_000 + b",2026-01-02\n",
    }
    if large:
        contents |= {
            "endless line.csv": b"a" * (150 * MEGABYTE),
            "endless heading.csv": b"a," * (20 * MEGABYTE),
            "too many rows.csv": GOOD + b"".join(ROW % (number, number) for number in range(1_500_001)),
            "401 MB.csv": bytes(401 * MEGABYTE),
        }
    for name, content in (contents | hostile_formats(large=large)).items():
        (folder / name).write_bytes(content)
    (folder / "folder.csv").mkdir()
    (folder / "nowhere.csv").symlink_to(folder / "not there")
    (folder / "itself.csv").symlink_to(folder / "itself.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.csv")
    return sorted(folder.iterdir())


def mutant(good: bytes, chance: Random) -> bytes:
    """Return a damaged copy of a good file, one to three things wrong with it."""
    if good.startswith(b"PK") and chance.random() < _INSIDE:
        return member_changed(good, chance, partial(_damaged, chance))
    return _damaged(chance, good)


def _damaged(chance: Random, good: bytes) -> bytes:
    data = good
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(WAYS)(data, chance) or b","
    return data


def _bits(data: bytes, chance: Random) -> bytes:
    altered = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    return bytes(altered)


def _inserted(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(NASTY) + data[at:]


def _cell(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    cells = lines[at].split(b",")
    cells[chance.randrange(len(cells))] = chance.choice(NASTY)
    lines[at] = b",".join(cells)
    return b"\n".join(lines)


def _slice_gone(data: bytes, chance: Random) -> bytes:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:first] + data[min(last, first + 200) :]


def _slice_twice(data: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((1, 10, 100, 1000))
    return data[: at + size] + data[at:]


def _lines_shuffled(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _line_repeated(data: bytes, chance: Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    return b"\n".join(lines[:at] + [lines[at]] * chance.choice((2, 50)) + lines[at:])


def _other_encoding(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "utf-32", "utf-7")), "replace")


def _other_signs(data: bytes, chance: Random) -> bytes:
    old, new = chance.choice(((b",", b";"), (b",", b"\t"), (b"\n", b"\r\n"), (b"\n", b"\r"), (b"-", b"/"), (b":", b"")))
    return data.replace(old, new, chance.choice((1, 20, -1)))


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_bits, _inserted, _cell, _slice_gone, _slice_twice, _lines_shuffled, _cut, _line_repeated),
    *(_other_encoding, _other_signs),
)


def _zip(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def _laughs() -> bytes:
    entities = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)]
    return f'<?xml version="1.0"?><!DOCTYPE l [{"".join(entities)}]><l>&l9;</l>'.encode()


# The beginning of a gzip file that unpacks to itself is enough: nothing may unpack it at all.
_QUINE = base64.b64decode("H4sIAAAAAAAA/wAUAOv/H4sIAAAAAAAA/wAUAOv/QogUACBKAAAA")
