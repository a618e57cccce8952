"""How records are spread, in words and as a table to copy."""

from __future__ import annotations

from cdconsole.domain.counting import Calculation, Exclusion
from cdconsole.domain.measure import Measure, Unit
from cdconsole.domain.record_distribution import RecordDistribution
from cdconsole.domain.value_distribution import LEAST_IN_A_BOX, ValueDistribution
from cdconsole.ui.charts.copied_table import Rows

_NAMED_UNITS = (Unit.DAYS, Unit.MINUTES)
_NINE_TENTHS = 0.9


def spread_text(shown: RecordDistribution) -> str:
    """Return the words above the curve: n, median, quartiles, how far nine in ten reach, whether day cases are in.

    ``Dr A: n 2,366; median 6 days, quartiles 3 and 11; 9 of 10 within 19 days; day cases are left out.``
    """
    if shown.spread is None:
        return shown.sentence
    words = [f"{shown.whose}: {_summary(shown.measure, shown.spread)}"]
    if shown.spread.n < LEAST_IN_A_BOX:
        words.append(f"each is a dot, as there are fewer than {LEAST_IN_A_BOX}")
    words.append(day_case_text(shown))
    return "; ".join(part for part in words if part) + "." + _colleagues(shown)


def day_case_text(shown: RecordDistribution) -> str:
    """Return whether day cases and stays of 0 days are among the records; nothing where they are not stays."""
    counting = shown.measure.counting
    if counting.calculation is not Calculation.LENGTH_OF_STAY or shown.spread is None:
        return ""
    if Exclusion.UNDER_A_DAY in counting.exclusions:
        return "day cases and stays of 0 days are left out"
    none = shown.spread.count_to(0.0)
    return "day cases are left out" + (f", stays of 0 days are in ({none:,})" if none else "")


def step_text(shown: RecordDistribution, value: float) -> str:
    """Return a step of the curve: ``6 days: 1,306 of 2,366 (55.2%) are 6 days or less; colleagues 51.0%``."""
    if shown.spread is None:
        return ""
    amount, own = value_words(shown.measure, value), shown.spread
    text = f"{amount} or less: {own.count_to(value):,} of {own.n:,} {shown.measure.denominator_noun}"
    text += f" ({own.share_to(value):.1%})"
    if shown.colleagues is not None:
        text += f"; colleagues {shown.colleagues.share_to(value):.1%} of {shown.colleagues.n:,}"
    return text


def distribution_rows(shown: RecordDistribution) -> tuple[Rows, Rows]:
    """Return what the figures rest on, as names and words, and a header with a row for each value that occurs."""
    own, measure = shown.spread, shown.measure
    about = (
        ("Measure", measure.title),
        ("Definition", f"Version {measure.version}"),
        ("Months", str(shown.period)),
        ("Records", shown.sentence),
        ("How they are spread", spread_text(shown)),
    )
    value = measure.unit.value.capitalize() if measure.unit in _NAMED_UNITS else "Value"
    header = [value, "Records", "Records so far", "Share so far"]
    header += [] if shown.colleagues is None else ["Colleagues' share so far"]
    rows = [tuple(header)]
    for at, each in enumerate(() if own is None else own.values):
        so_far = own.at_most[at] if own else 0
        before = own.at_most[at - 1] if own and at else 0
        shares = [each_one.share_to(each) for each_one in (own, shown.colleagues) if each_one is not None]
        rows.append((f"{each:g}", str(so_far - before), str(so_far), *(f"{share:.1%}" for share in shares)))
    return about, tuple(rows)


def value_words(measure: Measure, value: float) -> str:
    """Return a value of one record, or between two: ``6 days``, ``1 day``, ``6.5 days``."""
    number = _number(value)
    if measure.unit not in _NAMED_UNITS:
        return number
    return f"{number} {measure.unit.value[:-1] if abs(value) == 1 else measure.unit.value}"


def _summary(measure: Measure, spread: ValueDistribution) -> str:
    lower, median, upper = spread.quartiles
    said = f"n {spread.n:,}; median {value_words(measure, median)}"
    if spread.n >= LEAST_IN_A_BOX:
        said += f", quartiles {_number(lower)} and {_number(upper)}"
        said += f"; 9 of 10 within {value_words(measure, spread.holding(_NINE_TENTHS))}"
    return said


def _colleagues(shown: RecordDistribution) -> str:
    if shown.colleagues is None:
        return ""
    few = f"; fewer than {LEAST_IN_A_BOX} are not drawn" if shown.colleagues.n < LEAST_IN_A_BOX else ""
    return f" Colleagues, as recorded: {_summary(shown.measure, shown.colleagues)}{few}."


def _number(value: float) -> str:
    return f"{round(value, 1):,g}" if abs(value) < 1_000 else f"{value:,.0f}"
