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
    validation,
)

IMPORTS, INBOX, QUALITY, JOB_PLANS, CLINICIANS = "imports", "inbox", "quality", "job_plans", "clinicians"
MEASURES, VALIDATION, EXPOSURE, DATA_QUERIES = "measures", "validation", "exposure", "data_queries"
_PAGES = {
    IMPORTS: PageEntry("Imports", imports.build_page),
    INBOX: PageEntry("Inbox", inbox.build_page),
    QUALITY: PageEntry("Quality", quality.build_page),
    VALIDATION: PageEntry("Validation", validation.build_page),
    JOB_PLANS: PageEntry("Job plans", job_plans.build_page),
    CLINICIANS: PageEntry("Clinicians", clinicians.build_page),
    MEASURES: PageEntry("Measures", measures.build_page),
    EXPOSURE: PageEntry("Exposure", exposure.build_page),
    DATA_QUERIES: PageEntry("Data queries", data_queries.build_page),
}


def build(context: ScreenContext) -> Screen:
    """Return the screen; a clinician alone means their job plan."""
    return build_paged(context, "Data", _PAGES, {"clinician": JOB_PLANS})
