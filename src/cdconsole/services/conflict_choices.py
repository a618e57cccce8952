"""Make the chosen one of two values hold: as an ordinary change, with the rules of its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cdconsole.domain.conflict import Choice, ConflictKind
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework import Charter
from cdconsole.domain.identity import ClinicianId, GoalId, InpatientId, ReviewId, WorkStreamId
from cdconsole.domain.ownership import DepartmentText, TextKind
from cdconsole.domain.review import Domain, NoteKind, ReviewNote, ReviewStatus
from cdconsole.domain.ward import ReasonCode
from cdconsole.domain.work_stream import FIRST
from cdconsole.services.definition_changes import make_newest
from cdconsole.services.reviews import clear_marks
from cdconsole.storage import (
    charters,
    conflicts,
    goals,
    inpatients,
    job_plans,
    lessons,
    measure_definitions,
    ownership,
    reviews,
    spells,
)
from cdconsole.storage.conflicts import KeptConflict, Values
from cdconsole.storage.merging.rules import TOPICS
from cdconsole.storage.section_file import Reading, Work


def choices(reading: Reading, conflict: KeptConflict) -> tuple[Choice, ...]:
    """Return what can be chosen: one of the two, or that it was seen; a left-out note can become an addendum."""
    if conflict.kind is not ConflictKind.LEFT_OUT:
        return (Choice.THEIRS, Choice.OURS)
    return (Choice.OURS, Choice.SEEN) if _locked_review(reading, conflict) is not None else (Choice.SEEN,)


def make_hold(work: Work, conflict: KeptConflict, choice: Choice) -> None:
    """Write what was chosen where something else holds. Raises RuleBroken where that can't be any more."""
    if choice not in choices(work, conflict):
        raise RuleBroken("That can't be chosen here.", "Choose one of the two.", "choice")
    if choice is Choice.SEEN:
        return
    if conflict.kind is ConflictKind.LEFT_OUT:
        _add_addendum(work, conflict)
    elif conflict.kind is ConflictKind.VERSION:
        _write_version(work, conflict, conflict.side(choice) or {})
    else:
        conflicts.put(work, conflict, conflict.side(choice))
        _follow(work, conflict)
    if conflict.table in TOPICS:
        work.changed(TOPICS[conflict.table])


def _write_version(work: Work, conflict: KeptConflict, chosen: Values) -> None:
    """Write the chosen content as the newest version, unless it is the newest already."""
    writers: dict[str, Callable[[Work, Values], None]] = {
        "predicted_discharge": _predict,
        "review_note": _write_note,
        "charter": _save_charter,
        "charter_version": _save_charter,
        "department_text": _save_text,
        "job_plan": _save_plan,
        "definition_version": _save_definition,
        "lesson": _save_lesson,
    }
    if conflict.table not in writers:
        raise RuleBroken("Both versions are kept.", "Mark this as seen.", "choice")
    writers[conflict.table](work, chosen)


def _predict(work: Work, chosen: Values) -> None:
    patient = inpatients.by_id(work, InpatientId(chosen["inpatient_id"]))
    on = None if chosen["predicted_on"] is None else date.fromisoformat(chosen["predicted_on"])
    if patient is not None and patient.predicted is not None and patient.predicted.on != on:
        inpatients.amend_prediction(work, patient, on, ReasonCode.CONCURRENT)


def _write_note(work: Work, chosen: Values) -> None:
    review = reviews.by_id(work, ReviewId(chosen["review_id"]))
    domain = Domain[chosen["domain"]] if chosen["domain"] else None
    kind, text = NoteKind[chosen["kind"]], chosen["text"]
    now = review.note(kind, domain)
    if now is None or now.text == text:
        return
    if review.status is ReviewStatus.LOCKED:
        raise RuleBroken("This review is locked by now.", "Keep what stands, and add an addendum.", "choice")
    clear_marks(work, review.id, review.clinician_id)
    note = ReviewNote(kind, text, work.actor.name, work.at, now.revision + 1, domain)
    reviews.begin_note(work, review.id, note)


def _save_charter(work: Work, chosen: Values) -> None:
    stream = WorkStreamId(chosen.get("stream", FIRST))
    now = charters.newest(work, stream)
    words = {name: chosen[name] for name in ("aims", "sponsor", "definition_of_concern")}
    words["values"] = chosen.get("held_values", "")
    if replace(now, **words) != now:
        charters.save(work, Charter(version=now.version, **words), stream)


def _save_text(work: Work, chosen: Values) -> None:
    kind = TextKind[chosen["kind"]]
    now = ownership.texts(work, kind)[0]
    if now.text != chosen["text"]:
        ownership.save_text(work, DepartmentText(kind, now.version, chosen["text"]))


def _save_plan(work: Work, chosen: Values) -> None:
    versions = job_plans.versions(work, ClinicianId(chosen["clinician_id"]))
    plan = next((version for version in versions if version.id == chosen["id"]), None)
    if plan is not None and plan is not versions[0]:
        job_plans.save(work, plan, versions[0].revision)


def _save_definition(work: Work, chosen: Values) -> None:
    measure = measure_definitions.read_definition(
        bytes.fromhex(chosen["definition"]), chosen["measure"], chosen["version"]
    )
    make_newest(work, measure, is_retired=bool(chosen["is_retired"]))


def _save_lesson(work: Work, chosen: Values) -> None:
    versions = lessons.versions(work, chosen["lesson"])
    lesson = next(one for one in versions if one.version == chosen["revision"])
    if lesson is not versions[0]:
        lessons.add(work, replace(lesson, version=versions[0].version))


def _add_addendum(work: Work, conflict: KeptConflict) -> None:
    review = _locked_review(work, conflict)
    if review is not None and conflict.ours is not None:
        reviews.add_addendum(work, reviews.by_id(work, review), conflict.ours["text"])


def _locked_review(reading: Reading, conflict: KeptConflict) -> ReviewId | None:
    """Return the review that a left-out note belongs to, if it is there and locked."""
    if conflict.table != "review_note" or not conflict.ours or not conflict.ours["text"].strip():
        return None
    review = ReviewId(conflict.ours["review_id"])
    return review if reviews.is_locked(reading, review) else None


def _follow(work: Work, conflict: KeptConflict) -> None:
    """Let follow what follows from a changed record: marks given to a review's text, columns made of spells."""
    row = conflicts.row_now(work, conflict) or conflict.known
    if conflict.table == "spell":
        spells.rebuild_columns(work, ClinicianId(row["clinician_id"]))
    if conflict.table in ("goal", "pdsa_cycle"):
        goal = goals.by_id(work, GoalId(row["id"] if conflict.table == "goal" else row["goal_id"]))
        for review in reviews.open_ones(work, goal.clinician_id).values():
            clear_marks(work, review, goal.clinician_id)
