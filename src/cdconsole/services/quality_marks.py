"""The data-quality mark of each chart, from the columns and the imports behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.domain.attribution import ValidationState
from cdconsole.domain.calendar import Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.quality_mark import Checked, Delivery, Filled, QualityMark, mark_of
from cdconsole.services.department_data import DepartmentData
from cdconsole.services.session import Session
from cdconsole.storage import attribution, quality
from cdconsole.storage.quality import TABLES
from cdconsole.storage.spell_columns import ADMISSION_CODES, CLASS_CODES, DISCHARGE_CODES, SpellColumns

_CLASS, _ADMISSION, _DISCHARGE, _TIMES = (
    *("Patient classification", "Admission method", "Discharge method", "Time of day"),
)
NOTHING_CHECKED = ValidationState(0, 0, 0, 0, None)
_NEEDS: Final[Mapping[Calculation, tuple[str, ...]]] = {
    Calculation.LENGTH_OF_STAY: (_CLASS,),
    Calculation.BEFORE_MIDDAY: (_CLASS, _DISCHARGE, _TIMES),
    Calculation.DAY_CASES: (_CLASS, _ADMISSION),
}


@dataclass(frozen=True)
class ChartMarks:
    """What the marks of one page's charts rest on, beside each chart's own records and challenges.

    ``checked`` is None for a team, and for charts drawn as recorded.
    """

    deliveries: tuple[Delivery, ...]
    today: date
    checked: Checked | None = None

    def on(self, chart: MeasureChart, parts: Sequence[SpellColumns], period: Period) -> MeasureChart:
        """Return a chart with its mark; ``parts`` are the records behind it, of one clinician or of each."""
        mark = self.mark(chart.measure, parts, period, _challenge(chart))
        return replace(chart, quality=mark.mark.value, quality_reasons=mark.reasons)

    def mark(self, measure: Measure, parts: Sequence[SpellColumns], period: Period, challenge: str = "") -> QualityMark:
        """Return the mark of a measure over a period."""
        return mark_of(filled_behind(parts, measure, period), self.deliveries, self.checked, challenge, self.today)


def measure_marks(session: Session, data: DepartmentData, period: Period) -> dict[tuple[str, MeasureId], str]:
    """Return the mark's word of every measure by clinician's id, the team's under nothing, for rows of figures."""
    found, today = deliveries_in(session, period), session.clock.today()
    with session.snapshot(Section.RECORDS) as snapshot:
        states = attribution.states(snapshot, period)
    team = ChartMarks(found, today)
    everybody = tuple(data.spells.columns.values())
    marks = {("", one.id): team.mark(one, everybody, period).mark.value for one in data.measures}
    for clinician, columns in data.spells.validated.items():
        own = ChartMarks(found, today, checked_of(states.get(clinician, NOTHING_CHECKED)))
        marks |= {(clinician, one.id): own.mark(one, (columns,), period).mark.value for one in data.measures}
    return marks


def checked_of(state: ValidationState) -> Checked:
    """Return what the mark needs to know of how far a clinician got."""
    return Checked(state.records, state.voted, None if state.last_at is None else state.last_at.astimezone().date())


def _challenge(chart: MeasureChart) -> str:
    """Return that months of a chart are under challenge, and since when; the claim stays with the challenge."""
    found = [note for note in chart.challenges if note.is_open]
    return f"{found[0].period} is under challenge since {date_text(found[0].since)}." if found else ""


def filled_behind(parts: Sequence[SpellColumns], measure: Measure, period: Period) -> Iterator[Filled]:
    """Yield how far each field that a measure needs is filled in, among the spells that ended in a period."""
    first, last = period.first.first.toordinal(), period.last.last.toordinal()
    ended = [(columns.discharged_day >= first) & (columns.discharged_day <= last) for columns in parts]
    records = sum(int(np.count_nonzero(inside)) for inside in ended)
    for what in _NEEDS.get(measure.counting.calculation, ()):
        both = zip(ended, parts, strict=True)
        yield Filled(
            what, records, sum(int(np.count_nonzero(inside & _is_filled(columns, what))) for inside, columns in both)
        )


def deliveries_in(session: Session, period: Period) -> tuple[Delivery, ...]:
    """Return the imports of spells that reach into a period, newest first; kept until there is another import."""
    every = session.keep("deliveries", frozenset({Topic.IMPORT}), lambda: _every_delivery(session))
    return tuple(one for begins, one in every if begins <= period.last.last and one.covers_to >= period.first.first)


def _every_delivery(session: Session) -> tuple[tuple[date, Delivery], ...]:
    with session.snapshot(Section.RECORDS) as snapshot:
        found = quality.batches(snapshot)
    return tuple(
        (one.covers[0], Delivery(one.file_name, one.rows, one.rejected, one.covers[1], one.imported))
        for one in found
        if one.covers is not None and one.kind in TABLES and TABLES[one.kind].name == "spell"
    )


def _is_filled(columns: SpellColumns, what: str) -> npt.NDArray[np.bool_]:
    if what == _TIMES:
        return columns.has_times
    known: dict[str, tuple[npt.NDArray[np.uint8], int]] = {
        _CLASS: (columns.patient_class, CLASS_CODES[PatientClass.UNKNOWN]),
        _ADMISSION: (columns.admission, ADMISSION_CODES[AdmissionKind.UNKNOWN]),
        _DISCHARGE: (columns.discharge, DISCHARGE_CODES[DischargeKind.UNKNOWN]),
    }
    codes, unknown = known[what]
    filled: npt.NDArray[np.bool_] = codes != unknown
    return filled
