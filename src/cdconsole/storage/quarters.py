"""Store frozen quarters and their releases: nothing here is ever changed or taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.change_set import Topic
from cdconsole.domain.errors import DamagedSection, UserFacingError
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.quarter import (
    FrozenContents,
    FrozenDefinition,
    FrozenFigures,
    FrozenPart,
    QuarterFreeze,
    Release,
    ReleaseMode,
    SpecialChart,
    Whose,
)
from cdconsole.storage.frozen_json import freeze, thaw
from cdconsole.storage.section_file import Reading, Work

_FREEZE = "SELECT id, quarter, version, body, sha256, frozen_by, frozen_at, reason FROM quarter_freeze"
_RELEASE = (
    "SELECT freeze_id, clinician_id, mode, released_to, released_by, released_at, sha256, is_disputed, reason,"
    " interpretations FROM release_event"
)


@dataclass(frozen=True)
class NewFreeze:
    """What is about to be frozen: everybody's figures and the team's, by whose they are."""

    quarter: Quarter
    version: int
    reason: str
    data_to: str
    definitions: tuple[FrozenDefinition, ...]
    figures: Mapping[Whose, FrozenFigures]


def add(work: Work, new: NewFreeze) -> QuarterFreeze:
    """Store a freeze and its figures; its hash is over what it holds, which names the hash of every part."""
    bodies = {whose: freeze(figures) for whose, figures in new.figures.items()}
    parts = tuple(_part(whose, new.figures[whose], body, new.quarter) for whose, body in bodies.items())
    body = freeze(FrozenContents(str(new.quarter), new.data_to, new.definitions, parts))
    freeze_id = new_id()
    work.execute(
        "INSERT INTO quarter_freeze (id, quarter, data_to, body, sha256, frozen_by, frozen_by_id, frozen_at, version,"
        " reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(freeze_id, str(new.quarter), new.data_to, body, sha256(body).hexdigest(), work.actor.name),
            *(work.actor.id, work.at.isoformat(), new.version, new.reason),
        ),
    )
    work.execute_many(
        "INSERT INTO quarter_part (id, freeze_id, clinician_id, clinician_name, body, sha256)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (new_id(), freeze_id, part.clinician, part.name, body, part.sha256)
            for part, body in zip(parts, bodies.values(), strict=True)
        ],
    )
    work.changed(Topic.QUARTER)
    return by_id(work, freeze_id)


def everything(reading: Reading) -> tuple[QuarterFreeze, ...]:
    """Return every freeze: the newest quarter first, of each its newest version first."""
    found = [_freeze(row) for row in reading.rows(_FREEZE)]
    return tuple(sorted(found, key=_order, reverse=True))


def by_id(reading: Reading, wanted: str) -> QuarterFreeze:
    """Return one freeze. Raises UserFacingError for an id that is not there, DamagedSection."""
    row = reading.row(f"{_FREEZE} WHERE id = ?", (wanted,))
    if row is None:
        raise UserFacingError("This quarter is no longer in the department.", "Load the list again.")
    return _freeze(row)


def body_of(reading: Reading, wanted: str, whose: Whose) -> bytes:
    """Return somebody's figures as they were frozen, to the byte.

    Raises UserFacingError where they were not frozen, DamagedSection where they are not what they were.
    """
    row = reading.row(
        "SELECT body, sha256 FROM quarter_part WHERE freeze_id = ? AND clinician_id = ?", (wanted, whose or "")
    )
    if row is None:
        raise UserFacingError("Nothing was frozen of this clinician.", "Choose another, or freeze the quarter again.")
    return _checked(*row)


def figures_of(reading: Reading, wanted: str, whose: Whose) -> FrozenFigures:
    """Return somebody's frozen figures. Raises as ``body_of``."""
    return thaw(body_of(reading, wanted, whose), FrozenFigures)


def add_release(work: Work, release: Release) -> None:
    """Store a release, or why there is none."""
    work.execute(
        "INSERT INTO release_event (id, freeze_id, clinician_id, released_to, mode, sha256, released_by,"
        " released_by_id, released_at, is_disputed, reason, interpretations)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(new_id(), release.freeze, release.whose or "", release.released_to, release.mode.name, release.sha256),
            *(release.by, work.actor.id, release.at.isoformat(), int(release.is_disputed), release.reason),
            " ".join(release.interpretations),
        ),
    )
    work.changed(Topic.QUARTER, *([] if release.whose is None else [release.whose]))


def releases(reading: Reading, wanted: str) -> tuple[Release, ...]:
    """Return every release of a freeze, oldest first."""
    rows = reading.rows(f"{_RELEASE} WHERE freeze_id = ? ORDER BY released_at, rowid", (wanted,))
    return tuple(map(_release, rows))


def _part(whose: Whose, figures: FrozenFigures, body: bytes, quarter: Quarter) -> FrozenPart:
    special = tuple(
        SpecialChart(one.chart.measure.id, one.chart.measure.title, one.sha256)
        for one in figures.measures
        if one.is_special(quarter.period)
    )
    return FrozenPart(whose or "", figures.name, sha256(body).hexdigest(), figures.sha256, special)


def _order(one: QuarterFreeze) -> tuple[Quarter, int]:
    return one.quarter, one.version


def _freeze(row: tuple[Any, ...]) -> QuarterFreeze:
    id_, quarter, version, body, digest, frozen_by, frozen_at, reason = row
    contents = thaw(_checked(body, digest), FrozenContents)
    return QuarterFreeze(
        id=id_,
        quarter=Quarter.parse(quarter),
        version=version,
        data_to=contents.data_to,
        frozen_by=frozen_by,
        frozen_at=datetime.fromisoformat(frozen_at),
        reason=reason,
        sha256=digest,
        definitions=contents.definitions,
        parts=contents.parts,
    )


def _checked(body: bytes, digest: str) -> bytes:
    if sha256(body).hexdigest() != digest:
        raise DamagedSection(
            "A frozen quarter is not what it was when it was frozen.", "Restore the newest backup, or ask for help."
        )
    return body


def _release(row: tuple[Any, ...]) -> Release:
    freeze_id, clinician, mode, to, by, at, digest, is_disputed, reason, ids = row
    return Release(
        freeze=freeze_id,
        whose=ClinicianId(clinician) if clinician else None,
        mode=ReleaseMode[mode],
        released_to=to,
        by=by,
        at=datetime.fromisoformat(at),
        sha256=digest,
        is_disputed=bool(is_disputed),
        reason=reason,
        interpretations=tuple(ids.split()),
    )
