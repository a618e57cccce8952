"""Who belongs to a department and whose keys open which section, signed by its clinical director."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.vault.documents import (
    FORMAT,
    SIGNING_KEY_BYTES,
    Fields,
    Malformed,
    canonical,
    checked_id,
    mapping,
    moment,
    read_document,
    sequence,
    signed_file,
)
from cdconsole.vault.identity import NONCE_BYTES, Identity, PublicKeys, SealedIdentity, kdf_fields
from cdconsole.vault.kdf import KEY_BYTES, SALT_BYTES, KdfParameters

KIND = "organisation"
_RECIPIENT = re.compile(r"age1[0-9a-z]{58}")


@dataclass(frozen=True)
class Member:
    """A person of the department with their public keys and their sealed private ones."""

    person: Person
    keys: PublicKeys
    sealed: SealedIdentity


@dataclass(frozen=True)
class Grant:
    """One section's key of one epoch, wrapped to each entitled person."""

    section: Section
    epoch: int
    wrapped: Mapping[PersonId, bytes]


@dataclass(frozen=True)
class Organisation:
    """One generation of the department's people. ``previous`` is the SHA-256 of the file before it, or empty."""

    number: int
    vault: str
    department: str
    specialty: str
    owner: PersonId
    previous: str
    members: tuple[Member, ...]
    grants: tuple[Grant, ...]

    def member(self, person: PersonId) -> Member | None:
        """Return a person's entry, or nothing for somebody who does not belong."""
        return next((member for member in self.members if member.person.id == person), None)

    def epoch(self, section: Section) -> int:
        """Return which key of a section is in force, counted from 1."""
        return next(grant.epoch for grant in self.grants if grant.section is section)

    @property
    def owner_key(self) -> bytes:
        """Return the signing key that this organisation says is its owner's; only a pin makes it trustworthy."""
        return next(member.keys.signing for member in self.members if member.person.id == self.owner)

    def section_keys(self, person: PersonId, identity: Identity) -> dict[Section, bytes]:
        """Return the keys wrapped to a person. Raises Malformed where one was made for another place or epoch."""
        held = [grant for grant in self.grants if person in grant.wrapped]
        return {grant.section: _unwrap(grant, self.vault, grant.wrapped[person], identity) for grant in held}

    def file(self, sign: Callable[[bytes], bytes]) -> bytes:
        """Return the bytes of its file, signed."""
        return signed_file(
            {
                "kind": KIND,
                "format": FORMAT,
                "vault": self.vault,
                "number": self.number,
                "previous": self.previous,
                "department": self.department,
                "specialty": self.specialty,
                "owner": self.owner,
                "people": [_member_fields(member) for member in self.members],
                "grants": {grant.section.value: _grant_fields(grant) for grant in self.grants},
            },
            sign,
        )


def wrap(vault: str, section: Section, epoch: int, key: bytes, members: Iterable[Member]) -> Grant:
    """Return a section's key wrapped with age to each of the members whose role opens that section."""
    text = canonical(
        {"kind": "section-key", "vault": vault, "section": section.value, "epoch": epoch, "key": key.hex()}
    )
    return Grant(
        section,
        epoch,
        {
            member.person.id: pyrage.encrypt(text, [x25519.Recipient.from_str(member.keys.encryption)])
            for member in members
            if section in member.person.role.sections
        },
    )


def _unwrap(grant: Grant, vault: str, wrapped: bytes, identity: Identity) -> bytes:
    try:
        fields = Fields(json.loads(identity.open(wrapped)), "kind", "vault", "section", "epoch", "key")
    except (pyrage.DecryptError, ValueError) as problem:
        raise Malformed(f"the {grant.section.value} key does not open") from problem
    meant_for = (fields.text("kind"), fields.text("vault"), fields.text("section"), fields.number("epoch"))
    if meant_for != ("section-key", vault, grant.section.value, grant.epoch):
        raise Malformed(f"the {grant.section.value} key belongs somewhere else")
    return fields.binary("key", KEY_BYTES)


def parse_organisation(data: bytes) -> Organisation:
    """Read an organisation file signed by the owner it names.

    Raises Malformed for anything but the exact form, or LaterVersion. Whether that owner is the right one is the
    caller's question: it is answered by the key pinned in each person's seal.
    """
    document = read_document(data, KIND)
    fields = Fields(
        document.payload,
        *("kind", "format", "vault", "number", "previous", "department", "specialty", "owner", "people", "grants"),
    )
    members = tuple(_read_member(value) for value in sequence(fields.value("people")))
    organisation = Organisation(
        number=fields.number("number"),
        vault=fields.id("vault"),
        department=fields.name("department"),
        specialty=fields.name("specialty"),
        owner=PersonId(fields.id("owner")),
        previous=fields.binary("previous").hex(),
        members=members,
        grants=_read_grants(fields.value("grants"), members),
    )
    _check_people(organisation)
    document.check(organisation.owner_key)
    return organisation


def _check_people(organisation: Organisation) -> None:
    ids = [member.person.id for member in organisation.members]
    if len(set(ids)) != len(ids):
        raise Malformed("a person is in it twice")
    owner = organisation.member(organisation.owner)
    if owner is None or owner.person.role is not Role.DIRECTOR:
        raise Malformed("its owner is not a clinical director in it")


def _member_fields(member: Member) -> dict[str, object]:
    return {
        "id": member.person.id,
        "name": member.person.name,
        "role": member.person.role.value,
        "since": moment(member.person.since),
        "encryption_key": member.keys.encryption,
        "signing_key": member.keys.signing.hex(),
        "sealed": {
            "kdf": kdf_fields(member.sealed),
            "nonce": member.sealed.nonce.hex(),
            "ciphertext": member.sealed.ciphertext.hex(),
        },
    }


def _read_member(value: object) -> Member:
    fields = Fields(value, "id", "name", "role", "since", "encryption_key", "signing_key", "sealed")
    role = fields.text("role")
    if role not in {known.value for known in Role}:
        raise Malformed("a person's role is unknown")
    recipient = fields.text("encryption_key")
    if _RECIPIENT.fullmatch(recipient) is None:
        raise Malformed("a person's encryption key is not one")
    person = Person(PersonId(fields.id("id")), fields.name("name"), Role(role), fields.moment("since"))
    keys = PublicKeys(recipient, fields.binary("signing_key", SIGNING_KEY_BYTES))
    return Member(person, keys, _read_sealed(fields.value("sealed")))


def _read_sealed(value: object) -> SealedIdentity:
    fields = Fields(value, "kdf", "nonce", "ciphertext")
    kdf = Fields(fields.value("kdf"), "algorithm", "memory_kib", "time_cost", "lanes", "salt")
    if kdf.text("algorithm") != "argon2id":
        raise Malformed("its way to derive a key is unknown")
    return SealedIdentity(
        KdfParameters(kdf.number("memory_kib"), kdf.number("time_cost"), kdf.number("lanes")).checked(),
        kdf.binary("salt", SALT_BYTES),
        fields.binary("nonce", NONCE_BYTES),
        fields.binary("ciphertext"),
    )


def _grant_fields(grant: Grant) -> dict[str, object]:
    return {"epoch": grant.epoch, "keys": {person: wrapped.hex() for person, wrapped in grant.wrapped.items()}}


def _read_grants(value: object, members: tuple[Member, ...]) -> tuple[Grant, ...]:
    """Return one grant a section, each wrapped to exactly the people whose role opens it."""
    groups = mapping(value)
    if set(groups) != {section.value for section in Section}:
        raise Malformed("its sections are not the known ones")
    return tuple(_read_grant(section, groups[section.value], members) for section in Section)


def _read_grant(section: Section, value: object, members: tuple[Member, ...]) -> Grant:
    fields = Fields(value, "epoch", "keys")
    wrapped = mapping(fields.value("keys"))
    entitled = {member.person.id for member in members if section in member.person.role.sections}
    if set(wrapped) != entitled:
        raise Malformed(f"the {section.value} key is not wrapped to exactly the people entitled to it")
    keys = Fields(wrapped, *wrapped)
    return Grant(section, fields.number("epoch"), {PersonId(checked_id(who)): keys.binary(who) for who in wrapped})
