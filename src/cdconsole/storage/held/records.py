"""What the records section holds about a clinician."""

from __future__ import annotations

from cdconsole.domain.held import HeldPart
from cdconsole.domain.people import Section
from cdconsole.storage.held.kind import Kind

_RECORDS = Section.RECORDS
_ACTIVITY = ("activity", "category", "pas", "weekday", "half_day", "location", "frequency")
_SIGN_OFF = ("state", "reached_on", "person", "at")
_NAMED = "instr(signed || sponsor, :name)"
_OF_THEIR_PLANS = "job_plan_id IN (SELECT id FROM job_plan WHERE clinician_id = :clinician)"

RECORDS_KINDS = (
    Kind(_RECORDS, "clinician", HeldPart.IDENTITY, "Name, grade and interests", "id = :clinician"),
    Kind(_RECORDS, "clinician_code", HeldPart.IDENTITY, "Codes in source systems", on_paper=("code",)),
    Kind(_RECORDS, "clinician_left", HeldPart.IDENTITY, "When they left", dated="left_on"),
    Kind(
        *(_RECORDS, "import_finding", HeldPart.IDENTITY, "Findings of imports that quote one of their codes"),
        "value IN (SELECT code FROM clinician_code WHERE clinician_id = :clinician)",
    ),
    Kind(
        *(_RECORDS, "outcome", HeldPart.IDENTITY, "Outcomes they own"),
        where="owner = :name",
    ),
    Kind(_RECORDS, "charter", HeldPart.IDENTITY, "Earlier charters that name them", _NAMED, "at"),
    Kind(_RECORDS, "charter_version", HeldPart.IDENTITY, "Charters that name them", _NAMED, "at"),
    Kind(_RECORDS, "charter_signature", HeldPart.IDENTITY, "Charters they signed", "name = :name", "at"),
    Kind(
        *(_RECORDS, "work_stream", HeldPart.IDENTITY, "Work streams that name them"),
        where="instr(members, :clinician) OR instr(departments, :name)",
        mentions=True,
    ),
    Kind(_RECORDS, "text_mark", HeldPart.SAID, "What they have read or agreed to", dated="marked_on"),
    Kind(
        *(_RECORDS, "job_plan", HeldPart.JOB_PLAN, "Job plans, every version"),
        dated="effective_from",
        words=("note", "reason", "objectives"),
    ),
    Kind(
        _RECORDS, "programmed_activity", HeldPart.JOB_PLAN, "Programmed activities", _OF_THEIR_PLANS, on_paper=_ACTIVITY
    ),
    Kind(
        _RECORDS,
        "job_plan_sign_off",
        HeldPart.JOB_PLAN,
        "Sign-offs of job plans",
        _OF_THEIR_PLANS,
        "at",
        on_paper=_SIGN_OFF,
    ),
    Kind(
        *(_RECORDS, "exposure", HeldPart.JOB_PLAN, "Exposure log"),
        dated="last_day",
        words=("note", "withdrawn"),
        on_paper=("kind", "first_day", "last_day", "fraction", "note", "withdrawn"),
    ),
    Kind(_RECORDS, "spell", HeldPart.WORK, "Spells", dated="coalesce(discharged, admitted)", is_work=True),
    Kind(_RECORDS, "episode", HeldPart.WORK, "Episodes", dated="coalesce(ended, started)", is_work=True),
    Kind(_RECORDS, "session", HeldPart.WORK, "Sessions", dated="held_on", is_work=True),
    Kind(_RECORDS, "take_shift", HeldPart.WORK, "Take shifts", dated="starts", is_work=True),
    Kind(_RECORDS, "theatre_case", HeldPart.WORK, "Theatre cases of sessions", dated="started", is_work=True),
    Kind(_RECORDS, "ward_move", HeldPart.WORK, "Ward moves", dated="entered", is_work=True),
    Kind(_RECORDS, "take_review", HeldPart.WORK, "Reviews on take", dated="reviewed", is_work=True),
    Kind(_RECORDS, "clinic_record", HeldPart.WORK, "Clinics", dated="session_date", is_work=True),
    Kind(_RECORDS, "theatre_record", HeldPart.WORK, "Theatre", dated="session_date", is_work=True),
    Kind(_RECORDS, "endoscopy_record", HeldPart.WORK, "Endoscopy", dated="session_date", is_work=True),
    Kind(_RECORDS, "reported_count", HeldPart.WORK, "Reported counts", dated="last_day", is_work=True),
    Kind(
        *(_RECORDS, "earlier_version", HeldPart.WORK, "Earlier versions of records, before a later import"),
        where="instr(body, :clinician)",
        dated="at",
        mentions=True,
        is_work=True,
    ),
    Kind(
        *(_RECORDS, "record_vote", HeldPart.SAID, "Mine, not mine, shared: their words on records"),
        where="clinician_id = :clinician OR with_clinician = :clinician",
        dated="at",
        words=("comment",),
    ),
    Kind(
        *(_RECORDS, "data_query", HeldPart.SAID, "Data queries"),
        dated="raised_at",
        words=("what_is_wrong", "answer"),
    ),
    Kind(
        *(_RECORDS, "fix_decision", HeldPart.SAID, "Decisions on data to mend"),
        where="instr(key, :clinician)",
        dated="at",
        words=("note",),
        mentions=True,
    ),
    Kind(_RECORDS, "ownership_tick", HeldPart.SAID, "Measures they own", dated="ticked_at"),
    Kind(_RECORDS, "training_tick", HeldPart.SAID, "Training ticked", dated="ticked_at"),
    Kind(_RECORDS, "attribution_vote", HeldPart.SAID, "Votes on how a measure attributes", dated="at"),
)
