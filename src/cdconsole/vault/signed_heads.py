"""The heads of a section's audit trail that people signed: one for each kept commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.people import Section
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.generations import read_generation


@dataclass(frozen=True)
class SignedHeads:
    """What the kept commits say of one section: (commit, head in hexadecimal), oldest first.

    ``unreadable`` are the commits that can't be read or are not genuine.
    """

    heads: tuple[tuple[int, str], ...]
    unreadable: tuple[int, ...]


def signed_heads(folder: Path, section: Section) -> SignedHeads:
    """Return a section's signed heads. Raises CannotOpenDepartment where the folder is not there."""
    store = DepartmentFolder.existing(folder)
    heads: list[tuple[int, str]] = []
    unreadable: list[int] = []
    for number in store.numbers("commit"):
        try:
            commit = read_generation(store, number).commit
        except CannotOpenDepartment:
            unreadable.append(number)
            continue
        entry = None if commit is None else commit.value.sections.get(section)
        if entry is not None:
            heads.append((number, entry.audit_head))
    return SignedHeads(tuple(heads), tuple(unreadable))
