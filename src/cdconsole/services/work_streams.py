"""Make, change, close and open work streams."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework_requests import CloseWorkStream, ListWorkStreams, ReopenWorkStream, SaveWorkStream
from cdconsole.domain.identity import ClinicianId, WorkStreamId
from cdconsole.domain.people import Section
from cdconsole.domain.work_stream import OtherDepartment, SetAside, WorkStream
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, work_streams
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work


@handles(ListWorkStreams)
def list_work_streams(session: Session, _request: ListWorkStreams, _task: Task) -> tuple[WorkStream, ...]:
    """Return every work stream, the first one first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return work_streams.everything(snapshot)


@handles(SaveWorkStream)
def save_work_stream(session: Session, request: SaveWorkStream, _task: Task) -> WorkStream:
    """Add or change a work stream. Raises RuleBroken for a title that is empty or taken, StaleEdit."""
    wanted = request.stream
    with session.unit_of_work(Section.RECORDS) as work:
        checked = replace(
            wanted,
            title=_checked_title(work, wanted),
            departments=tuple(
                OtherDepartment(one.name.strip(), one.lead.strip()) for one in wanted.departments if one.name.strip()
            ),
            members=_checked_members(work, wanted),
        )
        saved = work_streams.save(work, checked)
        work.audit("changed" if wanted.id else "added", f"work stream “{saved.title}”")
        work.commit()
    return saved


@handles(CloseWorkStream)
def close_work_stream(session: Session, request: CloseWorkStream, _task: Task) -> WorkStream:
    """Close a work stream. Raises RuleBroken without a reason and for the last one that is open, StaleEdit."""
    reason = request.reason.strip()
    if not reason:
        raise RuleBroken("A reason is needed.", "Say why this work stream ends.", "reason")
    with session.unit_of_work(Section.RECORDS) as work:
        every = work_streams.everything(work)
        before = work_streams.by_id(work, request.stream)
        check_revision(before.revision, request.revision, "The work stream")
        if before.closed:
            raise RuleBroken("This work stream is closed already.", "", "reason")
        if sum(one.closed is None for one in every) == 1:
            raise RuleBroken("The last open work stream can't be closed.", "Make another one first.", "reason")
        closed = replace(before, closed=SetAside(reason, work.actor.name, work.at))
        saved = work_streams.save(work, closed)
        work.audit("closed", f"work stream “{saved.title}”")
        work.commit()
    return saved


@handles(ReopenWorkStream)
def reopen_work_stream(session: Session, request: ReopenWorkStream, _task: Task) -> WorkStream:
    """Open a closed work stream again. Raises StaleEdit."""
    with session.unit_of_work(Section.RECORDS) as work:
        before = work_streams.by_id(work, request.stream)
        check_revision(before.revision, request.revision, "The work stream")
        saved = work_streams.save(work, replace(before, closed=None))
        work.audit("opened again", f"work stream “{saved.title}”")
        work.commit()
    return saved


def open_stream(reading: Reading, stream: WorkStreamId) -> WorkStream:
    """Return a work stream that may be written to. Raises RuleBroken where it is closed."""
    found = work_streams.by_id(reading, stream)
    if found.closed:
        raise RuleBroken(f"The work stream “{found.title}” is closed.", "Open it again first.", "stream")
    return found


def _checked_title(reading: Reading, wanted: WorkStream) -> str:
    title = wanted.title.strip()
    if not title:
        raise RuleBroken("A work stream needs a title.", "Type what the work is called.", "title")
    for one in work_streams.everything(reading):
        if one.title.casefold() == title.casefold() and one.id != wanted.id:
            raise RuleBroken(f"There is a work stream “{one.title}” already.", "Give it a title of its own.", "title")
    return title


def _checked_members(work: Work, wanted: WorkStream) -> tuple[ClinicianId, ...]:
    return tuple(clinicians.known(work, one).id for one in dict.fromkeys(wanted.members))
