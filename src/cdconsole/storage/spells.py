"""Spells and episodes: rows are the truth, and each clinician's columns are rewritten in the same transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic

from cdconsole.domain.activity import AdmissionKind, DischargeKind, Episode, PatientClass, Spell
from cdconsole.domain.calendar import Period
from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import BatchId, ClinicianId, SpellId
from cdconsole.storage.record_versions import (
    ImportedTable,
    IncomingPart,
    IncomingRow,
    Parts,
    RecordVersions,
    Stored,
)
from cdconsole.storage.section_file import Reading, Work, Writing
from cdconsole.storage.spell_coding import by_clinician, of_spells, stored_fields
from cdconsole.storage.spell_columns import (
    CASE_LAYOUT,
    LAYOUT,
    CaseColumns,
    Columns,
    SpellColumns,
    joined,
    pack,
    pack_cases,
    unpack,
    unpack_cases,
)

SPELLS = ImportedTable(
    "spell",
    (
        *("clinician_id", "pseudonym", "admitted", "discharged", "has_times", "patient_class", "admission"),
        *("discharge", "specialty", "ward", "age_band", "sex", "hrg"),
    ),
    Topic.SPELL,
    Parts(
        "episode", "spell_id", ("clinician_id", "position", "started", "ended", "source_key"), "position, source_key"
    ),
    ended="discharged",
)

STORED = (
    *("id", "clinician_id", "batch_id", "pseudonym", "source_key", "admitted", "discharged", "has_times"),
    *("patient_class", "admission", "discharge", "specialty", "ward", "age_band", "sex", "hrg"),
)
"""The columns of a spell, in the order ``selected`` takes them."""
_COLUMNS = ", ".join(STORED)
_SOURCE_KEY, _FIRST = 3, 4  # in an incoming row: the source key, and the first of the columns of SPELLS
IN_COLUMNS = ", ".join(SPELLS.columns)
"""What a row needs to become columns, in the order ``by_clinician`` takes them."""
_CASES = (
    "SELECT clinician_id, spell_case.layout, spell_case.spells, spell_case.packed"
    " FROM spell_columns LEFT JOIN spell_case USING (clinician_id)"
)
_OUT_OF_DATE = (
    "SELECT clinician_id FROM spell_columns LEFT JOIN spell_case USING (clinician_id)"
    " WHERE spell_columns.layout <> ? OR spell_case.layout IS NOT ?"
)
_ADD_SPELL = f"INSERT INTO spell ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_EPISODE = (
    "INSERT INTO episode (id, spell_id, clinician_id, position, started, ended, source_key)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)


def add_spells(work: Work, spells: Sequence[Spell], episodes: Sequence[Episode] = ()) -> None:
    """Store new spells with their episodes, and each clinician's columns with them.

    The caller leaves out spells whose source key is known already; a second one is refused by the table.
    """
    new: defaultdict[ClinicianId, list[Spell]] = defaultdict(list)
    for spell in spells:
        new[spell.clinician_id].append(spell)
    # Read before the rows change: columns of another layout are made again from the rows there are.
    before = {clinician: cases(work, clinician) for clinician in new}
    work.execute_many(_ADD_SPELL, map(_spell_values, spells))
    work.execute_many(_ADD_EPISODE, map(_episode_values, episodes))
    for clinician, added in new.items():
        _store_columns(work, clinician, joined(before[clinician], of_spells(added)))
        work.changed(Topic.SPELL, clinician)


@dataclass
class SpellStore:
    """Stores the spells of one batch, part after part; each clinician's columns follow with ``finish``."""

    work: Work
    keeps_stored: bool = False
    _versions: RecordVersions = field(init=False)
    _added: defaultdict[ClinicianId, list[CaseColumns]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.work.make_room()
        self._versions = RecordVersions(self.work, SPELLS, self.keeps_stored)

    def store(self, rows: Sequence[IncomingRow], episodes: Sequence[IncomingPart] = ()) -> Stored:
        """Store spells as ``incoming`` gives them, with their episodes; those known already as their next version."""
        stored = self._versions.store(rows, episodes)
        known = stored.changed | stored.unchanged
        fresh = [row for row in rows if row[_SOURCE_KEY] not in known] if known else rows
        for clinician, added in by_clinician(fresh, _FIRST).items():
            self._added[ClinicianId(clinician)].append(added)
        return stored

    def finish(self, checkpoint: Callable[[], None] = lambda: None) -> None:
        """Bring columns and indexes up to date with the rows; ``checkpoint`` is called between and may raise."""
        self._versions.finish(checkpoint)
        changed = self._versions.clinicians
        for clinician, added in self._added.items():
            checkpoint()
            # What is not packed as this version does is made again from the rows, and those are there already.
            before = _packed_cases(self.work, clinician)
            if before is None:
                changed.add(clinician)
            elif clinician not in changed:
                _store_columns(self.work, clinician, joined(before, *added))
        for clinician in changed:
            checkpoint()
            rebuild_columns(self.work, clinician)
        for clinician in sorted({*changed, *self._added}):
            self.work.changed(Topic.SPELL, clinician)


def incoming(spell: Spell, row: int = 0) -> IncomingRow:
    """Return a spell of row ``row`` of a file as the store takes it."""
    found, clinician, batch, pseudonym, source_key, *rest = _spell_values(spell)
    return row, found, batch, source_key, clinician, pseudonym, *rest


def incoming_episode(episode: Episode) -> IncomingPart:
    """Return an episode as the store takes it."""
    return _episode_values(episode)


def source_keys(reading: Reading) -> set[str]:
    """Return the source keys of all spells stored, to recognise a spell in a later extract."""
    return {key for (key,) in reading.rows("SELECT source_key FROM spell WHERE source_key <> ''")}


def columns(reading: Reading, clinician: ClinicianId) -> SpellColumns:
    """Return what charts need of one clinician's spells; empty columns where there are none."""
    row = reading.row("SELECT layout, spells, packed FROM spell_columns WHERE clinician_id = ?", (clinician,))
    return of_spells(()).plain if row is None else _columns(reading, clinician, *row)


@dataclass(frozen=True)
class StoredColumns(Generic[Columns]):
    """The columns of every clinician who has spells, and for each the layout, number and bytes that are stored."""

    columns: Mapping[ClinicianId, Columns]
    packed: Mapping[ClinicianId, tuple[object, ...]]


def stored_columns(reading: Reading, before: StoredColumns[SpellColumns] | None = None) -> StoredColumns[SpellColumns]:
    """Return what charts need of the spells of every clinician who has any.

    What is stored as it was ``before`` is taken from there, the very same arrays.
    """
    found = reading.rows("SELECT clinician_id, layout, spells, packed FROM spell_columns")
    return _stored(found, before, lambda clinician, *blob: _columns(reading, clinician, *blob))


def cases(reading: Reading, clinician: ClinicianId) -> CaseColumns:
    """Return one clinician's spells whole, as columns; empty columns where there are none."""
    packed = _packed_cases(reading, clinician)
    return _from_rows(reading, clinician) if packed is None else packed


def all_cases(reading: Reading) -> Mapping[ClinicianId, CaseColumns]:
    """Return the spells of every clinician who has any whole, as columns."""
    return stored_cases(reading).columns


def stored_cases(reading: Reading, before: StoredColumns[CaseColumns] | None = None) -> StoredColumns[CaseColumns]:
    """Return the same as ``stored_columns`` does."""
    return _stored(reading.rows(_CASES), before, lambda clinician, *blob: _cases(reading, clinician, *blob))


def bring_up_to_date(work: Work) -> int:
    """Make columns that another version packed again from the rows; return for how many clinicians."""
    found = work.rows(f"{_OUT_OF_DATE} ORDER BY 1", (LAYOUT, CASE_LAYOUT))
    for (clinician,) in found:
        rebuild_columns(work, ClinicianId(clinician))
    return len(found)


def are_up_to_date(reading: Reading) -> bool:
    """Return whether all columns are packed as this version does: others are made from rows each time they are read."""
    return reading.row(f"{_OUT_OF_DATE} LIMIT 1", (LAYOUT, CASE_LAYOUT)) is None


def discharged_between(reading: Reading, clinician: ClinicianId, period: Period) -> tuple[Spell, ...]:
    """Return one clinician's spells that ended in a period, newest first."""
    first, after = period.first.first.isoformat(), (period.last + 1).first.isoformat()
    found = reading.rows(
        f"SELECT {_COLUMNS} FROM spell WHERE clinician_id = ? AND discharged >= ? AND discharged < ?"
        " ORDER BY discharged DESC, id",
        (clinician, first, after),
    )
    return tuple(map(_spell, found))


def keys_of(reading: Reading, clinician: ClinicianId) -> frozenset[str]:
    """Return the source keys of the spells counted for a clinician."""
    found = reading.rows("SELECT source_key FROM spell WHERE clinician_id = ? AND source_key <> ''", (clinician,))
    return frozenset(key for (key,) in found)


def keys_among(reading: Reading, clinician: ClinicianId, keys: Collection[str]) -> frozenset[str]:
    """Return which of some source keys are of spells counted for a clinician; ``keys_of`` reads all there are."""
    found = reading.rows(
        "SELECT source_key FROM json_each(?) AS k CROSS JOIN spell ON source_key = k.value AND source_key <> ''"
        " WHERE clinician_id = ?",
        (json.dumps(list(keys)), clinician),
    )
    return frozenset(key for (key,) in found)


def discharged_on(reading: Reading, source_key: str) -> date | None:
    """Return the day a record ended; None where it has not, or is not there any more."""
    row = reading.row("SELECT substr(discharged, 1, 10) FROM spell WHERE source_key = ?", (source_key,))
    return None if row is None or row[0] is None else date.fromisoformat(row[0])


def where(reading: Reading, condition: str, values: Sequence[Any] = ()) -> tuple[Spell, ...]:
    """Return the spells that meet a condition of another table's repository."""
    return selected(reading, f"SELECT {_COLUMNS} FROM spell WHERE {condition}", values)


def selected(reading: Reading, query: str, values: Sequence[Any] = ()) -> tuple[Spell, ...]:
    """Return the spells that a query of another table's repository gives, their columns in the order of ``STORED``."""
    return tuple(map(_spell, reading.rows(query, values)))


def episodes_of(reading: Reading, spell: SpellId) -> tuple[Episode, ...]:
    """Return a spell's consultant episodes in order."""
    found = reading.rows(
        "SELECT id, spell_id, clinician_id, position, started, ended, source_key FROM episode"
        " WHERE spell_id = ? ORDER BY position",
        (spell,),
    )
    return tuple(_episode(row) for row in found)


def covered_days(reading: Reading) -> tuple[tuple[date, date], ...]:
    """Return the first and the last day that each import covers, oldest first; nothing for one that covers no month."""
    found = reading.rows(
        "SELECT covers_from, covers_to FROM import_batch"
        " WHERE covers_to IS NOT NULL AND withdrawn_at IS NULL AND kind IN ('SPELLS', 'EPISODES') ORDER BY covers_from"
    )
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in found)


def count_problems(reading: Reading) -> tuple[str, ...]:
    """Return in words where a clinician's columns hold another number of spells than there are rows."""
    found = reading.rows(
        "SELECT name, (SELECT count(*) FROM spell WHERE clinician_id = clinician.id) AS stored, coalesce(spells, 0)"
        " FROM clinician LEFT JOIN spell_columns ON clinician_id = clinician.id WHERE stored <> coalesce(spells, 0)"
    )
    return tuple(f"{name} has {stored:,} spells but columns for {counted:,}." for name, stored, counted in found)


def rebuild_columns(writing: Writing, clinician: ClinicianId) -> None:
    """Make a clinician's columns again from the rows there are."""
    _store_columns(writing, clinician, _from_rows(writing, clinician))


def _columns(reading: Reading, clinician: ClinicianId, layout: str, spells: int, packed: bytes) -> SpellColumns:
    return unpack(packed, spells) if layout == LAYOUT else _from_rows(reading, clinician).plain


def _cases(reading: Reading, clinician: ClinicianId, layout: str | None, spells: int, packed: bytes) -> CaseColumns:
    return unpack_cases(packed, spells) if layout == CASE_LAYOUT else _from_rows(reading, clinician)


def _stored(
    rows: Iterable[tuple[Any, ...]], before: StoredColumns[Columns] | None, unpacked: Callable[..., Columns]
) -> StoredColumns[Columns]:
    columns, packed = {}, {}
    for clinician, *blob in rows:
        who = ClinicianId(clinician)
        packed[who] = tuple(blob)
        is_as_before = before is not None and before.packed.get(who) == packed[who]
        columns[who] = before.columns[who] if before and is_as_before else unpacked(who, *blob)
    return StoredColumns(columns, packed)


def _packed_cases(reading: Reading, clinician: ClinicianId) -> CaseColumns | None:
    """Return a clinician's spells as they are packed; None where another version packed them."""
    row = reading.row(f"{_CASES} WHERE clinician_id = ?", (clinician,))
    if row is None:
        return of_spells(())
    _, layout, spells, packed = row
    return unpack_cases(packed, spells) if layout == CASE_LAYOUT else None


def _from_rows(reading: Reading, clinician: ClinicianId) -> CaseColumns:
    rows = reading.rows(f"SELECT {IN_COLUMNS} FROM spell WHERE clinician_id = ?", (clinician,))
    return joined(*by_clinician(rows).values()) if rows else of_spells(())


def _store_columns(writing: Writing, clinician: ClinicianId, stored: CaseColumns) -> None:
    for table, layout, packed in (
        ("spell_columns", LAYOUT, pack(stored)),
        ("spell_case", CASE_LAYOUT, pack_cases(stored)),
    ):
        writing.execute(
            f"INSERT INTO {table} (clinician_id, layout, spells, packed) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (clinician_id) DO UPDATE"
            " SET layout = excluded.layout, spells = excluded.spells, packed = excluded.packed",
            (clinician, layout, len(stored), packed),
        )


def _spell_values(spell: Spell) -> tuple[Any, ...]:
    pseudonym, *rest = stored_fields(spell)
    return (spell.id, spell.clinician_id, spell.batch_id, pseudonym, spell.source_key, *rest)


def _spell(row: tuple[Any, ...]) -> Spell:
    found, clinician, batch, pseudonym, source_key, admitted, discharged, has_times, *rest = row
    patient_class, admission, discharge, *texts = rest
    return Spell(
        SpellId(found),
        ClinicianId(clinician),
        None if batch is None else BatchId(batch),
        pseudonym,
        source_key,
        datetime.fromisoformat(admitted),
        None if discharged is None else datetime.fromisoformat(discharged),
        bool(has_times),
        PatientClass[patient_class],
        AdmissionKind[admission],
        DischargeKind[discharge],
        *texts,
    )


def _episode_values(episode: Episode) -> tuple[Any, ...]:
    return (
        episode.id,
        episode.spell_id,
        episode.clinician_id,
        episode.order,
        episode.started.isoformat(),
        None if episode.ended is None else episode.ended.isoformat(),
        episode.source_key,
    )


def _episode(row: tuple[Any, ...]) -> Episode:
    found, spell, clinician, order, started, ended, source_key = row
    return Episode(
        found,
        SpellId(spell),
        ClinicianId(clinician),
        order,
        datetime.fromisoformat(started),
        None if ended is None else datetime.fromisoformat(ended),
        source_key,
    )
