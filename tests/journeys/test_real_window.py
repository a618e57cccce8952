"""The real program once, as a person starts it, on a display that nobody looks at."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="needs Xvfb (Debian: xvfb, xauth)")


@pytest.mark.timeout(180)
def test_that_the_demonstration_opens_in_a_real_window_and_closes_without_a_complaint(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment |= {"CDCONSOLE_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    command = [
        "xvfb-run",
        "--auto-servernum",
        sys.executable,
        "-W",
        "error",
        "-m",
        "cdconsole",
        "demo",
        "--close-after",
        "3",
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
    assert "director's passphrase" in done.stdout
