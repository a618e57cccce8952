"""How long work in storage says how far it is: done, of how many, doing what. A report may raise to stop the work."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[int, int, str], None]


def unheard(_done: int, _of: int, _label: str) -> None:
    """Drop progress nobody asked for."""
