from __future__ import annotations

import numpy as np
import pytest

from cdconsole.domain.spc import RuleProfile
from cdconsole.stats.simulation import chance_of_signal


@pytest.mark.parametrize(
    ("points", "any_point", "last_point"),
    [(24, (0.13, 0.20), (0.008, 0.020)), (60, (0.40, 0.50), (0.010, 0.025))],
)
@pytest.mark.parametrize("profile", RuleProfile)
def test_that_the_chance_of_a_signal_is_as_published(
    profile: RuleProfile, points: int, any_point: tuple[float, float], last_point: tuple[float, float]
) -> None:
    chance = chance_of_signal(points, 4000, np.random.default_rng(20261123), profile)
    assert any_point[0] < chance.any_point < any_point[1]
    assert last_point[0] < chance.last_point < last_point[1]


def test_that_the_same_seed_gives_the_same_chance() -> None:
    once, again = (chance_of_signal(24, 200, np.random.default_rng(7), RuleProfile.MDC) for _ in range(2))
    assert once == again
