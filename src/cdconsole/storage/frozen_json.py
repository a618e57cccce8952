"""Keep frozen values as they were: dataclasses to compressed JSON and back, strictly by their declared types."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, Union, cast, get_args, get_origin

import zstandard

from cdconsole.domain.errors import DamagedSection, UserFacingError

FORMAT = 1
_LEVEL = 6

Value = TypeVar("Value")
Reader = Callable[[Any], Any]


def freeze(value: object) -> bytes:
    """Return a frozen dataclass as Zstandard-compressed JSON with its format number and type name.

    Enums are written by name, days and times as ISO 8601, tuples as arrays. Raises TypeError on anything else and
    ValueError on a number JSON has no word for (NaN, infinity).
    """
    document = {"format": FORMAT, "type": type(value).__name__, "value": _plain(value)}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(text.encode())


def thaw(body: bytes, kind: type[Value]) -> Value:
    """Return the value that ``freeze`` wrote, equal to the one that went in.

    A field that was added since reads as its default; anything unknown, missing or of another type raises
    DamagedSection. Raises UserFacingError when a later version of the program wrote it.
    """
    read = _reader(cast("Any", kind))
    try:
        document = json.loads(zstandard.ZstdDecompressor().decompress(body))
        written = document["format"]
        if isinstance(written, int) and written > FORMAT:
            raise UserFacingError(
                "This part of the review was kept by a later version of cdconsole.", "Open it with that version."
            )
        if written != FORMAT or document["type"] != kind.__name__:
            raise ValueError("another kind of value")
        return cast("Value", read(document["value"]))
    except (zstandard.ZstdError, KeyError, TypeError, ValueError) as error:
        raise DamagedSection(
            "A part of the review section can't be read.", "Restore the newest backup, or ask for help."
        ) from error


def fingerprint(value: object) -> str:
    """Return the SHA-256, in hexadecimal, of a frozen dataclass's values.

    Fields at their defaults are left out, so that a field which a later version adds leaves it as it is. Raises what
    ``freeze`` raises.
    """
    text = json.dumps(_telling(value), sort_keys=True, allow_nan=False, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def _telling(value: Any) -> Any:
    """Return a value as JSON has it, without fields at their defaults."""
    if is_dataclass(value) and not isinstance(value, type):
        told = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _telling(entry) for field, entry in told if entry != _default(field)}
    return [_telling(item) for item in value] if isinstance(value, tuple) else _plain(value)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):  # a datetime is a date too
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a {type(value).__name__} can't be kept in a frozen value")


@cache
def _reader(declared: Any) -> Reader:
    """Return the function that reads JSON back as a declared type. Raises TypeError for a type it does not know."""
    declared = getattr(declared, "__supertype__", declared)  # a NewType is its own plain type
    if declared in _SCALARS:
        return _SCALARS[declared]
    if isinstance(declared, type) and issubclass(declared, str):
        return lambda plain: declared(_SCALARS[str](plain))
    if get_origin(declared) in (Union, types.UnionType):
        return _optional_reader(declared)
    if get_origin(declared) is tuple:
        return _tuple_reader(declared)
    if isinstance(declared, type) and issubclass(declared, Enum):
        members = declared.__members__
        return lambda plain: members[plain]
    if is_dataclass(declared):
        return _dataclass_reader(cast("type", declared))
    raise TypeError(f"{declared} has no reader")


def _optional_reader(declared: Any) -> Reader:
    inner = [part for part in get_args(declared) if part is not types.NoneType]
    if len(inner) != 1:
        raise TypeError(f"{declared} could be read in two ways")
    read = _reader(inner[0])
    return lambda plain: None if plain is None else read(plain)


def _tuple_reader(declared: Any) -> Reader:
    item, *rest = get_args(declared)
    if rest != [Ellipsis]:
        raise TypeError(f"{declared} is not a tuple of one kind")
    read = _reader(item)

    def read_tuple(plain: Any) -> tuple[Any, ...]:
        if not isinstance(plain, list):
            raise TypeError("not an array")
        return tuple([read(entry) for entry in plain])

    return read_tuple


def _dataclass_reader(declared: type) -> Reader:
    hints = typing.get_type_hints(declared)
    readers = {field.name: _reader(hints[field.name]) for field in fields(declared)}
    required = frozenset(field.name for field in fields(declared) if not _has_default(field))

    def read_dataclass(plain: Any) -> Any:
        if not isinstance(plain, dict) or not required <= plain.keys():
            raise TypeError(f"not a whole {declared.__name__}")
        return declared(**{name: readers[name](entry) for name, entry in plain.items()})

    return read_dataclass


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _default(field: Field[Any]) -> Any:
    """Return what a field is when nobody says so; MISSING where it must be said."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _exactly(*allowed: type) -> Reader:
    def read(plain: Any) -> Any:
        if type(plain) not in allowed:
            raise TypeError(f"a {type(plain).__name__} where {allowed[0].__name__} is declared")
        return plain

    return read


_SCALARS: dict[Any, Reader] = {
    bool: _exactly(bool),
    int: _exactly(int),
    float: _exactly(float, int),
    str: _exactly(str),
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    time: time.fromisoformat,
}
