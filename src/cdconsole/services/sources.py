"""All sources of records of an open department; each but the spells reads its records when a measure first asks."""

from __future__ import annotations

from cdconsole.domain.counting import Source
from cdconsole.services.clinic_records import CLINICS
from cdconsole.services.endoscopy_records import ENDOSCOPY
from cdconsole.services.job_plan_records import JobPlanRecords
from cdconsole.services.record_source import RecordSource
from cdconsole.services.reported_counts import COUNTS
from cdconsole.services.session import Session
from cdconsole.services.source_records import SourceRecords
from cdconsole.services.spell_records import SpellRecords
from cdconsole.services.take_records import TAKE
from cdconsole.services.theatre_records import THEATRE
from cdconsole.services.ward_list_records import WARD_LIST, WARD_TOPICS

__all__ = ["WARD_TOPICS", "sources_of"]


def sources_of(session: Session, spells: SpellRecords) -> dict[Source, SourceRecords]:
    """Return every source, by what it counts."""
    return {
        Source.SPELLS: spells,
        Source.TAKE: RecordSource(session, TAKE),
        Source.CLINICS: RecordSource(session, CLINICS),
        Source.THEATRE: RecordSource(session, THEATRE),
        Source.ENDOSCOPY: RecordSource(session, ENDOSCOPY),
        Source.WARD_LIST: RecordSource(session, WARD_LIST),
        Source.JOB_PLANS: JobPlanRecords(session, spells),
        Source.COUNTS: RecordSource(session, COUNTS),
    }
