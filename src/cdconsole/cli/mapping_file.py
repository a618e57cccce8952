"""Reads a mapping from a TOML file: what a row is, and which column means what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.extract import ColumnMapping, DateOrder, ExtractKind, NumberStyle
from cdconsole.domain.extract_fields import Field

Choice = TypeVar("Choice", bound=Enum)
_KEYS: Final = frozenset(
    {"kind", "sheet", "specialty", "unattributed", "date_order", "date_orders", "number_styles", "columns"}
)
_ORDERS: Final = {"day": DateOrder.DAY_FIRST, "month": DateOrder.MONTH_FIRST, "year": DateOrder.ISO}
_STYLES: Final = {"point": NumberStyle.POINT, "comma": NumberStyle.COMMA}


def read_mapping(path: Path, kind: ExtractKind | None) -> ColumnMapping:
    """Return the mapping in a file; ``kind`` is what the command says a row is, None if it leaves it to the file.

    Raises UserFacingError naming the key at fault.
    """
    values = _table(path)
    unknown = sorted(values.keys() - _KEYS)
    if unknown:
        raise _fault(path, f"{unknown[0]} is no key of a mapping", "Known: " + ", ".join(sorted(_KEYS)) + ".")
    said = values.get("kind")
    found = kind if said is None else _one(path, "kind", {each.value: each for each in ExtractKind}, said)
    if found is None or (kind is not None and found is not kind):
        raise _fault(
            path, "what a row is is not said, or not as in the command", 'Write, for example, kind = "spells".'
        )
    fields = {field.name: field for field in Field}
    columns = {
        _one(path, "columns", fields, str(name).upper()): _text(path, name, heading)
        for name, heading in _inner(path, values, "columns").items()
    }
    return ColumnMapping(
        kind=found,
        columns=columns,
        date_order=_one(path, "date_order", _ORDERS, values["date_order"]) if "date_order" in values else _AUTOMATIC,
        specialty=_text(path, "specialty", values.get("specialty", "")),
        confirm_unattributed=values.get("unattributed") is True,
        date_orders=_choices(path, values, "date_orders", _ORDERS),
        number_styles=_choices(path, values, "number_styles", _STYLES),
        sheet=_text(path, "sheet", values.get("sheet", "")),
    )


_AUTOMATIC: Final = DateOrder.AUTOMATIC


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserFacingError(f"The mapping {path} can't be read.", "Check the name.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _fault(path, str(error), "Correct it there.") from error


def _choices(path: Path, values: Mapping[str, Any], key: str, known: Mapping[str, Choice]) -> dict[str, Choice]:
    return {heading: _one(path, key, known, word) for heading, word in _inner(path, values, key).items()}


def _inner(path: Path, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = values.get(key, {})
    if not isinstance(found, dict):
        raise _fault(path, f"{key} is not a table", f"Write [{key}] on a line of its own, the entries below.")
    return found


def _one(path: Path, key: str, known: Mapping[str, Choice], word: object) -> Choice:
    if not isinstance(word, str) or word not in known:
        raise _fault(path, f"{word} is not known under {key}", "Known: " + ", ".join(known) + ".")
    return known[word]


def _text(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise _fault(path, f"{key} is not a text", "Put it in quotation marks.")
    return value


def _fault(path: Path, what: str, to_do: str) -> UserFacingError:
    return UserFacingError(f"The mapping {path.name} can't be used: {what}.", to_do)
