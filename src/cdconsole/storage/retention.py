"""Store periods of retention, holds, and the days on which clinicians left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.held import HeldPart
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.retention import CountedFrom, RetentionHold, RetentionRule
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

_HOLD = (*("id", "clinician_id", "reason", "held_by", "held_at", "lifted_by", "lifted_at", "lift_reason", "revision"),)


def rules(reading: Reading) -> dict[HeldPart, RetentionRule]:
    """Return the periods that people have set."""
    found = reading.rows("SELECT part, years, counted_from, source, person, changed_at, revision FROM retention_rule")
    return {
        HeldPart[part]: RetentionRule(
            HeldPart[part], years, CountedFrom[counted], source, person, datetime.fromisoformat(at), revision
        )
        for part, years, counted, source, person, at, revision in found
    }


def save_rule(work: Work, rule: RetentionRule) -> RetentionRule:
    """Store a period as set by whoever is acting. Raises StaleEdit where somebody set it since it was edited."""
    before = rules(work).get(rule.part)
    stored = 0 if before is None else before.revision
    check_revision(stored, rule.revision, f"The period of “{rule.part.value}”")
    after = replace(rule, person=work.actor.name, changed_at=work.at, revision=stored + 1)
    values = _rule_values(after)
    work.execute(
        "INSERT INTO retention_rule (part, years, counted_from, source, person, changed_at, revision)"
        " VALUES (:part, :years, :counted_from, :source, :person, :changed_at, :revision)"
        " ON CONFLICT (part) DO UPDATE SET years = excluded.years, counted_from = excluded.counted_from,"
        " source = excluded.source, person = excluded.person, changed_at = excluded.changed_at,"
        " revision = excluded.revision",
        values,
    )
    was = None if before is None else _rule_values(before)
    work.keep_history("retention_rule", rule.part.name, after.revision, was, values)
    work.changed(Topic.RETENTION)
    return after


def holds(reading: Reading) -> dict[ClinicianId, RetentionHold]:
    """Return the hold in force of each clinician who has one; the newest, where two desks made one at once."""
    found = reading.rows(f"SELECT {', '.join(_HOLD)} FROM retention_hold WHERE lifted_at IS NULL ORDER BY held_at, id")
    return {hold.clinician_id: hold for hold in map(_hold, found)}


def hold_by_id(reading: Reading, hold: str) -> RetentionHold:
    """Return one hold. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"SELECT {', '.join(_HOLD)} FROM retention_hold WHERE id = ?", (hold,))
    if row is None:
        raise UserFacingError("This hold is no longer in the department.", "Load the list again.")
    return _hold(row)


def add_hold(work: Work, clinician: ClinicianId, reason: str) -> RetentionHold:
    """Store a new hold of whoever is acting."""
    added = RetentionHold(new_id(), clinician, reason, work.actor.name, work.at)
    values = _hold_values(added)
    names = ", ".join(f":{name}" for name in _HOLD)
    work.execute(f"INSERT INTO retention_hold ({', '.join(_HOLD)}) VALUES ({names})", values)
    work.keep_history("retention_hold", added.id, 1, None, values)
    work.changed(Topic.RETENTION, clinician)
    return added


def lift_hold(work: Work, before: RetentionHold, reason: str) -> RetentionHold:
    """Store that a hold is over."""
    after = replace(
        before, lifted_by=work.actor.name, lifted_at=work.at, lift_reason=reason, revision=before.revision + 1
    )
    values = _hold_values(after)
    work.execute(
        "UPDATE retention_hold SET lifted_by = :lifted_by, lifted_at = :lifted_at, lift_reason = :lift_reason,"
        " revision = :revision WHERE id = :id",
        values,
    )
    work.keep_history("retention_hold", after.id, after.revision, _hold_values(before), values)
    work.changed(Topic.RETENTION, after.clinician_id)
    return after


def leaving_days(reading: Reading) -> dict[ClinicianId, tuple[date | None, int]]:
    """Return the day each clinician left, as far as one was recorded, with its revision. In the records section."""
    found = reading.rows("SELECT clinician_id, left_on, revision FROM clinician_left")
    return {
        ClinicianId(clinician): (None if on is None else date.fromisoformat(on), revision)
        for clinician, on, revision in found
    }


def save_leaving_day(work: Work, clinician: ClinicianId, left_on: date | None, revision: int) -> None:
    """Store the day somebody left. Raises StaleEdit where somebody changed it since it was edited."""
    was, stored = leaving_days(work).get(clinician, (None, 0))
    check_revision(stored, revision, "The day of leaving")
    on = None if left_on is None else left_on.isoformat()
    work.execute(
        "INSERT INTO clinician_left (clinician_id, left_on, person, at, revision) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (clinician_id) DO UPDATE SET left_on = excluded.left_on, person = excluded.person,"
        " at = excluded.at, revision = excluded.revision",
        (clinician, on, work.actor.name, work.at.isoformat(), stored + 1),
    )
    before = {"left_on": was} if stored else None
    work.keep_history("clinician_left", clinician, stored + 1, before, {"left_on": on})
    work.changed(Topic.CLINICIAN, clinician)
    work.changed(Topic.RETENTION, clinician)


def _rule_values(rule: RetentionRule) -> dict[str, Any]:
    return {
        "part": rule.part.name,
        "years": rule.years,
        "counted_from": rule.counted_from.name,
        "source": rule.source,
        "person": rule.person,
        "changed_at": None if rule.changed_at is None else rule.changed_at.isoformat(),
        "revision": rule.revision,
    }


def _hold_values(hold: RetentionHold) -> dict[str, Any]:
    return {
        "id": hold.id,
        "clinician_id": hold.clinician_id,
        "reason": hold.reason,
        "held_by": hold.held_by,
        "held_at": hold.held_at.isoformat(),
        "lifted_by": hold.lifted_by or None,
        "lifted_at": None if hold.lifted_at is None else hold.lifted_at.isoformat(),
        "lift_reason": hold.lift_reason or None,
        "revision": hold.revision,
    }


def _hold(row: tuple[Any, ...]) -> RetentionHold:
    id_, clinician, reason, held_by, held_at, lifted_by, lifted_at, lift_reason, revision = row
    lifted = None if lifted_at is None else datetime.fromisoformat(lifted_at)
    return RetentionHold(
        *(id_, ClinicianId(clinician), reason, held_by, datetime.fromisoformat(held_at), lifted_by or "", lifted),
        *(lift_reason or "", revision),
    )
