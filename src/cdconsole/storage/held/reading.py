"""Read what is held about one clinician: how many rows of each kind, and the rows as texts people can read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cdconsole.domain.clinician import Clinician
from cdconsole.domain.held import HeldCount, HeldTable
from cdconsole.domain.job_plan import WEEKDAYS
from cdconsole.storage.held.kind import Kind
from cdconsole.storage.section_file import Reading

LEFT_OUT_EVERYWHERE = frozenset(
    {
        *("hospital_number", "source_key", "spell_key", "session_key", "reply_identity", "reply_key", "mac"),
        *("proposer_signature", "agreer_signature"),
    }
)
"""Columns that are not the person's: patients' numbers, keyed identifiers of source systems, keys and seals."""

ANOTHER = "another clinician"
_CODED = re.compile(r"[A-Z]{2,}(_[A-Z]+)*")
_DAY_DIGITS = 10
_LONGEST_ABBREVIATION = 3


@dataclass(frozen=True)
class Whom:
    """Whom it is about, and what every clinician of the department is called, by id."""

    clinician: Clinician
    names: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """Return what the conditions of the kinds ask for."""
        return {"clinician": self.clinician.id, "name": self.clinician.name}

    @property
    def others(self) -> tuple[str, ...]:
        """Return the names of everybody else who can be told from theirs."""
        return tuple(name for id_, name in self.names.items() if id_ != self.clinician.id)


def tables(reading: Reading) -> frozenset[str]:
    """Return the names of a section's tables."""
    found = reading.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return frozenset(name for (name,) in found)


def count(reading: Reading, kind: Kind, whom: Whom, before: str = "") -> HeldCount:
    """Return how many rows of a kind are about somebody; with ``before``, an ISO day, only those from before it."""
    dates = f"min({kind.dated}), max({kind.dated})" if kind.dated else "NULL, NULL"
    where = f"({kind.where})" + (f" AND {kind.dated} < :before" if before else "")
    values = whom.values | ({"before": before} if before else {})
    row = reading.row(f"SELECT count(*), {dates} FROM {kind.table} WHERE {where}", values)
    rows, first, last = row or (0, None, None)
    return HeldCount(kind.part, kind.title, rows, _day(first), _day(last), bool(kind.words))


def rows_of(reading: Reading, kind: Kind, whom: Whom) -> HeldTable:
    """Return every row of a kind about somebody, with plain names of columns; other clinicians are not named."""
    names = [name for _at, name, *_rest in reading.rows(f"PRAGMA table_info({kind.table})")]
    shown = [name for name in names if name not in LEFT_OUT_EVERYWHERE]
    found = reading.rows(
        f"SELECT {', '.join(shown)} FROM {kind.table} WHERE {kind.where} ORDER BY {kind.dated or shown[0]}", whom.values
    )
    others = _pattern(whom)
    rows = tuple(
        tuple(_shown(kind, name, value, whom, others) for name, value in zip(shown, row, strict=True)) for row in found
    )
    return HeldTable(count(reading, kind, whom), tuple(name.replace("_", " ") for name in shown), rows)


def _pattern(whom: Whom) -> re.Pattern[str]:
    """Return what finds any clinician's id as a word of its own."""
    return re.compile(rf"\b({'|'.join(sorted(map(re.escape, whom.names), key=len, reverse=True)) or 'x^'})\b")


def _shown(kind: Kind, name: str, value: Any, whom: Whom, ids: re.Pattern[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return f"{len(value):,} bytes, not shown as text"
    if name == "weekday":
        return WEEKDAYS[value]
    if name.startswith(("is_", "has_")):
        return "yes" if value else "no"
    text = _plain(str(value))
    if text in whom.names and (name == "id" or name.endswith(("clinician_id", "clinician"))):
        return whom.clinician.name if text == whom.clinician.id else ANOTHER
    if kind.mentions:
        text = ids.sub(lambda found: whom.clinician.name if found[0] == whom.clinician.id else ANOTHER, text)
    if name not in kind.words and _CODED.fullmatch(text):
        return text.replace("_", " ").capitalize() if len(text) > _LONGEST_ABBREVIATION else text
    return text


def _plain(text: str) -> str:
    """Return JSON as ``name: value; name: value``, without what is left out everywhere; other texts as they are."""
    if not text.startswith(('{"', "[")):
        return text
    try:
        return _words(json.loads(text))
    except ValueError:
        return text


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(
            f"{name.replace('_', ' ')}: {_words(part)}"
            for name, part in value.items()
            if name not in LEFT_OUT_EVERYWHERE and not name.endswith("_id") and name != "id"
        )
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return "" if value is None else str(value)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:_DAY_DIGITS]) if text else None
