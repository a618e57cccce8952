"""Opening and closing a department: create, look at from outside, unlock, publish, check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.people import LockedDepartment, Section, SessionSummary
from cdconsole.domain.requests import (
    CreateDepartment,
    PublishDepartment,
    ReadLockedDepartment,
    ShowSession,
    SuggestPassphrase,
    UnlockDepartment,
)
from cdconsole.services import reading_trail
from cdconsole.services.department_data import department_data
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import spells
from cdconsole.storage.backup_places import BackupPlaces
from cdconsole.storage.department_file import DepartmentFile
from cdconsole.storage.local_copy import has_unpublished_work
from cdconsole.vault import department as vaults
from cdconsole.vault import passphrase
from cdconsole.vault.folder import folder_name

FOLDER_SUFFIX = ".cdv"


@handles(SuggestPassphrase)
def suggest_passphrase(_session: Session, _request: SuggestPassphrase, _task: Task) -> str:
    """Return five words drawn at random."""
    return passphrase.suggest_passphrase()


@handles(ReadLockedDepartment)
def read_locked(session: Session, request: ReadLockedDepartment, _task: Task) -> LockedDepartment:
    """Return what can be said of a department before unlocking. Raises CannotOpenDepartment."""
    locked = vaults.read_locked(Path(request.folder))
    return replace(
        locked,
        has_unpublished_work=has_unpublished_work(session.home, locked.vault_id),
        last_backed_up=BackupPlaces(session.home, locked.vault_id).last_backed_up,
    )


@handles(CreateDepartment)
def create_department(session: Session, request: CreateDepartment, task: Task) -> SessionSummary:
    """Make a department folder and open it as its director. Raises RuleBroken naming the field at fault."""
    name = request.department.strip()
    for field, text, what in (
        ("department", name, "The department needs a name."),
        ("specialty", request.specialty, "Say which specialty it is."),
        ("director", request.director, "Type your own name."),
    ):
        if not text.strip():
            raise RuleBroken(what, "Every department has one.", field)
    passphrase.check_own_choice(request.passphrase)
    task.report(0, 0, "Making the keys")
    vault = vaults.create_department(
        Path(request.parent) / f"{folder_name(name)}{FOLDER_SUFFIX}",
        (name, request.specialty.strip()),
        request.director.strip(),
        request.passphrase,
        kdf=session.kdf,
        clock=session.clock,
    )
    session.adopt(DepartmentFile.create(vault, session.home, session.clock))
    return summary(session)


@handles(UnlockDepartment)
def unlock_department(session: Session, request: UnlockDepartment, task: Task) -> SessionSummary:
    """Open a department as one person.

    Raises WrongPassphrase, OwnPassphraseNeeded, OlderThanSeen, CannotOpenDepartment, DamagedSection.
    """
    task.report(0, 0, "Deriving the key")
    vault = vaults.unlock(
        Path(request.folder),
        request.person,
        request.passphrase,
        own_passphrase=request.own_passphrase,
        clock=session.clock,
    )
    task.report(0, 0, "Opening the department")
    file = DepartmentFile.open(
        vault, session.home, session.clock, accept_older=request.accept_older, report=task.report
    )
    session.adopt(file)
    _bring_columns_up_to_date(session, task)
    reading_trail.opened(session)
    return summary(session)


def _bring_columns_up_to_date(session: Session, task: Task) -> None:
    """Pack once what another version packed in another form, rather than make it again from rows at each opening."""
    if Section.RECORDS not in session.person.role.writes:
        return
    with session.snapshot(Section.RECORDS) as snapshot:
        if spells.are_up_to_date(snapshot):
            return
    task.report(0, 0, "Preparing the records for this version")
    with session.unit_of_work(Section.RECORDS, reason="columns of another version") as work:
        spells.bring_up_to_date(work)
        work.commit()


@handles(ShowSession)
def show_session(session: Session, _request: ShowSession, _task: Task) -> SessionSummary:
    """Return the open department as it stands now, and who is acting."""
    return summary(session)


@handles(PublishDepartment)
def publish(session: Session, _request: PublishDepartment, _task: Task) -> str:
    """Write what has changed to the department folder and return when, in words."""
    session.file.exchange.publish()
    return moment_text(session.clock.now())


def summary(session: Session) -> SessionSummary:
    """Return the open department and who is acting."""
    locked = session.file.vault.locked
    data = department_data(session)
    return SessionSummary(
        folder=locked.folder,
        department=locked.department,
        specialty=locked.specialty,
        person=session.person,
        clinicians=len(data.clinicians),
        data_to=data.data_to,
        notices=session.file.notices,
        wants="" if locked.has_recovery_key else "no recovery key has been printed",
    )
