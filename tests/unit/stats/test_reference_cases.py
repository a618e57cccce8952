from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cdconsole.domain.spc import Improvement
from cdconsole.stats.control_chart import control_chart
from unit.stats.reference_cases import ALL_CASES, OWN, assert_matches, load


@pytest.mark.parametrize("folder", ALL_CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_that_every_point_and_icon_of_the_reference_is_reproduced(folder: Path) -> None:
    case = load(folder)
    for name, points in case.series.items():
        chart = control_chart(points, case.options)
        assert_matches(chart, case.expected[name])
        assert chart.icon.value == case.expected_icon(name)
        assert chart.assurance.value == case.summary[name].get("assurance_type", "")


def test_that_the_comparison_with_the_reference_can_fail() -> None:
    case = load(OWN / "30_trend7_up")
    wrong = control_chart(case.series["no facet"], replace(case.options, improvement=Improvement.DOWN))
    with pytest.raises(AssertionError):
        assert_matches(wrong, case.expected["no facet"])
