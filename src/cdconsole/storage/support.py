"""Store steps of support: only ever added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.support import STOP_LINE, Rung, SupportCause, SupportStep
from cdconsole.storage.section_file import Reading, Work

_RUNGS = {rung.number: rung for rung in Rung}


def everybody(reading: Reading) -> tuple[SupportStep, ...]:
    """Return every step, newest first."""
    rows = reading.rows(
        "SELECT id, clinician_id, clinician_name, rung, basis, cause, agreed_support, review_on, is_end, author,"
        " taken_at FROM support_step ORDER BY taken_at DESC, rowid DESC"
    )
    return tuple(
        SupportStep(
            *(id_, ClinicianId(clinician), name, _RUNGS[rung], basis),
            cause=SupportCause[cause] if cause else None,
            agreed_support=agreed,
            review_on=None if review_on is None else date.fromisoformat(review_on),
            is_end=bool(is_end),
            author=author,
            at=datetime.fromisoformat(at),
        )
        for id_, clinician, name, rung, basis, cause, agreed, review_on, is_end, author, at in rows
    )


def add(work: Work, step: SupportStep) -> SupportStep:
    """Store a step of whoever is acting and return it; one to the formal process keeps the stop line it showed."""
    added = replace(step, id=new_id(), author=work.actor.name, at=work.at)
    is_stop = step.rung is Rung.FORMAL
    work.execute(
        "INSERT INTO support_step (id, clinician_id, clinician_name, rung, basis, cause, agreed_support, stop_line,"
        " review_on, is_end, author_id, author, taken_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        (
            *(added.id, step.clinician_id, step.clinician, step.rung.number, step.basis),
            "" if step.cause is None else step.cause.name,
            step.agreed_support,
            STOP_LINE if is_stop else "",
            None if step.review_on is None else step.review_on.isoformat(),
            *(int(step.is_end), work.actor.id, added.author, work.at.isoformat()),
        ),
    )
    work.changed(Topic.SUPPORT, step.clinician_id)
    work.audit("Recorded a step of support", step.clinician_id)
    return added
