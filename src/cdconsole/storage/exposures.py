"""The exposure log: leave, closures and whatever else shortened a denominator. Entries are withdrawn, not deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cdconsole.domain.calendar import Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure, ExposureKind
from cdconsole.storage.section_file import Reading, Work

_COLUMNS = ("id", "clinician_id", "kind", "first_day", "last_day", "note", "fraction", "withdrawn", "revision")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM exposure"
_IN_ORDER = "ORDER BY first_day, last_day, id"


def add_exposures(work: Work, exposures: Sequence[Exposure]) -> None:
    """Store new entries of the exposure log."""
    for exposure in exposures:
        work.execute(
            f"INSERT INTO exposure ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})",
            _values(exposure),
        )
        _keep(work, None, exposure)


def change(work: Work, before: Exposure, after: Exposure) -> Exposure:
    """Store what became of an entry, as its next revision; whose it is stays or changes like anything else."""
    after = replace(after, id=before.id, revision=before.revision + 1)
    work.execute(
        f"UPDATE exposure SET {', '.join(f'{name} = :{name}' for name in _COLUMNS[1:])} WHERE id = :id", _values(after)
    )
    _keep(work, before, after)
    return after


def by_id(reading: Reading, entry: str) -> Exposure:
    """Return one entry. Raises UserFacingError for an id that is not there."""
    row = reading.row(f"{_SELECT} WHERE id = ?", (entry,))
    if row is None:
        raise UserFacingError("This entry is no longer in the exposure log.", "Load the page again.")
    return _exposure(row)


def in_period(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[Exposure, ...]:
    """Return one clinician's entries and the department's own that hold and touch a period, in order."""
    found = reading.rows(
        f"{_SELECT} WHERE (clinician_id = ? OR clinician_id IS NULL) AND first_day <= ? AND last_day >= ?"
        f" AND withdrawn = '' {_IN_ORDER}",
        (clinician, period.last.last.isoformat(), period.first.first.isoformat()),
    )
    return tuple(map(_exposure, found))


def everything_in(reading: Reading, period: Period) -> tuple[Exposure, ...]:
    """Return every entry that touches a period, the withdrawn ones included, in order."""
    days = period.last.last.isoformat(), period.first.first.isoformat()
    return tuple(map(_exposure, reading.rows(f"{_SELECT} WHERE first_day <= ? AND last_day >= ? {_IN_ORDER}", days)))


def _keep(work: Work, before: Exposure | None, after: Exposure) -> None:
    kept = None if before is None else _values(before)
    work.keep_history("exposure", after.id, after.revision, kept, _values(after))
    concerned = [each.clinician_id for each in (before, after) if each is not None]
    known = [] if None in concerned else [clinician for clinician in concerned if clinician is not None]
    work.changed(Topic.EXPOSURE, *known)


def _values(exposure: Exposure) -> dict[str, Any]:
    return {
        "id": exposure.id,
        "clinician_id": exposure.clinician_id,
        "kind": exposure.kind.name,
        "first_day": exposure.first.isoformat(),
        "last_day": exposure.last.isoformat(),
        "note": exposure.note,
        "fraction": exposure.fraction,
        "withdrawn": exposure.withdrawn,
        "revision": exposure.revision,
    }


def _exposure(row: tuple[Any, ...]) -> Exposure:
    found, who, kind, first, last, note, fraction, withdrawn, revision = row
    return Exposure(
        id=found,
        clinician_id=None if who is None else ClinicianId(who),
        kind=ExposureKind[kind],
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        note=note,
        fraction=fraction,
        withdrawn=withdrawn,
        revision=revision,
    )
