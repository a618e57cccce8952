"""How records are spread: quartiles as numpy's and R's default has them, whiskers, and the empirical distribution."""

from __future__ import annotations

import numpy as np
import pytest

from cdconsole.stats.value_distribution import parts, quartiles, value_distribution, without


def test_that_quartiles_are_of_type_seven() -> None:
    assert quartiles(np.array([1, 2, 3, 4])) == (1.75, 2.5, 3.25)
    assert quartiles(np.array([7.0])) == (7.0, 7.0, 7.0)


def test_that_quartiles_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        quartiles(np.zeros(0))


def test_that_values_are_cut_where_days_begin() -> None:
    cut = parts(np.array([1, 1, 3, 7]), np.array([1, 3, 5, 8]), np.array([10.0, 11.0, 12.0, 13.0]))
    assert [part.tolist() for part in cut] == [[10.0, 11.0], [12.0], [13.0]]


def test_that_the_distribution_is_a_step_at_each_value_that_occurs() -> None:
    found = value_distribution(np.array([2, 5, 0, 2]))
    assert (found.values, found.at_most, found.n) == ((0.0, 2.0, 5.0), (1, 3, 4), 4)
    assert [found.share_to(value) for value in (-1.0, 0.0, 1.9, 2.0, 5.0, 90.0)] == [0.0, 0.25, 0.25, 0.75, 1.0, 1.0]


def test_that_the_distribution_is_the_share_of_records_no_greater_whatever_they_are() -> None:
    values = np.random.default_rng(20261123).negative_binomial(1, 0.15, 2_366)
    found = value_distribution(values)
    for value in (0, 3, 7, 11, 19, 40):
        assert found.share_to(value) == np.count_nonzero(values <= value) / 2_366
    assert found.quartiles == tuple(np.quantile(values, (0.25, 0.5, 0.75)))


def test_that_nine_of_ten_are_within_the_smallest_value_of_which_that_is_true() -> None:
    found = value_distribution(np.arange(1, 11))
    assert [found.holding(share) for share in (0.05, 0.1, 0.9, 0.91, 1.0)] == [1.0, 1.0, 9.0, 10.0, 10.0]
    assert value_distribution(np.array([4])).holding(0.9) == 4.0


def test_that_whiskers_end_at_the_last_record_within_one_and_a_half_ranges() -> None:
    found = value_distribution(np.array([0, 1, 2, 3, 4, 4, 5, 6, 7, 12, 13, 40]))
    assert found.quartiles == (2.75, 4.5, 8.25)
    assert (found.whiskers, found.beyond) == ((0.0, 13.0), (40.0,))


def test_that_fewer_than_ten_records_have_no_whiskers() -> None:
    assert (value_distribution(np.arange(9)).whiskers, value_distribution(np.arange(9)).beyond) == (None, ())
    assert value_distribution(np.arange(10)).whiskers == (0.0, 9.0)
    with pytest.raises(ValueError, match="no values"):
        value_distribution(np.zeros(0))


def test_that_taking_out_ones_own_leaves_the_others() -> None:
    assert without(np.array([3, 1, 1, 7, 1]), np.array([1, 7, 1])).tolist() == [1.0, 3.0]
    assert without(np.array([2, 2]), np.zeros(0)).tolist() == [2.0, 2.0]
    for taken in ([4], [2, 2, 2]):
        with pytest.raises(ValueError, match="to be taken out"):
            without(np.array([2, 2]), np.array(taken))
