"""Every file of the department folder, damaged or exchanged in every way we can think of: found, and never a crash."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Role, Section
from cdconsole.vault import unlock, verify
from reliability.department import CLOCK, PASSPHRASES, Department, make, write_row
from reliability.program import Counts, Outcome, Program, Tally

SEED = 6
PAGE = 4096
PUBLISHES = 6
HARMLESS = ("lease/", "inbox/")
"""What no generation names and nobody relies on; everything else must be found when altered."""

Mutation = Callable[[bytes, Random, list[bytes]], bytes]


def run(mutants: int, scratch: Path) -> Outcome:
    """Make so many mutants, spread evenly over files and ways."""
    chance = Random(SEED)
    tally = Tally("not detected", "crashes")
    department = _with_a_past(scratch)
    files = sorted(path for path in department.folder.rglob("*") if path.is_file())
    found: Counter[str] = Counter()
    for number in range(mutants):
        path = files[number % len(files)]
        name = path.relative_to(department.folder).as_posix()
        way, data = _mutant(path, files, chance)
        copy = _with_file(department, scratch / "copy", name, data)
        try:
            where = _found_by(copy)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is what is looked for
            tally.add("crashes", f"{type(problem).__name__} {problem}"[:200], example=f"{way} of {name}")
            continue
        harmless = "harmless" if name.startswith(HARMLESS) else ""
        found[where or harmless or "nothing"] += 1
        if not where and not harmless:
            tally.add("not detected", f"{way} of {path.suffix} {name}")
    words = ", ".join(f"{number:,} by {where}" for where, number in sorted(found.items()))
    return tally.outcome(f"{mutants:,} mutants of {len(files)} files", f"found {words}")


def _with_a_past(scratch: Path) -> Department:
    """Return a department of several generations, so that there are older files and older pages."""
    department = make(scratch / "template")
    for number in range(PUBLISHES):
        role = (Role.DIRECTOR, Role.DEPUTY, Role.ADMINISTRATOR)[number % 3]
        with department.opened(scratch / role.value, role) as file:
            sections = role.sections if number < len(Role) else (Section.WARD,)
            for section in sections:
                write_row(file, f"R{number}", section)
    return department


def _found_by(department: Department) -> str:
    """Return what notices that a file was altered; nothing where nobody does."""
    director, *others = department.people
    found = _noticed_by(department, director) or _checked(department)
    for role in others:
        found = found or _noticed_by(department, role)
    return found


def _noticed_by(department: Department, role: Role) -> str:
    try:
        vault = unlock(department.folder, department.people[role], PASSPHRASES[role], clock=CLOCK)
    except UserFacingError:
        return "opening"
    return "a notice at opening" if vault.notices else ""


def _checked(department: Department) -> str:
    try:
        return "the check" if verify(department.folder) else ""
    except UserFacingError:
        return "the check"


def _mutant(path: Path, files: list[Path], chance: Random) -> tuple[str, bytes]:
    """Return the name of a way and the altered bytes, which always differ from those that were there."""
    data = path.read_bytes()
    kin = [other.read_bytes() for other in files if other.suffix == path.suffix and other != path]
    ways = _OF_ANY | (_OF_DOCUMENTS if path.suffix == ".json" else _OF_SECTIONS)
    while True:
        way = chance.choice(sorted(ways))
        altered = ways[way](data, chance, kin)
        if altered != data:
            return way, altered


def _with_file(department: Department, where: Path, name: str, data: bytes) -> Department:
    shutil.rmtree(where, ignore_errors=True)
    folder = Path(shutil.copytree(department.folder, where / department.folder.name, copy_function=os.link))
    (folder / name).unlink()
    (folder / name).write_bytes(data)
    return Department(folder, department.people)


def _bit(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _byte(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _block(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    at, size = chance.randrange(len(data)), chance.choice((16, 512, PAGE))
    filling = chance.choice((bytes(size), chance.randbytes(size)))
    return (data[:at] + filling)[: len(data)] + data[at + size :]


def _truncated(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    return data[: chance.randrange(len(data))]


def _exchanged(_data: bytes, chance: Random, kin: list[bytes]) -> bytes:
    return chance.choice(kin)


def _truncated_by_pages(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    return data[: PAGE * chance.randrange(1, max(2, len(data) // PAGE))]


def _pages_swapped(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    one, other = sorted(PAGE * chance.randrange(len(data) // PAGE) for _ in range(2))
    pages = bytearray(data)
    pages[one : one + PAGE], pages[other : other + PAGE] = data[other : other + PAGE], data[one : one + PAGE]
    return bytes(pages)


def _stale_page(data: bytes, chance: Random, kin: list[bytes]) -> bytes:
    older, at = chance.choice(kin), PAGE * chance.randrange(len(data) // PAGE)
    return data[:at] + (older[at : at + PAGE] or data[at : at + PAGE]) + data[at + PAGE :]


def _field(data: bytes, chance: Random, _kin: list[bytes]) -> bytes:
    """Change, drop, add or retype one field, and write the document in its exact form or with spaces."""
    document = json.loads(data)
    group = document
    while isinstance(inner := chance.choice(_values(group)), dict | list) and inner and chance.random() < 0.85:
        group = inner
    keys: list[Any] = list(group) if isinstance(group, dict) else list(range(len(group)))
    key = chance.choice(keys)
    match chance.randrange(4):
        case 0:
            group[key] = _other_value(group[key], chance)
        case 1:
            del group[key]
        case 2 if isinstance(group, dict):
            group["added"] = group[key]
        case _:
            group[key] = chance.choice((None, 1, 1.5, "", "x", [], {}, True, -1, 10**30, [group[key]]))
    spaces = (", ", ": ") if chance.random() < 0.2 else (",", ":")
    return json.dumps(document, sort_keys=True, separators=spaces).encode()


def _values(group: Any) -> list[Any]:
    return list(group.values()) if isinstance(group, dict) else list(group)


def _other_value(value: object, chance: Random) -> object:
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 1000))
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice("0123456789abcdefZ\u00e9\u2028") + value[at + 1 :]
    return value


_OF_ANY: dict[str, Mutation] = {
    "a bit flipped": _bit,
    "a byte changed": _byte,
    "a block overwritten": _block,
    "truncation": _truncated,
    "another file put in its place": _exchanged,
    "emptying": lambda _data, _chance, _kin: b"",
    "junk appended": lambda data, chance, _kin: data + chance.randbytes(chance.choice((1, 100, PAGE))),
}
_OF_SECTIONS: dict[str, Mutation] = {
    "truncation by pages": _truncated_by_pages,
    "pages swapped": _pages_swapped,
    "a stale page put back": _stale_page,
}
_OF_DOCUMENTS: dict[str, Mutation] = {
    "a field edited": _field,
    "another field edited": _field,
    "white space": lambda data, _chance, _kin: data + b"\n",
}

PROGRAM = Program(
    "every file altered, exchanged, cut or emptied: all detected when opened or checked, no crash",
    Counts(120, 1_000, 10_000),
    run,
)
