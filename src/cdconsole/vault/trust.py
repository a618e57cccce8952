"""Decide whether the newest organisation comes from the owner somebody trusts, link by link."""

from __future__ import annotations

from contextlib import suppress

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.vault.documents import Stored
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import read_organisation
from cdconsole.vault.identity import Pin
from cdconsole.vault.organisation import Organisation


def is_trusted(folder: DepartmentFolder, newest: Stored[Organisation], pin: Pin) -> bool:
    """Return whether every organisation, back to one that is pinned, was signed by somebody entitled to.

    Pinned is an organisation by its hash, and every one that the pinned owner signed. Entitled to sign the next are
    the owner, and the recovery keys, of the organisation before it.
    """
    current = newest
    while current.sha256 != pin.organisation and current.value.signer.key != pin.owner_key:
        before = organisation_before(folder, current)
        if before is None or current.value.signer.key not in before.value.successors:
            return False
        current = before
    return True


def organisation_before(folder: DepartmentFolder, organisation: Stored[Organisation]) -> Stored[Organisation] | None:
    """Return the organisation that another one follows, or nothing where its file is not there as it was."""
    for number in reversed(folder.numbers("org")):
        if number < organisation.value.number:
            with suppress(CannotOpenDepartment):
                found = read_organisation(folder, number)
                if found.sha256 == organisation.value.previous:
                    return found
    return None
