"""The department's sentence stays sayable with one measure and with thirty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cdconsole.domain.measure import MeasureChart
from cdconsole.domain.spc import VariationIcon
from cdconsole.services.department_sentence import Waiting, department_sentence
from widgets.chart_values import chart, unavailable

NOTHING = Waiting(0, 0, 0)
QUIET_END = "no reviews are due; no goals are open."


def titled(title: str, icon: VariationIcon = VariationIcon.COMMON_CAUSE) -> MeasureChart:
    made = chart()
    return replace(made, measure=replace(made.measure, title=title), chart=replace(made.chart, icon=icon))


def changed(*titles: str) -> list[MeasureChart]:
    return [titled(title, VariationIcon.NEUTRAL_HIGH) for title in titles]


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["Length of stay, median days"], "One of 30 measures shows special-cause variation (length of stay); "),
        (["Spells", "Day-case rate"], "Two of 30 measures show special-cause variation (spells and day-case rate); "),
        (["A", "B", "C"], "Three of 30 measures show special-cause variation (a, b and c); "),
        (["A", "B", "C", "D"], "Four of 30 measures show special-cause variation (a, b and two more); "),
        ([f"Measure {n}" for n in range(12)], "12 of 30 measures show special-cause variation (measure 0, "),
    ],
)
def test_that_at_most_three_measures_are_named(titles: list[str], said: str) -> None:
    charts = [*changed(*titles), *(titled(f"Quiet {n}") for n in range(30 - len(titles)))]
    assert department_sentence(charts, NOTHING).startswith(said)


def test_that_a_dozen_changed_measures_still_make_a_sentence_that_can_be_said() -> None:
    charts = changed(*(f"Measure {n}" for n in range(12)))
    assert "(measure 0, measure 1 and 10 more); " + QUIET_END in department_sentence(charts, NOTHING)


def test_that_abbreviations_keep_their_capitals() -> None:
    charts = changed("ERCP success", "Polyp detection, ADR", "HbA1c recorded")
    assert "(ERCP success, polyp detection and HbA1c recorded)" in department_sentence(charts, NOTHING)


def test_that_only_measures_that_can_be_drawn_are_counted() -> None:
    charts = [titled("Spells"), unavailable()]
    said = department_sentence(charts, NOTHING)
    assert said.startswith("The one measure that can be drawn shows no special-cause variation in its newest month; ")
    assert department_sentence([unavailable()], NOTHING) == "No measure can be drawn yet; " + QUIET_END


def test_that_what_waits_is_said_and_challenges_only_where_there_are_any() -> None:
    said = department_sentence([titled("Spells")], Waiting(14, 1, 2))
    assert said.endswith("; 14 reviews are due; one goal is open; two challenges wait for a decision.")
    assert "challenge" not in department_sentence([titled("Spells")], Waiting(1, 0, 0))


def test_that_goals_that_are_due_and_those_to_look_back_on_are_said() -> None:
    said = department_sentence([titled("Spells")], Waiting(0, 5, 0, goals_due=2, checks=3))
    assert said.endswith(
        "; five goals are open, two of them are due; three goals achieved a year ago wait for a look back."
    )
    assert department_sentence([titled("Spells")], Waiting(0, 1, 0, goals_due=1)).endswith("one goal is open and due.")


def test_that_an_empty_department_is_told_where_to_begin() -> None:
    assert department_sentence([], NOTHING).startswith("No data yet: import")
