"""Sessions, take shifts and theatre cases: what a job plan delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cdconsole.domain.activity import Session, SessionKind, TakeShift, TheatreCase
from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import DeliverySummary
from cdconsole.storage.section_file import Reading, Work


def add_sessions(work: Work, sessions: Sequence[Session]) -> None:
    """Store new sessions."""
    work.execute_many(
        "INSERT INTO session (id, clinician_id, kind, held_on, planned_minutes, booked, attended, work, cancelled,"
        " location) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(session.id, session.clinician_id, session.kind.name, session.on.isoformat()),
                *(session.planned_minutes, session.booked, session.attended, session.work),
                *(session.cancelled, session.location),
            )
            for session in sessions
        ],
    )
    _changed(work, {session.clinician_id for session in sessions})


def add_take_shifts(work: Work, shifts: Sequence[TakeShift]) -> None:
    """Store new take shifts."""
    work.execute_many(
        "INSERT INTO take_shift (id, clinician_id, starts, ends, reviewed, admitted) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                *(shift.id, shift.clinician_id, shift.starts.isoformat(), shift.ends.isoformat()),
                *(shift.reviewed, shift.admitted),
            )
            for shift in shifts
        ],
    )
    _changed(work, {shift.clinician_id for shift in shifts})


def add_theatre_cases(work: Work, cases: Sequence[TheatreCase]) -> None:
    """Store new cases of sessions that are stored already."""
    work.execute_many(
        "INSERT INTO theatre_case (id, session_id, clinician_id, started, ended, procedure) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (
                *(case.id, case.session_id, case.clinician_id),
                *(case.started.isoformat(), case.ended.isoformat(), case.procedure),
            )
            for case in cases
        ],
    )
    _changed(work, {case.clinician_id for case in cases})


def sessions(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[Session, ...]:
    """Return one clinician's sessions in a period, in order."""
    found = reading.rows(
        "SELECT id, kind, held_on, planned_minutes, booked, attended, work, cancelled, location FROM held_session"
        " WHERE clinician_id = ? AND held_on BETWEEN ? AND ? ORDER BY held_on, id",
        (clinician, *_days(period)),
    )
    return tuple(
        Session(row, clinician, SessionKind[kind], date.fromisoformat(on), *rest) for row, kind, on, *rest in found
    )


def take_shifts(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[TakeShift, ...]:
    """Return one clinician's take shifts that begin in a period, in order."""
    found = reading.rows(
        "SELECT id, starts, ends, reviewed, admitted FROM take_shift"
        " WHERE clinician_id = ? AND date(starts) BETWEEN ? AND ? ORDER BY starts, rowid",
        (clinician, *_days(period)),
    )
    return tuple(
        TakeShift(row, clinician, datetime.fromisoformat(starts), datetime.fromisoformat(ends), *counts)
        for row, starts, ends, *counts in found
    )


def theatre_cases(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[TheatreCase, ...]:
    """Return one clinician's cases that begin in a period, in order."""
    found = reading.rows(
        "SELECT id, session_id, started, ended, procedure FROM theatre_case"
        " WHERE clinician_id = ? AND date(started) BETWEEN ? AND ? ORDER BY started, rowid",
        (clinician, *_days(period)),
    )
    return tuple(
        TheatreCase(row, session, clinician, datetime.fromisoformat(started), datetime.fromisoformat(ended), procedure)
        for row, session, started, ended, procedure in found
    )


def delivery(reading: Reading, clinician: ClinicianId, period: Period) -> DeliverySummary:
    """Return how many sessions were planned in a period, and how many of them took place."""
    [(planned, delivered)] = reading.rows(
        "SELECT count(*), count(*) FILTER (WHERE cancelled = '') FROM held_session"
        " WHERE clinician_id = ? AND held_on BETWEEN ? AND ?",
        (clinician, *_days(period)),
    )
    return DeliverySummary(planned, delivered)


def take_shift_count(reading: Reading, clinician: ClinicianId, period: Period) -> int:
    """Return how many take shifts of one clinician begin in a period."""
    [(count,)] = reading.rows(
        "SELECT count(*) FROM held_take WHERE clinician_id = ? AND begun_on BETWEEN ? AND ?",
        (clinician, *_days(period)),
    )
    return int(count)


def delivered_by_month(reading: Reading) -> list[tuple[ClinicianId, str, Month, int]]:
    """Return how many sessions of each kind every clinician delivered in each month; take shifts as ``TAKE``."""
    found = reading.rows(
        "SELECT clinician_id, kind, substr(held_on, 1, 7) AS month, count(*) FROM held_session WHERE cancelled = ''"
        " GROUP BY clinician_id, kind, month"
        " UNION ALL SELECT clinician_id, 'TAKE', substr(begun_on, 1, 7) AS month, count(*) FROM held_take"
        " GROUP BY clinician_id, month"
    )
    return [(ClinicianId(who), kind, Month.parse(month), count) for who, kind, month, count in found]


def days_without_import(reading: Reading) -> dict[str, dict[date, int]]:
    """Return, of sessions and shifts recorded whole by no import, how many of each kind fall on each day."""
    found = reading.rows(
        "SELECT kind, held_on, count(*) FROM session WHERE batch_id IS NULL GROUP BY kind, held_on"
        " UNION ALL SELECT 'TAKE', date(starts), count(*) FROM take_shift WHERE batch_id IS NULL GROUP BY date(starts)"
    )
    days: dict[str, dict[date, int]] = {}
    for kind, on, count in found:
        days.setdefault(kind, {})[date.fromisoformat(on)] = count
    return days


def first_days_without_import(reading: Reading) -> dict[ClinicianId, date]:
    """Return who has sessions or shifts recorded whole by no import, each with the day of the first."""
    found = reading.rows(
        "SELECT clinician_id, min(held_on) FROM (SELECT clinician_id, held_on FROM session"
        " UNION ALL SELECT clinician_id, date(starts) FROM take_shift) GROUP BY clinician_id"
    )
    return {ClinicianId(who): date.fromisoformat(on) for who, on in found}


def imported_kinds(reading: Reading, period: Period) -> frozenset[str]:
    """Return the names of the session kinds the department has in a period; ``TAKE`` where it has take shifts."""
    days = _days(period)
    kinds = {
        kind for (kind,) in reading.rows("SELECT DISTINCT kind FROM held_session WHERE held_on BETWEEN ? AND ?", days)
    }
    [(shifts,)] = reading.rows("SELECT count(*) FROM held_take WHERE begun_on BETWEEN ? AND ?", days)
    return frozenset(kinds | ({"TAKE"} if shifts else set()))


def _days(period: Period) -> tuple[str, str]:
    return period.first.first.isoformat(), period.last.last.isoformat()


def _changed(work: Work, clinicians: set[ClinicianId]) -> None:
    if clinicians:
        work.changed(Topic.SESSION, *clinicians)
