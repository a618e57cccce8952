"""Commands that keep a department: back it up, put it back, move it as one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.backup_requests import BackUpNow, PackDepartment, RestoreGeneration, UnpackDepartment
from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.people import Section
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_keeping(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``backup``, ``restore``, ``pack`` and ``unpack``."""
    backup = commands.add_parser("backup", help="back the department up and prove the backup")
    add_department(backup)
    backup.add_argument("--to", type=Path, metavar="PLACE", help="a folder that gets a copy too, this once")
    backup.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="go back to an earlier state, or make a department of a backup")
    add_department(restore)
    source = restore.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", dest="file", type=Path, metavar="FILE.cdvx", help="the backup to go back to")
    source.add_argument("--generation", type=int, metavar="N", help="a generation kept in the department's folder")
    source.add_argument("--into", type=Path, metavar="PARENT", help="DEPT is a backup: make its folder in here")
    restore.add_argument("--section", choices=[section.value for section in Section], help="restore this section only")
    restore.set_defaults(command=_restore)

    pack = commands.add_parser("pack", help="save the whole department as one file, to move it")
    add_department(pack)
    pack.add_argument("output", type=Path, metavar="OUT.cdvx")
    pack.set_defaults(command=_pack)

    unpack = commands.add_parser("unpack", help="make a department's folder of one file; needs no passphrase")
    unpack.add_argument("department", type=Path, metavar="FILE.cdvx")
    unpack.add_argument("into", type=Path, metavar="PARENT")
    unpack.set_defaults(command=_unpack)


def _backup(options: argparse.Namespace) -> int:
    also_to = "" if options.to is None else str(options.to.resolve())
    with opened(options) as session:
        report = answer(session, BackUpNow(also_to), Task())
    for file in report.made:
        print(f"backup: {file}")
    if report.removed:
        print(f"{report.removed} older backups removed, as 14 days and 8 weeks are kept.")
    for problem in report.problems:
        print(problem, file=sys.stderr)
    return 1 if report.problems else 0


def _restore(options: argparse.Namespace) -> int:
    if options.into is not None:
        if options.section:
            print("--section needs --from or --generation: a whole department is made of a backup.", file=sys.stderr)
            return 2
        return _unpack(options)
    request = RestoreGeneration(
        file="" if options.file is None else str(options.file.resolve()),
        number=options.generation or 0,
        section=Section(options.section) if options.section else None,
    )
    with opened(options) as session:
        print(answer(session, request, Task()))
    return 0


def _pack(options: argparse.Namespace) -> int:
    with opened(options) as session:
        path = answer(session, PackDepartment(str(options.output.resolve())), Task())
    print(f"packed: {path}")
    return 0


def _unpack(options: argparse.Namespace) -> int:
    request = UnpackDepartment(str(options.department.resolve()), str(options.into.resolve()))
    print(f"department: {answer(Session(SystemClock(), data_home()), request, Task())}")
    return 0
