"""What every test needs: no screen, no settings of the person who runs the tests, a clock that stands still."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cdconsole.domain.calendar import FixedClock
from cdconsole.no_network import forbid_network

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

forbid_network()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the program's own files away from those of the person who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CDCONSOLE_HOME", str(home))
    return home


@pytest.fixture
def fixed_clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 10, 42, tzinfo=UTC))


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """Take off the clipboard what a test put there: offscreen, Qt destroys it after Python has ended, and crashes."""
    yield
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
