"""What stands where charts would, when there are none: what is missing and the one thing to do. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class NoticeAction(Enum):
    """What the one button of a notice does; the value is what stands on it."""

    NONE = ""
    IMPORT = "Import an extract"
    TRY_AGAIN = "Try again"


@dataclass(frozen=True)
class Notice:
    """What stands in the charts' place: what is missing, what to do, and a button that does it."""

    title: str
    text: str = ""
    action: NoticeAction = NoticeAction.NONE
