"""Who can unlock the department."""

from __future__ import annotations

from cdconsole.domain.people import Person
from cdconsole.domain.requests import ListPeople
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


@handles(ListPeople)
def list_people(session: Session, _request: ListPeople, _task: Task) -> tuple[Person, ...]:
    """Return who can unlock the department."""
    return session.file.vault.locked.people
