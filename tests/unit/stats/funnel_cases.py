"""Funnels and intervals of two other packages, FunnelPlotR 0.6.0 and PHEindicatormethods 2.1.0, as they answered."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
OWN = REPOSITORY / "tests/data/funnelplotr"
REFERENCE = REPOSITORY / "../shared/reference"
HOSPITALFLOW = REPOSITORY / "../shared/data"


@dataclass(frozen=True)
class FunnelCase:
    """One call: units in order with their sums, what came out by unit, the drawn curve, and phi, tau2 and target."""

    folder: Path
    units: list[str]
    numerators: list[float]
    denominators: list[float]
    expected: dict[str, list[float]]
    curve: dict[str, list[float]]
    answer: dict[str, Any]


def funnel_case(name: str) -> FunnelCase:
    own = OWN / name
    folder = own if own.is_dir() else present(REFERENCE / "FunnelPlotR" / name)
    totals: dict[str, list[float]] = {}
    for row in read(folder / "input.csv"):
        total = totals.setdefault(row["group"], [0.0, 0.0])
        total[0] += float(row["numerator"])
        total[1] += float(row["denominator"])
    rows = {row["group"]: row for row in read(folder / "expected.csv")}
    names = [name for name in next(iter(rows.values())) if name.startswith(("OD", "LCL", "UCL", "denominator"))]
    expected = {name: [float(rows[unit][name]) for unit in totals] for name in names}
    curve = read(folder / "expected_curve.csv")
    return FunnelCase(
        folder,
        list(totals),
        [total[0] for total in totals.values()],
        [total[1] for total in totals.values()],
        expected,
        {name: [float(row[name]) for row in curve] for name in curve[0]},
        json.loads((folder / "case.json").read_text(encoding="utf-8")),
    )


def phe_rows(name: str) -> list[dict[str, str]]:
    return read(present(REFERENCE / "PHEindicatormethods" / name) / "expected.csv")


def hospitalflow(name: str) -> Path:
    return present(HOSPITALFLOW / f"hospitalflow__{name}.csv")


def present(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the shared {path.name} is not beside this checkout")
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def assert_equal(ours: Any, theirs: Any) -> None:
    """Compare to a billionth of each number."""
    np.testing.assert_allclose(np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float), rtol=1e-9, atol=1e-12)
