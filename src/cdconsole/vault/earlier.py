"""The keys of an earlier generation, once its list of people is proved to be one that today's goes back to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from cdconsole.domain.errors import CannotOpenDepartment, NotEntitled
from cdconsole.domain.people import Section
from cdconsole.vault.documents import Stored
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import Generation, read_organisation
from cdconsole.vault.organisation import Organisation
from cdconsole.vault.trust import organisation_before
from cdconsole.vault.unlocked import Vault


def earlier_keys(vault: Vault, earlier: Generation) -> Mapping[Section, bytes]:
    """Return the keys to the sections of an earlier generation, from a folder or a backup, that the person has.

    Anybody can wrap keys of their own making to a person: so the list of people must be, byte for byte, one that the
    list in force goes back to. Raises CannotOpenDepartment.
    """
    organisation = earlier.organisation
    if not _goes_back_to(vault, organisation.sha256):
        raise CannotOpenDepartment(
            "It belongs to another department, or to a later state than the one that is open.",
            "Unpack it as a department of its own.",
        )
    keys: dict[Section, bytes] = {}
    for section in Section:
        with suppress(NotEntitled):
            keys[section] = vault.key_of_epoch(section, organisation.value.epoch(section))
    return keys


def _goes_back_to(vault: Vault, wanted: str) -> bool:
    """Return whether the chain of ``previous`` hashes, from the trusted list of people down, comes by a file."""
    folder, commit = DepartmentFolder(vault.folder), vault.commit
    if commit is None:
        return False
    current: Stored[Organisation] | None = read_organisation(folder, commit.organisation_number)
    if current is None or current.sha256 != commit.organisation_sha256:
        return False
    while current is not None and current.sha256 != wanted:
        current = organisation_before(folder, current)
    return current is not None
