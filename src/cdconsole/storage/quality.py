"""What stands in the records, counted for quality reports, and what was decided on things to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from cdconsole.domain.change_set import Topic
from cdconsole.domain.data_quality import Aspect, FixState
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import BatchId
from cdconsole.storage.kind_tables import KIND_TABLES, column_of
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work

REPEATED = "The same identifier is on row%"
"""How a refusal of a row that stands twice in its file begins (importing/rows.py)."""


@dataclass(frozen=True)
class RecordTable:
    """Where records of a kind are kept: the table, the day they are counted by, and what says a field is filled in."""

    name: str
    noun: str
    day: str
    fields: Mapping[str, str]


_SPELLS = RecordTable(
    "spell",
    "spells",
    "discharged",
    {
        "Discharge date": "discharged IS NOT NULL",
        "Time of day": "has_times",
        "Patient classification": "patient_class <> 'UNKNOWN'",
        "Admission method": "admission <> 'UNKNOWN'",
        "Discharge method": "discharge <> 'UNKNOWN'",
        "Specialty": "specialty <> ''",
        "Ward": "ward <> ''",
        "Age band": "age_band <> ''",
        "Sex": "sex <> ''",
        "HRG code": "hrg <> ''",
    },
)


def _table(kind: ExtractKind, noun: str, day: str) -> RecordTable:
    kept = KIND_TABLES[kind]
    filled = {
        field.value: f"{column_of(field)} <> {kept.empty(field)!r}"
        if field in kept.texts | kept.codes
        else f"{column_of(field)} IS NOT NULL"
        for field in kept.fields
    }
    return RecordTable(kept.name, noun, day, filled)


TABLES: Final[dict[ExtractKind, RecordTable]] = {
    ExtractKind.SPELLS: _SPELLS,
    ExtractKind.EPISODES: _SPELLS,
    ExtractKind.WARD_MOVES: _table(ExtractKind.WARD_MOVES, "stays on a ward", "entered"),
    ExtractKind.TAKE_REVIEWS: _table(ExtractKind.TAKE_REVIEWS, "take reviews", "reviewed"),
    ExtractKind.CLINICS: _table(ExtractKind.CLINICS, "clinic records", "session_date"),
    ExtractKind.THEATRE: _table(ExtractKind.THEATRE, "theatre cases", "session_date"),
    ExtractKind.ENDOSCOPY: _table(ExtractKind.ENDOSCOPY, "endoscopy procedures", "session_date"),
    ExtractKind.COUNTS: _table(ExtractKind.COUNTS, "counts", "last_day"),
}
"""The kinds a report can be made of. Spells and the spells made of episodes are one table."""


OFTEN_EMPTY: Final = frozenset(
    field.value
    for field in (
        *(Field.LEFT_WARD, Field.BAY, Field.BED, Field.CANCELLED, Field.CANCELLED_REASON, Field.SPECIALTY),
        *(Field.ANAESTHETIC_START, Field.ADENOMA, Field.COMPLETE, Field.POLYPS_FOUND, Field.POLYPS_RETRIEVED),
        *(Field.WITHDRAWAL_MINUTES, Field.BOWEL_PREPARATION, Field.ORGANISATION, Field.DENOMINATOR),
    )
)
"""Fields that rightly say nothing in many rows."""


@dataclass(frozen=True)
class Batch:
    """One import that stands, as a report needs it."""

    id: BatchId
    kind: ExtractKind
    file_name: str
    imported: date
    rows: int
    rejected: int
    repeated: int
    questioned: int
    covers: tuple[date, date] | None

    @property
    def months(self) -> float:
        """Return the months it covers, 0 where it covers none whole."""
        return 0.0 if self.covers is None else ((self.covers[1] - self.covers[0]).days + 1) / 30.4375


def batches(reading: Reading) -> tuple[Batch, ...]:
    """Return the imports that stand, newest first."""
    found = reading.rows(
        "SELECT id, kind, file_name, at, rows, rejected_rows,"
        " (SELECT count(DISTINCT row_number) FROM import_finding WHERE batch_id = import_batch.id"
        "  AND kind = 'rejected' AND reason LIKE ?),"
        " (SELECT count(*) FROM import_finding WHERE batch_id = import_batch.id AND kind = 'questioned'),"
        " covers_from, covers_to FROM import_batch WHERE withdrawn_at IS NULL ORDER BY at DESC, rowid DESC",
        (REPEATED,),
    )
    return tuple(_batch(*row) for row in found)


def filled(reading: Reading, table: RecordTable, batch: BatchId | None) -> tuple[int, dict[str, int]]:
    """Return how many records there are (of one batch, or all), and how many have each field filled in."""
    sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in table.fields.values())
    where, values = _of(batch)
    [(records, *counts)] = reading.rows(f"SELECT count(*), {sums} FROM {table.name} {where}", values)
    return records, dict(zip(table.fields, counts, strict=True))


def unattributed(reading: Reading, table: RecordTable, batch: BatchId | None) -> int:
    """Return how many records belong to nobody: no code, or a default code, stood in their row."""
    where, values = _of(batch)
    [(records,)] = reading.rows(
        f"SELECT count(*) FROM {table.name} {where + ' AND' if where else 'WHERE'}"
        " clinician_id IN (SELECT id FROM clinician WHERE is_attributable = 0)",
        values,
    )
    return int(records)


def newest_day(reading: Reading, table: RecordTable, batch: BatchId | None) -> date | None:
    """Return the last day any record is counted by."""
    where, values = _of(batch)
    [(day,)] = reading.rows(f"SELECT max({table.day}) FROM {table.name} {where}", values)
    return None if day is None else date.fromisoformat(str(day)[:10])


def count_findings(reading: Reading, batch: BatchId | None) -> tuple[int, int]:
    """Return how many rows were refused for what they say (not for standing twice), and how many are to be checked."""
    where, values = _of(batch)
    [(refused, checked)] = reading.rows(
        "SELECT count(DISTINCT CASE WHEN kind = 'rejected' AND reason NOT LIKE ? THEN batch_id || row_number END),"
        " coalesce(sum(kind = 'questioned'), 0) FROM import_finding"
        f" {where + ' AND' if where else 'WHERE'} batch_id IN (SELECT id FROM import_batch WHERE withdrawn_at IS NULL)",
        (REPEATED, *values),
    )
    return int(refused), int(checked)


def without_take(reading: Reading, batch: BatchId | None) -> tuple[int, int]:
    """Return the emergency spells without a review on take, and how many there are, in the days take reviews cover.

    A review is a spell's if it names the spell, or the patient within a day before to three days after admission.
    (0, 0) where no take reviews are stored.
    """
    where, values = _of(batch)
    [(emergencies, without)] = reading.rows(
        f"SELECT count(*), coalesce(sum({_NO_REVIEW}), 0) FROM spell AS s {where + ' AND' if where else 'WHERE'}"
        f" {_ON_TAKE}",
        values,
    )
    return int(without), int(emergencies)


_ON_TAKE = (
    "s.admission = 'EMERGENCY' AND substr(s.admitted, 1, 10) >= (SELECT substr(min(reviewed), 1, 10) FROM take_review)"
    " AND substr(s.admitted, 1, 10) < (SELECT substr(max(reviewed), 1, 10) FROM take_review)"
)
_NO_REVIEW = (
    "NOT EXISTS (SELECT 1 FROM take_review AS t WHERE t.spell_key <> '' AND t.spell_key = s.source_key)"
    " AND NOT EXISTS (SELECT 1 FROM take_review AS t WHERE t.pseudonym <> '' AND t.pseudonym = s.pseudonym"
    " AND julianday(t.reviewed) - julianday(s.admitted) BETWEEN -1 AND 3)"
)
_FINDINGS = (
    "SELECT 'finding:' || f.batch_id || ':' || f.kind || ':' || f.position AS key, b.kind AS batch_kind,"
    f" CASE WHEN f.reason LIKE '{REPEATED}' THEN 'DUPLICATES' ELSE 'IMPOSSIBLE' END AS aspect, b.file_name, b.at AS at,"
    " f.row_number AS row_number, f.column_name AS column_name, f.reason AS reason, f.kind AS kind,"
    " b.id AS batch_id FROM import_finding AS f JOIN import_batch AS b ON b.id = f.batch_id"
    " WHERE b.withdrawn_at IS NULL"
)
_NOBODYS = (
    "SELECT 'clinician:spell:' || s.source_key, b.kind, 'CLINICIAN', b.file_name, b.at, 0, s.pseudonym,"
    " substr(s.admitted, 1, 10), 'nobody', b.id FROM spell AS s JOIN import_batch AS b ON b.id = s.batch_id"
    " WHERE s.clinician_id IN (SELECT id FROM clinician WHERE is_attributable = 0)"
)
_NOT_MINE = (
    "SELECT 'vote:' || v.clinician_id || ':' || v.source_key, b.kind, 'CLINICIAN', b.file_name, b.at, 0, s.pseudonym,"
    " c.name || coalesce(', who names ' || o.name, '') || iif(v.comment = '', '', ': ' || v.comment), 'vote', b.id"
    " FROM record_vote AS v CROSS JOIN spell AS s ON s.source_key = v.source_key AND s.source_key <> ''"
    " AND s.clinician_id = v.clinician_id"
    " JOIN import_batch AS b ON b.id = s.batch_id JOIN clinician AS c ON c.id = v.clinician_id"
    " LEFT JOIN clinician AS o ON o.id = v.with_clinician WHERE v.vote = 'NOT_MINE'"
)
_TAKELESS = (
    "SELECT 'take:' || s.source_key, b.kind, 'TAKE', b.file_name, b.at, 0, s.pseudonym, substr(s.admitted, 1, 10),"
    f" 'take', b.id FROM spell AS s JOIN import_batch AS b ON b.id = s.batch_id WHERE {_ON_TAKE} AND {_NO_REVIEW}"
)
_EVERYTHING = " UNION ALL ".join((_FINDINGS, _NOBODYS, _NOT_MINE, _TAKELESS))
_DECIDED_ON = (
    "SELECT t.key, batch_kind, aspect, file_name, row_number, column_name, t.reason, t.kind,"
    " coalesce(d.state, 'OPEN'), coalesce(d.note, ''), coalesce(d.person, ''), d.at, coalesce(d.revision, 0)"
    " FROM ({listed}) AS t LEFT JOIN fix_decision AS d ON d.key = t.key"
)


@dataclass(frozen=True)
class FixRow:
    """One thing to mend as the records tell it, with what was decided; words are the caller's."""

    key: str
    kind: ExtractKind
    aspect: Aspect
    file_name: str
    row: int
    column: str
    reason: str
    source: str
    state: FixState
    note: str
    person: str
    at: datetime | None
    revision: int


def fixes(reading: Reading, batch: BatchId | None, *, include_decided: bool, limit: int) -> tuple[FixRow, ...]:
    """Return things to mend: the newest file first, in the order of its rows."""
    listed, values = _fixes_of(batch)
    decided = "" if include_decided else "WHERE coalesce(d.state, 'OPEN') = 'OPEN'"
    found = reading.rows(
        f"{_DECIDED_ON.format(listed=listed)} {decided} ORDER BY t.at DESC, row_number, t.key LIMIT ?", (*values, limit)
    )
    return tuple(_fix_row(*row) for row in found)


def fix(reading: Reading, key: str) -> FixRow | None:
    """Return one thing to mend; None where it is no longer one."""
    row = reading.row(f"{_DECIDED_ON.format(listed=_EVERYTHING)} WHERE t.key = ?", (key,))
    return None if row is None else _fix_row(*row)


def count_fixes(reading: Reading, batch: BatchId | None) -> tuple[int, int]:
    """Return how many things to mend there are in all, and how many of them nobody has decided on."""
    listed, values = _fixes_of(batch)
    [(total, undecided)] = reading.rows(
        "SELECT count(*), coalesce(sum(coalesce(d.state, 'OPEN') = 'OPEN'), 0)"
        f" FROM ({listed}) AS t LEFT JOIN fix_decision AS d ON d.key = t.key",
        values,
    )
    return int(total), int(undecided)


def decide_fix(work: Work, key: str, state: FixState, note: str, revision: int) -> int:
    """Keep what was decided on one thing to mend and return the revision it has now. Raises StaleEdit."""
    row = work.row("SELECT state, note, revision FROM fix_decision WHERE key = ?", (key,))
    before = None if row is None else dict(zip(("state", "note", "revision"), row, strict=True))
    check_revision(0 if before is None else before["revision"], revision, "This line")
    after = {"state": state.name, "note": note, "revision": revision + 1}
    work.execute(
        "INSERT INTO fix_decision (key, state, note, person, at, revision)"
        " VALUES (:key, :state, :note, :person, :at, :revision)"
        " ON CONFLICT (key) DO UPDATE SET state = excluded.state, note = excluded.note, person = excluded.person,"
        " at = excluded.at, revision = excluded.revision",
        after | {"key": key, "person": work.actor.name, "at": work.at.isoformat()},
    )
    work.keep_history("fix_decision", key, revision + 1, before, after)
    work.audit("decided", "a line of the list of data to mend")
    work.changed(Topic.IMPORT)
    return revision + 1


def _of(batch: BatchId | None) -> tuple[str, tuple[str, ...]]:
    return ("", ()) if batch is None else ("WHERE batch_id = ?", (batch,))


def _fixes_of(batch: BatchId | None) -> tuple[str, tuple[str, ...]]:
    return (_EVERYTHING, ()) if batch is None else (f"SELECT * FROM ({_EVERYTHING}) WHERE batch_id = ?", (batch,))


def _batch(*row: Any) -> Batch:
    found, kind, name, at, rows, rejected, repeated, questioned, first, last = row
    covers = None if first is None or last is None else (date.fromisoformat(first), date.fromisoformat(last))
    imported = datetime.fromisoformat(at).astimezone().date()
    return Batch(BatchId(found), ExtractKind[kind], name, imported, rows, rejected, repeated, questioned, covers)


def _fix_row(*row: Any) -> FixRow:
    key, kind, aspect, name, number, column, reason, source, state, note, person, at, revision = row
    return FixRow(
        *(key, ExtractKind[kind], Aspect[aspect], name, number, column, reason, source),
        *(FixState[state], note, person, None if at is None else datetime.fromisoformat(at), revision),
    )
