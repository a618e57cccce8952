"""Who holds keys to an unlocked department, and every change of it: people, passphrases, the owner."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from cdconsole.domain.errors import CannotOpenDepartment
from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role
from cdconsole.vault.commits import Commit
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.folder import PublishConflict
from cdconsole.vault.identity import Identity
from cdconsole.vault.kdf import KdfParameters
from cdconsole.vault.keyring import unlocked_keys
from cdconsole.vault.membership import DEFAULT_KDF, Membership, PeopleChange
from cdconsole.vault.organisation import Member
from cdconsole.vault.own_keys import (
    OwnKeys,
    Seal,
    newcomers,
    next_number,
    open_own_keys,
    place_own_keys,
    remove_all_keys,
    remove_earlier_keys,
    seal_keys,
)
from cdconsole.vault.passphrase import check_own_choice
from cdconsole.vault.publishing import Publisher, SectionFiles
from cdconsole.vault.signing import Signatures
from cdconsole.vault.trust import pin_to

if TYPE_CHECKING:
    from cdconsole.vault.unlocked import Vault

_NO_FILES = SectionFiles()


class Keyholders:
    """Acts in the name of the person who unlocked the department."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def is_owner(self) -> bool:
        """Return whether the person leads the department: only the clinical director lets people in."""
        return self._vault.person.id == self._vault.organisation.owner

    @property
    def fingerprint(self) -> str:
        """Return six words of the owner's public key, for two people to compare by telephone."""
        return fingerprint(self._vault.organisation.owner_key)

    @property
    def newcomers(self) -> frozenset[PersonId]:
        """Return who has not chosen a passphrase of their own yet; nobody while the folder can't be read."""
        with suppress(CannotOpenDepartment):
            return newcomers(self._vault.store, self._vault.organisation)
        return frozenset()

    @property
    def members(self) -> tuple[Person, ...]:
        """Return everybody with a key, recovery keys too."""
        return tuple(member.person for member in self._vault.organisation.members)

    @property
    def signatures(self) -> Signatures:
        """Return the way to sign a text, and to have somebody else in the room sign it."""
        return Signatures(self._vault.store, self._vault.organisation, self._vault.keys)

    def membership(self, kdf: KdfParameters = DEFAULT_KDF) -> Membership:
        """Return what makes changes of the department's people in this person's name."""
        return Membership(self._vault.generation, self._vault.keys, self._vault.clock, kdf)

    def change_people(self, change: PeopleChange, sections: SectionFiles = _NO_FILES) -> Commit:
        """Publish a change of the people together with every section it gives a fresh key.

        Raises PublishConflict or PublishFailed; the department and its people are then as they were.
        """
        if set(sections.files) != set(change.fresh):
            raise ValueError("exactly the sections with a fresh key are re-written")
        writer = change.takes_over or self._vault.keys
        publisher = Publisher(self._vault.store, self._vault.keys, self._vault.clock, writer)
        before = self._vault.organisation
        people = publisher.signed_people(self._vault.generation, change.organisation)
        pin = pin_to(people)
        placed = [self._place_keys(made.person.id, made.identity.trusting(pin), made.seal) for made in change.made]
        try:
            commit = self._vault.stand_on(publisher.publish_people(self._vault.generation, people, sections))
        except PublishConflict:  # as with sections, only now is it certain that nobody needs them
            self._vault.store.remove(own.name for own in placed)
            raise
        for own in placed:
            remove_earlier_keys(self._vault.store, own.person, own.number)
        for member in before.members:
            if self._vault.organisation.member(member.person.id) is None:
                remove_all_keys(self._vault.store, member.person.id)
        person = self._member(writer.person.id).person
        self._vault.keys = unlocked_keys(self._vault.organisation, person, writer.identity)
        return commit

    def change_passphrase(self, current: str, new: str, kdf: KdfParameters = DEFAULT_KDF) -> None:
        """Seal the person's keys under another passphrase, in a new file of their own.

        Raises WrongPassphrase, RuleBroken for the new one, PublishFailed.
        """
        check_own_choice(new)
        self.seal_own_keys(self.prove_presence(current), Seal(new, kdf))

    def prove_presence(self, passphrase: str) -> Identity:
        """Return the person's keys, opened once more by their passphrase. Raises WrongPassphrase."""
        return open_own_keys(
            self._vault.store, self._vault.organisation, self._member(self._vault.person.id), passphrase
        )

    def seal_own_keys(self, identity: Identity, seal: Seal) -> None:
        """Write the person's next file of keys, trusting the people of this generation. Raises PublishFailed."""
        trusting = identity.trusting(pin_to(self._vault.generation.organisation))
        own = self._place_keys(self._vault.person.id, trusting, seal)
        remove_earlier_keys(self._vault.store, own.person, own.number)

    def add_person(self, name: str, role: Role, passphrase: str, kdf: KdfParameters = DEFAULT_KDF) -> Person:
        """Add somebody who has chosen a passphrase already, and publish the new list of people.

        Raises NotEntitled unless the clinical director acts, RuleBroken for the name, role or passphrase, and what
        ``publish`` raises.
        """
        check_own_choice(passphrase)
        change = self.membership(kdf).with_person(name, role, passphrase, is_introduction=False)
        self.change_people(change)
        return change.made[0].person

    def _member(self, person: PersonId) -> Member:
        member = self._vault.organisation.member(person)
        if member is None:
            raise CannotOpenDepartment("This person does not belong to the department.", "Open it again.")
        return member

    def _place_keys(self, person: PersonId, identity: Identity, seal: Seal) -> OwnKeys:
        own = seal_keys(self._vault.id, person, next_number(self._vault.store, person), identity, seal)
        place_own_keys(self._vault.store, self._vault.id, own, identity)
        return own
