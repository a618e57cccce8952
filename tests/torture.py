"""Torments the department file as hospitals do, and prints the table of what it survived with measured figures.

    python3 run.py torture                   a middling sample of everything, about five minutes
    python3 run.py torture --full            the full counts, hours
    python3 run.py torture kills races       some rows only

Ends with 1 where a row failed. A row that could not be measured here says why, and counts as neither.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from reliability.program import Program, Row, table
from reliability.shim import no_compiler, preloaded

ROWS = (
    *("kills", "power_cuts", "io_errors", "mutants", "races", "leases", "administrator", "rollback", "access"),
    *("markers", "network", "imports", "formulas", "released", "note_kills"),
)
LARGE_ENOUGH = 4 << 30
LONGEST_SECONDS = 12 * 3600
SETTINGS = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def main() -> int:
    """Run the wanted rows one after another, each alone in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", choices=(*ROWS, []), metavar="ROW", help=" ".join(ROWS))
    parser.add_argument("--full", dest="size", action="store_const", const="full", default="middle")
    parser.add_argument("--small", dest="size", action="store_const", const="small", help="as in every test run")
    parser.add_argument("--count", type=int, help="so many times, whatever the size")
    parser.add_argument("--here", type=Path, help=argparse.SUPPRESS)  # run one row in this process, in this folder
    options = parser.parse_args()
    if options.here:
        print(json.dumps(asdict(_measured_here(options.rows[0], options.size, options.count, options.here))))
        return 0
    rows = []
    for name in options.rows or ROWS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows.append(measured(name, options.size, options.count))
        print(table(rows[-1:]).splitlines()[-1], file=sys.stderr, flush=True)
    print(table(rows))
    return 1 if any(row.passed is False for row in rows) else 0


def measured(name: str, size: str, count: int | None = None) -> Row:
    """Return one row, measured in a process with private home and temporary folders, the shim under it if needed."""
    program = _program(name)
    began = time.monotonic()
    if program.needs_shim and no_compiler():
        return Row(name, program.asked, "nothing", no_compiler(), 0.0, passed=None)
    with tempfile.TemporaryDirectory(prefix="torture-", dir=_roomy()) as scratch:
        folder = Path(scratch)
        environment = _environment(folder) | (preloaded(folder) if program.needs_shim else {})
        command = [sys.executable, str(Path(__file__).resolve()), name, "--here", str(folder / "work")]
        command += ["--full"] * (size == "full") + ["--small"] * (size == "small")
        command += [] if count is None else ["--count", str(count)]
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, timeout=LONGEST_SECONDS
        )
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no word"])[-1]
        result = f"the program itself ended with {ended.returncode}: {last}"
        return Row(name, program.asked, "nothing", result, time.monotonic() - began, passed=False)
    return Row(**json.loads(ended.stdout.splitlines()[-1]))


def _measured_here(name: str, size: str, count: int | None, folder: Path) -> Row:
    program = _program(name)
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    outcome = program.run(program.counts.of(size) if count is None else count, folder)
    return Row(name, program.asked, outcome.done, outcome.result, time.monotonic() - began, outcome.passed)


def _program(name: str) -> Program:
    found: Program = import_module(f"reliability.{name}").PROGRAM
    return found


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment in which everything a program writes for itself lands below a folder."""
    own = {name: str(folder / name.lower()) for name in ("HOME", "TMPDIR", "CDCONSOLE_HOME", "XDG_RUNTIME_DIR")}
    for path in own.values():
        Path(path).mkdir(mode=0o700)
    return os.environ | own | SETTINGS


def _roomy() -> str | None:
    """Return a folder in memory where there is room: ten thousand flushes wear a disk, and prove nothing more."""
    memory = Path("/dev/shm")  # noqa: S108 - every run makes a private folder inside
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > LARGE_ENOUGH:
        return str(memory)
    return None


if __name__ == "__main__":
    sys.exit(main())
