"""People & access: who can unlock the department, what their keys open, and what was done."""

from __future__ import annotations

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.people import access, audit, backups

ACCESS, AUDIT, BACKUPS = "access", "audit", "backups"
_PAGES = {
    ACCESS: PageEntry("Access", access.build_page),
    AUDIT: PageEntry("Audit trail", audit.build_page),
    BACKUPS: PageEntry("Backups", backups.build_page),
}


def build(context: ScreenContext) -> Screen:
    """Return the screen; a person or a clinician alone means the audit trail."""
    return build_paged(context, "People & access", _PAGES, {"person": AUDIT, "clinician": AUDIT})
