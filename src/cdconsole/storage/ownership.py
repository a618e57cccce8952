"""Store the department's texts in versions, who has read or agreed to which, and who was trained in what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.ownership import DepartmentText, ReadChannel, TextKind, TextMark, TrainingTick
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work


def texts(reading: Reading, kind: TextKind) -> tuple[DepartmentText, ...]:
    """Return every stored version of a text, newest first."""
    rows = reading.rows(
        "SELECT version, text, person, at FROM department_text WHERE kind = ? ORDER BY version DESC", (kind.name,)
    )
    return tuple(
        DepartmentText(kind, version, text, person, datetime.fromisoformat(at)) for version, text, person, at in rows
    )


def save_text(work: Work, edited: DepartmentText) -> DepartmentText:
    """Store a text's next version; its ``version`` is the one that was edited. Raises StaleEdit."""
    known = texts(work, edited.kind)
    check_revision(known[0].version if known else 0, edited.version, "The text")
    after = replace(edited, version=edited.version + 1, person=work.actor.name, at=work.at)
    work.execute(
        "INSERT INTO department_text (id, kind, version, text, at, person) VALUES (?, ?, ?, ?, ?, ?)",
        (new_id(), after.kind.name, after.version, after.text, work.at.isoformat(), work.actor.name),
    )
    _noted(work, "saved", f"{_subject(after.kind)}, version {after.version}")
    return after


def marks(reading: Reading, kind: TextKind) -> dict[ClinicianId, TextMark]:
    """Return each clinician's mark on the newest version of a text that they have marked."""
    rows = reading.rows(
        "SELECT m.clinician_id, t.version, m.channel, m.marked_on, m.person FROM text_mark AS m"
        " JOIN department_text AS t ON t.id = m.text_id WHERE t.kind = ? ORDER BY t.version",
        (kind.name,),
    )
    return {
        ClinicianId(clinician): TextMark(version, ReadChannel[channel], date.fromisoformat(on), person)
        for clinician, version, channel, on, person in rows
    }


def mark(work: Work, clinician: ClinicianId, kind: TextKind, given: TextMark) -> None:
    """Store that somebody has read, or agreed to, a version; one that is marked already keeps its mark."""
    changed = work.execute(
        "INSERT INTO text_mark (id, text_id, clinician_id, channel, marked_on, person, at)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM department_text WHERE kind = ? AND version = ?"
        " ON CONFLICT DO NOTHING",
        (
            *(new_id(), clinician, given.channel.name, given.on.isoformat(), work.actor.name, work.at.isoformat()),
            *(kind.name, given.version),
        ),
    )
    if changed:
        _noted(work, "entered the mark of", f"clinician {clinician} on the {_subject(kind)}, version {given.version}")


def unmark(work: Work, clinician: ClinicianId, kind: TextKind, version: int) -> None:
    """Take a mark on a version away."""
    changed = work.execute(
        "DELETE FROM text_mark WHERE clinician_id = ? AND text_id IN"
        " (SELECT id FROM department_text WHERE kind = ? AND version = ?)",
        (clinician, kind.name, version),
    )
    if changed:
        _noted(work, "took away the mark of", f"clinician {clinician} on the {_subject(kind)}, version {version}")


def training(reading: Reading) -> dict[ClinicianId, tuple[TrainingTick, ...]]:
    """Return what each clinician was trained in."""
    found: dict[ClinicianId, tuple[TrainingTick, ...]] = {}
    for clinician, topic, person, at in reading.rows(
        "SELECT clinician_id, topic, ticked_by, ticked_at FROM training_tick ORDER BY ticked_at, topic"
    ):
        tick = TrainingTick(topic, person, datetime.fromisoformat(at))
        found[ClinicianId(clinician)] = (*found.get(ClinicianId(clinician), ()), tick)
    return found


def tick_training(work: Work, clinician: ClinicianId, topic: str, *, is_done: bool) -> None:
    """Store that somebody was trained in something, or take that away."""
    if is_done:
        changed = work.execute(
            "INSERT INTO training_tick (id, clinician_id, topic, ticked_by, ticked_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (new_id(), clinician, topic, work.actor.name, work.at.isoformat()),
        )
    else:
        changed = work.execute("DELETE FROM training_tick WHERE clinician_id = ? AND topic = ?", (clinician, topic))
    if changed:
        _noted(work, "ticked" if is_done else "took the tick from", f"training of clinician {clinician}")


def _subject(kind: TextKind) -> str:
    return {
        TextKind.OWNERSHIP: "ownership statement",
        TextKind.TRANSPARENCY: "transparency sheet",
        TextKind.TRAINING: "list of training",
    }[kind]


def _noted(work: Work, action: str, subject: str) -> None:
    work.audit(action, subject)
    work.changed(Topic.FRAMEWORK)
