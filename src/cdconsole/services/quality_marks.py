"""The data-quality mark of each chart, from the columns and the imports behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cdconsole.domain.attribution import ValidationState
from cdconsole.domain.calendar import Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Source
from cdconsole.domain.extract import SPELL_KINDS, ExtractKind
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.quality_mark import Checked, Delivery, QualityMark, mark_of
from cdconsole.services.department_data import DepartmentData
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.services.validation_states import validation_state
from cdconsole.storage import quality

_KINDS: Final[Mapping[Source, frozenset[ExtractKind]]] = {
    Source.SPELLS: SPELL_KINDS,
    Source.TAKE: frozenset({ExtractKind.TAKE_REVIEWS}),
    Source.CLINICS: frozenset({ExtractKind.CLINICS}),
    Source.THEATRE: frozenset({ExtractKind.THEATRE}),
    Source.ENDOSCOPY: frozenset({ExtractKind.ENDOSCOPY}),
    Source.WARD_LIST: frozenset(),
    Source.JOB_PLANS: frozenset(
        {ExtractKind.CLINICS, ExtractKind.THEATRE, ExtractKind.ENDOSCOPY, ExtractKind.TAKE_REVIEWS}
    ),
    Source.COUNTS: frozenset({ExtractKind.COUNTS}),
}
"""Which imports bring the records of a source; the ward list is kept by hand."""

Deliveries = Mapping[Source, tuple[Delivery, ...]]


@dataclass(frozen=True)
class ChartMarks:
    """What the marks of one clinician's charts, or of the team's, rest on beside records and challenges.

    ``checked`` is None for a team, and for charts drawn as recorded. Only spells can be checked.
    """

    data: DepartmentData
    whose: Whose
    deliveries: Deliveries
    today: date
    checked: Checked | None = None

    def on(self, chart: MeasureChart, period: Period) -> MeasureChart:
        """Return a chart with its mark, over a period; without records there is none to believe."""
        if chart.unavailable:
            return chart
        mark = self.mark(chart.measure, period, _challenge(chart))
        return replace(chart, quality=mark.mark.value, quality_reasons=mark.reasons)

    def mark(self, measure: Measure, period: Period, challenge: str = "") -> QualityMark:
        """Return the mark of a measure over a period."""
        source = measure.counting.source
        checked = self.checked if source is Source.SPELLS else None
        filled = self.data.source(measure).filled(self.whose, measure, period)
        return mark_of(filled, self.deliveries[source], checked, challenge, self.today)


def measure_marks(session: Session, data: DepartmentData, period: Period) -> dict[tuple[str, MeasureId], str]:
    """Return the mark's word of every measure by clinician's id, the team's under nothing, for rows of figures.

    There is none where the measure is not available.
    """
    found, today = deliveries_in(session, period), session.clock.today()
    everybody = [ChartMarks(data, None, found, today)]
    for clinician in data.people:
        checked = checked_of(validation_state(session, data, clinician, period))
        everybody.append(ChartMarks(data, clinician, found, today, checked))
    return {
        (marks.whose or "", measure.id): marks.mark(measure, period).mark.value
        for marks in everybody
        for measure in data.measures
        if not data.source(measure).unavailable(marks.whose, measure)
    }


def checked_of(state: ValidationState) -> Checked:
    """Return what the mark needs to know of how far a clinician got."""
    return Checked(state.records, state.voted, None if state.last_at is None else state.last_at.astimezone().date())


def _challenge(chart: MeasureChart) -> str:
    """Return that months of a chart are under challenge, and since when; the claim stays with the challenge."""
    found = [note for note in chart.challenges if note.is_open]
    return f"{found[0].period} is under challenge since {date_text(found[0].since)}." if found else ""


def deliveries_in(session: Session, period: Period) -> Deliveries:
    """Return the imports of each source that reach into a period, newest first; kept until there is another import."""
    every = session.keep("deliveries", frozenset({Topic.IMPORT}), lambda: _every_delivery(session))
    inside = [
        (kind, one) for kind, begins, one in every if begins <= period.last.last and one.covers_to >= period.first.first
    ]
    return {source: tuple(one for kind, one in inside if kind in kinds) for source, kinds in _KINDS.items()}


def _every_delivery(session: Session) -> tuple[tuple[ExtractKind, date, Delivery], ...]:
    with session.snapshot(Section.RECORDS) as snapshot:
        found = quality.batches(snapshot)
    return tuple(
        (one.kind, one.covers[0], Delivery(one.file_name, one.rows, one.rejected, one.covers[1], one.imported))
        for one in found
        if one.covers is not None
    )
