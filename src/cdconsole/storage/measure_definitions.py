"""Store the department's definitions, version after version, and which measures stand on the clinician page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Source
from cdconsole.domain.definition import DefinitionVersion
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.storage.frozen_json import freeze, thaw
from cdconsole.storage.section_file import Reading, Work

_RECORDS: Final = {
    Source.SPELLS: "spell",
    Source.TAKE: "take_review",
    Source.CLINICS: "clinic_record",
    Source.THEATRE: "theatre_record",
    Source.ENDOSCOPY: "endoscopy_record",
    Source.JOB_PLANS: "job_plan",
    Source.COUNTS: "reported_count",
}
"""The table of this section whose records a source counts; the ward list is in a section of its own."""


def versions(reading: Reading) -> Mapping[MeasureId, tuple[DefinitionVersion, ...]]:
    """Return every stored version by measure, newest first; one that came with the program is not stored."""
    found: defaultdict[MeasureId, list[DefinitionVersion]] = defaultdict(list)
    for name, number, body, is_retired, reason, person, at in reading.rows(
        "SELECT measure, version, definition, is_retired, reason, person, at FROM definition_version"
        " ORDER BY measure, version DESC"
    ):
        measure = read_definition(body, name, number)
        found[measure.id].append(
            DefinitionVersion(measure, bool(is_retired), reason, person, datetime.fromisoformat(at))
        )
    return {measure: tuple(every) for measure, every in found.items()}


def read_definition(body: bytes, name: str, number: int) -> Measure:
    """Return a stored definition under the number that it has: merging may have given it a later one."""
    return replace(thaw(body, Measure), id=MeasureId(name), version=number)


def add_version(work: Work, measure: Measure, *, is_retired: bool, reason: str) -> DefinitionVersion:
    """Store a version under the number in the measure. Raises IntegrityError for a number that is taken."""
    work.execute(
        "INSERT INTO definition_version (measure, version, definition, is_retired, reason, person, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(measure.id, measure.version, freeze(measure), int(is_retired), reason),
            *(work.actor.name, work.at.isoformat()),
        ),
    )
    work.changed(Topic.MEASURE)
    return DefinitionVersion(measure, is_retired, reason, work.actor.name, work.at)


def shown(reading: Reading) -> tuple[MeasureId, ...]:
    """Return what somebody chose for the clinician page, in order; nothing where nobody did."""
    found = reading.rows("SELECT measure FROM shown_measure ORDER BY position, measure")
    return tuple(MeasureId(name) for (name,) in found)


def choose(work: Work, measures: Sequence[MeasureId]) -> None:
    """Store what stands on the clinician page."""
    work.execute("DELETE FROM shown_measure")
    work.execute_many(
        "INSERT INTO shown_measure (position, measure) VALUES (?, ?)", list(enumerate(map(str, measures)))
    )
    work.changed(Topic.MEASURE)


def sources_with_records(reading: Reading) -> frozenset[Source]:
    """Return the sources that have any record in this section."""
    return frozenset(
        source for source, table in _RECORDS.items() if reading.row(f"SELECT 1 FROM {table} LIMIT 1") is not None
    )
