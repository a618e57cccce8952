"""Decide whether the newest organisation comes from the owner somebody trusts, link by link."""

from __future__ import annotations

from contextlib import suppress

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.vault.documents import Stored
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import read_organisation
from cdconsole.vault.identity import Pin
from cdconsole.vault.organisation import Organisation


def pin_to(organisation: Stored[Organisation]) -> Pin:
    """Return what trusts this organisation, its owner, and whatever follows it."""
    return Pin(organisation.value.owner_key, organisation.value.number, organisation.sha256)


def is_trusted(folder: DepartmentFolder, newest: Stored[Organisation], pin: Pin) -> bool:
    """Return whether every organisation, back to one that is pinned, was signed by somebody entitled to.

    Pinned are an organisation by its hash, and those after it that the pinned owner signed: never one from before,
    when somebody else may have been the owner, or had a recovery key, whom nobody should believe any more. Entitled to
    sign the next are the owner, and the recovery key, of the organisation before it.
    """
    current = newest
    while True:
        before = organisation_before(folder, current)
        if before is not None and not current.value.follows(before):
            return False
        if _is_pinned(current, pin):
            return True
        if before is None:
            return False
        current = before


def is_outdated(folder: DepartmentFolder, newest: Stored[Organisation], pin: Pin) -> bool:
    """Return whether somebody could have signed since it was pinned who may not sign now: time to pin anew."""
    if pin.owner_key != newest.value.owner_key:
        return True
    current: Stored[Organisation] | None = newest
    while current is not None and current.value.number >= pin.number:
        if current.value.successors != newest.value.successors:
            return True
        current = organisation_before(folder, current)
    return False


def _is_pinned(organisation: Stored[Organisation], pin: Pin) -> bool:
    if organisation.sha256 == pin.organisation:
        return True
    people = organisation.value
    return people.signer.key == pin.owner_key and people.number > pin.number


def organisation_before(folder: DepartmentFolder, organisation: Stored[Organisation]) -> Stored[Organisation] | None:
    """Return the organisation that another one follows, or nothing where its file is not there as it was."""
    for number in reversed(folder.numbers("org")):
        if number < organisation.value.number:
            with suppress(CannotOpenDepartment):
                found = read_organisation(folder, number)
                if found.sha256 == organisation.value.previous:
                    return found
    return None
