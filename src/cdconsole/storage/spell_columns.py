"""Spells as columns of numbers: what charts are calculated from without touching a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

from cdconsole.domain.activity import AdmissionKind, DischargeKind, PatientClass, Spell

NO_DAY = -1
NO_MINUTE = -1
CLASS_CODES = {member: code for code, member in enumerate(PatientClass)}
ADMISSION_CODES = {member: code for code, member in enumerate(AdmissionKind)}
DISCHARGE_CODES = {member: code for code, member in enumerate(DischargeKind)}

_FIELDS: tuple[tuple[str, str], ...] = (
    ("admitted_day", "<i4"),
    ("discharged_day", "<i4"),
    ("discharged_minute", "<i2"),
    ("patient_class", "<u1"),
    ("admission", "<u1"),
    ("discharge", "<u1"),
    ("has_times", "|b1"),
)
_EPOCH = date(1970, 1, 1).toordinal()
_CODED = {
    name: {member.name: code for member, code in codes.items()}
    for name, codes in (("patient_class", CLASS_CODES), ("admission", ADMISSION_CODES), ("discharge", DISCHARGE_CODES))
}
_BYTES_A_SPELL = sum(np.dtype(kind).itemsize for _, kind in _FIELDS)
_ENUMS: tuple[type[Enum], ...] = (PatientClass, AdmissionKind, DischargeKind)

LAYOUT = sha256(repr((_FIELDS, [list(kind.__members__) for kind in _ENUMS])).encode("ascii")).hexdigest()[:16]
"""Names this exact form. A blob with another layout, from another version, is made again from the rows."""


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


def of_spells(spells: Iterable[Spell]) -> SpellColumns:
    """Return spells as columns."""
    table = np.array([_numbers(spell) for spell in spells], dtype=np.int32).reshape(-1, len(_FIELDS))
    return _sorted({name: table[:, index].astype(kind) for index, (name, kind) in enumerate(_FIELDS)})


def by_clinician(rows: Sequence[tuple[Any, ...]], first: int) -> dict[str, SpellColumns]:
    """Return rows as they are stored, as the columns of each clinician, not sorted yet: join them.

    From place ``first`` on a row holds: clinician, pseudonym, admitted, discharged, has_times, patient class, admission
    and discharge; moments as ISO text, enumerations by name.
    """
    if not rows:
        return {}
    clinicians, _, admitted, discharged, has_times, *coded = list(zip(*rows, strict=True))[first : first + 8]
    came, went = (_moments(texts) for texts in (admitted, discharged))
    day_in, day_out = came.astype("datetime64[D]"), went.astype("datetime64[D]")
    is_out, timed = ~np.isnat(went), np.array(has_times, dtype=bool)
    minutes = (went - day_out).astype("timedelta64[m]").astype(np.int64)
    values = {
        "admitted_day": day_in.astype(np.int64) + _EPOCH,
        "discharged_day": np.where(is_out, day_out.astype(np.int64) + _EPOCH, NO_DAY),
        "discharged_minute": np.where(is_out & timed, minutes, NO_MINUTE),
        "has_times": timed,
    }
    for (name, codes), texts in zip(_CODED.items(), coded, strict=True):
        values[name] = np.fromiter(map(codes.__getitem__, texts), np.uint8, len(rows))
    places = {name: place for place, name in enumerate(dict.fromkeys(clinicians))}
    which, names = np.fromiter(map(places.__getitem__, clinicians), np.int64, len(rows)), list(places)
    order = np.argsort(which, kind="stable")
    cuts = np.split(order, np.cumsum(np.bincount(which, minlength=len(names)))[:-1])
    return {
        name: SpellColumns(**{column: values[column][cut].astype(kind) for column, kind in _FIELDS})
        for name, cut in zip(names, cuts, strict=True)
    }


def joined(*parts: SpellColumns) -> SpellColumns:
    """Return several sets of spells as one."""
    return _sorted({name: np.concatenate([getattr(part, name) for part in parts]) for name, _ in _FIELDS})


def without(columns: SpellColumns, taken: SpellColumns) -> SpellColumns:
    """Return spells without as many of each as are taken; those that are not there are passed over."""
    kept = np.ones(len(columns), dtype=np.bool_)
    for place in range(len(taken)):
        same = kept.copy()
        for name, _ in _FIELDS:
            same &= getattr(columns, name) == getattr(taken, name)[place]
        if same.any():
            kept[same.argmax()] = False
    return _sorted({name: getattr(columns, name)[kept] for name, _ in _FIELDS})


def pack(columns: SpellColumns) -> bytes:
    """Return columns as one compressed blob: each column whole, one after the other."""
    return zstandard.compress(b"".join(getattr(columns, name).tobytes() for name, _ in _FIELDS), 3)


def unpack(packed: bytes, spells: int) -> SpellColumns:
    """Return the columns of a blob that holds this many spells. Raises ValueError where it holds another number."""
    data = zstandard.decompress(packed)
    if len(data) != spells * _BYTES_A_SPELL:
        raise ValueError("the blob does not hold as many spells as it says")
    return SpellColumns(**dict(_cut(data, spells)))


def _cut(data: bytes, spells: int) -> Iterator[tuple[str, NDArray[Any]]]:
    start = 0
    for name, kind in _FIELDS:
        # An array over bytes can't be written to, and copies nothing.
        yield name, np.frombuffer(data, dtype=kind, count=spells, offset=start)
        start += spells * np.dtype(kind).itemsize


def _sorted(columns: dict[str, NDArray[Any]]) -> SpellColumns:
    order = np.lexsort(tuple(columns[name] for name, _ in reversed(_FIELDS)) + _by_day(columns))
    for name, values in columns.items():
        columns[name] = values[order]
        columns[name].flags.writeable = False
    return SpellColumns(**columns)


def _by_day(columns: dict[str, NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    return columns["admitted_day"], columns["discharged_day"]


def _moments(texts: Sequence[str | None]) -> NDArray[np.datetime64]:
    return np.array([text or "NaT" for text in texts], dtype="datetime64[s]")


def _numbers(spell: Spell) -> tuple[int, ...]:
    out = spell.discharged
    return (
        spell.admitted.toordinal(),
        NO_DAY if out is None else out.toordinal(),
        NO_MINUTE if out is None or not spell.has_times else out.hour * 60 + out.minute,
        CLASS_CODES[spell.patient_class],
        ADMISSION_CODES[spell.admission],
        DISCHARGE_CODES[spell.discharge],
        spell.has_times,
    )
