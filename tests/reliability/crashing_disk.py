"""What a disk may hold after a power cut: a trace of calls, replayed up to a moment, and the promises it had made.

Promised is only this: what a file held when it was last flushed, and the names a folder had when it was last flushed.
Of what came later each piece may be there or not, in any order; a piece of 512 bytes is there whole or not at all.
Names come and go whole, and half of the time in order, as on journalling file systems; else in any order.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from random import Random

SECTOR = 512
_HEADER = struct.Struct("<IiqqII")


class Op(IntEnum):
    """What a call did; the numbers are those of shim.c."""

    OPENED = 1
    WROTE = 2
    CUT = 3
    SYNCED = 4
    RENAMED = 5
    LINKED = 6
    UNLINKED = 7
    MADE = 8
    MARKED = 9


@dataclass(frozen=True)
class Call:
    """One recorded call; ``a`` is flags, an offset, a length or a mark, as the operation has it."""

    op: Op
    fd: int
    a: int
    first: bytes
    second: bytes


def read_trace(path: Path) -> Iterator[Call]:
    """Yield the calls of a trace in order."""
    data = path.read_bytes()
    at = 0
    while at < len(data):
        op, fd, a, _, first, second = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        yield Call(Op(op), fd, a, data[at : at + first], data[at + first : at + first + second])
        at += first + second


@dataclass
class _File:
    """A file: what is promised, and the writes and cuts since, each as (offset, bytes) or (length, None)."""

    promised: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for place, data in self.since:
            _apply(self.promised, place, data)
        self.since.clear()

    def after_crash(self, chance: Random) -> bytes:
        content = bytearray(self.promised)
        kept_share = chance.choice((0.0, 0.5, 0.9, 1.0))
        for place, data in self.since:
            if data is None:
                if chance.random() < kept_share:
                    _apply(content, place, None)
                continue
            for start in range(0, len(data), SECTOR):
                if chance.random() < kept_share:
                    _apply(content, place + start, data[start : start + SECTOR])
        return bytes(content)


@dataclass
class _Folder:
    """A folder: the names promised, and the changes since, each a group of (name, file or nothing)."""

    promised: dict[str, _File] = field(default_factory=dict)
    since: list[tuple[tuple[str, _File | None], ...]] = field(default_factory=list)

    def change(self, *names: tuple[str, _File | None]) -> None:
        self.since.append(names)

    def now(self) -> dict[str, _File]:
        return _named(self.promised, self.since)

    def flush(self) -> None:
        self.promised = self.now()
        self.since.clear()

    def after_crash(self, chance: Random) -> dict[str, _File]:
        if chance.random() < 0.5:
            return _named(self.promised, self.since[: chance.randint(0, len(self.since))])
        return _named(self.promised, [change for change in self.since if chance.random() < 0.5])


class Disk:
    """Files and folders below one root, following a trace."""

    def __init__(self, root: Path) -> None:
        """Begin with what is below ``root`` now, all of it promised."""
        self._root = root
        self._folders: dict[str, _Folder] = {}
        self._open: dict[int, _File | _Folder] = {}
        for folder, _, names in os.walk(root):
            here = self._folders[folder] = _Folder()
            here.promised = {name: _File(bytearray((Path(folder) / name).read_bytes())) for name in names}

    def follow(self, call: Call) -> None:
        """Carry out one call."""
        match call.op:
            case Op.OPENED:
                self._open[call.fd] = self._opened(call.first.decode(), call.a)
            case Op.WROTE:
                self._file(call.fd).since.append((call.a, call.first))
            case Op.CUT:
                self._file(call.fd).since.append((call.a, None))
            case Op.SYNCED:
                self._open[call.fd].flush()
            case Op.RENAMED | Op.LINKED:
                self._renamed(call.first.decode(), call.second.decode(), is_kept=call.op is Op.LINKED)
            case Op.UNLINKED:
                folder, name = self._split(call.first.decode())
                folder.change((name, None))
            case Op.MADE:
                self._folders[call.first.decode()] = _Folder()

    def write_after_crash(self, chance: Random, where: Path) -> None:
        """Write what may be left after a power cut now, below another root."""
        for path, folder in self._folders.items():
            here = where / Path(path).relative_to(self._root)
            here.mkdir(mode=0o700, parents=True, exist_ok=True)
            for name, file in folder.after_crash(chance).items():
                (here / name).write_bytes(file.after_crash(chance))

    def _opened(self, path: str, flags: int) -> _File | _Folder:
        if path in self._folders:
            return self._folders[path]
        folder, name = self._split(path)
        file = folder.now().get(name)
        if file is None:
            file = _File()
            folder.change((name, file))
        if flags & os.O_TRUNC:
            file.since.append((0, None))
        return file

    def _renamed(self, old: str, new: str, *, is_kept: bool) -> None:
        (source, name), (target, new_name) = self._split(old), self._split(new)
        file = source.now()[name]
        if is_kept or source is not target:
            target.change((new_name, file))
        if not is_kept:
            source.change((name, None), *([(new_name, file)] if source is target else []))

    def _file(self, descriptor: int) -> _File:
        found = self._open[descriptor]
        assert isinstance(found, _File)
        return found

    def _split(self, path: str) -> tuple[_Folder, str]:
        folder, _, name = path.rpartition("/")
        return self._folders[folder], name


def _apply(content: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        del content[place:]
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    if data is not None:
        content[place : place + len(data)] = data


def _named(names: dict[str, _File], changes: list[tuple[tuple[str, _File | None], ...]]) -> dict[str, _File]:
    found = dict(names)
    for change in changes:
        for name, file in change:
            if file is None:
                found.pop(name, None)
            else:
                found[name] = file
    return found
