"""People & access: who can unlock the department, what their keys open, and what was done."""

from __future__ import annotations

from cdconsole.ui.pages import PageEntry, build_paged
from cdconsole.ui.screens.context import Screen, ScreenContext
from cdconsole.ui.screens.people import access, audit, backups, person, retention

ACCESS, AUDIT, BACKUPS, PERSON, RETENTION = "access", "audit", "backups", "person", "retention"
_PAGES = {
    ACCESS: PageEntry("Access", access.build_page),
    AUDIT: PageEntry("Audit trail", audit.build_page),
    BACKUPS: PageEntry("Backups", backups.build_page),
}
_WITH_REVIEWS = {
    PERSON: PageEntry("About a person", person.build_page),
    RETENTION: PageEntry("Retention", retention.build_page),
}
"""What needs the review section, and is not there for who has no key to it."""


def build(context: ScreenContext) -> Screen:
    """Return the screen; a person or a clinician alone means the audit trail."""
    pages = {**_PAGES, **(_WITH_REVIEWS if context.summary.person.role.may_review else {})}
    return build_paged(context, "People & access", pages, {"person": AUDIT, "clinician": AUDIT})
