"""The exposure log: leave, closures and whatever else shortened a denominator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cdconsole.domain.calendar import Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.storage.section_file import Reading, Work


def add_exposures(work: Work, exposures: Sequence[Exposure]) -> None:
    """Store new entries of the exposure log."""
    for exposure in exposures:
        after = {
            "id": exposure.id,
            "clinician_id": exposure.clinician_id,
            "kind": exposure.kind.name,
            "first_day": exposure.first.isoformat(),
            "last_day": exposure.last.isoformat(),
            "note": exposure.note,
        }
        work.execute(
            "INSERT INTO exposure (id, clinician_id, kind, first_day, last_day, note)"
            " VALUES (:id, :clinician_id, :kind, :first_day, :last_day, :note)",
            after,
        )
        work.keep_history("exposure", exposure.id, 1, None, after)
        work.changed(Topic.EXPOSURE, *([] if exposure.clinician_id is None else [exposure.clinician_id]))


def in_period(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[Exposure, ...]:
    """Return one clinician's entries and the department's own that touch a period, in order."""
    found = reading.rows(
        "SELECT id, clinician_id, kind, first_day, last_day, note FROM exposure"
        " WHERE (clinician_id = ? OR clinician_id IS NULL) AND first_day <= ? AND last_day >= ?"
        " ORDER BY first_day, last_day, id",
        (clinician, period.last.last.isoformat(), period.first.first.isoformat()),
    )
    return tuple(
        Exposure(
            id=row,
            clinician_id=None if who is None else ClinicianId(who),
            kind=ExposureKind[kind],
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            note=note,
        )
        for row, who, kind, first, last, note in found
    )
