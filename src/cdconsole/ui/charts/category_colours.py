"""The colours of programmed activities by category, the same in every picture of a job plan."""

from __future__ import annotations

from cdconsole.domain.job_plan import PaCategory
from cdconsole.ui.theme.theme import colours


def category_colour(category: PaCategory) -> str:
    """Return a category's colour: one accent for direct care, greys for the rest; none of them a warning."""
    chosen = colours()
    return {
        PaCategory.DCC: chosen.accent,
        PaCategory.SPA: chosen.own_line,
        PaCategory.ANR: chosen.limit,
        PaCategory.ED: chosen.common_cause,
        PaCategory.APA: chosen.border,
    }[category]
