"""What a definition must say before anything is counted by it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Final

from cdconsole.domain.counting import Calculation, Counting, Form, Source, Traits
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import Measure, Unit
from cdconsole.domain.spc import ChartKind

LONGEST_TITLE: Final = 60
_MOST_RECORDS, _MOST_DAYS, _HOURS = 10_000, 400, 24

UNITS: Final = {
    Form.COUNT: (Unit.COUNT,),
    Form.SHARE: (Unit.PERCENT,),
    Form.RATIO: (Unit.RATE, Unit.MINUTES, Unit.DAYS, Unit.PERCENT),
    Form.MEDIAN: (Unit.DAYS, Unit.MINUTES),
}
"""The units a value can have by how it follows from records."""

CHARTS: Final = {
    Form.COUNT: (ChartKind.XMR, ChartKind.RUN, ChartKind.C),
    Form.SHARE: (ChartKind.XMR, ChartKind.RUN, ChartKind.P, ChartKind.P_PRIME),
    Form.RATIO: (ChartKind.XMR, ChartKind.RUN, ChartKind.U, ChartKind.U_PRIME),
    Form.MEDIAN: (ChartKind.XMR, ChartKind.RUN),
}
"""The charts whose limits can be right for values of a form."""

_NEEDED: Final = {
    "title": "A measure needs a title.",
    "question": "Say which question the measure answers.",
    "outcome": "Say which success critical outcome it serves: no measure without one.",
    "numerator": "Say what is counted.",
    "denominator": "Say what it is out of, or per.",
    "denominator_noun": "Say in a word or two what the denominator counts, as in “inpatient spells”.",
    "exclusions": "Say what is left out; “None” where nothing is.",
    "attribution": "Say whose figure a record counts in.",
    "balancing": "Say which measure it is to be read beside.",
    "weaknesses": "Say where the measure is weak.",
    "source": "Say where the definition comes from.",
}


def charts_of(counting: Counting) -> tuple[ChartKind, ...]:
    """Return the charts a definition can have: a share of minutes is no share of cases, so it has no p-chart."""
    kinds = CHARTS[counting.form]
    if counting.calculation in (Calculation.THEATRE_CAPPED, Calculation.THEATRE_UNCAPPED):
        return tuple(kind for kind in kinds if kind not in (ChartKind.P, ChartKind.P_PRIME))
    return kinds


def checked(measure: Measure) -> Measure:
    """Return a definition with its texts trimmed. Raises RuleBroken naming the field at fault."""
    trimmed = replace(
        measure,
        counting=_trimmed(measure.counting),
        **{
            field.name: getattr(measure, field.name).strip()
            for field in fields(measure)
            if field.name != "id" and isinstance(getattr(measure, field.name), str)
        },
    )
    for name, message in _NEEDED.items():
        if not getattr(trimmed, name):
            raise RuleBroken(message, "", name)
    if len(trimmed.title) > LONGEST_TITLE:
        raise RuleBroken(f"A title has at most {LONGEST_TITLE} letters.", "Shorten it.", "title")
    for message, what_to_do, name in (*_of_counting(trimmed.counting), *_of_value(trimmed)):
        raise RuleBroken(message, what_to_do, name)
    return replace(trimmed, needs_times=trimmed.counting.calculation.traits.needs_times)


def _trimmed(counting: Counting) -> Counting:
    return replace(
        counting,
        specialties=_each_once(counting.specialties),
        wards_left_out=_each_once(counting.wards_left_out),
        exclusions=tuple(dict.fromkeys(counting.exclusions)),
        count_of=counting.count_of.strip(),
    )


def _each_once(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({text.strip().casefold(): text.strip() for text in texts if text.strip()}.values())


def _of_counting(counting: Counting) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with how it counts: what, what to do, and in which field."""
    traits = counting.calculation.traits
    if counting.calculation is Calculation.NOT_KEPT:
        yield "This definition was kept in words only.", "Add the measure from a template.", "calculation"
    yield from _of_threshold(counting, traits)
    if traits.attributions and counting.attribution not in traits.attributions:
        words = ", ".join(one.value for one in traits.attributions)
        yield "These records can't be credited that way.", f"Choose: {words}.", "attributed_to"
    if counting.exclusions and not traits.has_exclusions:
        yield "Nothing can be left out of these records.", "Leave it out of the extract.", "excluding"
    if (counting.specialties or counting.wards_left_out) and traits.source is not Source.SPELLS:
        field = "specialties" if counting.specialties else "wards_left_out"
        yield "Only spells can be told apart by specialty and ward.", "Leave the field empty.", field
    if bool(counting.count_of) is not (counting.calculation is Calculation.REPORTED):
        what = "Say which reported count it is." if not counting.count_of else "Only reported counts have a name."
        yield what, "It is the name that stands in the file of counts.", "count_of"


def _of_threshold(counting: Counting, traits: Traits) -> Iterator[tuple[str, str, str]]:
    number = counting.threshold
    if not traits.threshold:
        if number is not None:
            yield "This measure has no number to choose.", "Leave the field empty.", "threshold"
    elif number is None or not math.isfinite(number) or not 0 <= number <= _MOST_DAYS:
        yield f"{traits.threshold}: a number is needed.", f"Type one from 0 to {_MOST_DAYS}.", "threshold"
    elif counting.calculation is Calculation.BEFORE_MIDDAY and not 0 < number < _HOURS:
        yield "That is not an hour of the day.", "Type one between 0 and 24.", "threshold"


def _of_value(measure: Measure) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with unit, chart, target and numbers."""
    if measure.unit not in UNITS[measure.counting.form]:
        yield "The value can't have that unit.", "Choose another.", "unit"
    if measure.chart not in charts_of(measure.counting):
        yield "That chart's limits don't suit these values.", "Choose another.", "chart"
    yield from _of_target(measure)
    if not 1 <= measure.minimum_n <= _MOST_RECORDS:
        yield "The smallest n is a whole number, 1 or more.", "Type one.", "minimum_n"
    if not 0 <= measure.lag_days <= _MOST_DAYS:
        yield "The lag is a number of days.", f"Type one from 0 to {_MOST_DAYS}.", "lag_days"


def _of_target(measure: Measure) -> Iterator[tuple[str, str, str]]:
    target = measure.target
    if target is None:
        if measure.target_origin:
            yield "There is an origin, but no target.", "Type the target, or take the origin away.", "target"
        return
    if not math.isfinite(target) or (target < 0 and measure.unit is not Unit.DAYS):
        yield "That can't be a target of this measure.", "Check the number and its unit.", "target"
    elif measure.unit is Unit.PERCENT and target > 1:
        yield "A target in per cent lies between 0 and 100.", "Check the number.", "target"
    elif not measure.target_origin:
        yield "A target needs its origin.", "Say who set it, and when: targets age.", "target_origin"
