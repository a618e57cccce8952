"""The appointments of every planned clinic, as the outpatient system would list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

import numpy as np

from cdconsole.demo.activity import PlannedSession
from cdconsole.demo.extract_file import Dated, ExtractFile, Row
from cdconsole.demo.roster import NAMES
from cdconsole.demo.signals import PlantedLevels
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

_COLUMNS: Final = {
    Field.RECORD_KEY: "appointment id",
    Field.PATIENT: "patient identifier",
    Field.CLINICIAN: "consultant code",
    Field.SESSION_KEY: "clinic id",
    Field.SESSION_DATE: "clinic date",
    Field.SESSION_START: "clinic start",
    Field.SESSION_END: "clinic end",
    Field.PLANNED_MINUTES: "planned minutes",
    Field.LOCATION: "location",
    Field.CANCELLED: "cancelled",
    Field.CANCELLED_REASON: "cancelled reason",
    Field.SLOTS: "slots",
    Field.APPOINTMENT_KIND: "appointment type",
    Field.ATTENDANCE: "attendance status",
}
_SLOTS = 12
_LEFT_EMPTY = 1.2
_GIVEN_BACK = 0.05
_PATIENTS = 9_000
_NOBODY_KNOWS = "Moved to phone"


def clinics(
    sessions: Sequence[PlannedSession], missed: PlantedLevels, size: float, rng: np.random.Generator
) -> ExtractFile:
    """Return the appointments of the clinics among the sessions; of one nobody knows what its outcome means.

    ``missed`` holds what was planted of the share that neither comes nor cancels; ``size`` is 1 for a department whose
    clinics have their usual number of slots.
    """
    usual = dict(zip(NAMES, rng.uniform(0.068, 0.092, len(NAMES)).tolist(), strict=True))
    ratio = dict(zip(NAMES, rng.uniform(1.4, 2.3, len(NAMES)).tolist(), strict=True))
    slots = max(2, round(_SLOTS * size))
    rows: list[Dated] = []
    numbers = count(1)
    for session in sessions:
        if session.kind is SessionKind.CLINIC:
            level = missed.on(session.clinician, session.starts.date(), usual[session.clinician])
            rows += [
                (session.starts.date(), row)
                for row in _appointments(session, (level, ratio[session.clinician], slots), numbers, rng)
            ]
    day, last = rows[-1]
    rows[-1] = day, (*last[:-1], _NOBODY_KNOWS)
    return ExtractFile("clinics", ExtractKind.CLINICS, _COLUMNS, rows)


def _appointments(
    session: PlannedSession, usual: tuple[float, float, int], numbers: Iterator[int], rng: np.random.Generator
) -> Iterator[Row]:
    missed, ratio, slots = usual
    if session.why_cancelled:
        number = next(numbers)
        yield (
            *(f"A{number:06d}", "", *session.cells, "yes", session.why_cancelled, str(slots)),
            *("", "Cancelled by hospital"),
        )
        return
    booked = max(1, slots - int(rng.poisson(_LEFT_EMPTY * slots / _SLOTS)))
    for kind, outcome in rng.random((booked, 2)).tolist():
        number = next(numbers)
        yield (
            *(f"A{number:06d}", f"CLINIC{number % _PATIENTS:04d}", *session.cells, "no", "", str(slots)),
            *("New" if kind < 1 / (1 + ratio) else "Follow-up", _outcome(outcome, missed)),
        )


def _outcome(drawn: float, missed: float) -> str:
    """Return what became of an appointment; of those not given back, the share ``missed`` did not attend."""
    if drawn < _GIVEN_BACK:
        return "Cancelled by patient"
    return "DNA" if drawn < _GIVEN_BACK + missed * (1 - _GIVEN_BACK) else "Attended"
