"""Open a sealed extract where there is no department: for the person it was made for."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import read_passphrase
from cdconsole.domain.errors import ExportRefused, UserFacingError
from cdconsole.domain.extract_proposal import OpenedExtract
from cdconsole.exporting.sealed_extract import opened
from cdconsole.vault.sealed_file import open_as, open_with

_LARGEST = 64 * 1024 * 1024


def add_open_extract(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("open-extract", help="open a sealed extract that a department sent you")
    parser.add_argument("file", type=Path, metavar="FILE.age")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="a folder to make for what is inside")
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--passphrase-file", type=Path, metavar="F", help="a file whose first line is the passphrase")
    way.add_argument("--key-file", type=Path, metavar="F", help="your age key file (AGE-SECRET-KEY-1...)")
    parser.set_defaults(command=_open_extract)


def _open_extract(options: argparse.Namespace) -> int:
    sealed = _read(options.file)
    if options.key_file is not None:
        inside = open_as(sealed, _read(options.key_file).decode("utf-8", errors="replace"))
    else:
        inside = open_with(sealed, read_passphrase(options.passphrase_file, "Passphrase of the extract"))
    found = opened(inside)
    _write(options.output, found)
    print(found.about)
    print("Every file is as two people signed it: " + " and ".join(found.signed_by) + ".")
    print("Whose keys these are, the file can't prove: ask the department for their first digits.")
    for name in found.files:
        print(options.output / name)
    return 0


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UserFacingError(f"{path.name} is larger than a sealed extract can be.", "Check the file.")
        return path.read_bytes()
    except OSError as error:
        raise UserFacingError(f"{path} cannot be read: {error.strerror}.", "Check its name and the folder.") from error


def _write(folder: Path, found: OpenedExtract) -> None:
    """Write the files into a folder of their own, readable by its owner only. Raises ExportRefused."""
    try:
        folder.mkdir(mode=0o700)
        for name, body in found.files.items():
            (folder / name).write_bytes(body)
    except FileExistsError:
        raise ExportRefused(f"{folder} is there already.", "Give the name of a folder that is not.") from None
    except OSError as error:
        raise ExportRefused(f"{folder} cannot be written: {error.strerror}.", "Choose another folder.") from error
