"""Sessions that were recorded whole, by no import of appointments, cases or procedures: what records they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field


@dataclass(frozen=True)
class WholeSessions:
    """Where they are, as ``t``, and what gives each field that they know."""

    source: str
    fields: Mapping[Field, str]


_KNOWN: Final = {
    Field.SESSION_KEY: "t.id",
    Field.SESSION_DATE: "t.held_on",
    Field.PLANNED_MINUTES: "t.planned_minutes",
    Field.LOCATION: "t.location",
    Field.CANCELLED: "t.cancelled <> ''",
}

WHOLE_SESSIONS: Final[dict[ExtractKind, WholeSessions]] = {
    ExtractKind.CLINICS: WholeSessions(
        "session AS t WHERE t.kind = 'CLINIC'",
        {
            **_KNOWN,
            Field.BOOKED: "t.booked",
            Field.ATTENDED: "t.attended",
            Field.DID_NOT_ATTEND: "max(t.booked - t.attended, 0)",
        },
    ),
    ExtractKind.THEATRE: WholeSessions(
        "session AS t LEFT JOIN theatre_case AS c ON c.session_id = t.id WHERE t.kind = 'THEATRE_LIST'",
        {
            **_KNOWN,
            Field.INTO_THEATRE: "c.started",
            Field.OUT_OF_THEATRE: "c.ended",
            Field.PROCEDURE: "coalesce(c.procedure, '')",
        },
    ),
    ExtractKind.ENDOSCOPY: WholeSessions(
        "session AS t WHERE t.kind = 'ENDOSCOPY_LIST'", {**_KNOWN, Field.POINTS: "t.work"}
    ),
}
"""Of a clinic, whoever was booked and did not come counts as not attended; of an endoscopy list only points are known.

Take shifts are not among them: they hold totals, and no review of a patient.
"""
