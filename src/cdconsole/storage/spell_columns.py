"""Spells as columns of numbers: what charts are calculated from without touching a row.

Charts that everybody opens need few of them (`SpellColumns`). What tells cases apart (`CaseColumns`) is larger, for a
patient's code does not compress; it is packed apart and read when a measure needs it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import Enum
from hashlib import sha256
from typing import Any, Final, TypeVar

import numpy as np
import zstandard
from numpy.typing import NDArray

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass
from cdconsole.storage.word_column import Words, joined_words, width

NO_DAY = -1
NO_MINUTE = -1
NO_PATIENT = 0
CLASS_CODES = {member: code for code, member in enumerate(PatientClass)}
ADMISSION_CODES = {member: code for code, member in enumerate(AdmissionKind)}
DISCHARGE_CODES = {member: code for code, member in enumerate(DischargeKind)}

PLAIN_FIELDS: Final = (
    ("admitted_day", "<i4"),
    ("discharged_day", "<i4"),
    ("discharged_minute", "<i2"),
    ("patient_class", "<u1"),
    ("admission", "<u1"),
    ("discharge", "<u1"),
    ("has_times", "|b1"),
)
CASE_FIELDS: Final = (*PLAIN_FIELDS, ("admitted_minute", "<i2"), ("patient", "<u8"))
WORD_FIELDS: Final = ("specialty", "ward", "age_band", "hrg")
_ENUMS: tuple[type[Enum], ...] = (PatientClass, AdmissionKind, DischargeKind)
_LENGTH = "<u4"  # of the list of words that a blob begins with


def _layout(*form: object) -> str:
    return sha256(repr((*form, [list(kind.__members__) for kind in _ENUMS])).encode("ascii")).hexdigest()[:16]


LAYOUT = _layout(PLAIN_FIELDS)
"""Names this exact form. A blob with another layout, from another version, is made again from the rows."""
CASE_LAYOUT = _layout(CASE_FIELDS, WORD_FIELDS)


@dataclass(frozen=True)
class SpellColumns:
    """One clinician's spells, one element a spell, by discharge day and then admission day; not discharged first.

    Days are proleptic ordinals (``date.toordinal``); ``discharged_day`` is -1 while not discharged. Minutes count
    from midnight, -1 where not discharged or the source gave dates only. Codes are those of ``CLASS_CODES``,
    ``ADMISSION_CODES`` and ``DISCHARGE_CODES``. The arrays can't be written to.
    """

    admitted_day: NDArray[np.int32]
    discharged_day: NDArray[np.int32]
    discharged_minute: NDArray[np.int16]
    patient_class: NDArray[np.uint8]
    admission: NDArray[np.uint8]
    discharge: NDArray[np.uint8]
    has_times: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.admitted_day)

    @property
    def los_days(self) -> NDArray[np.int32]:
        """Return length of stay: discharge date minus admission date in days, -1 while not discharged."""
        days = np.where(self.discharged_day == NO_DAY, NO_DAY, self.discharged_day - self.admitted_day)
        return days.astype(np.int32)


@dataclass(frozen=True)
class CaseColumns(SpellColumns):
    """Spells with what tells cases apart.

    ``admitted_minute`` is -1 where the source gave dates only. ``patient`` is the same number for the same patient in
    this department, 0 where the source named none.
    """

    admitted_minute: NDArray[np.int16]
    patient: NDArray[np.uint64]
    specialty: Words
    ward: Words
    age_band: Words
    hrg: Words

    @property
    def plain(self) -> SpellColumns:
        """Return them without what tells cases apart."""
        return SpellColumns(**{name: getattr(self, name) for name, _ in PLAIN_FIELDS})


Columns = TypeVar("Columns", bound=SpellColumns)


def taken(columns: Columns, places: NDArray[np.intp]) -> Columns:
    """Return some of the spells, in the order of ``places``."""
    return _each(columns, lambda values: values.taken(places) if isinstance(values, Words) else values[places])


def in_day_order(columns: Columns) -> Columns:
    """Return spells by discharge day and then admission day, those of the same days always in the same order."""
    numbers = [_numbers(getattr(columns, field.name)) for field in fields(columns)]
    return taken(columns, np.lexsort((*reversed(numbers), columns.admitted_day, columns.discharged_day)))


def joined(*parts: Columns) -> Columns:
    """Return several sets of spells, all of the same kind, as one."""
    found: dict[str, Any] = {}
    for field in fields(parts[0]):
        values = [getattr(part, field.name) for part in parts]
        found[field.name] = joined_words(values) if isinstance(values[0], Words) else np.concatenate(values)
    return in_day_order(type(parts[0])(**found))


def without(columns: Columns, gone: Columns) -> Columns:
    """Return spells without as many of each as are gone; those that are not there are passed over."""
    if not len(gone):
        return columns
    own, (marks, many) = _marks(columns), np.unique(_marks(gone), return_counts=True)
    alike = np.flatnonzero(np.isin(own, marks))
    order = alike[np.argsort(own[alike], kind="stable")]
    first, stop = (np.searchsorted(own[order], marks, side) for side in ("left", "right"))
    kept = np.ones(len(columns), dtype=np.bool_)
    for start, end in zip(first, np.minimum(stop, first + many), strict=True):
        kept[order[start:end]] = False
    return taken(columns, np.flatnonzero(kept))


def pack(columns: SpellColumns) -> bytes:
    """Return what charts need of spells as one compressed blob: each column whole, one after the other."""
    return zstandard.compress(b"".join(_bytes(columns, PLAIN_FIELDS)), 3)


def unpack(packed: bytes, spells: int) -> SpellColumns:
    """Return the columns of a blob that holds this many spells. Raises ValueError where it holds another number."""
    data = zstandard.decompress(packed)
    return SpellColumns(**dict(_cut(data, PLAIN_FIELDS, spells)))


def pack_cases(columns: CaseColumns) -> bytes:
    """Return spells whole as one compressed blob: their words, then each column."""
    words = [getattr(columns, name) for name in WORD_FIELDS]
    listed = json.dumps([each.words for each in words]).encode("ascii")
    length = np.array(len(listed), dtype=_LENGTH).tobytes()
    codes = (each.codes.tobytes() for each in words)
    return zstandard.compress(b"".join((length, listed, *_bytes(columns, CASE_FIELDS), *codes)), 3)


def unpack_cases(packed: bytes, spells: int) -> CaseColumns:
    """Return the columns of a blob that holds this many spells. Raises ValueError where it holds another number."""
    data = zstandard.decompress(packed)
    start = np.dtype(_LENGTH).itemsize
    end = start + int(np.frombuffer(data, _LENGTH, 1)[0])
    words = dict(zip(WORD_FIELDS, map(tuple, json.loads(data[start:end])), strict=True))
    coded = tuple((name, width(len(found)).str) for name, found in words.items())
    found: dict[str, Any] = dict(_cut(data, (*CASE_FIELDS, *coded), spells, end))
    return CaseColumns(**found | {name: Words(found[name], words[name]) for name in WORD_FIELDS})


def _bytes(columns: SpellColumns, form: tuple[tuple[str, str], ...]) -> Iterator[bytes]:
    return (getattr(columns, name).astype(kind, copy=False).tobytes() for name, kind in form)


def _cut(
    data: bytes, form: tuple[tuple[str, str], ...], spells: int, start: int = 0
) -> Iterator[tuple[str, NDArray[Any]]]:
    if len(data) - start != spells * sum(np.dtype(kind).itemsize for _, kind in form):
        raise ValueError("the blob does not hold as many spells as it says")
    for name, kind in form:
        # An array over bytes can't be written to, and copies nothing.
        yield name, np.frombuffer(data, dtype=kind, count=spells, offset=start)
        start += spells * np.dtype(kind).itemsize


def _each(columns: Columns, change: Callable[[Any], Any]) -> Columns:
    found = {field.name: change(getattr(columns, field.name)) for field in fields(columns)}
    for values in found.values():
        (values.codes if isinstance(values, Words) else values).flags.writeable = False
    return type(columns)(**found)


def _numbers(values: NDArray[Any] | Words) -> NDArray[Any]:
    return values.codes if isinstance(values, Words) else values


def _marks(columns: SpellColumns) -> NDArray[np.uint64]:
    """Return 64 bits of each spell [spells] that tell it from others; steps as in splitmix64 (Steele et al., 2014)."""
    mark = np.zeros(len(columns), dtype=np.uint64)
    for field in fields(columns):
        values = getattr(columns, field.name)
        if isinstance(values, Words):
            values = np.array([hash(word) for word in values.words], dtype=np.int64)[values.codes]
        mark = (mark ^ values.astype(np.int64, copy=False).view(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9)
        mark ^= mark >> np.uint64(31)
    return mark
