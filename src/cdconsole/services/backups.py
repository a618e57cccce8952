"""Backups, going back to an earlier state, and the whole department as one file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cdconsole.domain.backup import BackupOverview, BackupPlace, BackupReport, may_restore
from cdconsole.domain.backup_requests import (
    BackUpNow,
    ChooseBackupPlace,
    ListBackups,
    PackDepartment,
    RestoreGeneration,
    UnpackDepartment,
)
from cdconsole.domain.calendar import moment_text
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import NotEntitled, RuleBroken
from cdconsole.domain.people import Section
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage.backup_places import point_of
from cdconsole.storage.backups import Backups
from cdconsole.storage.restoring import Restoration
from cdconsole.vault import PublishFailed
from cdconsole.vault.folder import DepartmentFiles, DepartmentFolder
from cdconsole.vault.generations import Generation, read_generation
from cdconsole.vault.packing import opened_pack, pack, unpack

_EVERYTHING = ChangeSet(frozenset(Topic))


@handles(ListBackups)
def list_backups(session: Session, _request: ListBackups, _task: Task) -> BackupOverview:
    """Return every state that can be restored, and how things stand."""
    return Backups(session.file, session.home).overview()


@handles(BackUpNow)
def back_up_now(session: Session, request: BackUpNow, task: Task) -> BackupReport:
    """Publish, and back that up in every place; what is wrong with the backup is in the report.

    Raises what ``Exchange.publish`` raises, and UserFacingError where not even this computer took a backup.
    """
    session.file.exchange.publish()
    return Backups(session.file, session.home).back_up(task.report, Path(request.also_to) if request.also_to else None)


@handles(ChooseBackupPlace)
def choose_place(session: Session, request: ChooseBackupPlace, _task: Task) -> BackupOverview:
    """Remember the second place for backups, or that there is none. Raises RuleBroken where it can't be one."""
    backups = Backups(session.file, session.home)
    backups.places.choose_second(Path(request.folder) if request.folder else None)
    return backups.overview()


@handles(RestoreGeneration)
def restore_generation(session: Session, request: RestoreGeneration, task: Task) -> str:
    """Make a new generation of an earlier one's records, and say so; the state before stays in the folder.

    Raises NotEntitled unless the clinical director or a deputy acts, CannotOpenDepartment where the earlier state is
    not whole or not this department's, and what ``Exchange.publish`` raises before anything was changed.
    """
    if not may_restore(session.person.role):
        raise NotEntitled(
            "Only the clinical director or a deputy can restore an earlier state.", "Ask the clinical director."
        )
    task.report(0, 0, "Saving what is not saved yet")
    session.file.exchange.publish()
    before = session.file.vault.commit
    sections = (request.section,) if request.section else tuple(Section)
    with _chosen(session, request) as (files, chosen):
        point = point_of(chosen, BackupPlace.FOLDER)
        if before is not None and point.number == before.number and not request.file:
            raise RuleBroken("That is the present state.", "Choose an earlier one.", "generation")
        task.report(0, 0, "Proving the earlier state")
        where = f"generation {point.number} of {moment_text(point.at)}"
        Restoration(session.file, session.home, files, chosen).restore(
            sections, f"{where}, from {'a backup' if request.file else 'the folder'}"
        )
    session.announce(_EVERYTHING)
    what = f"The {request.section.value} section is" if request.section else "The department is"
    said = f"{what} as in {where}, saved by {point.by}."
    try:
        session.file.exchange.publish()
    except PublishFailed as problem:
        return f"{said} It is not in the department's folder yet. {problem}"
    return f"{said} The state before is kept in the folder as generation {before.number if before else 0}."


@handles(PackDepartment)
def pack_department(session: Session, request: PackDepartment, task: Task) -> str:
    """Save everything, and write it as one file. Raises RuleBroken where the name is taken.

    The audit event comes first: no such file exists without one, and the file is not older than its own event.
    """
    task.report(0, 0, "Saving what is not saved yet")
    with session.unit_of_work(Section.WARD) as work:
        work.audit("packs", f"the department as one file {Path(request.target).name}")
        work.commit()
    session.file.exchange.publish()
    task.report(0, 0, "Writing the file and reading it back")
    return str(pack(session.file.vault.folder, Path(request.target)))


@handles(UnpackDepartment)
def unpack_department(_session: Session, request: UnpackDepartment, task: Task) -> str:
    """Make a department's folder of one file. Raises CannotOpenDepartment, RuleBroken, PublishFailed."""
    task.report(0, 0, "Unpacking and proving every file")
    return str(unpack(Path(request.file), Path(request.parent)))


@contextmanager
def _chosen(session: Session, request: RestoreGeneration) -> Iterator[tuple[DepartmentFiles, Generation]]:
    if request.file:
        with opened_pack(Path(request.file)) as packed:
            yield packed, packed.generation()
    else:
        folder = DepartmentFolder(session.file.vault.folder)
        yield folder, read_generation(folder, request.number)
