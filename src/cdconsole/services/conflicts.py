"""What two people changed at once: list it in words, and make the one hold that somebody chooses."""

from __future__ import annotations

from cdconsole.domain.conflict import Choice, Conflict, ConflictSide
from cdconsole.domain.conflict_requests import ListConflicts, ResolveConflict
from cdconsole.domain.people import Section
from cdconsole.services.conflict_choices import choices, make_hold
from cdconsole.services.conflict_words import Names, value_text, what_text
from cdconsole.services.definitions import every_definition
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, conflicts
from cdconsole.storage.conflicts import KeptConflict
from cdconsole.storage.section_file import Reading


@handles(ListConflicts)
def list_conflicts(session: Session, _request: ListConflicts, _task: Task) -> tuple[Conflict, ...]:
    """Return what waits for a choice in the sections this person can write, each section's oldest first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        names: dict[str, str] = {one.id: one.name for one in clinicians.all_clinicians(snapshot)}
    names |= {one.id: one.measure.title for one in every_definition(session)}
    found: list[Conflict] = []
    for section in session.person.role.writes:
        with session.snapshot(section) as snapshot:
            found += [_in_words(snapshot, section, kept, names) for kept in conflicts.waiting(snapshot)]
    return tuple(found)


@handles(ResolveConflict)
def resolve_conflict(session: Session, request: ResolveConflict, task: Task) -> tuple[Conflict, ...]:
    """Make one of the two hold, as an ordinary change with its history, and return what still waits.

    Raises StaleEdit where somebody has chosen meanwhile, RuleBroken where what was chosen can't be written any more.
    """
    with session.unit_of_work(request.section) as work:
        kept = conflicts.to_decide(work, request.conflict, request.revision)
        make_hold(work, kept, request.choice)
        conflicts.decide(work, kept, request.choice)
        work.audit("Chose between two values", str(kept.known.get("clinician_id") or kept.table.replace("_", " ")))
        work.commit()
    return list_conflicts(session, ListConflicts(), task)


def _in_words(reading: Reading, section: Section, kept: KeptConflict, names: Names) -> Conflict:
    return Conflict(
        id=kept.id,
        section=section,
        kind=kept.kind,
        what=what_text(reading, kept, names),
        ours=ConflictSide(value_text(reading, kept, Choice.OURS, names), kept.our_person, kept.our_at),
        theirs=ConflictSide(value_text(reading, kept, Choice.THEIRS, names), kept.their_person, kept.their_at),
        choices=choices(reading, kept),
        revision=kept.revision,
    )
