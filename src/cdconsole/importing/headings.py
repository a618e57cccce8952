"""Proposes which column fills which field: known headings first (HES, SUS, plain English), then near spellings."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.extract_layouts import LAYOUTS

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
        "specialty, speciality, specialty code, service"
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
    Field.ADMITTED_TIME: "Start Time (Hospital Provider Spell), admission time, time of admission, admit time",
    Field.DISCHARGED_TIME: "Discharge Time (From Hospital Provider Spell), discharge time, time of discharge",
    Field.EPISODE_START_TIME: "Start Time (Episode), episode start time",
    Field.EPISODE_END_TIME: "End Time (Episode), episode end time",
    Field.ENTERED: (
        "entered, came to ward, ward start, ward start date time, transfer in, from, start, start date time, "
        "Ward Stay Start Date"
    ),
    Field.LEFT_WARD: "left ward, ward end, ward end date time, transfer out, to, end, end date time, left",
    Field.BAY: "bay, bay code, room, Point of care bay",
    Field.BED: "bed, bed code, bed number",
    Field.HOSPITAL_NUMBER: "hospital number, Local Patient Identifier, MRN, patient number, unit number, PAS number",
    Field.PREDICTED: (
        "predicted discharge date, PDD, EDD, expected date of discharge, expected discharge date, estimated date of "
        "discharge, predicted"
    ),
    Field.PREDICTED_REASON: "predicted reason, EDD reason, reason for change",
    Field.SEEN_AT: "Message Date, snapshot date, census date, extract date",
    Field.CRITERIA_TO_RESIDE: "criteria to reside, CTR, meets criteria to reside, criteria to reside met",
    Field.ARRIVED: "arrived, arrival date time, arrival, referred, time of arrival, clerked",
    Field.REVIEWED: "reviewed, review date time, post take review, reviewed at, consultant review, time of review",
    Field.DECISION: "decision, outcome, disposal, disposition",
    Field.SESSION_KEY: "session id, session identifier, list id, clinic id, session key, clinic code, list",
    Field.SESSION_DATE: (
        "session date, clinic date, list date, appointment date, operation date, procedure date, date, "
        "date of operation, date of procedure, date of appointment"
    ),
    Field.SESSION_START: "session start, clinic start, list start, planned start, session start time, or_sched",
    Field.SESSION_END: "session end, clinic end, list end, planned end, session end time",
    Field.PLANNED_MINUTES: "planned minutes, session minutes, session length, list minutes",
    Field.LOCATION: "location, theatre, theatre code, clinic location, place, room, unit, or_suite, site",
    Field.CANCELLED: "cancelled, is cancelled, cancellation, session cancelled",
    Field.CANCELLED_REASON: "cancelled reason, cancellation reason, reason cancelled, reason",
    Field.RECORD_KEY: (
        "appointment id, case id, procedure id, appointment identifier, case number, encounter_id, booking id, "
        "operation id, record id, examination id"
    ),
    Field.SLOTS: "slots, template slots, capacity, appointments available",
    Field.BOOKED: "booked, patients booked, appointments booked",
    Field.ATTENDED: "attended, patients attended, attended count, patients seen, seen",
    Field.DID_NOT_ATTEND: "did not attend, DNA, DNAs, dna count",
    Field.APPOINTMENT_KIND: (
        "appointment type, First Attendance, new or follow up, attendance type, new fu, appointment kind"
    ),
    Field.ATTENDANCE: (
        "attendance, Attended or Did Not Attend, attendance status, attended or dna, appointment status, "
        "outcome of attendance"
    ),
    Field.PROCEDURE: (
        "procedure, operation, procedure description, opcs, opcs code, procedure code, cpt_desc, examination"
    ),
    Field.URGENCY: "urgency, elective or emergency, priority, ncepod, theatre case type, admission type",
    Field.CASE_MINUTES: (
        "case minutes, booked minutes, planned duration, booked_dur, expected minutes, planned case minutes"
    ),
    Field.ANAESTHETIC_START: "anaesthetic start, anaesthetic start time, start of anaesthesia",
    Field.INTO_THEATRE: "into theatre, in theatre, into theatre time, wheels_in, theatre in",
    Field.KNIFE_TO_SKIN: "knife to skin, operation start, knife to skin time, start_time, start of operation",
    Field.CLOSURE: "closure, operation end, closure time, end_time, end of operation",
    Field.OUT_OF_THEATRE: "out of theatre, left theatre, out of theatre time, wheels_out, theatre out, into recovery",
    Field.POINTS: "points, endoscopy points, jag points, list points",
    Field.COMPLETE: "complete, caecum reached, caecal intubation, completed, complete examination",
    Field.ADENOMA: "adenoma, adenoma found, adenoma detected",
    Field.POLYPS_FOUND: "polyps found, polyps, polyps detected, number of polyps",
    Field.POLYPS_RETRIEVED: "polyps retrieved, retrieved",
    Field.WITHDRAWAL_MINUTES: "withdrawal minutes, withdrawal time, withdrawal",
    Field.BOWEL_PREPARATION: "bowel preparation, bowel prep, prep, preparation quality",
    Field.EXPOSURE_KIND: "kind, absence type, leave type, type of absence, reason for absence, absence",
    Field.FIRST_DAY: "first day, absence start, leave start, start date, from, start, date from",
    Field.LAST_DAY: "last day, absence end, leave end, end date, to, end, date to",
    Field.NOTE: "note, notes, comment, comments",
    Field.PERIOD: "period, month, m, reporting month, month start, period start, date",
    Field.ORGANISATION: "org_code, organisation, organisation code, provider, provider code, team, service, org",
    Field.COUNT_OF: "count of, what, measure, indicator, type, metric, what is counted, main_specialty",
    Field.NUMERATOR: "numerator, count, events, breaches, n, cases, day_cases, number",
    Field.DENOMINATOR: "denominator, total, attendances, episodes, opportunities, out of",
}
_CLINICIANS_OF: Final = {
    ExtractKind.TAKE_REVIEWS: "reviewed by, reviewing consultant, post take consultant",
    ExtractKind.THEATRE: "operating surgeon, surgeon, lead surgeon, main surgeon, surgeon code, operating consultant",
    ExtractKind.ENDOSCOPY: "endoscopist, endoscopist code, operator",
    ExtractKind.CLINICS: "clinic consultant, seen by",
}
"""What else names the clinician in these kinds; it comes before the words that any extract may use."""
NEAR_ENOUGH = 88.0
_SHORTEST_TO_GUESS = 5


def plain_heading(heading: str) -> str:
    """Return a heading in one spelling: small letters and digits only."""
    return re.sub(r"[^a-z0-9]+", "", heading.casefold())


def known_by(listed: str) -> tuple[str, ...]:
    """Return the plain spellings of a comma-separated list of headings."""
    return tuple(plain_heading(name) for name in listed.split(","))


def propose_columns(
    headings: Sequence[str], kind: ExtractKind, *, never_guess: Collection[str] = ()
) -> dict[Field, str]:
    """Return the column proposed for each field of a kind; no column twice.

    ``never_guess`` are columns that could identify a patient: only an exact known heading proposes them.
    """
    proposed = known_columns(headings, kind)
    for field in LAYOUTS[kind].fields:
        free = [heading for heading in headings if heading not in proposed.values() and heading not in never_guess]
        if field not in proposed and (near := _nearest(free, _names(field, kind))) is not None:
            proposed[field] = near
    return proposed


def known_columns(headings: Sequence[str], kind: ExtractKind) -> dict[Field, str]:
    """Return the columns whose headings are known words for a field of a kind; no column twice."""
    by_plain = {plain_heading(heading): heading for heading in reversed(headings)}
    proposed: dict[Field, str] = {}
    wanted = LAYOUTS[kind].fields
    # In the order of the table above, so that a heading two fields know goes where it always went.
    for field in (field for field in KNOWN if field in wanted):
        exact = next((by_plain[name] for name in _names(field, kind) if name in by_plain), None)
        if exact is not None and exact not in proposed.values():
            proposed[field] = exact
    return proposed


def _names(field: Field, kind: ExtractKind) -> tuple[str, ...]:
    own = known_by(_CLINICIANS_OF[kind]) if field is Field.CLINICIAN and kind in _CLINICIANS_OF else ()
    return (*own, *known_by(KNOWN[field]))


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
