"""Data: imports, sealed packs, quality, job plans, exposure, data queries, clinicians, what each measure means."""

from __future__ import annotations

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.data import (
    clinicians,
    data_queries,
    exposure,
    imports,
    inbox,
    job_plans,
    measures,
    quality,
    team_board,
    validation,
)

IMPORTS, INBOX, QUALITY, VALIDATION, DATA_QUERIES = "imports", "inbox", "quality", "validation", "data_queries"
JOB_PLANS, TEAM_BOARD, EXPOSURE = "job_plans", "team_board", "exposure"
CLINICIANS, MEASURES = "clinicians", "measures"
_PAGES = {
    IMPORTS: PageEntry("Imports", imports.build_page),
    INBOX: PageEntry("Inbox", inbox.build_page),
    QUALITY: PageEntry("Quality", quality.build_page),
    VALIDATION: PageEntry("Validation", validation.build_page),
    DATA_QUERIES: PageEntry("Data queries", data_queries.build_page),
    JOB_PLANS: PageEntry("Job plans", job_plans.build_page),
    TEAM_BOARD: PageEntry("Team board", team_board.build_page),
    EXPOSURE: PageEntry("Exposure", exposure.build_page),
    CLINICIANS: PageEntry("Clinicians", clinicians.build_page),
    MEASURES: PageEntry("Measures", measures.build_page),
}


def build(context: ScreenContext) -> Screen:
    """Return the screen; a clinician alone means their job plan."""
    return build_paged(context, "Data", _PAGES, {"clinician": JOB_PLANS})
