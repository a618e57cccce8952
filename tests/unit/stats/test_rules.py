from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.spc import RuleProfile
from cdconsole.stats.rules import RULES, SIGNALS, Lines, RuleSet, special_causes

MDC, DOTS = RULES[RuleProfile.MDC], RULES[RuleProfile.PLOTTHEDOTS]


def judge(
    values: list[float | None], rules: RuleSet = MDC, centre: float = 0.0, distance: float = 3.0
) -> list[tuple[str, int]]:
    """Return (cause, side) of each point against given limits."""
    lines = Lines.around(np.array([[centre]]), np.array([[distance]]))
    found = special_causes(np.array(values, dtype=float)[:, np.newaxis], lines, rules)[:, 0]
    return [(cause.value, side) for cause, side in (SIGNALS[met] for met in found.tolist())]


NONE = ("", 0)


@pytest.mark.parametrize("rules", [MDC, DOTS])
def test_that_a_point_on_the_limit_is_inside_and_one_beyond_is_outside(rules: RuleSet) -> None:
    assert judge([3.0, 0.0, 3.1, 0.0, -3.1, -3.0], rules) == [NONE, NONE, ("outside", 1), NONE, ("outside", -1), NONE]


def test_that_rounding_in_the_last_bit_is_no_difference() -> None:
    nearly = float(np.mean([0.3] * 15))
    assert nearly != 0.3
    assert judge([0.3] * 15, centre=nearly, distance=0.0, rules=DOTS) == [NONE] * 15


@pytest.mark.parametrize("rules", [MDC, DOTS])
@pytest.mark.parametrize(("length", "cause"), [(6, NONE), (7, ("shift", 1))])
def test_that_seven_points_on_one_side_are_a_shift(rules: RuleSet, length: int, cause: tuple[str, int]) -> None:
    values = [-1.0, *[1.0, 0.5, 0.7, 1.2, 0.4, 0.9, 0.8][:length], -1.0]
    assert judge(values, rules) == [NONE, *[cause] * length, NONE]


@pytest.mark.parametrize("breaker", [0.0, None])
def test_that_a_point_on_the_mean_or_a_gap_breaks_a_shift(breaker: float | None) -> None:
    assert judge([1.0, 0.5, 0.7, breaker, 1.2, 0.4, 0.9, 0.8]) == [NONE] * 8


@pytest.mark.parametrize("rules", [MDC, DOTS])
@pytest.mark.parametrize(("sign", "side"), [(1, 1), (-1, -1)])
def test_that_six_steps_one_way_flag_all_seven_points_of_a_trend(rules: RuleSet, sign: int, side: int) -> None:
    values = [sign * value for value in (-1.5, -1.0, -0.5, 0.1, 0.5, 1.0, 1.5)]
    assert judge(values, rules) == [("trend", side)] * 7
    assert judge(values[:6], rules) == [NONE] * 6


@pytest.mark.parametrize("breaker", [0.1, None])
def test_that_a_tie_or_a_gap_ends_a_trend(breaker: float | None) -> None:
    values = [-1.5, -1.0, -0.5, 0.1, breaker, 0.5, 1.0, 1.5]
    assert judge(values) == [NONE] * 8


@pytest.mark.parametrize("rules", [MDC, DOTS])
def test_that_the_peak_of_a_rise_and_a_fall_takes_the_side_to_its_right(rules: RuleSet) -> None:
    values = [-1.5, -1.0, -0.5, 0.1, 0.5, 1.0, 1.5, 1.0, 0.5, 0.1, -0.5, -1.0, -1.5]
    assert judge(values, rules) == [("trend", 1)] * 6 + [("trend", -1)] * 7


def test_that_only_plotthedots_reads_the_end_of_a_rise_by_the_step_to_the_next_rise() -> None:
    values = [-1.5, -1.0, -0.5, 0.1, 0.5, 1.0, 1.5, -1.5, -1.0, -0.5, 0.1, 0.5, 1.0, 1.5]
    assert judge(values, MDC) == [("trend", 1)] * 14
    assert judge(values, DOTS) == [("trend", 1)] * 6 + [("trend", -1)] + [("trend", 1)] * 7


@pytest.mark.parametrize("rules", [MDC, DOTS])
def test_that_two_near_points_of_three_on_one_side_are_flagged_and_the_third_is_not(rules: RuleSet) -> None:
    assert judge([-1.0, 2.5, 1.0, 2.5, -1.0], rules) == [NONE, ("two_of_three", 1), NONE, ("two_of_three", 1), NONE]
    assert judge([-2.5, -2.5, -1.0], rules) == [("two_of_three", -1)] * 2 + [NONE]


@pytest.mark.parametrize("third", [-1.0, 0.0, None])
def test_that_the_third_point_must_lie_on_the_same_side(third: float | None) -> None:
    assert judge([2.5, third, 2.5]) == [NONE] * 3


def test_that_a_point_on_the_two_sigma_line_is_not_near() -> None:
    assert judge([2.0, 2.5, 1.0]) == [NONE] * 3


def test_that_only_mdc_counts_a_point_beyond_the_limit_in_two_of_three() -> None:
    values = [1.0, 2.5, 3.5]
    assert judge(values, MDC) == [NONE, ("two_of_three", 1), ("outside", 1)]
    assert judge(values, DOTS) == [NONE, NONE, ("outside", 1)]


def test_that_one_label_a_point_goes_to_the_first_rule_it_meets() -> None:
    values = [0.2, 0.6, 1.0, 1.4, 2.2, 2.6, 3.4, 1.0]
    assert [cause for cause, _ in judge(values)] == ["trend"] * 6 + ["outside", "shift"]
    assert [cause for cause, _ in judge([2.5, 2.5, 1.0, 1.1, 0.9, 1.2, 0.8])] == ["two_of_three"] * 2 + ["shift"] * 5


def test_that_two_points_are_too_few_for_any_run() -> None:
    assert judge([2.5, 2.6]) == [NONE] * 2


@given(
    st.lists(st.lists(st.integers(-9, 9).map(float), min_size=12, max_size=12), min_size=1, max_size=5),
    st.sampled_from([MDC, DOTS]),
)
def test_that_many_series_at_once_are_judged_as_each_alone(series: list[list[float]], rules: RuleSet) -> None:
    values = np.array(series).T
    centre = values.mean(axis=0, keepdims=True)
    lines = Lines.around(centre, np.full_like(centre, 6.0))
    together = special_causes(values, lines, rules)
    for place in range(values.shape[1]):
        alone = special_causes(values[:, [place]], Lines.around(centre[:, [place]], np.array([[6.0]])), rules)
        assert together[:, place].tolist() == alone[:, 0].tolist()
