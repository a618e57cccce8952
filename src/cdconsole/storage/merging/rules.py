"""What a merge must know about a table beyond its columns; one not named here is merged column by column."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.change_set import Topic

REVISION = "revision"

LOGS = ("history", "export_log")
"""Tables that are only ever added to, under a number of their own."""

NOT_MERGED = frozenset(
    {
        # These describe the file itself: those of the newer one stand.
        *("sentinel", "schema_step", "audit_earlier_key"),
        # These are only ever added to, in an order of their own, see appended.py.
        *("audit_event", *LOGS),
        # These follow from others, see merge.py.
        *("spell_columns", "spell_case", "monthly_rollup"),
    }
)


@dataclass(frozen=True)
class Versions:
    """A table in which a new row is the next version of something: both people's are kept, ours after theirs.

    ``of`` names what there are versions of, ``number`` the column that counts them, and ``counted_with`` one that
    counts up with it. ``asks``: only one can hold, so somebody is asked which. ``grows``: the newest version may still
    be written on, so what was written at both ends becomes two versions. ``parts``: a table that belongs to a version.
    """

    of: tuple[str, ...]
    number: str
    asks: bool = True
    grows: bool = False
    counted_with: str = ""
    parts: str = ""


VERSIONED = {
    "predicted_discharge": Versions(("inpatient_id",), "revision"),
    "review_note": Versions(("review_id", "kind", "domain"), "revision", grows=True),
    "addendum": Versions(("review_id",), "number", asks=False),
    "charter_version": Versions(("stream",), "version"),
    "department_text": Versions(("kind",), "version"),
    "conversation_form": Versions(("stream",), "version", asks=False),
    "job_plan": Versions(("clinician_id",), "version", counted_with="revision", parts="programmed_activity"),
    "measure_definition": Versions(("measure",), "version"),
    "definition_version": Versions(("measure",), "version"),
    "pulse_wording": Versions((), "version"),
    "quarter_freeze": Versions(("quarter",), "version", asks=False),
    "interpretation": Versions(("clinician_id", "measure", "first_month", "last_month"), "revision", grows=True),
    "lesson": Versions(("lesson",), "revision"),
}

TOGETHER = {
    "work_stream": (("closed_reason", "closed_by", "closed_at"),),
    "outcome": (("parked_reason", "parked_by", "parked_at"), ("retired_reason", "retired_by", "retired_at")),
    "stage_item": (("removed_at", "removed_by"),),
    "agreement_mark": (("agreement", "comment", "marked_at", "cleared", "channel", "person", "reply", "content"),),
    "review": (("status", "locked_at"),),
    "inpatient": (("clinician_id", "clinician_name"),),
    "goal": (("status", "outcome"), ("measure", "no_measure_reason", "baseline", "baseline_text")),
    "exposure": (("first_day", "last_day"),),
    "data_query": (("status", "answer", "answered_by", "answered_at", "batch_id"),),
    "challenge": (("status", "decision", "dissent", "decided_by", "decided_at", "reopened"),),
    "pulse_round": (("counts", "clinicians", "wording"),),
    "activity_need": (("pas", "why"),),
    "group_goal": (("status", "outcome"), ("measure", "no_measure_reason", "baseline", "baseline_text")),
    "sustain_check": (("held", "checked_on", "value", "value_text", "note", "author_id", "author"),),
    "group_sustain_check": (("held", "checked_on", "value", "value_text", "note", "author_id", "author"),),
    "record_vote": (("vote", "with_clinician", "comment", "channel", "person", "at"),),
    "fix_decision": (("state", "note", "person", "at"),),
    "conflict": (("chosen", "decided_by", "decided_at"),),
    "spell": (
        (
            *("discharged", "clinician_id", "batch_id", "pseudonym", "admitted", "has_times", "patient_class"),
            *("admission", "discharge", "specialty", "ward", "age_band", "sex", "hrg"),
        ),
    ),
    "import_batch": (("withdrawn_at", "withdrawn_by", "withdrawn_reason"),),
    "pack_sender": (("is_accepted", "person", "at"),),
    "data_pack": (("state", "accepted", "reason", "person", "at"),),
    "clinician_pack": (("revoked_at", "revoked_by", "revoke_reason"),),
    "annotation": (("withdrawn_at", "withdrawn_by"),),
    "limit_change": (("withdrawn_at", "withdrawn_by", "withdrawn_reason"),),
    "department_word": (("withdrawn_at", "withdrawn_by"),),
    "rectification": (("decision", "decision_reason", "decided_by", "decided_at"),),
    "retention_rule": (("years", "counted_from", "source", "person", "changed_at"),),
    "retention_hold": (("lifted_at", "lifted_by", "lift_reason"),),
    "clinician_left": (("left_on", "person", "at"),),
    "extract_proposal": (
        (
            *("manifest", "files", "proposed_by", "proposer", "proposer_role", "proposed_at", "proposer_signature"),
            *("agreed_by", "agreer", "agreer_role", "agreed_at", "agreer_signature"),
            *("sealed_by", "sealed_at", "sha256", "ended_by", "ender", "ended_at", "end_reason"),
        ),
    ),
}
"""Columns that say one thing: whoever changed one of them, all are taken from one side. The first names it."""

BOOKKEEPING = frozenset(
    {
        *("id", REVISION, "version", "number", "at", "person", "author", "author_id", "baseline", "baseline_text"),
        *("batch_id", "changed_at", "begun_at", "saved_at", "started_at", "created_at", "locked_at", "marked_at"),
        *("cleared", "file_name", "reason", "position", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "channel"),
    }
)
"""Columns nobody is asked about: they come with what was changed, and theirs stand."""

QUIET = frozenset(
    {
        *("stage_tick", "ownership_tick", "training_tick", "frozen_part", "carried_goal", "conflict", "data_pack"),
        *("charter_signature", "text_mark", "template_use", "fix_decision", "shown_measure", "department_word"),
        *("earlier_version", "remembered_mapping", "clinician_pack", "pack_reply", "waiting_view"),
    }
)
"""Tables nobody is asked about: two people's rows say the same, and theirs stands."""

SAME_SOURCE = frozenset(
    {
        *("import_batch", "spell", "ward_move", "take_review", "clinic_record", "theatre_record", "endoscopy_record"),
        "reported_count",
    }
)
"""Tables that both may have read from the same source: theirs stands with all that belongs to it."""

SUPERSEDED = {"spell": ("discharged", "episode")}
"""Of two rows from one source the one that has ended, by this column, stands with its parts, as when importing."""

TOPICS = {
    "inpatient": Topic.INPATIENT,
    "predicted_discharge": Topic.PREDICTED_DISCHARGE,
    "clinician": Topic.CLINICIAN,
    "clinician_code": Topic.CLINICIAN,
    "job_plan": Topic.JOB_PLAN,
    "programmed_activity": Topic.JOB_PLAN,
    "job_plan_sign_off": Topic.JOB_PLAN,
    "activity_need": Topic.JOB_PLAN,
    "spell": Topic.SPELL,
    "episode": Topic.SPELL,
    "ward_move": Topic.SESSION,
    "take_review": Topic.SESSION,
    "clinic_record": Topic.SESSION,
    "theatre_record": Topic.SESSION,
    "endoscopy_record": Topic.SESSION,
    "reported_count": Topic.COUNT,
    "session": Topic.SESSION,
    "take_shift": Topic.SESSION,
    "theatre_case": Topic.SESSION,
    "exposure": Topic.EXPOSURE,
    "data_query": Topic.CHALLENGE,
    "challenge": Topic.CHALLENGE,
    "pulse_wording": Topic.TRUST_PULSE,
    "pulse_round": Topic.TRUST_PULSE,
    "import_batch": Topic.IMPORT,
    "import_finding": Topic.IMPORT,
    "record_vote": Topic.ATTRIBUTION,
    "fix_decision": Topic.IMPORT,
    "earlier_version": Topic.IMPORT,
    "remembered_mapping": Topic.IMPORT,
    "measure_definition": Topic.MEASURE,
    "definition_version": Topic.MEASURE,
    "shown_measure": Topic.MEASURE,
    "outcome": Topic.FRAMEWORK,
    "outcome_measure": Topic.FRAMEWORK,
    "work_stream": Topic.FRAMEWORK,
    "stage_words": Topic.FRAMEWORK,
    "stage_item": Topic.FRAMEWORK,
    "stage_tick": Topic.FRAMEWORK,
    "charter_version": Topic.FRAMEWORK,
    "charter_signature": Topic.FRAMEWORK,
    "department_text": Topic.FRAMEWORK,
    "text_mark": Topic.FRAMEWORK,
    "training_tick": Topic.FRAMEWORK,
    "conversation_form": Topic.FRAMEWORK,
    "template_use": Topic.FRAMEWORK,
    "export_log": Topic.EXPORT,
    "review": Topic.REVIEW,
    "review_note": Topic.REVIEW,
    "frozen_part": Topic.REVIEW,
    "agreement_mark": Topic.REVIEW,
    "addendum": Topic.REVIEW,
    "waiting_view": Topic.REVIEW,
    "recognition": Topic.REVIEW,
    "goal": Topic.GOAL,
    "pdsa_cycle": Topic.GOAL,
    "group_goal": Topic.GOAL,
    "group_cycle": Topic.GOAL,
    "sustain_check": Topic.GOAL,
    "group_sustain_check": Topic.GOAL,
    "carried_goal": Topic.GOAL,
    "conflict": Topic.CONFLICT,
    "inbox_key": Topic.INBOX,
    "pack_sender": Topic.INBOX,
    "data_pack": Topic.INBOX,
    "extract_proposal": Topic.SEALED_EXTRACT,
    "clinician_pack": Topic.CLINICIAN_PACK,
    "pack_reply": Topic.CLINICIAN_PACK,
    "annotation": Topic.ANNOTATION,
    "limit_change": Topic.CHART_LIMITS,
    "quarter_freeze": Topic.QUARTER,
    "quarter_part": Topic.QUARTER,
    "interpretation": Topic.QUARTER,
    "release_event": Topic.QUARTER,
    "support_step": Topic.SUPPORT,
    "lesson": Topic.LESSON,
    "department_word": Topic.DICTIONARY,
    "rectification": Topic.REVIEW,
    "retention_rule": Topic.RETENTION,
    "retention_hold": Topic.RETENTION,
    "clinician_left": Topic.CLINICIAN,
}
"""What screens call a table's records; tables of later stages have no screen yet."""
