"""The forms of a definition: edit or copy it, and retire it; and a definition from what was typed. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Final, TypeVar

from cdconsole.domain.counting import Attribution, Calculation, Counting, Exclusion
from cdconsole.domain.definition import Definition
from cdconsole.domain.definition_rules import UNITS, charts_of
from cdconsole.domain.definition_text import BETTER
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import Controllable, Measure, Unit
from cdconsole.domain.spc import ChartKind, Improvement
from cdconsole.ui.form_dialog.state import FieldKind, FormField, FormState

EDIT, COPY, RETIRE = "edit", "copy", "retire"
Member = TypeVar("Member", bound=Enum)

_OUT: Final = "out"
_LINES: Final = {
    "title": "Title",
    "outcome": "Success critical outcome it serves",
    "denominator_noun": "Denominator's noun",
    "target_origin": "Origin of the target, with its date",
    "balancing": "Read beside",
    "owner": "Owner",
}
_TEXTS: Final = {
    "question": "Question it answers",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "exclusions": "Not counted",
    "attribution": "Attribution",
    "weaknesses": "Known weaknesses",
    "source": "Source of the definition",
}


def edit_form(measure: Measure) -> FormState:
    """Return the form that makes the next version of a definition."""
    lead = "Charts that are drawn from now on follow the new version; reviews, packs and files keep the one they had."
    fields = (*_fields(measure), FormField("reason", "Why it changes"))
    return FormState(EDIT, f"Edit “{measure.title}”", "Store version", fields, lead)


def copy_form(measure: Measure) -> FormState:
    """Return the form that makes a measure of its own of another."""
    lead = "The copy is a measure of its own: give it a title, and change what it counts differently."
    fields = (*_fields(replace(measure, title=f"{measure.title}, copy")), FormField("reason", "What it is for"))
    return FormState(COPY, f"Copy “{measure.title}”", "Add copy", fields, lead)


def retire_form(definition: Definition) -> FormState:
    """Return the form that retires a measure, and says what still uses it."""
    uses = f" It is still used by {', '.join(definition.uses)}, which keep it." if definition.uses else ""
    lead = f"No new charts are drawn of it. Reviews and files keep what they have; it can be brought back.{uses}"
    return FormState(RETIRE, f"Retire “{definition.measure.title}”", "Retire", (FormField("reason", "Reason"),), lead)


def measure_of(values: Mapping[str, str], before: Measure) -> Measure:
    """Return the definition as typed. Raises RuleBroken where a number is none; storing checks the rest."""
    counting = before.counting
    target = _number(values["target"].strip().removesuffix("%"), "target")
    texts: dict[str, Any] = {name: values[name] for name in (*_LINES, *_TEXTS)}
    return replace(
        before,
        **texts,
        counting=_counting_of(values, counting),
        unit=Unit[values["unit"]] if "unit" in values else before.unit,
        improvement=Improvement[values["improvement"]],
        chart=ChartKind[values["chart"]],
        controllable=Controllable[values["controllable"]],
        target=target / 100 if target is not None and _is_percent(values, before) else target,
        minimum_n=_whole(values["minimum_n"], "minimum_n"),
        lag_days=_whole(values["lag_days"], "lag_days"),
    )


def _fields(measure: Measure) -> Iterator[FormField]:
    yield _line(measure, "title")
    yield _text(measure, "question")
    yield _line(measure, "outcome")
    for name in ("numerator", "denominator"):
        yield _text(measure, name)
    yield _line(measure, "denominator_noun")
    for name in ("exclusions", "attribution"):
        yield _text(measure, name)
    yield from _counting_fields(measure.counting)
    if measure.counting.calculation is Calculation.REPORTED:
        yield _choice("unit", "Unit", measure.unit, {unit: unit.value for unit in UNITS[measure.counting.form]})
    yield _choice("improvement", "Direction", measure.improvement, BETTER)
    yield from _value_fields(measure)
    yield _text(measure, "weaknesses")
    yield _text(measure, "source")
    yield _line(measure, "owner")


def _value_fields(measure: Measure) -> Iterator[FormField]:
    scale, unit = (100, "%") if measure.unit is Unit.PERCENT else (1, measure.unit.value)
    target = "" if measure.target is None else f"{measure.target * scale:g}"
    yield FormField("target", f"Target, {unit}", FieldKind.LINE, target, "Empty for none.")
    yield _line(measure, "target_origin")
    yield _line(measure, "balancing")
    yield FormField("minimum_n", "Smallest n for a comparison", FieldKind.LINE, str(measure.minimum_n))
    yield FormField("lag_days", "Days until records are complete", FieldKind.LINE, str(measure.lag_days))
    words = {each: each.value for each in Controllable}
    yield _choice("controllable", "The clinician can change it", measure.controllable, words)
    charts = {kind: kind.title for kind in charts_of(measure.counting)}
    yield _choice("chart", "Chart", measure.chart, charts)


def _counting_fields(counting: Counting) -> Iterator[FormField]:
    traits = counting.calculation.traits
    if len(traits.attributions) > 1:
        words = {each: each.value for each in traits.attributions}
        yield _choice("attributed_to", "Credited to", counting.attribution, words)
    if traits.threshold:
        typed = "" if counting.threshold is None else f"{counting.threshold:g}"
        yield FormField("threshold", traits.threshold, FieldKind.LINE, typed)
    if traits.has_exclusions:
        for each in Exclusion:
            value = _OUT if each in counting.exclusions else ""
            choices = (("", "Counted as usual"), (_OUT, "Left out"))
            yield FormField(f"excluding_{each.name}", each.value, FieldKind.CHOICE, value, choices=choices)
        hint = "As the records have them, with commas between; empty for all."
        yield FormField("specialties", "Specialties", FieldKind.LINE, ", ".join(counting.specialties), hint)
        hint = "As the records have them, with commas between."
        yield FormField("wards_left_out", "Wards left out", FieldKind.LINE, ", ".join(counting.wards_left_out), hint)
    if counting.calculation is Calculation.REPORTED:
        yield FormField(
            "count_of", "Reported count", FieldKind.LINE, counting.count_of, "Its name in the file of counts."
        )


def _counting_of(values: Mapping[str, str], before: Counting) -> Counting:
    return replace(
        before,
        attribution=Attribution[values["attributed_to"]] if "attributed_to" in values else before.attribution,
        threshold=_number(values.get("threshold", ""), "threshold"),
        exclusions=tuple(each for each in Exclusion if values.get(f"excluding_{each.name}") == _OUT),
        specialties=_parts(values.get("specialties", "")),
        wards_left_out=_parts(values.get("wards_left_out", "")),
        count_of=values.get("count_of", ""),
    )


def _is_percent(values: Mapping[str, str], before: Measure) -> bool:
    return (Unit[values["unit"]] if "unit" in values else before.unit) is Unit.PERCENT


def _line(measure: Measure, name: str) -> FormField:
    return FormField(name, _LINES[name], FieldKind.LINE, getattr(measure, name))


def _text(measure: Measure, name: str) -> FormField:
    return FormField(name, _TEXTS[name], FieldKind.TEXT, getattr(measure, name))


def _choice(name: str, title: str, value: Member, words: Mapping[Member, str]) -> FormField:
    choices = tuple((each.name, text) for each, text in words.items())
    return FormField(name, title, FieldKind.CHOICE, value.name, choices=choices)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _number(text: str, field: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        raise RuleBroken("That is not a number.", "Type one like 12 or 2.5.", field) from None


def _whole(text: str, field: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise RuleBroken("That is not a whole number.", "Type one like 10.", field) from None
