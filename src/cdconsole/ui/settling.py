"""Brings a screen to its final shape before it is painted."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent

_LEVELS = 10


def settle_layouts() -> None:
    """Let every layout that waits to be arranged be arranged now.

    Wrapped text asks for room level by level, one event after the other, and Qt may paint between any two: a screen
    filled anew would be painted three times. Each pass here takes the events of one level; an empty pass costs nothing.
    """
    for _ in range(_LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
