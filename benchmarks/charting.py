"""Control charts: `cdconsole spc` against pandas reading and writing the same file, the engine against its limits."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Month
from cdconsole.stats.chart_options import ChartOptions
from cdconsole.stats.judging import judge
from cdconsole.stats.series_table import SeriesTable
from figures import Entry, against

SERIES, POINTS, RUNS = 1000, 60, 9
ENGINE_SERIES, ENGINE_RUNS = 10_000, 41
FILE_AT_MOST, ENGINE_AT_MOST = 1.5, 3.0
PANDAS = "import sys, pandas; pandas.read_csv(sys.argv[1]).to_csv(sys.argv[2], index=False)"

Floats = npt.NDArray[np.float64]


def measure_file() -> Entry:
    """Run both programs in turns, whole processes; the first pair only warms the file cache."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "in.csv", str(Path(folder) / "out.csv")
        write_series(source)
        columns = ["--date", "month", "--value", "value", "--by", "unit", "--output", output]
        ours = [sys.executable, "-m", "cdconsole", "spc", str(source), *columns]
        pandas = [sys.executable, "-c", PANDAS, str(source), output]
        # Compiled files as an installed program has them, whatever the developer's own settings are.
        environment = os.environ | {
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"),
        }
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(RUNS + 1):
            for taken, command in zip(times, (ours, pandas), strict=True):
                seconds = seconds_of(lambda command=command: run_quietly(command, environment))
                if run:
                    taken.append(seconds)
    what = f"pandas reading and writing the same CSV, {SERIES:,} series of {POINTS} points, whole process"
    return against(what, *times, FILE_AT_MOST)


def measure_engine() -> Entry:
    """Judge values in memory in turns with the bare expression for their limits, and with the one that allows gaps."""
    values = np.random.default_rng(1).normal(50, 5, (ENGINE_SERIES, POINTS))
    nothing = np.empty(0)
    days = np.tile(np.arange(POINTS), ENGINE_SERIES)
    table = SeriesTable(np.arange(ENGINE_SERIES + 1) * POINTS, days, values.ravel(), nothing, nothing)
    options = ChartOptions()
    times: tuple[list[float], ...] = ([], [], [])
    for run in range(ENGINE_RUNS + 1):
        works = (lambda: judge(table, options), lambda: limits_only(values), lambda: limits_with_gaps(values))
        for taken, work in zip(times, works, strict=True):
            seconds = seconds_of(work)
            if run:
                taken.append(seconds)
    what = f"numpy: mean and mean moving range of {ENGINE_SERIES:,} series of {POINTS} points"
    entry = against(what, times[0], times[1], ENGINE_AT_MOST)
    return entry | {"where_values_may_be_missing": against(f"{what}, by nanmean", times[0], times[2], ENGINE_AT_MOST)}


def limits_only(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return centre and limits of each series [series, points] that has no gap."""
    centre = values.mean(axis=1)
    distance = 2.66 * np.abs(np.diff(values, axis=1)).mean(axis=1)
    return centre, centre - distance, centre + distance


def limits_with_gaps(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Return centre and limits of each series [series, points], NaN for a gap."""
    centre = np.nanmean(values, axis=1)
    distance = 2.66 * np.nanmean(np.abs(np.diff(values, axis=1)), axis=1)
    return centre, centre - distance, centre + distance


def write_series(path: Path) -> None:
    rng = np.random.default_rng(1)
    months = [(Month(2020, 1) + place).first.isoformat() for place in range(POINTS)]
    lines = [
        f"Unit {series:04d},{month},{value!r}"
        for series in range(SERIES)
        for month, value in zip(months, rng.normal(50, 5, POINTS).tolist(), strict=True)
    ]
    path.write_text("\n".join(["unit,month,value", *lines]) + "\n", encoding="utf-8")


def run_quietly(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
