"""The cases of every planned list in theatre: ERCP and therapeutic endoscopy under anaesthetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Final

import numpy as np

from cdconsole.demo.activity import PlannedSession
from cdconsole.demo.extract_file import Dated, ExtractFile, Row
from cdconsole.demo.signals import PlantedLevels
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

_COLUMNS: Final = {
    Field.RECORD_KEY: "case id",
    Field.PATIENT: "patient identifier",
    Field.CLINICIAN: "surgeon",
    Field.SESSION_KEY: "list id",
    Field.SESSION_DATE: "session date",
    Field.SESSION_START: "session start",
    Field.SESSION_END: "session end",
    Field.PLANNED_MINUTES: "planned minutes",
    Field.LOCATION: "location",
    Field.CANCELLED: "cancelled",
    Field.CANCELLED_REASON: "cancelled reason",
    Field.PROCEDURE: "procedure",
    Field.URGENCY: "urgency",
    Field.ANAESTHETIC_START: "anaesthetic start",
    Field.INTO_THEATRE: "into theatre",
    Field.OUT_OF_THEATRE: "out of theatre",
}
_NO_TIMES = ("", "", "")
_LATE = 0.24
_ON_THE_DAY = 0.05
_WHY = ("Patient unwell", "Not fasted", "Ran out of time", "No bed")
_ERCP = 0.8


def theatre(sessions: Sequence[PlannedSession], late: PlantedLevels, rng: np.random.Generator) -> ExtractFile:
    """Return the cases of the theatre lists among the sessions; lists taken down for leave are not in the system.

    ``late`` holds what was planted of the share of lists that begin more than a quarter of an hour late.
    """
    numbers = count(1)
    rows: list[Dated] = [
        (session.starts.date(), row)
        for session in sessions
        if session.kind is SessionKind.THEATRE_LIST and not session.is_away
        for row in _cases(session, late.on(session.clinician, session.starts.date(), _LATE), numbers, rng)
    ]
    return ExtractFile("theatre", ExtractKind.THEATRE, _COLUMNS, rows)


def _cases(session: PlannedSession, late: float, numbers: Iterator[int], rng: np.random.Generator) -> Iterator[Row]:
    wait = 16 + int(rng.poisson(11)) if rng.random() < late else min(14, int(rng.poisson(5)))
    begins = session.starts + timedelta(minutes=wait)
    for place in range(int(rng.choice((3, 4, 4, 4, 4, 5)))):
        number = next(numbers)
        procedure = "ERCP" if rng.random() < _ERCP else "Endoscopic ultrasound"
        known = (f"T{number:05d}", f"ERCP{number:05d}", *session.cells)
        is_off = rng.random() < _ON_THE_DAY and place > 0
        why = session.why_cancelled or (str(rng.choice(_WHY)) if is_off else "")
        if why:
            yield (*known, "yes", why, procedure, "Elective", *_NO_TIMES)
            continue
        ends = begins + timedelta(minutes=int(rng.integers(36, 69)))
        times = (begins, begins + timedelta(minutes=int(rng.integers(5, 10))), ends)
        yield (*known, "no", "", procedure, "Elective", *(f"{at:%H:%M}" for at in times))
        begins = ends + timedelta(minutes=int(rng.integers(2, 8)))
