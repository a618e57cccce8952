"""What a screen may keep on this computer from one day to the next: choices, never data. No Qt."""

from __future__ import annotations

from typing import Protocol


class Remembered(Protocol):
    """Choices by name. A clinician is kept only as the random id, which says nothing outside the department."""

    def choice(self, name: str, otherwise: str = "") -> str:
        """Return what was chosen last."""
        ...

    def keep_choice(self, name: str, value: str) -> None:
        """Keep what was chosen."""
        ...


class ForThisWindow:
    """Remembers until the window is closed."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def choice(self, name: str, otherwise: str = "") -> str:
        """Return what was chosen last."""
        return self._kept.get(name, otherwise)

    def keep_choice(self, name: str, value: str) -> None:
        """Keep what was chosen."""
        self._kept[name] = value
