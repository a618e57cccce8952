"""The reference charts of NHSRplotthedots, as points, options and what the package answered."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cdconsole.domain.spc import Improvement, RuleProfile, SpcChart
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint

REPOSITORY = Path(__file__).resolve().parents[3]
OWN = REPOSITORY / "tests/data/plotthedots"
SHARED = REPOSITORY / "../shared/reference/NHSRplotthedots"

OWN_CASES = ("12_step_change_no_rebase", "30_trend7_up", "37_two_in_three_same_side")
SHARED_CASES = (
    "01_ae_rjz_breaches",
    "06_ae_performance_target95",
    "08_national_rebase_two_dates",
    "12_step_change_no_rebase",
    "13_step_change_rebased",
    "28_screening_vignette",
    "30_trend7_up",
    "37_two_in_three_same_side",
)
ALL_CASES = [OWN / name for name in OWN_CASES] + [SHARED / name for name in SHARED_CASES]

IMPROVEMENT = {"increase": Improvement.UP, "decrease": Improvement.DOWN, "neutral": Improvement.NEITHER}

CAUSES = {
    "Common Cause": "",
    "Above UCL": "outside",
    "Below LCL": "outside",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}
HIGH = ("Above UCL", "7 Point Trend (Increasing)", "2 in 3 Above CL", "7 Points Above CL")


@dataclass(frozen=True)
class Case:
    """One reference call; ``expected`` and ``summary`` rows by series."""

    folder: Path
    args: dict[str, Any]
    rows: list[dict[str, str]]
    expected: dict[str, list[dict[str, str]]]
    summary: dict[str, dict[str, str]]

    @property
    def options(self) -> ChartOptions:
        return ChartOptions(
            profile=RuleProfile.PLOTTHEDOTS,
            improvement=IMPROVEMENT[self.args.get("improvement_direction", "increase")],
            screen=self.args.get("screen_outliers"),
            target=self.args.get("target"),
            rebase=tuple(date.fromisoformat(text) for text in self.args.get("rebase", [])),
        )

    @property
    def series(self) -> dict[str, list[SeriesPoint]]:
        found: dict[str, list[SeriesPoint]] = {}
        for row in self.rows:
            on = date.fromisoformat(row[self.args["date_field"]])
            name = row[self.args["facet_field"]] if "facet_field" in self.args else "no facet"
            found.setdefault(name, []).append(SeriesPoint(on, float(row[self.args["value_field"]])))
        return found

    def expected_icon(self, series: str) -> str:
        """Return the package's variation type, with the side its last point lies on."""
        kind = self.summary[series]["variation_type"].removeprefix("special_cause_")
        if kind == "common_cause" or kind.startswith("neutral"):
            return kind
        is_high = self.expected[series][-1]["special_cause_type"] in HIGH
        return f"{kind}_{'high' if is_high else 'low'}"


def load(folder: Path) -> Case:
    if not folder.is_dir():
        pytest.skip(f"the shared reference {folder.name} is not beside this checkout")
    expected: dict[str, list[dict[str, str]]] = {}
    for row in _read(folder / "expected.csv"):
        expected.setdefault(row["f"], []).append(row)
    summary = {row.get("f", "no facet"): row for row in _read(folder / "expected_summary.csv")}
    args = json.loads((folder / "case.json").read_text(encoding="utf-8"))["args"]
    return Case(folder, args, _read(folder / "input.csv"), expected, summary)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_matches(chart: SpcChart, expected: list[dict[str, str]]) -> None:
    """Compare every point: limits to 1e-9, special cause and meaning exactly."""
    assert len(chart.points) == len(expected)
    for point, row in zip(chart.points, expected, strict=True):
        assert point.on.isoformat() == row["x"]
        assert (point.centre, point.lower, point.upper) == pytest.approx(
            (float(row["mean_col"]), float(row["lpl"]), float(row["upl"])), rel=1e-9, abs=1e-9
        )
        assert point.phase == int(row["rebase_group"]) + 1
        assert point.special_cause.value == CAUSES[row["special_cause_type"]]
        assert point.direction.value == row["point_type"].removeprefix("special_cause_").replace("common_cause", "")
