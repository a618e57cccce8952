"""Three years of planned sessions and of the rota of the take, as the job plans and absences would have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import numpy as np

from cdconsole.demo.absences import Absence
from cdconsole.demo.job_plans import DemoPlan, Work, plan_in_force
from cdconsole.demo.roster import NAMES, ROSTER
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.calendar import Period

_CANCELLED = 0.03
_REASONS = ("No nursing staff", "No room", "Equipment failure", "Covering the take")
_STARTS = {"am": time(8, 30), "pm": time(13, 30)}
_MINUTES = {SessionKind.CLINIC: 210}
_LIST_MINUTES = 240
_BANK_HOLIDAYS = {(12, 25), (12, 26), (1, 1)}
_CODES = {person.name: person.code for person in ROSTER}


@dataclass(frozen=True)
class PlannedSession:
    """One clinic or list of a job plan, on its day; ``why_cancelled`` is empty where it was held.

    ``is_away`` says that the clinician was: a clinic or list is then taken down long before.
    """

    clinician: str
    kind: SessionKind
    starts: datetime
    minutes: int
    location: str
    why_cancelled: str
    is_away: bool

    @property
    def code(self) -> str:
        """Return the clinician's code."""
        return _CODES[self.clinician]

    @property
    def key(self) -> str:
        """Return what the source system calls the session."""
        return f"{self.kind.name[0]}{self.code[-4:]}-{self.starts:%y%m%d%H}"

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Return clinician, key, day, start, end, minutes and place, as files have them."""
        ends = self.starts + timedelta(minutes=self.minutes)
        return (
            *(self.code, self.key, self.starts.date().isoformat(), f"{self.starts:%H:%M}", f"{ends:%H:%M}"),
            *(str(self.minutes), self.location),
        )


def planned_sessions(
    period: Period, plans: tuple[DemoPlan, ...], away: Sequence[Absence], rng: np.random.Generator
) -> tuple[PlannedSession, ...]:
    """Return every clinic and list that the job plans ask for in a period, in order of time."""
    off = _days_off(away)
    found = [session for name in NAMES for session in _sessions(name, period, plans, off, rng)]
    return tuple(sorted(found, key=lambda session: (session.starts, session.clinician)))


def take_rota(period: Period, plans: tuple[DemoPlan, ...], away: Sequence[Absence]) -> dict[date, str]:
    """Return who has the take on each day: the next on the rota who is not away.

    On the rota are those with on-call duty, twice a round but for those with the fewest.
    """
    off, days = _days_off(away), _days(period)
    one_in = {name: plan_in_force(plans, name, days[0]).on_call.one_in for name in NAMES}
    most = max(one_in.values())
    rota = [name for turn in range(2) for name in NAMES if one_in[name] and (turn == 0 or one_in[name] < most)]
    place, on_take = 0, {}
    for day in days:
        while (rota[place % len(rota)], day) in off:
            place += 1
        on_take[day] = rota[place % len(rota)]
        place += 1
    return on_take


_Off = Mapping[tuple[str | None, date], str]


def _days(period: Period) -> list[date]:
    first, last = period.first.first, period.last.last
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _days_off(away: Sequence[Absence]) -> dict[tuple[str | None, date], str]:
    return {
        (absence.clinician, absence.first + timedelta(days=step)): absence.kind.value
        for absence in away
        for step in range((absence.last - absence.first).days + 1)
    }


def _sessions(
    name: str, period: Period, plans: tuple[DemoPlan, ...], off: _Off, rng: np.random.Generator
) -> Iterator[PlannedSession]:
    own = tuple(plan for plan in plans if plan.clinician == name)
    for day in _days(period):
        for half, work, kind in plan_in_force(own, name, day).sessions_on(day.weekday()):
            yield _session((name, day, half), (work, kind), off, rng)


def _session(
    slot: tuple[str, date, str], planned: tuple[Work, SessionKind], off: _Off, rng: np.random.Generator
) -> PlannedSession:
    (name, day, half), (work, kind) = slot, planned
    is_away = (name, day) in off or (day.month, day.day) in _BANK_HOLIDAYS
    return PlannedSession(
        clinician=name,
        kind=kind,
        starts=datetime.combine(day, _STARTS[half]),
        minutes=_MINUTES.get(kind, _LIST_MINUTES),
        location=work.location,
        why_cancelled=_why_cancelled(name, day, kind, off, rng),
        is_away=is_away,
    )


def _why_cancelled(name: str, day: date, kind: SessionKind, off: _Off, rng: np.random.Generator) -> str:
    closed = off.get((None, day), "") if kind is SessionKind.ENDOSCOPY_LIST else ""
    holiday = "Bank holiday" if (day.month, day.day) in _BANK_HOLIDAYS else ""
    by_chance = str(rng.choice(_REASONS)) if rng.random() < _CANCELLED else ""
    return holiday or closed or off.get((name, day), "") or by_chance
