"""Recognise & support: the log of thank-yous, the record of support, the learning log, and guidance."""

from __future__ import annotations

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.support import guidance, learning, recognition, steps

RECOGNITION, SUPPORT, LEARNING, GUIDANCE = "recognition", "support", "learning", "guidance"
_PAGES = {
    RECOGNITION: PageEntry("Recognition", recognition.build_page),
    SUPPORT: PageEntry("Support", steps.build_page),
    LEARNING: PageEntry("Learning log", learning.build_page),
    GUIDANCE: PageEntry("Guidance", guidance.build_page),
}


def build(context: ScreenContext) -> Screen:
    """Return the screen; a clinician alone means whom they were thanked by."""
    return build_paged(
        context, "Recognise & support", _PAGES, {"clinician": RECOGNITION, "lesson": LEARNING, "card": GUIDANCE}
    )
