"""The small department of the service tests, for presenters over real services."""

from __future__ import annotations

from unit.services.conftest import admin_session, department_template, session, unlock

__all__ = ["admin_session", "department_template", "session", "unlock"]
