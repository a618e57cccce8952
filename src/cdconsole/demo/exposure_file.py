"""The exposure log as the rota system would send it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cdconsole.demo.absences import Absence
from cdconsole.demo.extract_file import ExtractFile
from cdconsole.demo.roster import ROSTER
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

_COLUMNS: Final = {
    Field.CLINICIAN: "clinician",
    Field.EXPOSURE_KIND: "kind",
    Field.FIRST_DAY: "first day",
    Field.LAST_DAY: "last day",
    Field.NOTE: "note",
}
_CODES = {person.name: person.code for person in ROSTER}


def exposure_log(away: Sequence[Absence]) -> ExtractFile:
    """Return what kept people from work, a row each; the whole department's are nobody's."""
    rows = [
        (
            absence.first,
            (
                *(_CODES.get(absence.clinician or "", ""), absence.kind.value),
                *(absence.first.isoformat(), absence.last.isoformat(), absence.note),
            ),
        )
        for absence in away
    ]
    return ExtractFile("exposure", ExtractKind.EXPOSURE, _COLUMNS, rows)
