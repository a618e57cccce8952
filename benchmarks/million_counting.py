"""A million spells counted for the first time after an import: every measure of everybody, against a bare scan."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from cdconsole.domain.people import Section
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.services.charts import clinician_charts, team_charts
from cdconsole.services.department_data import department_data
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from figures import Entry, against
from million_department import SPELLS, million, unlocked

RUNS, MONTHS, AT_MOST = 3, 36, 2.0
SCAN = "SELECT clinician_id, pseudonym, admitted, discharged, has_times, patient_class, admission, discharge FROM spell"


def measure_million_counting() -> Entry:
    """Draw every measure in use of the team and of everybody, with nothing kept, in turns with the scan."""
    made, home = million()
    counted, scanned = [], []
    charts = 0
    with unlocked(made, home) as session:
        for _ in range(RUNS):
            scanned.append(seconds_of(lambda: scan(session)))
            begun = time.perf_counter()
            charts = draw_everything(session)
            counted.append(time.perf_counter() - begun)
    entry = against(
        "the columns it needs of every spell, selected through SQLCipher and fetched", counted, scanned, AT_MOST
    )
    return entry | {"spells": SPELLS, "charts": charts, "load": os.getloadavg()}


def draw_everything(session: Session) -> int:
    """Return how many charts were drawn by a session on the same file that knows nothing yet, as after an import."""
    fresh = Session(session.clock, session.home)
    fresh.adopt(session.file)
    data = department_data(fresh)
    measures = tuple(measure.id for measure in data.measures)
    pages = [
        clinician_charts(fresh, ShowClinicianCharts(who, MONTHS, measures=measures), Task()).charts
        for who in data.people
        if who in data.clinicians
    ]
    return sum(map(len, [team_charts(fresh, data, MONTHS), *pages]))


def scan(session: Session) -> None:
    with session.snapshot(Section.RECORDS) as snapshot:
        found = len(snapshot.rows(SCAN))
    if found < SPELLS // 2:
        raise RuntimeError(f"{found} spells")


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
