"""``cdconsole people``: who can open what, and letting people in or out from a script."""

from __future__ import annotations

import argparse

from cdconsole.cli.unlocking import add_department, named_person, opened
from cdconsole.domain.access import Access, AccessRow, Introduction
from cdconsole.domain.access_requests import IntroducePerson, RenewIntroduction, RevokePerson, ShowAccess
from cdconsole.domain.calendar import date_text, moment_text
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task

Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it
_ROLES = {role.value: role for role in (Role.DEPUTY, Role.ADMINISTRATOR)}


def add_people(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``people``."""
    people = commands.add_parser("people", help="list who can read and write what; let people in, take keys back")
    add_department(people)
    what = people.add_mutually_exclusive_group()
    what.add_argument("--add", metavar="NAME", help="let somebody in: prints the code for their first unlocking")
    what.add_argument("--new-code", metavar="NAME", help="new keys and a new code for somebody who lost a passphrase")
    what.add_argument("--revoke", metavar="NAME", help="take somebody's keys back, and re-encrypt what they opened")
    people.add_argument("--role", choices=tuple(_ROLES), default=Role.ADMINISTRATOR.value, help="with --add")
    people.set_defaults(command=_people)


def _people(options: argparse.Namespace) -> int:
    with opened(options) as session:
        if options.add:
            _hand_out(answer(session, IntroducePerson(options.add, _ROLES[options.role]), Task()))
        elif options.new_code:
            _hand_out(answer(session, RenewIntroduction(_wanted(session, options.new_code)), Task()))
        elif options.revoke:
            answer(session, RevokePerson(_wanted(session, options.revoke)), Task())
            print("Their keys open nothing that is written from now on. What they have read or copied stays read.")
        else:
            _print(answer(session, ShowAccess(), Task()))
    return 0


def _wanted(session: Session, name: str) -> PersonId:
    return named_person(session.file.vault.locked.people, name).id


def _hand_out(introduction: Introduction) -> None:
    print(f"{introduction.person.name}, {introduction.person.role.title.lower()}: {introduction.code}")
    print("The code lets them in once, to choose a passphrase of their own. Tell it in person; it is stored nowhere.")


def _print(access: Access) -> None:
    for row in access.rows:
        print(_line(row))
    since = access.recovery_key_since
    print("recovery key: " + (f"printed {date_text(since.astimezone().date())}" if since else "none has been printed"))
    print(f"the clinical director's key, in six words: {access.fingerprint}")


def _line(row: AccessRow) -> str:
    person = row.person
    reads, writes = (_sections(sections) for sections in (person.role.sections, person.role.writes))
    opened_at = moment_text(row.last_opened) if row.last_opened else "not on record"
    parts = [
        f"{person.name}, {person.role.title.lower()} since {date_text(person.since.astimezone().date())}",
        f"reads {reads}, writes {writes}",
        f"last opened {opened_at}",
        "" if row.has_own_passphrase else "has not unlocked yet",
    ]
    return "; ".join(part for part in parts if part)


def _sections(sections: tuple[Section, ...]) -> str:
    return " and ".join(section.value for section in sections) or "nothing"
