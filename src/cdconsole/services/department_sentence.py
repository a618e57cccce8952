"""The department page in one sentence that a director could say aloud, however many measures there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.spc import VariationIcon

_QUIET = (VariationIcon.COMMON_CAUSE, VariationIcon.NONE)
SOON_DAYS = 14
"""How far ahead a review is due soon."""

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MOST_NAMED, _NAMED_OF_MORE = 3, 2


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: reviews that are due now or soon, open goals and how many of them are due, challenges.

    ``checks`` are goals achieved a year ago that somebody has yet to look back on.
    """

    reviews: int
    goals: int
    challenges: int
    reviews_soon: int = 0
    goals_due: int = 0
    checks: int = 0


def department_sentence(charts: Sequence[MeasureChart], waiting: Waiting) -> str:
    """Return the sentence: which of the measures that can be drawn changed in their newest month, and what waits."""
    if not charts:
        return "No data yet: import an extract of spells and the job plans to begin."
    parts = [
        _variation([chart for chart in charts if not chart.unavailable]),
        _reviews(waiting),
        _goals(waiting),
    ]
    if waiting.checks:
        parts.append(
            _number(waiting.checks, "goal achieved a year ago waits", "goals achieved a year ago wait")
            + " for a look back"
        )
    if waiting.challenges:
        parts.append(_number(waiting.challenges, "challenge waits for a decision", "challenges wait for a decision"))
    sentence = "; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _reviews(waiting: Waiting) -> str:
    due = _number(waiting.reviews, "review is due", "reviews are due")
    soon = f", {_word(waiting.reviews_soon)} more within {SOON_DAYS} days" if waiting.reviews_soon else ""
    return due + soon


def _goals(waiting: Waiting) -> str:
    said = _number(waiting.goals, "goal is open", "goals are open")
    if not waiting.goals_due:
        return said
    if waiting.goals == 1:
        return f"{said} and due"
    return f"{said}, {_number(waiting.goals_due, 'of them is due', 'of them are due')}"


def _variation(drawn: Sequence[MeasureChart]) -> str:
    if not drawn:
        return "no measure can be drawn yet"
    changed = [_in_a_sentence(chart.measure.title) for chart in drawn if chart.chart.icon not in _QUIET]
    if len(drawn) == 1:
        what = "special-cause variation" if changed else "no special-cause variation in its newest month"
        return f"the one measure that can be drawn shows {what}"
    of = f"of {_word(len(drawn))} measures"
    if not changed:
        return f"none {of} shows special-cause variation in its newest month"
    shows = "shows" if len(changed) == 1 else "show"
    return f"{_word(len(changed))} {of} {shows} special-cause variation ({_named(changed)})"


def _named(names: Sequence[str]) -> str:
    """Return all names, or the first two and how many more: a list of a dozen cannot be listened to."""
    if len(names) > _MOST_NAMED:
        names = [*names[:_NAMED_OF_MORE], f"{_word(len(names) - _NAMED_OF_MORE)} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _in_a_sentence(title: str) -> str:
    """Return a title as it stands within a sentence: without what follows a comma, abbreviations as they are."""
    short = title.partition(",")[0]
    first = short.partition(" ")[0]
    return short if any(letter.isupper() for letter in first[1:]) else short[:1].lower() + short[1:]


def _number(count: int, one: str, many: str) -> str:
    return f"{_word(count)} {one if count == 1 else many}"


def _word(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)
