"""The rules for small numbers, written once: what may be said of few cases, and what chance alone would say of many.

Sources: Walker K et al. Public reporting of surgeon outcomes: low numbers of procedures lead to false complacency.
*Lancet* 2013;382:1674-7; the department's own minimums are in `docs/measures.md`.
"""

from __future__ import annotations

LEAST_CASES, LEAST_EVENTS = 5, 1
"""Cases, and expected events, below which a value is a fraction and nothing more."""
LEAST_CASES_XMR = 10
"""Cases a month below which shares scatter too much for limits of single values: a P chart knows each month's n."""
LEAST_EVENTS_95 = 10
"""Expected events below which nothing is said to lie outside the 95% limits."""
LEAST_EVENTS_998 = 20
"""Expected events below which nothing is said to lie outside the 99.8% limits."""
LEAST_UNITS_FUNNEL = 5
"""Units below which there is no funnel: values with their intervals instead."""
LEAST_UNITS_SPREAD = 10
"""Units below which over-dispersion can't be judged."""

ALPHA_95, ALPHA_998 = 0.05, 0.002
"""The share of values outside both limits together when nothing but chance is at work."""

TOO_FEW = "too few to say better, worse or the same"


def is_too_few(cases: float, expected_events: float) -> bool:
    """Return whether a value is shown with its interval only: nothing is ever said of where it lies."""
    return cases < LEAST_CASES or expected_events < LEAST_EVENTS_95


def false_flags_text(flags: float) -> str:
    """Return how many flags chance alone gives, without a nought that would promise none."""
    return f"about {flags:,.1f}" if flags >= 0.05 else "fewer than 0.1"


def too_few_words(counted: str) -> str:
    """Return ``Too few to say better, worse or the same: 1 of 4 discharges.``, in whatever way cases are counted."""
    return f"{TOO_FEW.capitalize()}: {counted}."


def small_month_words(cases: float, noun: str) -> str:
    """Return what to say of a month with so few cases that its value says little; nothing of others."""
    return f"Fewer than {LEAST_CASES} {noun}: the value alone says little." if 0 < cases < LEAST_CASES else ""


def expected_false_flags(comparisons: int, alpha: float = ALPHA_95) -> float:
    """Return how many of so many comparisons chance alone flags, each with probability ``alpha``."""
    return comparisons * alpha


def many_looks_words(comparisons: int) -> str:
    """Return one sentence on how much chance alone would show in this many comparisons."""
    outer = expected_false_flags(comparisons, ALPHA_998)
    inner = expected_false_flags(comparisons, ALPHA_95)
    noun = "comparison" if comparisons == 1 else "comparisons"
    return (
        f"{comparisons:,} {noun}: chance alone would put {false_flags_text(inner)} outside the 95% limits "
        f"and {false_flags_text(outer)} outside the 99.8% limits."
    )
