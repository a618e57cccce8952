from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cdconsole.domain.spc import ChartKind, RuleProfile
from cdconsole.stats.chance import ChanceSignals, expected_chance_signals
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.simulation import InControl, chance_of_runs_signal, chance_of_signal

SEED, TRIALS = 20261123, 20_000
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "measures.md"

# In percent: any flagged point screened and not, the last point from and to. Simulated independently of this program.
PUBLISHED = [
    (InControl.NORMAL, 24, (17, 16), (1.1, 1.4)),
    (InControl.NORMAL, 60, (47, 44), (2, 2)),
    (InControl.POISSON_2, 24, (32, 29), (3, 3)),
    (InControl.BINOMIAL_8_PERCENT_OF_30, 24, (29, 25), (2, 3)),
]


@pytest.mark.parametrize(("process", "points", "any_point", "last_point"), PUBLISHED)
@pytest.mark.parametrize("is_screened", [True, False])
@pytest.mark.parametrize("profile", RuleProfile)
def test_that_chance_flags_as_often_as_was_simulated_elsewhere(
    process: InControl,
    points: int,
    any_point: tuple[float, float],
    last_point: tuple[float, float],
    is_screened: bool,
    profile: RuleProfile,
) -> None:
    options = ChartOptions(profile, screen=is_screened)
    chance = chance_of_signal(points, TRIALS, np.random.default_rng(SEED), options, process)
    assert 100 * chance.any_point == pytest.approx(any_point[0 if is_screened else 1], abs=2)
    assert last_point[0] - 2 < 100 * chance.last_point < last_point[1] + 2


def test_that_chance_makes_a_signal_of_few_run_charts() -> None:
    options = ChartOptions(kind=ChartKind.RUN)
    assert 100 * chance_of_runs_signal(24, TRIALS, np.random.default_rng(SEED), options) == pytest.approx(3, abs=2)


def test_that_the_same_seed_gives_the_same_chance() -> None:
    once, again = (chance_of_signal(24, 200, np.random.default_rng(7), ChartOptions()) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("points", [13, 18, 24, 30, 36, 42, 48, 60])
def test_that_the_expected_number_of_chance_signals_is_the_simulated_one(points: int) -> None:
    simulated = chance_of_signal(points, TRIALS, np.random.default_rng(1), ChartOptions())
    expected = expected_chance_signals(1000, points)
    assert expected.any_point == pytest.approx(1000 * simulated.any_point, abs=15)
    assert expected.icon == pytest.approx(1000 * simulated.last_point, abs=4)


def test_that_fewer_than_13_points_have_no_icon_and_more_than_60_count_as_60() -> None:
    assert expected_chance_signals(100, 12) == ChanceSignals(0.0, 0.0)
    assert expected_chance_signals(100, 240) == expected_chance_signals(100, 60)


def test_that_the_document_states_what_is_expected() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for points in (24, 36, 60):
        expected = expected_chance_signals(100, points)
        assert f"| {points} | {expected.any_point:.1f}% | {expected.icon:.1f}% |" in text
