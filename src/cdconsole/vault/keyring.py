"""The keys one person holds while the department is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.people import Person, Section
from cdconsole.vault.documents import Malformed
from cdconsole.vault.identity import Identity, PublicKeys
from cdconsole.vault.organisation import Organisation


class UnlockedKeys:
    """A person's signing key and section keys. They show in no text and cross no pipe."""

    def __init__(self, person: Person, identity: Identity, section_keys: Mapping[Section, bytes]) -> None:
        self.person = person
        self.section_keys = dict(section_keys)
        self._identity = identity

    def sign(self, data: bytes) -> bytes:
        """Return the person's Ed25519 signature of the data."""
        return self._identity.sign(data)

    @property
    def public(self) -> PublicKeys:
        """Return the person's public keys."""
        return self._identity.public

    @property
    def identity(self) -> Identity:
        """Return the person's private keys, to seal them anew or to open what is wrapped to them."""
        return self._identity

    def __repr__(self) -> str:
        return f"UnlockedKeys({self.person.role.value})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys stay in the process that unlocked them")


def unlocked_keys(people: Organisation, person: Person, identity: Identity) -> UnlockedKeys:
    """Return a person's keys of the sections that they may open. Raises CannotOpenDepartment where one is faulty."""
    try:
        return UnlockedKeys(person, identity, people.section_keys(person.id, identity))
    except Malformed as problem:
        raise CannotOpenDepartment(
            f"The department's list of people is faulty: {problem}.", "Restore a backup."
        ) from None
