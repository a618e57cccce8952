"""Letting people in, taking keys back, handing over and recovering: each re-encrypts what it must, and is audited."""

from __future__ import annotations

from pathlib import Path

from cdconsole.domain.access import Access, AccessRow, Introduction
from cdconsole.domain.access_requests import (
    ChangePassphrase,
    HandOver,
    IntroducePerson,
    KeepRecoveryKey,
    RenewIntroduction,
    RevokePerson,
    ShowAccess,
    SuggestRecoveryKey,
    UseRecoveryKey,
)
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Role, Section, SessionSummary
from cdconsole.services import reading_trail
from cdconsole.services.access import summary
from cdconsole.services.inbox import renew_inbox_key
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import audit
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.vault import crockford, unlock_for_recovery
from cdconsole.vault.membership import RECOVERY_KEY_BYTES, suggest_introduction, suggest_recovery_key
from cdconsole.vault.passphrase import check_own_choice

_RE_ENCRYPTING = "Making new keys, and re-encrypting what they open"


@handles(ShowAccess)
def show_access(session: Session, _request: ShowAccess, _task: Task) -> Access:
    """Return everybody's access to the department."""
    vault = session.file.vault
    newcomers = vault.keyholders.newcomers
    with session.snapshot(Section.WARD) as snapshot:
        opened = audit.last_openings(snapshot)
    rows = tuple(
        AccessRow(
            person=person,
            last_opened=opened.get(person.id),
            is_owner=person.role is Role.DIRECTOR,
            is_you=person.id == session.person.id,
            has_own_passphrase=person.id not in newcomers,
        )
        for person in vault.locked.people
    )
    recovery = (person.since for person in vault.keyholders.members if person.role is Role.RECOVERY)
    return Access(rows, session.person, vault.keyholders.is_owner, vault.keyholders.fingerprint, next(recovery, None))


@handles(IntroducePerson)
def introduce(session: Session, request: IntroducePerson, task: Task) -> Introduction:
    """Add somebody who unlocks first with a code. Raises NotEntitled, RuleBroken naming the field at fault."""
    task.report(0, 0, "Making the keys")
    code = suggest_introduction()
    change = session.file.exchange.change_people(
        lambda people: people.with_person(request.name, request.role, code, is_introduction=True), session.kdf
    )
    person = change.made[0].person
    _audit(session, "added", f"{person.role.title.lower()} {person.name}")
    return Introduction(person, code)


@handles(RenewIntroduction)
def renew(session: Session, request: RenewIntroduction, task: Task) -> Introduction:
    """Give somebody new keys and a new code. Raises NotEntitled, RuleBroken."""
    task.report(0, 0, _RE_ENCRYPTING)
    code = suggest_introduction()
    change = session.file.exchange.change_people(lambda people: people.with_renewed(request.person, code), session.kdf)
    person = change.made[0].person
    _audit(session, "gave a new code to", person.name)
    return Introduction(person, code)


@handles(RevokePerson)
def revoke(session: Session, request: RevokePerson, task: Task) -> None:
    """Take somebody's keys back. Raises NotEntitled, RuleBroken."""
    task.report(0, 0, _RE_ENCRYPTING)
    name = _name_of(session, request.person)
    session.file.exchange.change_people(lambda people: people.without(request.person), session.kdf)
    with session.unit_of_work(Section.RECORDS) as work:
        renew_inbox_key(work)  # under the new keys of the section: who left must not read what senders seal from now on
        work.audit("took back the keys of", name)
        work.changed(Topic.PEOPLE)
        work.commit()


@handles(ChangePassphrase)
def change_passphrase(session: Session, request: ChangePassphrase, task: Task) -> None:
    """Replace the acting person's passphrase. Raises WrongPassphrase, RuleBroken for the new one."""
    task.report(0, 0, "Sealing the keys")
    session.file.vault.keyholders.change_passphrase(request.current, request.new, session.kdf)
    _audit(session, "changed the passphrase of", session.person.name)


@handles(HandOver)
def hand_over(session: Session, request: HandOver, task: Task) -> None:
    """Make somebody else the clinical director, and close the department.

    Raises WrongPassphrase, NotEntitled, RuleBroken.
    """
    file = session.file
    file.vault.keyholders.prove_presence(request.passphrase)
    task.report(0, 0, "Handing over")
    file.exchange.change_people(lambda people: people.handed_over(request.to), session.kdf)
    _audit(session, "handed the department over to", _name_of(session, request.to))
    session.close()


@handles(SuggestRecoveryKey)
def new_recovery_key(_session: Session, _request: SuggestRecoveryKey, _task: Task) -> str:
    """Return a recovery key to print; nothing is stored."""
    return suggest_recovery_key()


@handles(KeepRecoveryKey)
def keep_recovery_key(session: Session, request: KeepRecoveryKey, task: Task) -> None:
    """Make a printed key the recovery key. Raises RuleBroken (field ``typed``) where it was typed back differently."""
    key = crockford.read(request.key, RECOVERY_KEY_BYTES, "key")
    if crockford.read(request.typed, RECOVERY_KEY_BYTES, "typed") != key:
        raise RuleBroken("This is another key than the one printed.", "Type it from the paper again.", "typed")
    task.report(0, 0, "Making the keys")
    session.file.exchange.change_people(lambda people: people.with_recovery_key(key), session.kdf)
    _audit(session, "made", "a recovery key")


@handles(UseRecoveryKey)
def use_recovery_key(session: Session, request: UseRecoveryKey, task: Task) -> SessionSummary:
    """Make a person the clinical director by the printed key, and open the department as them.

    Raises RuleBroken naming the field at fault, WrongPassphrase, CannotOpenDepartment.
    """
    check_own_choice(request.passphrase)
    task.report(0, 0, "Deriving the key")
    vault = unlock_for_recovery(Path(request.folder), request.key, clock=session.clock)
    session.close()  # which may publish
    task.report(0, 0, _RE_ENCRYPTING)
    file = DepartmentFile.open(vault.newest(), session.home, session.clock)
    try:
        file.exchange.change_people(lambda people: people.recovered(request.person, request.passphrase), session.kdf)
    except BaseException:
        file.abandon()
        raise
    session.adopt(file)
    _audit(session, "became clinical director by the recovery key", session.person.name)
    reading_trail.opened(session)
    return summary(session)


def _name_of(session: Session, person: PersonId) -> str:
    found = (member.name for member in session.file.vault.keyholders.members if member.id == person)
    name = next(found, None)
    if name is None:
        raise RuleBroken("This person does not belong to the department.", "Choose a name of the list.", "person")
    return name


def _audit(session: Session, action: str, subject: str) -> None:
    with session.unit_of_work(Section.RECORDS) as work:
        work.audit(action, subject)
        work.changed(Topic.PEOPLE)
        work.commit()
