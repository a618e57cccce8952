"""What the window is given from outside: how to reach the worker, the screens, and where things are. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cdconsole.domain.calendar import Clock
    from cdconsole.ui.screens.context import ScreenFactory
    from cdconsole.ui.worker_link import WorkerEntry


@dataclass(frozen=True)
class Demonstration:
    """How to make the demonstration department: a command to run, and where it then is."""

    command: tuple[str, ...]
    folder: Path
    passphrase_file: Path


@dataclass(frozen=True)
class WindowSetup:
    """``entry`` and ``screens`` are called after the first paint, so that what they import does not delay it.

    ``department`` is the folder named on the command line, or nothing. ``preload`` names modules to import while
    the person types.
    """

    entry: Callable[[], WorkerEntry]
    screens: Callable[[], Mapping[str, ScreenFactory]]
    clock: Clock
    config_home: Path
    department: str = ""
    demonstration: Demonstration | None = None
    preload: tuple[str, ...] = ()
