"""Proposes which column fills which field: known headings first (HES, SUS, plain English), then near spellings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from cdconsole.domain.extract_fields import Field

# In order of preference: of two columns that could fill a field, the one whose heading stands first is proposed.
KNOWN: Final[dict[Field, str]] = {
    Field.PATIENT: (
        "PSEUDO_HESID, ENCRYPTED_HESID, TOKEN_PERSON_ID, HESID, pseudo_id, Local Patient Identifier, NHS Number, "
        "patient_id, patient identifier, patient, patient number, hospital number, MRN, pseudonym"
    ),
    Field.SPELL_KEY: (
        "EPIKEY, episode_id, Hospital Provider Spell Number, SUSSPELLID, PROVSPNO, spell_id, spell number, spell, "
        "spell identifier, episode identifier, PBR Spell ID, Generated Record Identifier, admission id"
    ),
    Field.CLINICIAN: (
        "CONSULT, PCONSULT, Consultant Code, consultant, consultant name, clinician, clinician code, clinician name, "
        "responsible clinician, responsible consultant, discharging consultant"
    ),
    Field.ADMITTED: (
        "ADMIDATE, Start Date (Hospital Provider Spell), admission date, admission date time, admitted, admission, "
        "date of admission, admit date, spell start, start, start date"
    ),
    Field.DISCHARGED: (
        "DISDATE, Discharge Date (From Hospital Provider Spell), discharge date, discharge date time, discharged, "
        "discharge, date of discharge, spell end date, end, end date"
    ),
    Field.EPISODE_START: "EPISTART, Start Date (Consultant Episode), episode start, episode start date",
    Field.EPISODE_END: "EPIEND, End Date (Consultant Episode), episode end, episode end date",
    Field.EPISODE_ORDER: "EPIORDER, Episode Number, episode order",
    Field.PATIENT_CLASS: "CLASSPAT, Patient Classification, patient class, classification",
    Field.ADMISSION_METHOD: "ADMIMETH, Admission Method (Hospital Provider Spell), admission method, admission type",
    Field.DISCHARGE_METHOD: "DISMETH, Discharge Method (Hospital Provider Spell), discharge method",
    Field.SPECIALTY: (
        "TRETSPEF, Treatment Function Code, treatment function, main_specialty, MAINSPEF, Main Specialty Code, "
        "specialty, speciality, specialty code"
    ),
    Field.WARD: (
        "Ward Code at Episode End Date, discharge ward, ward, ward code, SITETRET, "
        "Site Code (of Treatment) at Episode End Date, site"
    ),
    Field.AGE: "STARTAGE, ADMIAGE, Age as on Admission, Age at Start of Episode, age_band_start, age band, age",
    Field.SEX: "SEX, gender",
    Field.HRG: "SUSHRG, Spell Core HRG, HRG Code, hrg, spell hrg",
    Field.SPELL_DAYS: "SPELDUR, Hospital Spell Duration, spell duration, length of stay, los",
    Field.EPISODE_DAYS: "EPIDUR, episode duration",
}
NEAR_ENOUGH = 88.0
_SHORTEST_TO_GUESS = 5


def plain_heading(heading: str) -> str:
    """Return a heading in one spelling: small letters and digits only."""
    return re.sub(r"[^a-z0-9]+", "", heading.casefold())


def known_by(listed: str) -> tuple[str, ...]:
    """Return the plain spellings of a comma-separated list of headings."""
    return tuple(plain_heading(name) for name in listed.split(","))


def propose_columns(headings: Sequence[str], *, never_guess: Collection[str] = ()) -> dict[Field, str]:
    """Return the column proposed for each field; no column twice.

    ``never_guess`` are columns that could identify a patient: only an exact known heading proposes them.
    """
    by_plain = {plain_heading(heading): heading for heading in reversed(headings)}
    proposed: dict[Field, str] = {}
    for field, listed in KNOWN.items():
        exact = next((by_plain[name] for name in known_by(listed) if name in by_plain), None)
        if exact is not None and exact not in proposed.values():
            proposed[field] = exact
    for field, listed in KNOWN.items():
        free = [heading for heading in headings if heading not in proposed.values() and heading not in never_guess]
        if field not in proposed and (near := _nearest(free, known_by(listed))) is not None:
            proposed[field] = near
    return proposed


def _nearest(headings: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the heading spelled nearest to one of the names, if any is near enough."""
    from rapidfuzz import fuzz

    scores = [
        (fuzz.ratio(plain_heading(heading), name), heading)
        for heading in headings
        for name in names
        if len(name) >= _SHORTEST_TO_GUESS
    ]
    best, heading = max(scores, default=(0.0, ""))
    return heading if best >= NEAR_ENOUGH else None
