"""Three years of sessions, take shifts and theatre cases, as the job plans and absences would have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from cdconsole.demo.absences import Absence
from cdconsole.demo.job_plans import DemoPlan, Work, plan_in_force
from cdconsole.demo.roster import NAMES
from cdconsole.domain.activity import Session, SessionKind, TakeShift, TheatreCase
from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure
from cdconsole.services.demonstration import Delivery

Ids = Mapping[str, ClinicianId]

_BOOKED = {SessionKind.CLINIC: 13.0, SessionKind.ENDOSCOPY_LIST: 6.5, SessionKind.THEATRE_LIST: 4.0}
_ATTENDED = {SessionKind.CLINIC: 0.91, SessionKind.ENDOSCOPY_LIST: 0.94, SessionKind.THEATRE_LIST: 0.95}
_POINTS_A_CASE = 1.5
_CANCELLED = 0.03
_REASONS = ("No nursing staff", "No room", "Equipment failure", "Covering the take")
_STARTS = {"am": time(8, 45), "pm": time(13, 30)}
_BANK_HOLIDAYS = {(12, 25), (12, 26), (1, 1)}


@dataclass(frozen=True)
class Activity:
    """What the job plans delivered, as the records section keeps it."""

    sessions: tuple[Session, ...]
    take_shifts: tuple[TakeShift, ...]
    theatre_cases: tuple[TheatreCase, ...]

    def in_period(self, period: Period, exposures: Sequence[Exposure]) -> Delivery:
        """Return what was done in a period, with the exposure entries that go with it."""
        return Delivery(
            sessions=tuple(session for session in self.sessions if session.on in period),
            take_shifts=tuple(shift for shift in self.take_shifts if shift.starts.date() in period),
            theatre_cases=tuple(case for case in self.theatre_cases if case.started.date() in period),
            exposures=tuple(exposures),
        )


def generate_activity(
    period: Period, plans: tuple[DemoPlan, ...], away: Sequence[Absence], ids: Ids, rng: np.random.Generator
) -> Activity:
    """Return sessions (with why they were cancelled), one take shift a day, and the cases of theatre lists."""
    days = [
        period.first.first + timedelta(days=step) for step in range((period.last.last - period.first.first).days + 1)
    ]
    off = _days_off(away)
    planned = list(_sessions(days, plans, off, ids, rng))
    cases = [case for session, start in planned for case in _cases(session, start, rng)]
    return Activity(
        sessions=tuple(session for session, _ in planned),
        take_shifts=tuple(_take_shifts(days, plans, off, ids, rng)),
        theatre_cases=tuple(cases),
    )


def new_key(rng: np.random.Generator) -> str:
    """Return a record's id drawn from the seed, in the form of any other."""
    return rng.bytes(16).hex()


_Off = Mapping[tuple[str | None, date], str]


def _days_off(away: Sequence[Absence]) -> dict[tuple[str | None, date], str]:
    return {
        (absence.clinician, absence.first + timedelta(days=step)): absence.kind.value
        for absence in away
        for step in range((absence.last - absence.first).days + 1)
    }


def _sessions(
    days: Sequence[date], plans: tuple[DemoPlan, ...], off: _Off, ids: Ids, rng: np.random.Generator
) -> Iterator[tuple[Session, datetime]]:
    """Yield every planned session with the moment it was to start."""
    for name in NAMES:
        own = tuple(plan for plan in plans if plan.clinician == name)
        for day in days:
            for half, work, kind in plan_in_force(own, name, day).sessions_on(day.weekday()):
                why = _why_cancelled(name, day, kind, off, rng)
                yield _session(ids[name], day, kind, work, (why, rng)), datetime.combine(day, _STARTS[half])


def _why_cancelled(name: str, day: date, kind: SessionKind, off: _Off, rng: np.random.Generator) -> str:
    closed = off.get((None, day), "") if kind is SessionKind.ENDOSCOPY_LIST else ""
    holiday = "Bank holiday" if (day.month, day.day) in _BANK_HOLIDAYS else ""
    by_chance = str(rng.choice(_REASONS)) if rng.random() < _CANCELLED else ""
    return holiday or closed or off.get((name, day), "") or by_chance


def _session(
    clinician: ClinicianId, day: date, kind: SessionKind, work: Work, drawn: tuple[str, np.random.Generator]
) -> Session:
    why, rng = drawn
    booked = 0 if why else 1 + int(rng.poisson(_BOOKED[kind] - 1))
    attended = int(rng.binomial(booked, _ATTENDED[kind]))
    points = attended * _POINTS_A_CASE if kind is SessionKind.ENDOSCOPY_LIST else float(attended)
    return Session(
        id=new_key(rng),
        clinician_id=clinician,
        kind=kind,
        on=day,
        planned_minutes=210 if kind is SessionKind.CLINIC else 240,
        booked=booked,
        attended=attended,
        work=points,
        cancelled=why,
        location=work.location,
    )


def _cases(session: Session, start: datetime, rng: np.random.Generator) -> Iterator[TheatreCase]:
    """Yield the cases of a theatre list, one after another from a start that is often late."""
    if session.kind is not SessionKind.THEATRE_LIST:
        return
    begins = start + timedelta(minutes=int(rng.poisson(9)))
    for _ in range(session.attended):
        ends = begins + timedelta(minutes=int(rng.integers(28, 75)))
        procedure = "ERCP" if rng.random() < 0.8 else "Endoscopic ultrasound"
        yield TheatreCase(new_key(rng), session.id, session.clinician_id, begins, ends, procedure)
        begins = ends + timedelta(minutes=int(rng.integers(8, 20)))


def _take_shifts(
    days: Sequence[date], plans: tuple[DemoPlan, ...], off: _Off, ids: Ids, rng: np.random.Generator
) -> Iterator[TakeShift]:
    """Yield one shift a day, 08:00 to 20:00: next on the rota of those with on-call duty who is not away."""
    rota = [name for name in NAMES if plan_in_force(plans, name, days[0]).on_call.one_in]
    place = 0
    for day in days:
        while (rota[place % len(rota)], day) in off:
            place += 1
        reviewed = int(rng.poisson(15))
        yield TakeShift(
            id=new_key(rng),
            clinician_id=ids[rota[place % len(rota)]],
            starts=datetime.combine(day, time(8)),
            ends=datetime.combine(day, time(20)),
            reviewed=reviewed,
            admitted=int(rng.binomial(reviewed, 0.62)),
        )
        place += 1
