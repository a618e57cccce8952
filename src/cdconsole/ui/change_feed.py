"""Tells every open screen, once, what a committed write changed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ChangeFeed(QObject):
    """One signal that carries a ChangeSet; each listener decides whether it cares."""

    changed = Signal(object)
