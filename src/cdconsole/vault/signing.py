"""Signatures of a department's people over a text that is not one of its own files."""

from __future__ import annotations

from cdconsole.domain.errors import NotEntitled
from cdconsole.domain.identity import PersonId
from cdconsole.vault.folder import DepartmentFolder
from cdconsole.vault.keyring import UnlockedKeys
from cdconsole.vault.organisation import Organisation
from cdconsole.vault.own_keys import newcomers, open_own_keys


class Signatures:
    """Made by who acts, or by somebody else in the room; checked with the keys that the list of people gives.

    A text says in its first fields what it is, so that no signature can be taken for one of another kind.
    """

    def __init__(self, folder: DepartmentFolder, organisation: Organisation, keys: UnlockedKeys) -> None:
        self._folder = folder
        self._organisation = organisation
        self._keys = keys

    def sign(self, text: bytes) -> bytes:
        """Return the acting person's Ed25519 signature."""
        return self._keys.sign(text)

    def key_of(self, person: PersonId) -> bytes | None:
        """Return the public key that a person signs with; None for somebody who does not belong."""
        member = self._organisation.member(person)
        return None if member is None else member.keys.signing

    def sign_in_person(self, person: PersonId, passphrase: str, text: bytes) -> bytes:
        """Return another person's signature: their own passphrase, typed now, proves that they are there.

        Raises WrongPassphrase; NotEntitled for somebody who does not belong to the department, or who has only an
        introduction code, which somebody else has seen; CannotOpenDepartment where the file with their keys is missing.
        """
        member = self._organisation.member(person)
        if member is None:
            raise NotEntitled("This person does not belong to the department.", "Choose a name from its list.")
        if person in newcomers(self._folder, self._organisation):
            raise NotEntitled(
                f"{member.person.name} has no passphrase of their own yet.", "They unlock once with their code first."
            )
        return open_own_keys(self._folder, self._organisation, member, passphrase).sign(text)
