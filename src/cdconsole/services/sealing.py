"""Sealing files for a department: what a sender does, who has no key of the department and needs no department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.calendar import Clock, Period
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.inbox import PackFile, PackHeader, SealReceipt
from cdconsole.importing.formats import check_format
from cdconsole.vault.data_pack import (
    LARGEST_PACK,
    LONGEST_FILE_NAME,
    MEGABYTE,
    MOST_FILES,
    SUFFIX,
    is_file_name,
    seal,
)
from cdconsole.vault.documents import digest
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.placing import NameTaken
from cdconsole.vault.public_lines import InboxKey, sender_line
from cdconsole.vault.publishing import whole_second
from cdconsole.vault.sender import create_sender, load_sender

_ROOM_FOR_HEADER = 2 * MEGABYTE


@dataclass(frozen=True)
class NewSender:
    """What a new sender passes on: the public line, and the words to compare with the clinical director."""

    name: str
    line: str
    fingerprint: str


@dataclass(frozen=True)
class SealOrder:
    """What to seal for whom: ``key`` as the department gave it, ``output`` None for a name of the pack's own here."""

    key: str
    sender: Path
    files: tuple[Path, ...]
    period: Period | None = None
    output: Path | None = None


def make_sender(path: Path, name: str) -> NewSender:
    """Make a sender's key file. Raises RuleBroken for the name or a file that is there, UserFacingError."""
    sender = create_sender(path, name)
    return NewSender(sender.name, sender_line(sender.key), fingerprint(sender.key))


def seal_files(order: SealOrder, clock: Clock) -> SealReceipt:
    """Write a pack that only the department can read; nothing is ever replaced.

    Raises RuleBroken for the key, the file names and the output, ImportRefused for a file that is no CSV text, and
    UserFacingError where a file can't be read or written; then the number is not used.
    """
    key, sender = InboxKey.parse(order.key), load_sender(order.sender)
    contents = _read(order.files)
    files = tuple(
        PackFile(path.name, len(content), digest(content)) for path, content in zip(order.files, contents, strict=True)
    )
    number = sender.take_number(key.vault)
    header = PackHeader(key.vault, sender.name, sender.key.hex(), number, order.period, whole_second(clock), files)
    path = (order.output or _own_name(header)).absolute()
    if path.suffix != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
    try:
        _place(path, seal(key, sender, header, contents))
    except UserFacingError:
        sender.give_back(key.vault, number)
        raise
    return SealReceipt(str(path), header)


def _read(paths: Sequence[Path]) -> list[bytes]:
    names = [path.name for path in paths]
    if not 1 <= len(names) <= MOST_FILES:
        raise RuleBroken(f"A pack holds 1-{MOST_FILES} files.", "Name the files to seal.", "files")
    if len({name.casefold() for name in names}) != len(names):
        raise RuleBroken("Two of the files have the same name.", "Give them names that differ.", "files")
    contents = []
    for path in paths:
        if not is_file_name(path.name):
            raise RuleBroken(
                f"{path.name!r} can't be a file's name in a pack.",
                f"Use at most {LONGEST_FILE_NAME} letters, digits, spaces and simple signs.",
                "files",
            )
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise UserFacingError(f"{path} can't be read ({problem.strerror}).", "Check the file.") from problem
        if not content.strip():
            raise RuleBroken(f"{path.name} is empty.", "Export it again.", "files")
        check_format(content, path.name)
        contents.append(content)
    if sum(map(len, contents)) > LARGEST_PACK - _ROOM_FOR_HEADER:
        raise RuleBroken(
            f"Together the files are larger than {LARGEST_PACK // MEGABYTE - 2} MB.", "Seal them in parts.", "files"
        )
    return contents


def _own_name(header: PackHeader) -> Path:
    """Return a name in the current folder that says whose pack it is, for which department."""
    sender = "".join(letter if letter.isalnum() else "-" for letter in header.sender)
    return Path(f"{sender}-{header.vault[:8]}-{header.sequence:06d}{SUFFIX}")


def _place(path: Path, data: bytes) -> None:
    try:
        DepartmentFolder(path.parent).place_bytes(path.name, data)
    except NameTaken:
        raise RuleBroken(f"{path} is there already.", "Choose another name with --output.", "output") from None
