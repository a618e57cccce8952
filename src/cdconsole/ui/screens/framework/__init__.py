"""Framework: the stage board, charter, outcomes, texts and review form of a work stream."""

from __future__ import annotations

from functools import partial

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.framework import charter, outcomes, ownership, review_form, stages
from cdconsole.ui.screens.framework.streams import build_chooser
from cdconsole.ui.screens.framework.streams.choice import StreamChoice

STAGES, CHARTER, OUTCOMES, OWNERSHIP, FORM = "stages", "charter", "outcomes", "ownership", "review_form"


def build(context: ScreenContext) -> Screen:
    """Return the screen; an outcome alone means the outcome tree. Who holds no key to reviews has no form for them."""
    choice = StreamChoice(context.remembered)
    pages = {
        STAGES: PageEntry("Stages", partial(stages.build_page, choice=choice)),
        CHARTER: PageEntry("Charter", partial(charter.build_page, choice=choice)),
        OUTCOMES: PageEntry("Outcomes", partial(outcomes.build_page, choice=choice)),
        OWNERSHIP: PageEntry("Ownership && transparency", partial(ownership.build_page, choice=choice)),
    }
    if context.summary.person.role.may_review:
        pages[FORM] = PageEntry("Review form", partial(review_form.build_page, choice=choice))
    return build_paged(context, "Framework", pages, {"outcome": OUTCOMES}, build_chooser(context, choice))
