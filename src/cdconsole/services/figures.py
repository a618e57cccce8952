"""A measure's figures in words: what n and denominator are, and one value as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from cdconsole.domain.counting import Form
from cdconsole.domain.measure import Measure, MonthlyValue, Unit

_NO_PLAN = "no job plan, so no denominator"


def n_text(measure: Measure, values: Sequence[MonthlyValue]) -> str:
    """Return the n and the denominator of a chart's months: "n 691 of 2,291 discharges, 36 months"."""
    numerator = sum(value.numerator for value in values)
    denominator = sum(value.denominator for value in values)
    months = f"{len(values)} month{'s' if len(values) != 1 else ''}"
    if measure.counting.form is Form.COUNT:
        per = f" / {denominator:,.0f} {measure.denominator_noun}" if denominator else f"; {_NO_PLAN}"
        return f"n {numerator:,.0f} {counted_noun(measure)}, {months}{per}"
    return f"n {counts_text(measure, numerator, denominator)}, {months}"


def value_sentence(measure: Measure, value: MonthlyValue) -> str:
    """Return one value with its n and denominator: "30.1%, 29 of 96 discharges."."""
    shown = measure.value_text(value.value)
    if measure.counting.form is Form.COUNT:
        return f"{shown} {counted_noun(measure)}."
    if measure.counting.form is Form.MEDIAN:
        return f"median {shown} over {counts_text(measure, value.numerator, value.denominator)}."
    return f"{shown}, {counts_text(measure, value.numerator, value.denominator)}."


def counted_noun(measure: Measure) -> str:
    """Return what a count counts, as its title says it."""
    return measure.title.partition(",")[0].lower()


def counts_text(measure: Measure, numerator: float, denominator: float) -> str:
    """Return what a value rests on: ``29 of 96 discharges``, ``12 spells``."""
    if measure.counting.form is Form.COUNT:
        return f"{numerator:,.0f} {counted_noun(measure)}"
    if measure.counting.form is Form.MEDIAN:
        return f"{denominator:,.0f} {measure.denominator_noun}"
    if measure.unit is Unit.PERCENT:
        return f"{numerator:,.0f} of {denominator:,.0f} {measure.denominator_noun}"
    return f"{numerator:,.0f} over {denominator:,.0f} {measure.denominator_noun}"
