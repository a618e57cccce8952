"""What makes a row of each kind one record, what it is counted by, and what contradicts itself in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.extract_fields import Field

Values = Mapping[Field, Any]


class Clash(NamedTuple):
    """Two fields of a row that can't both be right; ``is_refused`` where the row is of no use so."""

    field: Field
    reason: str
    is_refused: bool = True


KEYS: Final[dict[ExtractKind, tuple[Field, ...]]] = {
    ExtractKind.WARD_MOVES: (Field.SPELL_KEY, Field.PATIENT, Field.WARD, Field.ENTERED),
    ExtractKind.TAKE_REVIEWS: (Field.SPELL_KEY, Field.PATIENT, Field.CLINICIAN, Field.REVIEWED),
    ExtractKind.CLINICS: (
        *(Field.SESSION_KEY, Field.CLINICIAN, Field.SESSION_DATE, Field.SESSION_START, Field.LOCATION),
        *(Field.PATIENT, Field.APPOINTMENT_KIND),
    ),
    ExtractKind.THEATRE: (
        *(Field.SESSION_KEY, Field.CLINICIAN, Field.SESSION_DATE, Field.LOCATION, Field.PATIENT),
        *(Field.INTO_THEATRE, Field.KNIFE_TO_SKIN, Field.PROCEDURE),
    ),
    ExtractKind.ENDOSCOPY: (
        *(Field.SESSION_KEY, Field.CLINICIAN, Field.SESSION_DATE, Field.SESSION_START, Field.LOCATION),
        *(Field.PATIENT, Field.PROCEDURE),
    ),
    ExtractKind.EXPOSURE: (Field.CLINICIAN, Field.EXPOSURE_KIND, Field.FIRST_DAY, Field.LAST_DAY),
    ExtractKind.COUNTS: (Field.PERIOD, Field.CLINICIAN, Field.ORGANISATION, Field.COUNT_OF),
}
"""What a record is known by where the file gives it no identifier of its own."""

COUNTED_BY: Final = {
    ExtractKind.WARD_MOVES: Field.ENTERED,
    ExtractKind.TAKE_REVIEWS: Field.REVIEWED,
    ExtractKind.CLINICS: Field.SESSION_DATE,
    ExtractKind.THEATRE: Field.SESSION_DATE,
    ExtractKind.ENDOSCOPY: Field.SESSION_DATE,
}
"""The day by which a record is counted, and so the days a file covers."""

_THEATRE_ORDER: Final = (
    *(Field.ANAESTHETIC_START, Field.INTO_THEATRE, Field.KNIFE_TO_SKIN, Field.CLOSURE, Field.OUT_OF_THEATRE),
)


def clashes(kind: ExtractKind, values: Values) -> Iterator[Clash]:
    """Yield what can't be right together in a row."""
    yield from _CHECKS.get(kind, _nothing)(values)


def _nothing(_values: Values) -> Iterator[Clash]:
    yield from ()


def _order(values: Values, earlier: Field, later: Field, *, is_refused: bool = True) -> Iterator[Clash]:
    first, second = values.get(earlier), values.get(later)
    if first and second and len(first) == len(second) and second < first:
        yield Clash(later, f"This is before: {earlier.value}", is_refused)


def _at_most(values: Values, part: Field, whole: Field) -> Iterator[Clash]:
    some, every = values.get(part), values.get(whole)
    if some is not None and every is not None and some > every:
        yield Clash(part, f"This is more than: {whole.value}", is_refused=False)


def _moves(values: Values) -> Iterator[Clash]:
    yield from _order(values, Field.ENTERED, Field.LEFT_WARD)


def _takes(values: Values) -> Iterator[Clash]:
    yield from _order(values, Field.ARRIVED, Field.REVIEWED, is_refused=False)


def _clinics(values: Values) -> Iterator[Clash]:
    yield from _order(values, Field.SESSION_START, Field.SESSION_END, is_refused=False)
    yield from _at_most(values, Field.ATTENDED, Field.BOOKED)
    yield from _at_most(values, Field.BOOKED, Field.SLOTS)


def _theatre(values: Values) -> Iterator[Clash]:
    yield from _order(values, Field.SESSION_START, Field.SESSION_END, is_refused=False)
    filled = [field for field in _THEATRE_ORDER if values.get(field)]
    for earlier, later in pairwise(filled):
        if {earlier, later} != {Field.ANAESTHETIC_START, Field.INTO_THEATRE}:  # anaesthetised before or in theatre
            yield from _order(values, earlier, later)


def _endoscopy(values: Values) -> Iterator[Clash]:
    yield from _at_most(values, Field.POLYPS_RETRIEVED, Field.POLYPS_FOUND)
    minutes = values.get(Field.WITHDRAWAL_MINUTES)
    if minutes is not None and minutes > 120:
        yield Clash(Field.WITHDRAWAL_MINUTES, "The withdrawal took more than two hours", is_refused=False)


def _exposure(values: Values) -> Iterator[Clash]:
    yield from _order(values, Field.FIRST_DAY, Field.LAST_DAY)
    if values.get(Field.EXPOSURE_KIND) == "UNKNOWN":
        yield Clash(Field.EXPOSURE_KIND, "This kind of absence or closure is not known")


def _ward_list(values: Values) -> Iterator[Clash]:
    for later in (Field.PREDICTED, Field.DISCHARGED):
        came, went = (str(values.get(field) or "")[:10] for field in (Field.ADMITTED, later))
        if came and went and went < came:
            yield Clash(later, f"This is before: {Field.ADMITTED.value}")


def _counts(values: Values) -> Iterator[Clash]:
    if values.get(Field.DENOMINATOR) == 0 and values.get(Field.NUMERATOR):
        yield Clash(Field.NUMERATOR, "There is something counted out of nothing", is_refused=False)


_CHECKS: Final[dict[ExtractKind, Callable[[Values], Iterator[Clash]]]] = {
    ExtractKind.WARD_MOVES: _moves,
    ExtractKind.TAKE_REVIEWS: _takes,
    ExtractKind.CLINICS: _clinics,
    ExtractKind.THEATRE: _theatre,
    ExtractKind.ENDOSCOPY: _endoscopy,
    ExtractKind.EXPOSURE: _exposure,
    ExtractKind.WARD_LIST: _ward_list,
    ExtractKind.COUNTS: _counts,
}
