"""The reference charts of qicharts2: limits of every kind but XmR, its sigma signal and its runs analysis."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cdconsole.domain.spc import ChartKind, RuleProfile, RunsAnalysis, SpcChart, SpecialCause
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.control_chart import SeriesPoint, control_chart
from cdconsole.stats.runs import crossings_limit, longest_run_limit, runs_analyses

SHARED = Path(__file__).resolve().parents[3] / "../shared/reference/qicharts2"
CASES = {
    "01_cdi_run": ("n", ""),
    "04_cdi_c": ("n", ""),
    "05_cdi_u": ("n", "days"),
    "13_cabg_readmission_p": ("readmissions", "n"),
}


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"the shared reference {path.parent.name} is not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chart_of(folder: Path) -> SpcChart:
    """Return our chart of a reference case, screened as the peer was."""
    numerator, denominator = CASES[folder.name]
    points = []
    for row in rows(folder / "input.csv"):
        x, n = float(row[numerator]), float(row[denominator]) if denominator else None
        points.append(SeriesPoint(date.fromisoformat(row["month"]), x if n is None else x / n, x, n))
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    kind = ChartKind(re.search(r"chart='(\w+)'", case["call"])[1])  # type: ignore[index]
    options = ChartOptions(RuleProfile.PLOTTHEDOTS, screen=case["option_qic.screenedmr"], kind=kind)
    return control_chart(points, options)


def runs_of(chart: SpcChart) -> RunsAnalysis:
    """Return the runs of a chart of one phase about its centre line, whatever its kind."""
    values = np.array([[point.value] for point in chart.points], dtype=np.float64)
    return runs_analyses(values, np.array([[chart.points[0].centre]]))[0]


@pytest.mark.parametrize("name", CASES)
def test_that_limits_sigma_signals_and_runs_are_those_of_the_reference(name: str) -> None:
    chart = chart_of(SHARED / name)
    expected = rows(SHARED / name / "expected.csv")
    multiply = 10_000 if name == "05_cdi_u" else 1
    for point, row in zip(chart.points, expected, strict=True):
        assert point.on.isoformat() == row["x"]
        for ours, column in (
            (point.value, "y"),
            (point.centre, "cl"),
            (point.lower, "lcl"),
            (point.upper, "ucl"),
            (point.near_upper, "ucl.95"),
        ):
            theirs = float(row[column]) if row[column] else None
            assert ours == theirs or ours * multiply == pytest.approx(theirs, rel=1e-9)
        assert (point.special_cause is SpecialCause.OUTSIDE) == (row["sigma.signal"] == "TRUE")
    first, runs = expected[0], runs_of(chart)
    assert runs == RunsAnalysis(
        *(
            int(first[column])
            for column in ("n.useful", "longest.run", "longest.run.max", "n.crossings", "n.crossings.min")
        )
    )
    assert runs.is_signal == (first["runs.signal"] == "TRUE")
    assert chart.runs == ((runs,) if chart.kind is ChartKind.RUN else ())


def test_that_limits_of_runs_are_those_of_the_reference_table() -> None:
    for row in rows(SHARED / "anhoej_limits_table.csv"):
        useful = int(row["n_useful"])
        assert longest_run_limit(useful) == int(row["longest_run_max"])
        assert crossings_limit(useful) == int(row["crossings_min"])


def test_that_the_comparison_with_the_reference_can_fail() -> None:
    folder = SHARED / "04_cdi_c"
    chart = chart_of(folder)
    moved = replace(chart.points[0], upper=(chart.points[0].upper or 0.0) * (1 + 2e-9))
    assert moved.upper != pytest.approx(float(rows(folder / "expected.csv")[0]["ucl"]), rel=1e-9)
