"""The whole window without a network: Python's sockets are refused, and Qt's own networking is never loaded."""

import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from journeys.conftest import SitDown
from journeys.department import ReadyDepartment


def test_that_every_screen_opens_with_sockets_refused_and_without_the_network_part_of_qt(
    sits_down: SitDown, ready: ReadyDepartment
) -> None:
    person = sits_down(ready.folder)
    person.get_in(ready.director)
    workspace = person.shell._workspace
    assert workspace is not None
    for place in workspace.names:
        person.go(place)
    person.leave()
    loaded = [name for name in sys.modules if name.startswith("PySide6.QtNetwork") or name == "ssl"]
    assert loaded == []
    if sys.platform == "linux":
        mapped = Path("/proc/self/maps").read_text(encoding="utf-8")
        assert "libQt6Core" in mapped
        assert "Qt6Network" not in mapped


def test_that_a_part_of_the_window_that_asks_for_the_network_is_shown_as_a_fault(
    sits_down: SitDown, capsys: pytest.CaptureFixture[str]
) -> None:
    person = sits_down()
    QTimer.singleShot(0, person.window, ask_for_the_network)
    person.sees("Something in the program went wrong.")
    assert "NetworkForbidden" in capsys.readouterr().err


def ask_for_the_network() -> None:
    try:
        socket.create_connection(("127.0.0.1", 9))
    except OSError:
        return
