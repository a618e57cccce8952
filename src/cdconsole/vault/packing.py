"""A whole generation of a department in one file (``.cdvx``): for moving it, and for keeping it.

The file is a zip in one exact form. Everything in it is encrypted or public already; nothing is believed of it before
its signatures and hashes are proved.
"""

from __future__ import annotations

import errno
import re
import shutil
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, cast

from cdconsole.domain.errors import CannotOpenDepartment, RuleBroken, UserFacingError
from cdconsole.vault import department as departments
from cdconsole.vault.folder import LARGEST_DOCUMENT, DepartmentFiles, DepartmentFolder, document_name, folder_name
from cdconsole.vault.folder import SUFFIX as FOLDER_SUFFIX
from cdconsole.vault.generations import Generation, check_section_file, newest_generation, read_generation
from cdconsole.vault.placing import (
    NameTaken,
    give_name_on_any_disk,
    make_durable,
    make_names_durable,
    place,
    reads_back_differently,
    said_plainly,
    temporary_file,
)

SUFFIX = ".cdvx"
LARGEST_PACK = 2**31 - 1
_MARK, _MARK_TEXT = "format", b"cdconsole department 1\n"
_DOCUMENT = re.compile(r"(?:org-\d{6,9}|commit-\d{6,9}|keys-[0-9a-f]{32}-\d{6,9})\.json", re.ASCII)
_SECTION = re.compile(r"(?:ward|records|review)-\d{6,9}(?:-\d{1,3})?\.db", re.ASCII)
_EPOCH, _EPOCH_DATE = (1980, 1, 1, 0, 0, 0), 0x21
_OWNER_ONLY, _UNIX, _VERSION = 0o600 << 16, 3, 20
_CENTRAL, _END = struct.Struct("<4s4B4H3L5H2L"), struct.Struct("<4s4H2LH")
_LARGEST_DIRECTORY = 1024 * 1024
_AGAIN = "Choose another file. If it was copied, copy it again."


class PackedDepartment(DepartmentFiles):
    """The files of one generation inside a pack. Made by ``opened_pack``, which keeps the file open."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        super().__init__(path)
        self._archive = archive

    def names(self) -> list[str]:
        """Return the names of all files in it, except the mark of its form."""
        return self._archive.namelist()[1:]

    def open(self, name: str) -> BufferedIOBase:
        """Open a file in it for reading. Raises FileNotFoundError."""
        try:
            return cast("zipfile.ZipExtFile", self._archive.open(name))
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "not in it", name) from None

    def generation(self) -> Generation:
        """Return the one generation it holds, its signatures checked. Raises CannotOpenDepartment."""
        generation = newest_generation(self)
        needed = {entry.file for entry in generation.entries}
        held = {name for name in self.names() if _SECTION.fullmatch(name)}
        if generation.commit is None or len(self.numbers("commit")) != 1 or held != needed:
            raise _not_a_pack(self.path, "it does not hold exactly one saved state of a department")
        return generation

    def prove(self) -> Generation:
        """Return what it holds, every section's hash compared too. Raises CannotOpenDepartment or DamagedSection."""
        generation = self.generation()
        for entry in generation.entries:
            check_section_file(self, entry)
        return generation


@contextmanager
def opened_pack(path: Path) -> Iterator[PackedDepartment]:
    """Open a pack that has the exact form. Raises CannotOpenDepartment, also for damage met while it is read."""
    try:
        with path.open("rb") as file, _archive_of(path, file) as archive:
            yield PackedDepartment(path, archive)
    except (zipfile.BadZipFile, EOFError):
        raise _not_a_pack(path, "it is damaged") from None
    except OSError as problem:
        raise CannotOpenDepartment(
            f"{path} cannot be read ({problem.strerror}).", "Check that its drive is connected and try again."
        ) from problem


def pack(folder: Path, out: Path, number: int | None = None) -> Path:
    """Write the newest generation of a department, or a kept one by its number, as one file, and return its name.

    ``.cdvx`` is added where it is missing. Raises CannotOpenDepartment where the department is damaged, RuleBroken
    where the name is taken, and PublishFailed where the disk refuses.
    """
    out = out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)
    store = DepartmentFolder.existing(folder)
    generation = newest_generation(store) if number is None else read_generation(store, number)
    if generation.commit is None:
        raise CannotOpenDepartment("The department has not been saved yet.", "Open it once, then try again.")
    names = _names_of(store, generation, generation.commit.value.number)
    if sum((store.path / name).stat().st_size for name in names) > LARGEST_PACK - _LARGEST_DIRECTORY:
        raise UserFacingError("The department is larger than 2 GB, too large for one file.", "Copy its folder instead.")
    with said_plainly(out.parent), temporary_file(out.parent, out.name) as (temporary, file):
        written = _write(file, store, names)
        make_durable(file)
        with opened_pack(temporary) as packed:
            if {name: _hash(packed, name) for name in names} != written:
                raise reads_back_differently(out.parent)
            packed.prove()
        try:
            give_name_on_any_disk(temporary, out)
        except NameTaken:
            raise RuleBroken(f"{out} is already there.", "Choose another name.", "file") from None
    return out


def unpack(file: Path, parent: Path) -> Path:
    """Make a department's folder of a pack, inside ``parent``, and return it. Its name is the department's.

    Nothing shows under that name before everything is proved. Raises CannotOpenDepartment where something is wrong with
    the pack, RuleBroken where the folder is there already, PublishFailed where the disk refuses.
    """
    with opened_pack(file) as packed:
        name = folder_name(packed.generation().organisation.value.department)
        final = parent / f"{name}{FOLDER_SUFFIX}"
        if final.exists():
            raise _already_there(final)
        fresh = parent / f".{name}.{token_hex(8)}.tmp"
        try:
            with said_plainly(parent):
                fresh.mkdir(mode=0o700)
                for each in packed.names():
                    place(fresh, each, packed.chunks(each), give_name_on_any_disk)
            problems = departments.verify(fresh)
            if problems:
                raise _not_a_pack(file, problems[0])
            with said_plainly(parent):
                _give_folder_its_name(fresh, final)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return final


def _names_of(store: DepartmentFolder, generation: Generation, number: int) -> list[str]:
    people = {document_name("org", each) for each in store.numbers("org")}
    keys = {name for name in store.names() if name.startswith("keys-") and _DOCUMENT.fullmatch(name)}
    return sorted({document_name("commit", number), *people, *keys, *(entry.file for entry in generation.entries)})


def _write(file: BinaryIO, store: DepartmentFolder, names: list[str]) -> Mapping[str, str]:
    """Write a pack and return the SHA-256 of each file in it."""
    written: dict[str, str] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        archive.writestr(_entry(_MARK), _MARK_TEXT)
        for name in names:
            hasher = sha256()
            with archive.open(_entry(name), "w") as inside:
                for chunk in store.chunks(name):
                    hasher.update(chunk)
                    inside.write(chunk)
            written[name] = hasher.hexdigest()
    return written


def _entry(name: str) -> zipfile.ZipInfo:
    """Return the one form of an entry: the same generation makes the same bytes on every computer."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = _UNIX, _OWNER_ONLY
    return entry


def _archive_of(path: Path, file: BinaryIO) -> zipfile.ZipFile:
    """Open the zip inside a file after its outer form is proved: nothing before it, nothing after it, no surprises."""
    size = file.seek(0, 2)
    if not _END.size < size <= LARGEST_PACK:
        raise _not_a_pack(path, "it is empty" if size == 0 else "its size is impossible")
    file.seek(size - _END.size)
    signature, *_disks, length, start, _comment = _END.unpack(file.read(_END.size))
    if signature != b"PK\5\6" or length > _LARGEST_DIRECTORY or start + length + _END.size != size:
        raise _not_a_pack(path, "its end is missing or altered")
    try:
        archive = zipfile.ZipFile(file)
    except (ValueError, NotImplementedError, struct.error) as problem:
        raise _not_a_pack(path, "it is damaged") from problem
    entries = archive.infolist()
    _check_names(path, entries)
    if not _has_exact_form(file, entries):
        raise _not_a_pack(path, "it has been altered, or written by another program")
    if archive.read(_MARK) != _MARK_TEXT:
        raise _not_a_pack(path, "it has a form that this version does not know")
    return archive


def _check_names(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if not names or names[0] != _MARK or names[1:] != sorted(set(names[1:])):
        raise _not_a_pack(path, "its list of files is not that of a department")
    for entry in entries[1:]:
        if not (_DOCUMENT.fullmatch(entry.filename) or _SECTION.fullmatch(entry.filename)):
            raise _not_a_pack(path, "it holds a file that does not belong there")
        if entry.file_size > LARGEST_DOCUMENT and _DOCUMENT.fullmatch(entry.filename):
            raise _not_a_pack(path, "a document in it is too large to be what its name says")


def _has_exact_form(file: BinaryIO, entries: list[zipfile.ZipInfo]) -> bool:
    """Return whether every byte that is not content is as this module writes it: zip readers forgive a lot."""
    at, directory = 0, b""
    for entry in entries:
        fresh = _entry(entry.filename)
        fresh.CRC, fresh.file_size, fresh.compress_size = entry.CRC, entry.file_size, entry.file_size
        header = fresh.FileHeader(zip64=False)
        file.seek(at)
        if file.read(len(header)) != header:
            return False
        directory += _in_directory(fresh, at)
        at += len(header) + entry.file_size
    end = _END.pack(b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), at, 0)
    file.seek(at)
    return file.read(len(directory) + len(end) + 1) == directory + end


def _in_directory(entry: zipfile.ZipInfo, at: int) -> bytes:
    name = entry.filename.encode("ascii")
    sizes = (entry.CRC, entry.file_size, entry.file_size, len(name))
    attributes = (0, 0, 0, 0, entry.external_attr, at)
    return _CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, 0, 0, 0, 0, _EPOCH_DATE, *sizes, *attributes) + name


def _hash(packed: PackedDepartment, name: str) -> str:
    found = packed.measure(name)
    return "" if found is None else found.sha256


def _give_folder_its_name(fresh: Path, final: Path) -> None:
    """Rename a folder without replacing another. Raises RuleBroken where the name is taken."""
    try:
        if sys.platform != "win32":  # there a rename replaces an empty folder; so it replaces one of ours
            final.mkdir(mode=0o700)
        fresh.rename(final)
    except FileExistsError:
        raise _already_there(final) from None
    except OSError:
        with suppress(OSError):
            final.rmdir()
        raise
    make_names_durable(final.parent)


def _already_there(folder: Path) -> RuleBroken:
    return RuleBroken(f"{folder} is already there.", "Choose another place, or move that folder first.", "parent")


def _not_a_pack(path: Path, why: str) -> CannotOpenDepartment:
    return CannotOpenDepartment(f"{path.name} cannot be used: {why}.", _AGAIN)
