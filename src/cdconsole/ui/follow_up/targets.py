"""Read and write the target of a goal in the unit of its measure. No Qt."""

from __future__ import annotations

import re

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import Measure, Unit

TARGET = "target"
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|days?)?", re.IGNORECASE)
_UNIT_WORDS = {Unit.PERCENT: "in per cent", Unit.DAYS: "in days", Unit.COUNT: "a number a month"}


def read_target(text: str, unit: Unit) -> float | None:
    """Return a typed target in the measure's unit (fractions for percent); None where nothing is typed.

    Raises RuleBroken for anything that is not a number.
    """
    typed = text.strip()
    if not typed:
        return None
    match = _NUMBER.fullmatch(typed.replace(",", ""))
    if match is None:
        raise RuleBroken("That is not a number.", f"Type the target {_UNIT_WORDS[unit]}, or leave it empty.", TARGET)
    return float(match[1]) / 100 if unit is Unit.PERCENT else float(match[1])


def typed_target(target: float | None, unit: Unit) -> str:
    """Return a stored target as somebody would type it."""
    if target is None:
        return ""
    return f"{round(target * 100, 6):g}" if unit is Unit.PERCENT else f"{target:g}"


def target_unit(measure: Measure) -> str:
    """Return in what a target is typed."""
    return _UNIT_WORDS[measure.unit]


def target_text(target: float | None, measure: Measure | None) -> str:
    """Return a target as it is read; a direction alone was agreed where there is none."""
    if measure is None:
        return ""
    return "no figure agreed" if target is None else measure.value_text(target)
