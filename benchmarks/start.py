"""From process start to the unlock page painted, against a bare Qt window in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cdconsole.ui.shell.settings import RecentDepartment, Settings
from figures import Entry, against

RUNS, AT_MOST = 15, 1.5
HERE = Path(__file__).parent
BARE, OURS = HERE / "bare_window.py", HERE / "unlock_window.py"


def measure_start() -> Entry:
    """Start both windows in turns; the order changes each time, and the first pair only warms the file cache."""
    times: dict[Path, list[float]] = {BARE: [], OURS: []}
    with tempfile.TemporaryDirectory() as home:
        # Compiled files as an installed program has them, whatever the developer's own settings are.
        environment = os.environ | {
            "CDCONSOLE_HOME": home,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(Path(home) / "compiled"),
        }
        config = Path(home) / "config"
        Settings(config).remember(RecentDepartment(str(Path(home) / "Gastroenterology.cdv"), "Gastroenterology"))
        for run in range(RUNS + 1):
            for program in (BARE, OURS) if run % 2 else (OURS, BARE):
                taken = seconds_to_paint(program, environment)
                if run:
                    times[program].append(taken)
    return against("a bare QApplication and QMainWindow", times[OURS], times[BARE], AT_MOST)


def seconds_to_paint(program: Path, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    command = [sys.executable, str(program)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - asked for above
        said = process.stdout.readline()
        taken = time.perf_counter() - begun
    if said.strip() != "painted":
        raise RuntimeError(f"{program.name} painted nothing")
    return taken
