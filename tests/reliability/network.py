"""The whole program seen from outside: which sockets it asks the system for, where there is no network.

Other tests see to it that Python asks for none; this sees Qt and every library too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from cdconsole.demo.build import build_demonstration
from cdconsole.services.places import data_home
from reliability.department import CHEAP, CLOCK
from reliability.program import Counts, Outcome, Program, Tally

ROOT = Path(__file__).resolve().parents[2]
SHOWN_SECONDS = "4"
LONGEST = 3600.0
LOCAL = re.compile(r"AF_(UNIX|LOCAL|NETLINK)")
SOCKET = re.compile(r"\b(socket|socketpair|connect|sendto|sendmsg|bind)\(")
SPELLS = 500
CONTROL = (sys.executable, "-c", "import socket; socket.socket(socket.AF_INET).close()")
JOURNEYS = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/journeys")


def run(journeys: int, scratch: Path) -> Outcome:
    """Open the demonstration's window for some seconds, and in full runs do every journey too, under strace."""
    tracer = shutil.which("strace")
    if not tracer:
        return Outcome("nothing", "needs strace (Debian: strace)", passed=None)
    without = _without_network()
    watch = [*without, tracer, "-f", "-qq", "-e", "trace=%network", "-o", str(scratch / "trace")]
    tally = Tally("network calls", "runs that failed", "calls missed")
    if not _calls_in(CONTROL, watch, tally)[1]:
        tally.add("calls missed", "one was made on purpose, and strace did not see it")
    demo = _window(scratch)
    local = 0
    for command in [demo] + [JOURNEYS] * journeys:
        here, away = _calls_in(command, watch, tally)
        local += here
        for call in away:
            tally.add("network calls", call)
    where = "without any interface" if without else "interfaces there: unshare is not allowed here"
    return tally.outcome(f"the window{' and all journeys' if journeys else ''}, {local} calls on local sockets", where)


def _window(scratch: Path) -> tuple[str, ...]:
    """Return what opens a small demonstration department in a window and closes it again."""
    parent = scratch / "demo"
    build_demonstration(parent, home=data_home(), clock=CLOCK, spells=SPELLS, kdf=CHEAP)
    return (sys.executable, "-m", "cdconsole", "demo", "--dir", str(parent), "--close-after", SHOWN_SECONDS)


def _calls_in(command: tuple[str, ...], watch: list[str], tally: Tally) -> tuple[int, list[str]]:
    """Run a command and return how many calls stayed on this computer, and each one that did not."""
    ended = subprocess.run([*watch, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST)
    if ended.returncode:
        tally.add("runs that failed", (ended.stdout + ended.stderr)[-300:])
    trace = Path(watch[-1]).read_text(encoding="utf-8", errors="replace")
    calls = [line for line in trace.splitlines() if SOCKET.search(line)]
    away = [line.split(maxsplit=1)[-1][:120] for line in calls if "AF_" in line and not LOCAL.search(line)]
    return len(calls) - len(away), away


def _without_network() -> list[str]:
    """Return what runs a command where there is no network interface; nothing where that is not allowed."""
    command = ["unshare", "-n"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        return []
    return command


PROGRAM = Program("the full program under strace, without a network: no network call", Counts(0, 0, 1), run)
