"""Which kinds of record each section holds: what may have changed when a section came from another computer."""

from __future__ import annotations

from cdconsole.domain.change_set import Topic
from cdconsole.domain.people import Section

SECTION_TOPICS = {
    Section.WARD: frozenset({Topic.INPATIENT, Topic.PREDICTED_DISCHARGE, Topic.CONFLICT}),
    Section.RECORDS: frozenset(
        {
            Topic.CLINICIAN,
            Topic.JOB_PLAN,
            Topic.SPELL,
            Topic.SESSION,
            Topic.EXPOSURE,
            Topic.IMPORT,
            Topic.MEASURE,
            Topic.FRAMEWORK,
            Topic.EXPORT,
            Topic.INBOX,
            Topic.CHALLENGE,
            Topic.CONFLICT,
        }
    ),
    Section.REVIEW: frozenset(
        {
            *(Topic.REVIEW, Topic.GOAL, Topic.CHALLENGE, Topic.TRUST_PULSE, Topic.CONFLICT, Topic.CLINICIAN_PACK),
            Topic.ANNOTATION,
            Topic.CHART_LIMITS,
            Topic.QUARTER,
            Topic.DICTIONARY,
            Topic.RETENTION,
        }
    ),
}
