"""What the review section holds about a clinician; an administrator has no key to it."""

from __future__ import annotations

from cdconsole.domain.held import HeldPart
from cdconsole.domain.people import Section
from cdconsole.storage.held.kind import Kind

_REVIEW = Section.REVIEW
_OF_THEIR_REVIEWS = "review_id IN (SELECT id FROM review WHERE clinician_id = :clinician)"
_OF_THEIR_GOALS = "goal_id IN (SELECT id FROM goal WHERE clinician_id = :clinician)"
_THEIR_GROUP = "instr(members, :clinician) OR instr(owners, :name)"
_OF_THEIR_GROUP = f"goal_id IN (SELECT id FROM group_goal WHERE {_THEIR_GROUP})"
_OF_THEIR_PACKS = "pack_id IN (SELECT id FROM clinician_pack WHERE clinician_id = :clinician)"

REVIEW_KINDS = (
    Kind(
        *(_REVIEW, "challenge", HeldPart.SAID, "Challenges"),
        dated="raised_at",
        words=("claim", "evidence", "decision", "dissent", "reopened"),
    ),
    Kind(_REVIEW, "annotation", HeldPart.CHARTS, "Notes on charts", dated="written_at", words=("text",)),
    Kind(
        *(_REVIEW, "limit_change", HeldPart.CHARTS, "Changes of charts' limits"),
        dated="written_at",
        words=("reason", "withdrawn_reason"),
    ),
    Kind(_REVIEW, "review", HeldPart.REVIEWS, "Reviews", dated="coalesce(held_on, started_at)"),
    Kind(
        *(_REVIEW, "review_note", HeldPart.REVIEWS, "Notes of reviews, every sitting"),
        *(_OF_THEIR_REVIEWS, "saved_at", ("text",)),
    ),
    Kind(
        *(_REVIEW, "waiting_view", HeldPart.REVIEWS, "Their own view, sent before a review was prepared"),
        dated="said_at",
        words=("text",),
    ),
    Kind(
        *(_REVIEW, "agreement_mark", HeldPart.REVIEWS, "Marks of agreement"),
        *(_OF_THEIR_REVIEWS, "marked_at", ("comment",)),
    ),
    Kind(_REVIEW, "addendum", HeldPart.REVIEWS, "Addenda to locked reviews", _OF_THEIR_REVIEWS, "added_at", ("text",)),
    Kind(_REVIEW, "frozen_part", HeldPart.REVIEWS, "Parts frozen with a review", _OF_THEIR_REVIEWS),
    Kind(
        *(_REVIEW, "goal", HeldPart.REVIEWS, "Goals"),
        dated="created_at",
        words=("text", "action", "no_measure_reason", "support", "outcome"),
    ),
    Kind(_REVIEW, "carried_goal", HeldPart.REVIEWS, "Goals carried into a review", _OF_THEIR_GOALS),
    Kind(
        *(_REVIEW, "pdsa_cycle", HeldPart.REVIEWS, "PDSA cycles"),
        *(_OF_THEIR_GOALS, "created_at", ("plan", "prediction", "do", "study")),
    ),
    Kind(
        *(_REVIEW, "sustain_check", HeldPart.REVIEWS, "Checks that a gain held"),
        *(_OF_THEIR_GOALS, "due_on", ("note",)),
    ),
    Kind(
        *(_REVIEW, "group_goal", HeldPart.REVIEWS, "Goals of a group that name them"),
        where=_THEIR_GROUP,
        dated="created_at",
        words=("text", "action", "no_measure_reason", "support", "outcome"),
        mentions=True,
    ),
    Kind(
        *(_REVIEW, "group_cycle", HeldPart.REVIEWS, "PDSA cycles of these goals"),
        *(_OF_THEIR_GROUP, "created_at", ("plan", "prediction", "do", "study")),
    ),
    Kind(
        *(_REVIEW, "group_sustain_check", HeldPart.REVIEWS, "Checks that a group's gain held"),
        *(_OF_THEIR_GROUP, "due_on", ("note",)),
    ),
    Kind(
        *(_REVIEW, "waiting_view", HeldPart.REVIEWS, "Their own view, from a signed reply"),
        dated="said_at",
        words=("text",),
    ),
    Kind(
        *(_REVIEW, "rectification", HeldPart.REVIEWS, "Corrections asked for"),
        dated="asked_at",
        words=("stands", "should_say", "reason", "decision_reason"),
    ),
    Kind(_REVIEW, "recognition", HeldPart.RECOGNITION, "Thank-yous", dated="given_at", words=("text", "measured")),
    Kind(
        *(_REVIEW, "interpretation", HeldPart.READING, "Interpretations"),
        dated="written_at",
        words=("considered", "case_mix", "role", "system", "data", "chance", "text"),
    ),
    Kind(_REVIEW, "release_event", HeldPart.READING, "Releases", dated="released_at", words=("reason",)),
    Kind(
        *(_REVIEW, "quarter_freeze", HeldPart.READING, "Quarters frozen with their figures"),
        where="id IN (SELECT freeze_id FROM quarter_part WHERE clinician_id = :clinician)",
        dated="frozen_at",
        words=("reason",),
    ),
    Kind(_REVIEW, "quarter_part", HeldPart.READING, "Their part of frozen quarters"),
    Kind(
        *(_REVIEW, "support_step", HeldPart.SUPPORT, "Support steps"),
        dated="taken_at",
        words=("basis", "agreed_support", "stop_line"),
    ),
    Kind(_REVIEW, "consent", HeldPart.SUPPORT, "Consents", dated="given_at", words=("purpose",)),
    Kind(
        *(_REVIEW, "clinician_pack", HeldPart.HANDED_OVER, "Packs made for them"),
        dated="made_at",
        words=("revoke_reason",),
    ),
    Kind(
        *(_REVIEW, "pack_reply", HeldPart.HANDED_OVER, "Their signed replies"),
        *(_OF_THEIR_PACKS, "at", ("reason",)),
    ),
    Kind(
        *(_REVIEW, "extract_proposal", HeldPart.HANDED_OVER, "Sealed extracts about them, proposed or made"),
        dated="proposed_at",
        words=("manifest", "end_reason"),
    ),
    Kind(
        _REVIEW, "retention_hold", HeldPart.TRAIL, "Holds on deletion", dated="held_at", words=("reason", "lift_reason")
    ),
)
