"""The definitions that come with the program: those in use from the beginning, and the templates to choose from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from cdconsole.domain.counting import Attribution, Calculation, Counting, Exclusion
from cdconsole.domain.definition_rules import checked
from cdconsole.domain.measure import Controllable, Measure, MeasureId, Setting, Unit
from cdconsole.domain.resources import resource_text
from cdconsole.domain.spc import ChartKind, Improvement

_FILE = "measures/templates.json"
_TEXTS = (
    *("title", "question", "outcome", "numerator", "denominator", "denominator_noun", "exclusions", "attribution"),
    *("balancing", "weaknesses", "source"),
)
_OTHERS = ("id", "unit", "improvement", "counting", "chart", "minimum_n", "lag_days", "controllable", "settings")
_MAY_LACK = ("target", "target_origin")
_OF_COUNTING = ("calculation", "attribution")
_COUNTING_MAY_LACK = ("threshold", "exclusions", "count_of")

Member = TypeVar("Member", bound=Enum)


@cache
def shipped_templates() -> tuple[Measure, ...]:
    """Return the templates in the file's order, each version 1.

    Raises ValueError naming the template and field where the file is wrong: an installation is then damaged.
    """
    rows = json.loads(resource_text(_FILE))["templates"]
    templates = tuple(read_template(row) for row in rows)
    if len({template.id for template in templates}) != len(templates):
        raise ValueError("two templates have one id")
    return templates


def read_template(row: Mapping[str, Any]) -> Measure:
    """Return one template as a definition. Raises ValueError for a field that is missing, unknown or wrong."""
    name = str(row.get("id", "a template without an id"))
    _refuse_others(name, row, (*_TEXTS, *_OTHERS), _MAY_LACK)
    for field in _TEXTS:
        if not isinstance(row[field], str) or not row[field].strip():
            raise ValueError(f"{name}: {field} is empty")
    return checked(
        Measure(
            id=MeasureId(name),
            version=1,
            **{field: row[field] for field in _TEXTS},
            unit=_member(Unit, name, row["unit"]),
            improvement=_member(Improvement, name, row["improvement"]),
            needs_times=False,
            counting=_counting(name, row["counting"]),
            chart=_member(ChartKind, name, row["chart"]),
            target=row.get("target"),
            target_origin=row.get("target_origin", ""),
            minimum_n=row["minimum_n"],
            lag_days=row["lag_days"],
            controllable=_member(Controllable, name, row["controllable"]),
            settings=tuple(_member(Setting, name, setting) for setting in row["settings"]),
        )
    )


def _counting(name: str, row: Mapping[str, Any]) -> Counting:
    _refuse_others(f"{name}: counting", row, _OF_COUNTING, _COUNTING_MAY_LACK)
    return Counting(
        calculation=_member(Calculation, name, row["calculation"]),
        attribution=_member(Attribution, name, row["attribution"]),
        threshold=row.get("threshold"),
        exclusions=tuple(_member(Exclusion, name, one) for one in row.get("exclusions", ())),
        count_of=row.get("count_of", ""),
    )


def _refuse_others(name: str, row: Mapping[str, Any], needed: tuple[str, ...], may_lack: tuple[str, ...]) -> None:
    missing, unknown = set(needed) - row.keys(), row.keys() - set(needed) - set(may_lack)
    if missing or unknown:
        raise ValueError(f"{name}: {'missing' if missing else 'unknown'} {', '.join(sorted(missing or unknown))}")


def _member(kind: type[Member], name: str, word: str) -> Member:
    if word not in kind.__members__:
        raise ValueError(f"{name}: {word} is no {kind.__name__}")
    return kind[word]
