"""Holds the coverage gates after a test run: core packages and presenters, then the window's other code."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORE = ("domain", "stats", "vault", "storage", "importing", "exporting", "services")
QT_FREE = ("presenter.py", "state.py", "columns.py")


@dataclass(frozen=True)
class Gate:
    """A group of files and the least share of their lines and branches that the tests must run, in percent."""

    name: str
    least: float

    def holds(self, file: str) -> bool:
        """Return whether a file belongs to the group."""
        parts = Path(file).parts
        is_core = parts[2] in CORE or (parts[2] == "ui" and parts[-1].endswith(QT_FREE))
        return is_core == (self.name == "core and presenters")


GATES = (Gate("core and presenters", 95.0), Gate("window, command line and demonstration", 85.0))


def main() -> int:
    """Print each group's share and return 1 if a gate is not met."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(report)]
        subprocess.run(command, cwd=ROOT, check=True)
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    missed = False
    for gate in GATES:
        group = {file: data["summary"] for file, data in files.items() if gate.holds(file)}
        share = percent(list(group.values()))
        missed |= share < gate.least
        print(f"coverage of {gate.name}: {share:.1f} % (at least {gate.least:.0f} %)")
        if share < gate.least:
            for file, summary in sorted(group.items(), key=lambda item: percent([item[1]]))[:15]:
                print(f"  {percent([summary]):5.1f} %  {file}")
    return int(missed)


def percent(summaries: list[dict[str, int]]) -> float:
    """Return covered lines and branches as a share of all, in percent."""
    covered = sum(summary["covered_lines"] + summary["covered_branches"] for summary in summaries)
    whole = sum(summary["num_statements"] + summary["num_branches"] for summary in summaries)
    return 100.0 * covered / whole if whole else 100.0


if __name__ == "__main__":
    sys.exit(main())
