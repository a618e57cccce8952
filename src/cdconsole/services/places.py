"""Where this computer keeps the program's own files: private caches, and the window's settings."""

from __future__ import annotations

import os
from pathlib import Path

_OVERRIDE = "CDCONSOLE_HOME"


def data_home() -> Path:
    """Return the private folder for caches of open departments; ``CDCONSOLE_HOME`` moves it."""
    override = os.environ.get(_OVERRIDE)
    if override:
        return Path(override) / "data"
    from platformdirs import user_data_path

    return user_data_path("cdconsole", appauthor=False)


def config_home() -> Path:
    """Return the folder for the window's settings; ``CDCONSOLE_HOME`` moves it."""
    override = os.environ.get(_OVERRIDE)
    if override:
        return Path(override) / "config"
    from platformdirs import user_config_path

    return user_config_path("cdconsole", appauthor=False)
