"""Periods of retention, holds, days of leaving, and the dry run: what is past its period. Nothing is deleted here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.people import Section
from cdconsole.domain.retention import (
    STARTING_RULES,
    Leaver,
    PastPeriod,
    RetentionHold,
    RetentionList,
    RetentionRule,
)
from cdconsole.domain.retention_requests import (
    ExportRetentionList,
    HoldRecords,
    LiftHold,
    SaveLeavingDay,
    SaveRetentionRule,
    ShowRetention,
)
from cdconsole.exporting.retention_csv import write_retention
from cdconsole.services.export_files import Exported, checked_target, write_logged
from cdconsole.services.person_report import whom_of
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, retention
from cdconsole.storage.held.every_section import kinds_of
from cdconsole.storage.held.reading import count

_SECTIONS = (Section.RECORDS, Section.WARD, Section.REVIEW)


@handles(ShowRetention)
def show_retention(session: Session, _request: ShowRetention, task: Task) -> RetentionList:
    """Return the rules, everybody, and what is past its period. Raises NotEntitled for an administrator, Cancelled."""
    session.require(Section.REVIEW)
    with session.snapshot(Section.REVIEW) as snapshot:
        set_rules, holds = retention.rules(snapshot), retention.holds(snapshot)
    with session.snapshot(Section.RECORDS) as snapshot:
        days = retention.leaving_days(snapshot)
        known = [one for one in clinicians.all_clinicians(snapshot) if one.is_attributable]
    rules = tuple(set_rules.get(rule.part, rule) for rule in STARTING_RULES)
    leavers = tuple(Leaver(one.id, one.name, *days.get(one.id, (None, 0)), hold=holds.get(one.id)) for one in known)
    today = session.clock.today()
    past: list[PastPeriod] = []
    for number, leaver in enumerate(leavers):
        task.report(number, len(leavers), "Looking at periods")
        past += _past(session, leaver, rules, today)
    return RetentionList(today, rules, leavers, tuple(past))


@handles(SaveRetentionRule)
def save_retention_rule(session: Session, request: SaveRetentionRule, _task: Task) -> RetentionRule:
    """Set a period. Raises NotEntitled, RuleBroken naming the field at fault, StaleEdit."""
    with session.unit_of_work(Section.REVIEW) as work:
        saved = retention.save_rule(work, request.rule.checked())
        work.audit("set the period of retention of", saved.part.value)
        work.commit()
    return saved


@handles(SaveLeavingDay)
def save_leaving_day(session: Session, request: SaveLeavingDay, _task: Task) -> None:
    """Record when somebody left. Raises NotEntitled for an administrator, RuleBroken for a day to come, StaleEdit."""
    whom = whom_of(session, request.clinician)
    if request.left_on is not None and request.left_on > session.clock.today():
        raise RuleBroken("That day is still to come.", "Record it once they have left.", "left_on")
    with session.unit_of_work(Section.RECORDS) as work:
        retention.save_leaving_day(work, whom.clinician.id, request.left_on, request.revision)
        work.audit("recorded the day of leaving of", whom.clinician.id)
        work.commit()


@handles(HoldRecords)
def hold_records(session: Session, request: HoldRecords, _task: Task) -> RetentionHold:
    """Hold somebody's records. Raises NotEntitled, RuleBroken without a reason or where a hold is in force."""
    reason = _needed(request.reason)
    whom = whom_of(session, request.clinician)
    with session.unit_of_work(Section.REVIEW) as work:
        if whom.clinician.id in retention.holds(work):
            raise RuleBroken("Their records are held already.", "Lift that hold first.", "reason")
        held = retention.add_hold(work, whom.clinician.id, reason)
        work.audit("held the records of", whom.clinician.id)
        work.commit()
    return held


@handles(LiftHold)
def lift_hold(session: Session, request: LiftHold, _task: Task) -> RetentionHold:
    """End a hold. Raises NotEntitled, RuleBroken without a reason or where it was lifted, UserFacingError."""
    reason = _needed(request.reason)
    with session.unit_of_work(Section.REVIEW) as work:
        before = retention.hold_by_id(work, request.hold)
        if before.lifted_at is not None:
            raise RuleBroken("This hold was lifted before.", "Load the list again.", "reason")
        after = retention.lift_hold(work, before, reason)
        work.audit("lifted the hold on the records of", after.clinician_id)
        work.commit()
    return after


@handles(ExportRetentionList)
def export_retention_list(session: Session, request: ExportRetentionList, task: Task) -> ExportReceipt:
    """Write the dry run. Raises as showing it, and ExportRefused where the place can't be written."""
    target = checked_target(Path(request.path), ".csv")
    found = show_retention(session, ShowRetention(), task)

    def write(temporary: Path) -> int:
        return write_retention(temporary, found.past)

    rows, digest = write_logged(session, target, Exported("Retention list", Section.REVIEW), write)
    return ExportReceipt(str(target), 1, rows, 0, digest)


def _past(session: Session, leaver: Leaver, rules: tuple[RetentionRule, ...], today: date) -> Iterator[PastPeriod]:
    """Yield each kind of record of one clinician of which some are past their period."""
    whom = whom_of(session, leaver.clinician_id)
    limits = {rule.part: (rule, rule.past_before(today, leaver.left_on)) for rule in rules}
    for section in _SECTIONS:
        with session.snapshot(section) as snapshot:
            for kind in kinds_of(section):
                rule, limit = limits.get(kind.part, (None, None))
                if rule is None or limit is None or kind.is_log or (limit != date.max and not kind.dated):
                    continue
                held = count(snapshot, kind, whom, "" if limit == date.max else limit.isoformat())
                if held.rows:
                    yield PastPeriod(
                        *(leaver.clinician_id, leaver.name, leaver.left_on, kind.part, kind.title, held.rows),
                        *(held.first, rule.sentence, "" if leaver.hold is None else leaver.hold.reason),
                    )


def _needed(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("A reason is needed: it is kept with the hold.", "Say why.", "reason")
    return reason.strip()
