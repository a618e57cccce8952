#!/usr/bin/env python3
"""Set up cdconsole on a fresh machine and run it: `python3 run.py demo` or `python3 run.py test`.

Standard library only. Makes `.venv`, installs the locked packages, on Debian as root the system libraries too.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "cdconsole-installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

OFFSCREEN_LIBRARIES = {
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libfontconfig1": "libfontconfig.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
}
WINDOW_LIBRARIES = {
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
}
PROGRAMS = {"xvfb": "Xvfb", "xauth": "xauth"}
TORTURE_TOOLS = {"gcc": "/usr/bin/gcc", "libc6-dev": "/usr/include/stdio.h", "strace": "/usr/bin/strace"}


def main() -> int:
    """Read the command, set up what it needs, run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["setup", *COMMANDS])
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="passed on")
    options = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this may have an older one
        return refuse("cdconsole needs Python 3.11 or later; this is " + sys.version.split()[0])
    problem = install_system_libraries() or install_packages()
    if problem:
        return refuse(problem)
    if options.command == "setup":
        print("Ready. Start it with " + str((PYTHON.parent / "cdconsole").relative_to(ROOT)))
        return 0
    return COMMANDS[options.command](options.rest)


def demo(rest: list[str]) -> int:
    """Make the demonstration department and open its window."""
    return run(PYTHON, "-m", "cdconsole", "demo", *rest)


def check(_rest: list[str]) -> int:
    """Run everything that reads the code without running it."""
    steps = (
        (PYTHON, "-m", "ruff", "format", "--check", "."),
        (PYTHON, "-m", "ruff", "check", "."),
        (PYTHON, "-m", "mypy"),
        (PYTHON.parent / "lint-imports",),
    )
    return next((code for step in steps if (code := run(*step))), 0)


def test(rest: list[str]) -> int:
    """Run the checks and the tests, and hold the coverage gates."""
    if rest:
        return run(PYTHON, "-m", "pytest", *rest)
    cover = ("--cov", "--cov-report=", "--cov-append")
    (ROOT / ".coverage").unlink(missing_ok=True)
    return (
        check([])
        or run(PYTHON, "-m", "pytest", "-n", "2", *cover, "tests/unit", "tests/widgets", "tests/architecture")
        or run(PYTHON, "-m", "pytest", "-n", "2", "tests/reliability")
        or run(PYTHON, "-m", "pytest", *cover, "tests/journeys", "tests/screenshots")
        or run(PYTHON, "tests/coverage_gates.py")
    )


def pictures(_rest: list[str]) -> int:
    """Draw the pictures of README and user guide again, from the demonstration department."""
    pages = [ROOT / "README.md", *sorted((ROOT / "resources" / "guide").glob("*.md"))]
    shown = set(re.findall(r"pictures/([\w-]+\.png)", "".join(page.read_text(encoding="utf-8") for page in pages)))
    with tempfile.TemporaryDirectory() as folder:
        if run(PYTHON, "-m", "cdconsole", "screenshots", folder):
            return 1
        for name in shown:
            shutil.copy(Path(folder) / name, ROOT / "resources" / "guide" / "pictures" / name)
    return 0


def bench(rest: list[str]) -> int:
    """Measure speed as ratios and print them as JSON."""
    return run(PYTHON, ROOT / "benchmarks" / "run.py", *rest)


def torture(rest: list[str]) -> int:
    """Torment the department file and print what it survived; `--full` does so for hours."""
    missing = [package for package, path in TORTURE_TOOLS.items() if not Path(path).exists()]
    problem = install(missing) if sys.platform == "linux" and missing else ""
    if problem:
        print(problem + "\nRows that need them are not measured.", file=sys.stderr)
    return run(PYTHON, "tests/torture.py", *rest)


COMMANDS = {"demo": demo, "test": test, "check": check, "bench": bench, "pictures": pictures, "torture": torture}


def install_system_libraries() -> str:
    """Install missing system libraries on Debian as root; return what to do where that can't be done."""
    missing = [] if sys.platform != "linux" else missing_packages()
    return install(missing) if missing else ""


def install(missing: list[str]) -> str:
    """Install Debian packages as root; return what to do where that can't be done."""
    line = "apt-get update && apt-get install --yes --no-install-recommends " + " ".join(missing)
    if shutil.which("apt-get") is None:
        return "These are missing (Debian names): " + " ".join(missing)
    if os.geteuid() != 0:
        return f"Some system packages are missing. Run this once, then try again:\n  sudo sh -c '{line}'"
    print("Installing system packages: " + " ".join(missing), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(["/bin/sh", "-c", line], env=environment, check=False, stdout=subprocess.DEVNULL).returncode:
        return f"The system packages could not be installed. Try:\n  {line}"
    return ""


def missing_packages() -> list[str]:
    """Return the Debian packages whose library or program is not there."""
    listing = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False).stdout
    libraries = OFFSCREEN_LIBRARIES | WINDOW_LIBRARIES
    missing = [package for package, library in libraries.items() if library not in listing]
    missing += [package for package, program in PROGRAMS.items() if shutil.which(program) is None]
    if importlib.util.find_spec("ensurepip") is None and importlib.util.find_spec("pip") is None:
        missing.append("python3-venv")
    return missing


def install_packages() -> str:
    """Make `.venv` with the locked packages unless it is already so; return what went wrong."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and PYTHON.exists():
        return ""
    print("Installing the locked Python packages into .venv", flush=True)
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not PYTHON.exists():
        without_pip = [] if has_ensurepip else ["--without-pip"]
        if run(sys.executable, "-m", "venv", *without_pip, VENV):
            return "The virtual environment .venv could not be made."
    pip = [PYTHON, "-m", "pip"] if has_ensurepip else [sys.executable, "-m", "pip", "--python", PYTHON]
    quiet = ["--quiet", "--disable-pip-version-check"]
    if run(*pip, "install", *quiet, "--require-hashes", "--only-binary=:all:", "-r", LOCK):
        return "The Python packages could not be installed: is a package index reachable?"
    if run(*pip, "install", *quiet, "--no-deps", "--no-build-isolation", "--editable", ROOT):
        return "cdconsole itself could not be installed into .venv."
    STAMP.write_text(wanted)
    return ""


def run(*command: str | Path) -> int:
    """Run a command in the project's folder and return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def refuse(problem: str) -> int:
    """Print what is wrong and return the exit code for it."""
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
