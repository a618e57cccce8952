"""From spells and stored rows to columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from itertools import repeat
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cdconsole.domain.activity import Spell
from cdconsole.storage.spell_columns import (
    ADMISSION_CODES,
    CASE_FIELDS,
    CLASS_CODES,
    DISCHARGE_CODES,
    NO_DAY,
    NO_MINUTE,
    NO_PATIENT,
    WORD_FIELDS,
    CaseColumns,
    in_day_order,
    taken,
)
from cdconsole.storage.word_column import words_of

_EPOCH = date(1970, 1, 1).toordinal()
_CODED: Final = {
    name: {member.name: code for member, code in codes.items()}
    for name, codes in (("patient_class", CLASS_CODES), ("admission", ADMISSION_CODES), ("discharge", DISCHARGE_CODES))
}
_ROW = ("pseudonym", "admitted", "discharged", "has_times", *_CODED, *WORD_FIELDS[:3], "sex", WORD_FIELDS[3])
_HALF_BYTES = 8
_KEYED_HASH = re.compile("[0-9a-fA-F]{16}.{16}", re.DOTALL)


def of_spells(spells: Iterable[Spell]) -> CaseColumns:
    """Return spells as columns."""
    return in_day_order(in_order(spells))


def in_order(spells: Iterable[Spell]) -> CaseColumns:
    """Return spells as columns in the order they come in, so that places are theirs."""
    return _coded([stored_fields(spell) for spell in spells])


def by_clinician(rows: Sequence[tuple[Any, ...]], first: int = 0, whose: int | None = None) -> dict[str, CaseColumns]:
    """Return rows as they are stored, as the columns of each clinician, not sorted yet: join them.

    From place ``first`` on a row holds: clinician, pseudonym, admitted, discharged, has_times, patient class,
    admission, discharge, specialty, ward, age band, sex and HRG; moments as ISO text, enumerations by name. ``whose``
    is the place of the clinician whose columns a row goes to, where that is another.
    """
    if not rows:
        return {}
    every = _coded([row[first + 1 :] for row in rows] if first else [row[1:] for row in rows])
    clinicians = words_of(row[first if whose is None else whose] for row in rows)
    order = np.argsort(clinicians.codes, kind="stable")
    cuts = np.split(order, np.cumsum(np.bincount(clinicians.codes))[:-1])
    return {name: taken(every, cut) for name, cut in zip(clinicians.words, cuts, strict=True)}


def patient_numbers(pseudonyms: Sequence[str]) -> NDArray[np.uint64]:
    """Return 64 bits of each pseudonym [pseudonyms]; 0 for an empty one. Half of what a keyed hash has is enough."""
    try:
        halves = b"".join(map(bytes.fromhex, map(_half, pseudonyms)))
    except ValueError:
        halves = b""
    if len(halves) != _HALF_BYTES * len(pseudonyms):
        halves = b"".join(map(bytes.fromhex, map(_half_of_anything, pseudonyms)))
    return np.frombuffer(halves, dtype=">u8").astype(np.uint64)


def _half(pseudonym: str) -> str:
    """Return the first half of what is as long as a keyed hash: a million are no place to look closer."""
    return pseudonym[:16] if len(pseudonym) == 2 * 16 else _half_of_anything(pseudonym)


def _half_of_anything(pseudonym: str) -> str:
    if not pseudonym:
        return f"{NO_PATIENT:016x}"
    return (pseudonym if _KEYED_HASH.fullmatch(pseudonym) else sha256(pseudonym.encode()).hexdigest())[:16]


def _coded(rows: Sequence[tuple[Any, ...]]) -> CaseColumns:
    texts = dict(zip(_ROW, list(zip(*rows, strict=True)) if rows else repeat(()), strict=False))
    came, went = (_moments(texts[name]) for name in ("admitted", "discharged"))
    day_in, day_out = came.astype("datetime64[D]"), went.astype("datetime64[D]")
    is_out, timed = ~np.isnat(went), np.array(texts["has_times"], dtype=bool)
    values: dict[str, Any] = {
        "admitted_day": day_in.astype(np.int64) + _EPOCH,
        "discharged_day": np.where(is_out, day_out.astype(np.int64) + _EPOCH, NO_DAY),
        "discharged_minute": np.where(is_out & timed, _minutes(went - day_out), NO_MINUTE),
        "has_times": timed,
        "admitted_minute": np.where(timed, _minutes(came - day_in), NO_MINUTE),
        "patient": patient_numbers(texts["pseudonym"]),
    }
    for name, codes in _CODED.items():
        values[name] = np.fromiter(map(codes.__getitem__, texts[name]), np.uint8, len(rows))
    found: dict[str, Any] = {name: values[name].astype(kind) for name, kind in CASE_FIELDS}
    return CaseColumns(**found | {name: words_of(texts[name]) for name in WORD_FIELDS})


def _moments(texts: Sequence[str | None]) -> NDArray[np.datetime64]:
    return np.array([text or "NaT" for text in texts], dtype="datetime64[s]")


def _minutes(since_midnight: NDArray[np.timedelta64]) -> NDArray[np.int64]:
    return since_midnight.astype("timedelta64[m]").astype(np.int64)


def stored_fields(spell: Spell) -> tuple[Any, ...]:
    """Return what is stored of a spell from its pseudonym on, but for the key that its source knows it by."""
    return (
        spell.pseudonym,
        spell.admitted.isoformat(),
        None if spell.discharged is None else spell.discharged.isoformat(),
        spell.has_times,
        spell.patient_class.name,
        spell.admission.name,
        spell.discharge.name,
        spell.specialty,
        spell.ward,
        spell.age_band,
        spell.sex,
        spell.hrg,
    )
