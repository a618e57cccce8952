"""How a command unlocks a department: who, and with which passphrase; never from arguments."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.calendar import SystemClock
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.people import Person
from cdconsole.domain.requests import ReadLockedDepartment, UnlockDepartment
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def add_department(parser: argparse.ArgumentParser, *names: str) -> None:
    """Add the arguments that name a department and who unlocks it: ``--person``, or also the ``names`` given."""
    parser.add_argument("department", type=Path, metavar="DEPT", help="the department's .cdv folder")
    parser.add_argument(
        *("--person", *(names or ("--as",))),
        dest="person",
        default="",
        metavar="NAME",
        help="who unlocks it (the director if not given)",
    )
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="a file whose first line is the passphrase")


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Session]:
    """Unlock the department, and publish and close it afterwards."""
    session = Session(SystemClock(), data_home())
    locked = answer(session, ReadLockedDepartment(str(options.department)), Task())
    person = named_person(locked.people, options.person)
    passphrase = read_passphrase(options.passphrase_file, f"Passphrase of {person.name}")
    summary = answer(session, UnlockDepartment(str(options.department), person.id, passphrase), Task())
    for notice in summary.notices:
        print(notice, file=sys.stderr)
    try:
        yield session
    finally:
        session.close()


def named_person(people: Sequence[Person], wanted: str) -> Person:
    """Return the person of a name or role, the first where none is wanted. Raises UserFacingError."""
    if not wanted:
        return people[0]
    for person in people:
        if wanted.casefold() in (person.name.casefold(), person.role.value):
            return person
    raise UserFacingError(
        f"Nobody called “{wanted}” can unlock this department.",
        "Known: " + ", ".join(f"{person.name} ({person.role.value})" for person in people),
    )


def named_clinician(people: tuple[Clinician, ...], wanted: str) -> Clinician:
    """Return the clinician of a name. Raises UserFacingError."""
    for one in people:
        if one.name.casefold() == wanted.casefold():
            return one
    raise UserFacingError(f"There is no clinician called “{wanted}”.", "Type the name as the department has it.")


def read_passphrase(file: Path | None, whose: str) -> str:
    """Return a passphrase from a file's first line, a prompt or standard input. Raises UserFacingError."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8-sig").splitlines()[0].strip()
        except (OSError, UnicodeDecodeError, IndexError) as error:
            raise UserFacingError(f"No passphrase could be read from {file}.", "Check the file.") from error
    try:
        if sys.stdin.isatty():
            return getpass.getpass(f"{whose}: ")
        return sys.stdin.readline().strip()
    except (EOFError, UnicodeDecodeError):
        raise UserFacingError("No passphrase could be read.", "Type it, or give --passphrase-file.") from None
