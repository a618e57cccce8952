"""What a person decides where two wrote the same text at once. No Qt."""

from __future__ import annotations

from enum import Enum


class Settle(Enum):
    """Which text stands; the value stands on the button."""

    MINE = "Keep mine"
    THEIRS = "Take theirs"
    BOTH = "Keep both"
