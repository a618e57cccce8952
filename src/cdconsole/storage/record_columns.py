"""Records of the kinds that are not spells as columns: what measures of them are counted from, without a row each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cdconsole.domain.calendar import Period
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field
from cdconsole.domain.identity import ClinicianId
from cdconsole.storage.kind_tables import KIND_TABLES, column_of
from cdconsole.storage.section_file import Reading
from cdconsole.storage.whole_sessions import WHOLE_SESSIONS

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Days = NDArray[np.int64]

NO_DAY = -1
_DAY = len("2026-11-23")
MINUTES_A_DAY = 24 * 60
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

COUNTED_BY: Final = {
    ExtractKind.TAKE_REVIEWS: Field.REVIEWED,
    ExtractKind.CLINICS: Field.SESSION_DATE,
    ExtractKind.THEATRE: Field.SESSION_DATE,
    ExtractKind.ENDOSCOPY: Field.SESSION_DATE,
    ExtractKind.COUNTS: Field.FIRST_DAY,
}
"""The field whose day a record is counted on."""

_DAYS: Final = frozenset({Field.SESSION_DATE, Field.FIRST_DAY, Field.LAST_DAY})
_MOMENTS: Final = frozenset(
    {
        *(Field.SESSION_START, Field.SESSION_END, Field.ANAESTHETIC_START, Field.INTO_THEATRE, Field.OUT_OF_THEATRE),
        *(Field.REVIEWED, Field.DISCHARGED),
    }
)
_ALIVE_UNDER_KEY: Final = (
    "(SELECT s.discharged FROM spell AS s WHERE s.source_key = t.spell_key AND s.source_key <> ''"
    " AND s.discharge NOT IN ('DIED', 'STILLBIRTH'))"
)
_FROM_ELSEWHERE: Final = {
    (ExtractKind.TAKE_REVIEWS, Field.DISCHARGED): _ALIVE_UNDER_KEY,
    (ExtractKind.TAKE_REVIEWS, Field.ADMITTED): (
        "EXISTS (SELECT 1 FROM spell AS s WHERE s.source_key = t.spell_key AND s.source_key <> '')"
    ),
}
"""What is asked of the spell that a review names: when it ended, if not in death, and whether it is there at all."""


class _Places(dict[str, int]):
    """Gives each different text the next number."""

    def __missing__(self, text: str) -> int:
        self[text] = place = len(self)
        return place


@dataclass(frozen=True, eq=False)
class Texts:
    """A column of texts: ``words`` holds each different one once, ``codes`` [records] where each stands there."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Return texts as a column."""
        places = _Places()
        codes = np.fromiter(map(places.__getitem__, texts), np.int32, len(texts))
        return cls(codes, tuple(places))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> str:
        return self.words[int(self.codes[place])]

    def where(self, holds: Callable[[str], bool]) -> Flags:
        """Return for which texts [records] something holds; each different text is asked once."""
        if not self.words:
            return np.zeros(0, dtype=np.bool_)
        found: Flags = np.array([holds(word) for word in self.words], dtype=np.bool_)[self.codes]
        return found

    def among(self, *words: str) -> Flags:
        """Return which texts [records] are one of some."""
        return self.where(words.__contains__)

    def places(self) -> dict[str, NDArray[np.intp]]:
        """Return where each different text stands, in order."""
        order = np.argsort(self.codes, kind="stable")
        cuts = np.cumsum(np.bincount(self.codes, minlength=len(self.words)))[:-1]
        return dict(zip(self.words, np.split(order, cuts), strict=True)) if self.words else {}


@dataclass(frozen=True, eq=False)
class RecordColumns:
    """Records of one kind, one element a record in each column.

    ``whose`` are clinicians' ids and ``batch`` imports', '' where there is none; ``patient`` are pseudonyms, '' where
    they were not asked for. ``days`` are proleptic ordinals, -1 where there is none. ``numbers`` are NaN where nothing
    is recorded, yes and no 1 and 0; ``moments`` are minutes since 1970 of the ward's time, NaN for none or a day only.
    """

    whose: Texts
    batch: Texts
    patient: Texts
    texts: Mapping[Field, Texts]
    numbers: Mapping[Field, Floats]
    days: Mapping[Field, Days]
    moments: Mapping[Field, Floats]

    def __len__(self) -> int:
        return len(self.whose)


def read(
    reading: Reading,
    kind: ExtractKind,
    fields: Sequence[Field],
    period: Period | None = None,
    *,
    with_patients: bool = False,
) -> RecordColumns:
    """Return the records of a kind, everybody's, those counted in a period or all; only the fields asked for."""
    table = KIND_TABLES[kind]
    rows = _kept(reading, kind, fields, period, with_patients=with_patients) + _whole(reading, kind, fields, period)
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(fields) + 3)
    whose, batch, patients, *found = columns
    by_field = dict(zip(fields, found, strict=True))
    is_text = table.texts | table.codes
    return RecordColumns(
        *(Texts.of(whose), Texts.of(batch), Texts.of(patients)),
        {field: Texts.of(cells) for field, cells in by_field.items() if field in is_text},
        {
            field: np.array(cells, dtype=np.float64)
            for field, cells in by_field.items()
            if field not in is_text | _DAYS | _MOMENTS
        },
        {field: days_of(cells) for field, cells in by_field.items() if field in _DAYS or field is COUNTED_BY[kind]},
        {field: minutes_of(cells) for field, cells in by_field.items() if field in _MOMENTS},
    )


def first_days(reading: Reading, kind: ExtractKind) -> dict[ClinicianId, int]:
    """Return the clinicians who have records of a kind, each with the day of the first, as a proleptic ordinal."""
    table, day = KIND_TABLES[kind].name, column_of(COUNTED_BY[kind])
    found = reading.rows(
        f"SELECT id, (SELECT min({day}) FROM {table} WHERE clinician_id = clinician.id) FROM clinician"
    )
    whole = WHOLE_SESSIONS.get(kind)
    if whole is not None:
        found += reading.rows(f"SELECT t.clinician_id, min(t.held_on) FROM {whole.source} GROUP BY t.clinician_id")
    first: dict[ClinicianId, int] = {}
    for one, on in found:
        if on is not None:
            ordinal = date.fromisoformat(on[:_DAY]).toordinal()
            first[ClinicianId(one)] = min(ordinal, first.get(ClinicianId(one), ordinal))
    return first


def has_any(reading: Reading, kind: ExtractKind) -> bool:
    """Return whether there is any record of a kind, somebody's or nobody's."""
    sources = [KIND_TABLES[kind].name, *([WHOLE_SESSIONS[kind].source] if kind in WHOLE_SESSIONS else [])]
    return any(reading.row(f"SELECT 1 FROM {source} LIMIT 1") is not None for source in sources)


def covered_days(reading: Reading, kind: ExtractKind) -> tuple[tuple[date, date], ...]:
    """Return the first and the last day that each import of a kind covers; nothing for one that covers no month."""
    found = reading.rows(
        "SELECT covers_from, covers_to FROM import_batch WHERE covers_to IS NOT NULL AND withdrawn_at IS NULL"
        " AND kind = ? ORDER BY covers_from",
        (kind.name,),
    )
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in found)


def days_without_import(reading: Reading, kind: ExtractKind) -> dict[date, int]:
    """Return how many records that no import brought fall on each day."""
    day = column_of(COUNTED_BY[kind])
    found = reading.rows(
        f"SELECT substr({day}, 1, {_DAY}), count(*) FROM {KIND_TABLES[kind].name} WHERE batch_id IS NULL GROUP BY 1"
    )
    whole = WHOLE_SESSIONS.get(kind)
    if whole is not None:
        found += reading.rows(f"SELECT t.held_on, count(*) FROM {whole.source} GROUP BY t.held_on")
    days = Counter[date]()
    for on, count in found:
        days[date.fromisoformat(on)] += count
    return days


def days_of(texts: Iterable[str | None]) -> Days:
    """Return the days of ISO dates or moments as proleptic ordinals, -1 for none."""
    days = np.array([text[:_DAY] if text else "NaT" for text in texts], dtype="datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, days.astype(np.int64) + EPOCH_ORDINAL)


def minutes_of(texts: Iterable[str | None]) -> Floats:
    """Return ISO moments as minutes since 1970, NaN for none and for a date without a time."""
    moments = np.array([text if text and "T" in text else "NaT" for text in texts], dtype="datetime64[s]")
    return np.where(np.isnat(moments), np.nan, moments.astype(np.int64) / 60)


def _kept(
    reading: Reading, kind: ExtractKind, fields: Sequence[Field], period: Period | None, *, with_patients: bool
) -> list[tuple[Any, ...]]:
    table = KIND_TABLES[kind]
    patient = "t.pseudonym" if with_patients and table.has_patient else "''"
    shown = (_FROM_ELSEWHERE.get((kind, field), f"t.{column_of(field)}") for field in fields)
    where, values = _within(f"t.{column_of(COUNTED_BY[kind])}", period)
    return reading.rows(
        f"SELECT coalesce(t.clinician_id, ''), coalesce(t.batch_id, ''), {', '.join((patient, *shown))}"
        f" FROM {table.name} AS t WHERE {where} ORDER BY t.rowid",
        values,
    )


def _whole(
    reading: Reading, kind: ExtractKind, fields: Sequence[Field], period: Period | None
) -> list[tuple[Any, ...]]:
    """Return the records that sessions recorded whole stand for; what they don't know is as a file without a column."""
    whole, table = WHOLE_SESSIONS.get(kind), KIND_TABLES[kind]
    if whole is None:
        return []
    shown = (whole.fields.get(field) or _literal(table.empty(field)) for field in fields)
    where, values = _within("t.held_on", period)
    return reading.rows(
        f"SELECT t.clinician_id, coalesce(t.batch_id, ''), '', {', '.join(shown)} FROM {whole.source} AND {where}"
        " ORDER BY t.rowid",
        values,
    )


def _literal(empty: str | None) -> str:
    return "NULL" if empty is None else f"'{empty}'"


def _within(day: str, period: Period | None) -> tuple[str, tuple[Any, ...]]:
    if period is None:
        return "1", ()
    return f"{day} >= ? AND {day} < ?", (period.first.first.isoformat(), (period.last + 1).first.isoformat())
