"""The headings of our own templates: what to ask business intelligence for where no layout is public."""

from __future__ import annotations

from typing import Final

from cdconsole.domain.extract import ExtractKind

_SESSION = (
    *("session id", "session date", "session start", "session end", "planned minutes", "location", "specialty"),
    *("cancelled", "cancelled reason"),
)

TEMPLATES: Final[dict[ExtractKind, tuple[str, ...]]] = {
    ExtractKind.SPELLS: (
        *("spell number", "patient identifier", "consultant code", "admission date", "discharge date"),
        *("patient classification", "admission method", "discharge method", "specialty", "ward", "age", "sex", "hrg"),
    ),
    ExtractKind.EPISODES: (
        *("episode identifier", "patient identifier", "consultant code", "admission date", "discharge date"),
        *("episode start", "episode end", "episode order", "patient classification", "admission method"),
        *("discharge method", "specialty", "ward", "age", "sex", "hrg"),
    ),
    ExtractKind.WARD_MOVES: (
        *("spell number", "patient identifier", "consultant code", "ward", "bay", "bed", "entered", "left ward"),
    ),
    ExtractKind.TAKE_REVIEWS: (
        *("spell number", "patient identifier", "reviewing consultant", "arrived", "reviewed", "decision"),
    ),
    ExtractKind.CLINICS: (
        *("appointment id", "patient identifier", "consultant code", *_SESSION, "slots", "booked", "attended"),
        *("did not attend", "appointment type", "attendance status"),
    ),
    ExtractKind.THEATRE: (
        *("case id", "patient identifier", "surgeon", *_SESSION, "procedure", "urgency", "planned case minutes"),
        *("anaesthetic start", "into theatre", "knife to skin", "closure", "out of theatre"),
    ),
    ExtractKind.ENDOSCOPY: (
        *("procedure id", "patient identifier", "endoscopist", *_SESSION, "procedure", "urgency", "points"),
        *("complete examination", "adenoma found", "polyps found", "polyps retrieved", "withdrawal minutes"),
        "bowel preparation",
    ),
    ExtractKind.EXPOSURE: ("clinician", "kind", "first day", "last day", "note"),
    ExtractKind.WARD_LIST: (
        *("hospital number", "consultant", "ward", "bay", "bed", "admission date", "predicted discharge date"),
        "criteria to reside",
    ),
    ExtractKind.COUNTS: ("period", "clinician", "organisation", "count of", "numerator", "denominator"),
}
"""Job plans have a template of their own (importing/job_plans.py)."""
