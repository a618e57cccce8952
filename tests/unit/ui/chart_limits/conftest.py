"""The small department of the services' tests."""

from unit.services.conftest import department_template, session, unlock

__all__ = ["department_template", "session", "unlock"]
