"""The framework of one work stream, read whole: stage board, charter and outcome tree."""

from __future__ import annotations

from cdconsole.domain.framework import Framework
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowFramework
from cdconsole.domain.work_stream import FIRST
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.stage_words import stages_of
from cdconsole.services.tasks import Task
from cdconsole.storage import charters, outcomes, work_streams


@handles(ShowFramework)
def show_framework(session: Session, request: ShowFramework, _task: Task) -> Framework:
    """Return the stage board, charter and outcome tree of a work stream. Raises UserFacingError for an unknown one."""
    return read_framework(session, request.stream)


def read_framework(session: Session, stream: WorkStreamId = FIRST) -> Framework:
    """Return a work stream's framework as it stands: the shipped words, the department's edits, the ticks."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return Framework(
            work_streams.by_id(snapshot, stream),
            stages_of(snapshot, stream),
            charters.newest(snapshot, stream),
            outcomes.pursued(snapshot, stream),
            outcomes.retired(snapshot, stream),
        )
