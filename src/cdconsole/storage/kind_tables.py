"""Where the records of each kind but spells are kept, and reading those of one batch, of spells too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cdconsole.domain.change_set import Topic
from cdconsole.domain.extract import SPELL_KINDS, ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId
from cdconsole.storage.record_versions import ImportedTable
from cdconsole.storage.section_file import Reading


@dataclass(frozen=True)
class KindTable:
    """One kind's table. ``fields`` are stored in columns of their own names; the rest says which others it has.

    ``texts`` are stored as '' and ``codes`` as 'UNKNOWN' where the file has no column for them.
    """

    name: str
    fields: tuple[Field, ...]
    texts: frozenset[Field]
    topic: Topic
    codes: frozenset[Field] = frozenset()
    has_patient: bool = True
    has_spell: bool = False

    @property
    def table(self) -> ImportedTable:
        """Return what versions of records need to know of it."""
        own = ("clinician_id", *(["pseudonym"] if self.has_patient else []), *(["spell_key"] if self.has_spell else []))
        return ImportedTable(self.name, (*own, *(column_of(field) for field in self.fields)), self.topic)

    def empty(self, field: Field) -> Any:
        """Return what is stored where the file says nothing of a field."""
        if field in self.texts:
            return ""
        return "UNKNOWN" if field in self.codes else None


def column_of(field: Field) -> str:
    """Return the column a field is stored in."""
    return "kind" if field is Field.EXPOSURE_KIND else field.name.lower()


_SESSION = (
    *(Field.SESSION_KEY, Field.SESSION_DATE, Field.SESSION_START, Field.SESSION_END, Field.PLANNED_MINUTES),
    *(Field.LOCATION, Field.SPECIALTY, Field.CANCELLED, Field.CANCELLED_REASON),
)
_SESSION_TEXTS = frozenset({Field.SESSION_KEY, Field.LOCATION, Field.SPECIALTY, Field.CANCELLED_REASON})

KIND_TABLES: Final[dict[ExtractKind, KindTable]] = {
    ExtractKind.WARD_MOVES: KindTable(
        "ward_move",
        (Field.WARD, Field.BAY, Field.BED, Field.ENTERED, Field.LEFT_WARD),
        frozenset({Field.WARD, Field.BAY, Field.BED}),
        Topic.SESSION,
        has_spell=True,
    ),
    ExtractKind.TAKE_REVIEWS: KindTable(
        "take_review",
        (Field.ARRIVED, Field.REVIEWED, Field.DECISION),
        frozenset(),
        Topic.SESSION,
        frozenset({Field.DECISION}),
        has_spell=True,
    ),
    ExtractKind.CLINICS: KindTable(
        "clinic_record",
        (
            *(*_SESSION, Field.SLOTS, Field.BOOKED, Field.ATTENDED, Field.DID_NOT_ATTEND),
            *(Field.APPOINTMENT_KIND, Field.ATTENDANCE),
        ),
        _SESSION_TEXTS,
        Topic.SESSION,
        frozenset({Field.APPOINTMENT_KIND, Field.ATTENDANCE}),
    ),
    ExtractKind.THEATRE: KindTable(
        "theatre_record",
        (
            *(*_SESSION, Field.PROCEDURE, Field.URGENCY, Field.CASE_MINUTES, Field.ANAESTHETIC_START),
            *(Field.INTO_THEATRE, Field.KNIFE_TO_SKIN, Field.CLOSURE, Field.OUT_OF_THEATRE),
        ),
        _SESSION_TEXTS | {Field.PROCEDURE},
        Topic.SESSION,
        frozenset({Field.URGENCY}),
    ),
    ExtractKind.ENDOSCOPY: KindTable(
        "endoscopy_record",
        (
            *(*_SESSION, Field.PROCEDURE, Field.URGENCY, Field.POINTS, Field.COMPLETE, Field.ADENOMA),
            *(Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED, Field.WITHDRAWAL_MINUTES, Field.BOWEL_PREPARATION),
        ),
        _SESSION_TEXTS | {Field.PROCEDURE, Field.BOWEL_PREPARATION},
        Topic.SESSION,
        frozenset({Field.URGENCY}),
    ),
    ExtractKind.EXPOSURE: KindTable(
        "exposure",
        (Field.EXPOSURE_KIND, Field.FIRST_DAY, Field.LAST_DAY, Field.NOTE),
        frozenset({Field.NOTE}),
        Topic.EXPOSURE,
        has_patient=False,
    ),
    ExtractKind.COUNTS: KindTable(
        "reported_count",
        (
            *(Field.FIRST_DAY, Field.LAST_DAY, Field.ORGANISATION, Field.COUNT_OF),
            *(Field.NUMERATOR, Field.DENOMINATOR),
        ),
        frozenset({Field.ORGANISATION, Field.COUNT_OF}),
        Topic.COUNT,
        has_patient=False,
    ),
}


_SPELL_SHOWN: Final = {
    Field.PATIENT: "substr(t.pseudonym, 1, 8)",
    Field.ADMITTED: "t.admitted",
    Field.DISCHARGED: "t.discharged",
    Field.PATIENT_CLASS: "t.patient_class",
    Field.ADMISSION_METHOD: "t.admission",
    Field.DISCHARGE_METHOD: "t.discharge",
    Field.WARD: "t.ward",
    Field.SPECIALTY: "t.specialty",
}
"""What is shown of a spell, and the expression that gives it; of a patient, the beginning of the pseudonym."""


@dataclass(frozen=True)
class RecordRow:
    """One stored record: whose it is by name, how many versions there were, and its fields as stored."""

    clinician: str
    revision: int
    values: Mapping[Field, Any]


def of_batch(
    reading: Reading, kind: ExtractKind, batch: BatchId, span: tuple[int, int]
) -> tuple[int, tuple[Field, ...], list[RecordRow]]:
    """Return how many records of a batch are in force, their fields, and some of them: ``span`` is (first, how many).

    A ward list has none: its patients are on the ward, and move on.
    """
    table, shown = _shown(kind)
    if not table:
        return 0, (), []
    [(total,)] = reading.rows(f"SELECT count(*) FROM {table} WHERE batch_id = ?", (batch,))
    first, count = span
    found = reading.rows(
        f"SELECT coalesce(c.name, ''), t.revision, {', '.join(shown.values())} FROM {table} AS t"
        " LEFT JOIN clinician AS c ON c.id = t.clinician_id WHERE t.batch_id = ? ORDER BY t.rowid LIMIT ? OFFSET ?",
        (batch, count, first),
    )
    rows = [RecordRow(name, revision, dict(zip(shown, values, strict=True))) for name, revision, *values in found]
    return int(total), tuple(shown), rows


def _shown(kind: ExtractKind) -> tuple[str, Mapping[Field, str]]:
    if kind in SPELL_KINDS:
        return "spell", _SPELL_SHOWN
    kept = KIND_TABLES.get(kind)
    return ("", {}) if kept is None else (kept.name, {field: f"t.{column_of(field)}" for field in kept.fields})
