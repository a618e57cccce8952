"""Puts on charts what people wrote on their months, and the days on which PDSA cycles of their measure started."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from cdconsole.domain.change_set import Topic
from cdconsole.domain.chart_marks import CycleMark, PointNote
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.review import PdsaCycle
from cdconsole.services.session import Session
from cdconsole.storage import chart_annotations, goals

_Whose = tuple[ClinicianId | None, MeasureId]


def with_marks(session: Session, whose: ClinicianId | None, charts: Iterable[MeasureChart]) -> tuple[MeasureChart, ...]:
    """Return somebody's charts, or the team's (None), with the notes and PDSA cycles in their months."""
    notes = session.keep("notes on charts", frozenset({Topic.ANNOTATION}), lambda: _read_notes(session))
    cycles = session.keep("PDSA cycles on charts", frozenset({Topic.GOAL}), lambda: _read_cycles(session))
    return tuple(_marked(chart, (whose, chart.measure.id), notes, cycles) for chart in charts)


def _marked(
    chart: MeasureChart,
    key: _Whose,
    notes: Mapping[_Whose, list[PointNote]],
    cycles: Mapping[_Whose, list[CycleMark]],
) -> MeasureChart:
    if key not in notes and key not in cycles:
        return chart
    months = set(chart.months)
    return replace(
        chart,
        notes=tuple(note for note in notes.get(key, ()) if note.month in months),
        cycles=tuple(cycle for cycle in cycles.get(key, ()) if cycle.month in months),
    )


def _read_notes(session: Session) -> Mapping[_Whose, list[PointNote]]:
    found: defaultdict[_Whose, list[PointNote]] = defaultdict(list)
    with session.snapshot(Section.REVIEW) as snapshot:
        for annotation in chart_annotations.holding(snapshot):
            found[annotation.clinician_id, annotation.measure].append(annotation.note)
    return dict(found)


def _read_cycles(session: Session) -> Mapping[_Whose, list[CycleMark]]:
    """Return cycles by whose goal and which measure, a group's on the team's chart, numbered as they started."""
    started: defaultdict[_Whose, list[PdsaCycle]] = defaultdict(list)
    with session.snapshot(Section.REVIEW) as snapshot:
        for goal in goals.everybody(snapshot, include_closed=True):
            if goal.measure is not None:
                started[goal.clinician_id or None, goal.measure].extend(goal.cycles)
    return {
        key: [
            CycleMark(cycle.started, f"PDSA {number}", cycle.plan)
            for number, cycle in enumerate(sorted(cycles, key=lambda one: one.started), 1)
        ]
        for key, cycles in started.items()
        if cycles
    }
