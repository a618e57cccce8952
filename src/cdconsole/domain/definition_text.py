"""A definition field by field, as people read it, and what became of it from one version to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cdconsole.domain.counting import Counting
from cdconsole.domain.measure import Measure
from cdconsole.domain.spc import Improvement

BETTER: Final = {
    Improvement.UP: "Higher is better",
    Improvement.DOWN: "Lower is better",
    Improvement.NEITHER: "Neither way; a change needs explaining and nothing more",
}
_NONE: Final = "None"


def field_texts(measure: Measure) -> Iterator[tuple[str, str]]:
    """Yield every field of a definition but its title and version as (name, text), in the order people ask for them."""
    yield "Question", measure.question
    yield "Outcome it serves", measure.outcome or _NONE
    yield "Numerator", measure.numerator
    yield "Denominator", measure.denominator
    yield "Denominator's noun", measure.denominator_noun
    yield "Not counted", measure.exclusions
    yield "Attribution", measure.attribution
    yield from _counting_texts(measure.counting)
    yield "Unit", measure.unit.value.capitalize()
    yield "Direction", BETTER[measure.improvement]
    yield "Target", target_text(measure)
    yield "Read beside", measure.balancing
    yield "Smallest n", f"{measure.minimum_n:,}"
    yield "Lag", f"{measure.lag_days} days"
    yield "The clinician can change it", measure.controllable.value
    yield "Chart", measure.chart.title
    yield "Weaknesses", measure.weaknesses
    yield "Source", measure.source
    yield "Owner", measure.owner or "Nobody yet"
    yield "At home in", ", ".join(setting.value for setting in measure.settings) or "Anywhere"


def target_text(measure: Measure) -> str:
    """Return the target with its unit and origin."""
    return _NONE if measure.target is None else f"{measure.value_text(measure.target)} ({measure.target_origin})"


def differences(before: Measure, after: Measure) -> tuple[str, ...]:
    """Return what changed from one version to another, a sentence each."""
    was, now = dict(field_texts(before)), dict(field_texts(after))
    titles = [("Title", before.title, after.title)] if before.title != after.title else []
    changed = [(name, was.get(name, _NONE), now.get(name, _NONE)) for name in {**was, **now}]
    return tuple(f"{name}: {old} → {new}" for name, old, new in (*titles, *changed) if old != new)


def _counting_texts(counting: Counting) -> Iterator[tuple[str, str]]:
    traits = counting.calculation.traits
    yield "Counted from", counting.source.value
    yield "Way of counting", counting.calculation.value
    if traits.threshold:
        yield traits.threshold, _NONE if counting.threshold is None else f"{counting.threshold:g}"
    if len(traits.attributions) > 1:
        yield "Credited to", counting.attribution.value
    if traits.has_exclusions:
        yield "Left out besides", ", ".join(one.value for one in counting.exclusions) or _NONE
        yield "Specialties", ", ".join(counting.specialties) or "All"
        yield "Wards left out", ", ".join(counting.wards_left_out) or _NONE
    if counting.count_of:
        yield "Reported count", counting.count_of
    yield "Times of day", "Needed" if traits.needs_times else "Not needed"
