"""The procedures of every planned endoscopy list, as the endoscopy system would list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np

from cdconsole.demo.activity import PlannedSession
from cdconsole.demo.extract_file import Dated, ExtractFile, Row
from cdconsole.demo.roster import NAMES
from cdconsole.domain.activity import SessionKind
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

_COLUMNS: Final = {
    Field.RECORD_KEY: "procedure id",
    Field.PATIENT: "patient identifier",
    Field.CLINICIAN: "endoscopist",
    Field.SESSION_KEY: "list id",
    Field.SESSION_DATE: "list date",
    Field.SESSION_START: "list start",
    Field.SESSION_END: "list end",
    Field.PLANNED_MINUTES: "planned minutes",
    Field.LOCATION: "location",
    Field.CANCELLED: "cancelled",
    Field.CANCELLED_REASON: "cancelled reason",
    Field.PROCEDURE: "procedure",
    Field.POINTS: "points",
    Field.COMPLETE: "complete examination",
    Field.ADENOMA: "adenoma found",
    Field.POLYPS_FOUND: "polyps found",
    Field.POLYPS_RETRIEVED: "polyps retrieved",
    Field.WITHDRAWAL_MINUTES: "withdrawal minutes",
    Field.BOWEL_PREPARATION: "bowel preparation",
}
_FOUND, _KEPT = (list(_COLUMNS).index(field) for field in (Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED))
_NOTHING_FOUND = ("",) * 6
_COLONOSCOPY, _GASTROSCOPY = 0.45, 0.85  # the rest are flexible sigmoidoscopies
_USUAL, _MOST = 7.2, 9
_STAYED_AWAY = 0.06
_PATIENTS = 9_000
_RETRIEVED = 0.94


@dataclass(frozen=True)
class _Endoscopist:
    """How an endoscopist's colonoscopies usually go: shares, and minutes of withdrawal where nothing was found."""

    complete: float
    adenoma: float
    minutes: float
    poorly_prepared: float


def endoscopy(sessions: Sequence[PlannedSession], size: float, rng: np.random.Generator) -> ExtractFile:
    """Return the procedures of the lists among the sessions; in one more polyps are retrieved than found.

    ``size`` is 1 for a department whose lists have their usual number of procedures.
    """
    people = {
        name: _Endoscopist(*rng.uniform((0.95, 0.28, 8.2, 0.04), (0.99, 0.36, 10.6, 0.09)).tolist()) for name in NAMES
    }
    rows: list[Dated] = []
    numbers = count(1)
    for session in sessions:
        if session.kind is SessionKind.ENDOSCOPY_LIST:
            procedures = _procedures(session, people[session.clinician], (size, numbers), rng)
            rows += [(session.starts.date(), row) for row in procedures]
    place, (day, row) = max((place, dated) for place, dated in enumerate(rows) if dated[1][_FOUND] not in ("", "0"))
    rows[place] = day, (*row[:_KEPT], str(int(row[_FOUND]) + 1), *row[_KEPT + 1 :])
    return ExtractFile("endoscopy", ExtractKind.ENDOSCOPY, _COLUMNS, rows)


def _procedures(
    session: PlannedSession, who: _Endoscopist, going: tuple[float, Iterator[int]], rng: np.random.Generator
) -> Iterator[Row]:
    size, numbers = going
    if session.why_cancelled:
        yield f"E{next(numbers):06d}", "", *session.cells, "yes", session.why_cancelled, "", "", *_NOTHING_FOUND
        return
    booked = min(_MOST, 1 + int(rng.poisson(max(0.0, _USUAL * size - 1))))
    for place, (kind, came) in enumerate(rng.random((booked, 2)).tolist()):
        number = next(numbers)
        known = (f"E{number:06d}", f"SCOPE{number % _PATIENTS:04d}", *session.cells)
        if came < _STAYED_AWAY and place:
            yield (*known, "yes", "Patient did not attend", _name(kind), "", *_NOTHING_FOUND)
        elif kind < _COLONOSCOPY:
            yield (*known, "no", "", _name(kind), "2", *_findings(who, rng))
        else:
            yield (*known, "no", "", _name(kind), "1", *_NOTHING_FOUND)


def _name(kind: float) -> str:
    if kind < _COLONOSCOPY:
        return "Colonoscopy"
    return "Gastroscopy" if kind < _GASTROSCOPY else "Flexible sigmoidoscopy"


def _findings(who: _Endoscopist, rng: np.random.Generator) -> Row:
    """Return what is recorded of a colonoscopy, from whether it was complete to how well the bowel was prepared."""
    prepared, reached, adenoma, other = rng.random(4).tolist()
    is_poor = prepared < who.poorly_prepared
    is_complete = reached < who.complete - 0.25 * is_poor
    has_adenoma = adenoma < who.adenoma * (1.0 if is_complete else 0.5)
    found = 1 + int(rng.poisson(0.6)) if has_adenoma else int(other < 0.12)
    kept = int(rng.binomial(found, _RETRIEVED)) if found else 0
    minutes = max(4.0, who.minutes + 1.6 * float(rng.standard_normal()) + 2.5 * found)
    words = "Poor" if is_poor else ("Excellent", "Good", "Adequate")[int(3 * prepared)]
    yes_no = ("Yes" if one else "No" for one in (is_complete, has_adenoma))
    return (*yes_no, str(found), str(kept), f"{minutes:.1f}", words)
