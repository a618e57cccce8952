"""Change a chart's limits for a reason, withdraw the change and put it back. Nothing here is ever automatic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import LimitKind, LimitMark
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import new_id
from cdconsole.domain.limit_change import LimitChange, checked_reason
from cdconsole.domain.limit_change_requests import ChangeLimits, PutBackLimitChange, WithdrawLimitChange
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.services.definitions import definition
from cdconsole.services.department_data import department_data
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, limit_changes
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Work

_WHAT = "The change of the limits"
_EVERY_MONTH = 12 * 100

LimitMarks = Mapping[tuple[Whose, MeasureId], tuple[LimitMark, ...]]


def limit_marks(session: Session) -> LimitMarks:
    """Return the changes of limits that hold, by whose chart and which measure, the oldest month first."""
    return session.keep("changes of limits", frozenset({Topic.CHART_LIMITS}), lambda: _read(session))


def marks_in(marks: Iterable[LimitMark], months: Iterable[Month]) -> tuple[LimitMark, ...]:
    """Return the changes in some months: those before them are in the limits' past."""
    known = set(months)
    return tuple(mark for mark in marks if mark.month in known)


@handles(ChangeLimits)
def change_limits(session: Session, request: ChangeLimits, _task: Task) -> LimitChange:
    """Store a change of limits.

    Raises RuleBroken naming the field, for a month without a point too, and UserFacingError for a clinician or a
    measure that is not there.
    """
    session.require(Section.REVIEW)
    reason = checked_reason(request.reason)
    if request.clinician is not None:
        with session.snapshot(Section.RECORDS) as snapshot:
            clinicians.known(snapshot, request.clinician)
    _require_point(session, request)
    with session.unit_of_work(Section.REVIEW) as work:
        key = (request.clinician, request.measure, request.kind, request.month)
        if key in {(one.clinician_id, one.measure, one.kind, one.month) for one in limit_changes.holding(work)}:
            said = "change in" if request.kind is LimitKind.REBASE else "leave out"
            raise RuleBroken(f"The limits already {said} {request.month}.", "Withdraw that first.", "month")
        made = LimitChange(new_id(), *key, reason, work.actor.name, work.at)
        limit_changes.add(work, made)
        _audit(work, "changed", made)
        work.commit()
    return made


@handles(WithdrawLimitChange)
def withdraw(session: Session, request: WithdrawLimitChange, _task: Task) -> LimitChange:
    """Have the limits no longer follow a change; it stays in the history. Withdrawn already, it stays so.

    Raises RuleBroken without a reason, StaleEdit.
    """
    reason = checked_reason(request.reason)
    with session.unit_of_work(Section.REVIEW) as work:
        before = limit_changes.by_id(work, request.change)
        check_revision(before.revision, request.revision, _WHAT)
        if not before.holds:
            return before
        gone = replace(before, withdrawn_by=work.actor.name, withdrawn_at=work.at, withdrawn_reason=reason)
        after = limit_changes.amend(work, before, gone)
        _audit(work, "withdrew", after)
        work.commit()
    return after


@handles(PutBackLimitChange)
def put_back(session: Session, request: PutBackLimitChange, _task: Task) -> LimitChange:
    """Have the limits follow a withdrawn change again. Raises StaleEdit."""
    with session.unit_of_work(Section.REVIEW) as work:
        before = limit_changes.by_id(work, request.change)
        check_revision(before.revision, request.revision, _WHAT)
        if before.holds:
            return before
        back = replace(before, withdrawn_by="", withdrawn_at=None, withdrawn_reason="")
        after = limit_changes.amend(work, before, back)
        _audit(work, "put back", after)
        work.commit()
    return after


def _require_point(session: Session, request: ChangeLimits) -> None:
    """Refuse a month that the chart of all months has no point in."""
    data, measure = department_data(session), definition(session, request.measure)
    whose, period = request.clinician, None if data.period is None else data.last_months(_EVERY_MONTH)
    if period is not None and not data.source(measure).unavailable(whose, measure):
        months = data.drawn(whose, measure, period)
        if request.month in months.months:
            [value] = data.monthly(whose, measure).values(Period(request.month, request.month))
            if value.value is not None:
                return
    raise RuleBroken(f"The chart has no point in {request.month}.", "Choose a month with a value.", "month")


def _read(session: Session) -> LimitMarks:
    found: defaultdict[tuple[Whose, MeasureId], list[LimitMark]] = defaultdict(list)
    with session.snapshot(Section.REVIEW) as snapshot:
        for change in limit_changes.holding(snapshot):
            found[change.clinician_id, change.measure].append(change.mark)
    return {key: tuple(marks) for key, marks in found.items()}


def _audit(work: Work, did: str, change: LimitChange) -> None:
    work.audit(did, f"the limits of a chart of {change.clinician_id or 'the team'}")
