"""Who belongs to a department and whose keys open which section, signed by its clinical director."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import x25519

from cdconsole.domain.identity import PersonId
from cdconsole.domain.people import Person, Role, Section
from cdconsole.vault.documents import (
    SIGNING_KEY_BYTES,
    Fields,
    Malformed,
    Stored,
    canonical,
    checked_id,
    mapping,
    moment,
    read_document,
    sequence,
    signed_file,
)
from cdconsole.vault.identity import (
    KDF_FIELDS,
    NONCE_BYTES,
    Identity,
    PublicKeys,
    SealedIdentity,
    kdf_fields,
    read_sealed,
)
from cdconsole.vault.kdf import KEY_BYTES

KIND = "organisation"
FORMAT = 2
_RECIPIENT = re.compile(r"age1[0-9a-z]{58}")


@dataclass(frozen=True)
class Member:
    """A person of the department with their public keys.

    ``sealed`` is where a format-1 organisation kept the private ones; since format 2 each person has a file for them.
    """

    person: Person
    keys: PublicKeys
    sealed: SealedIdentity | None = None


@dataclass(frozen=True)
class Signer:
    """Who signed an organisation, and with which public key."""

    person: PersonId
    key: bytes


@dataclass(frozen=True)
class Grant:
    """One section's key of one epoch, wrapped to each entitled person; with it come the keys of earlier epochs.

    ``earlier`` holds them sealed under the key of this epoch, so that whoever has new keys can read what is older.
    """

    section: Section
    epoch: int
    wrapped: Mapping[PersonId, bytes]
    earlier: bytes = b""


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
    signer: Signer

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

    @property
    def successors(self) -> frozenset[Signer]:
        """Return who may sign the next organisation: the owner, and the recovery key."""
        return frozenset(
            Signer(member.person.id, member.keys.signing)
            for member in self.members
            if member.person.id == self.owner or member.person.role is Role.RECOVERY
        )

    def follows(self, before: Stored[Organisation]) -> bool:
        """Return whether this is the next organisation after another one, signed by somebody entitled to."""
        return self.previous == before.sha256 and self.signer in before.value.successors

    def section_keys(self, person: PersonId, identity: Identity) -> dict[Section, bytes]:
        """Return the keys wrapped to a person. Raises Malformed where one was made for another place or epoch."""
        held = [grant for grant in self.grants if person in grant.wrapped]
        return {grant.section: _unwrap(grant, self.vault, grant.wrapped[person], identity) for grant in held}

    def earlier_keys(self, section: Section, key: bytes) -> tuple[bytes, ...]:
        """Return a section's keys of the epochs before, oldest first, by its key in force. Raises Malformed."""
        grant = next(grant for grant in self.grants if grant.section is section)
        return _open_earlier(grant, self.vault, key) if grant.epoch > 1 else ()

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
                "signer": {"person": self.signer.person, "signing_key": self.signer.key.hex()},
                "people": [_member_fields(member) for member in self.members],
                "grants": {grant.section.value: _grant_fields(grant) for grant in self.grants},
            },
            sign,
        )


def wrap(vault: str, section: Section, keys: tuple[bytes, ...], members: Iterable[Member]) -> Grant:
    """Return a section's newest key wrapped with age to each of the members whose role opens that section.

    ``keys`` are those of all epochs, oldest first.
    """
    *earlier, key = keys
    epoch = len(keys)
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
        _seal_earlier(vault, section, earlier, key) if earlier else b"",
    )


def _seal_earlier(vault: str, section: Section, earlier: list[bytes], key: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    inside = canonical([each.hex() for each in earlier])
    cipher, place = _earlier_cipher(vault, section, len(earlier) + 1, key)
    return nonce + cipher.encrypt(nonce, inside, place)


def _open_earlier(grant: Grant, vault: str, key: bytes) -> tuple[bytes, ...]:
    cipher, place = _earlier_cipher(vault, grant.section, grant.epoch, key)
    try:
        inside = cipher.decrypt(grant.earlier[:NONCE_BYTES], grant.earlier[NONCE_BYTES:], place)
    except (InvalidTag, ValueError) as problem:
        raise Malformed(f"the earlier {grant.section.value} keys do not open") from problem
    keys = tuple(bytes.fromhex(str(each)) for each in sequence(json.loads(inside)))
    if len(keys) != grant.epoch - 1:
        raise Malformed(f"the earlier {grant.section.value} keys are not all there")
    return keys


def _earlier_cipher(vault: str, section: Section, epoch: int, key: bytes) -> tuple[AESGCM, bytes]:
    """Return the cipher for the keys of earlier epochs, derived from the key in force, and what they are bound to."""
    place = canonical({"kind": "earlier-section-keys", "vault": vault, "section": section.value, "epoch": epoch})
    return AESGCM(HKDF(SHA256(), KEY_BYTES, None, place).derive(key)), place


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
    """Read an organisation file, signed by the key it says it was signed with.

    Raises Malformed for anything but the exact form, or LaterVersion. Whether that signer had the right to is the
    question of the chain of organisations, see ``trust.py``.
    """
    document = read_document(data, KIND, FORMAT)
    is_first_format = document.format == 1
    names = ("kind", "format", "vault", "number", "previous", "department", "specialty", "owner", "people", "grants")
    fields = Fields(document.payload, *names, *(() if is_first_format else ("signer",)))
    vault, owner = fields.id("vault"), PersonId(fields.id("owner"))
    members = tuple(_read_member(value, vault, document.format) for value in sequence(fields.value("people")))
    organisation = Organisation(
        number=fields.number("number"),
        vault=vault,
        department=fields.name("department"),
        specialty=fields.name("specialty"),
        owner=owner,
        previous=fields.binary("previous").hex(),
        members=members,
        grants=_read_grants(fields.value("grants"), members, document.format),
        signer=Signer(owner, b"") if is_first_format else _read_signer(fields.value("signer")),
    )
    _check_people(organisation)
    if is_first_format:
        organisation = replace(organisation, signer=Signer(owner, organisation.owner_key))
    document.check(organisation.signer.key)
    return organisation


def _read_signer(value: object) -> Signer:
    fields = Fields(value, "person", "signing_key")
    return Signer(PersonId(fields.id("person")), fields.binary("signing_key", SIGNING_KEY_BYTES))


def _check_people(organisation: Organisation) -> None:
    ids = [member.person.id for member in organisation.members]
    if len(set(ids)) != len(ids):
        raise Malformed("a person is in it twice")
    owner = organisation.member(organisation.owner)
    if owner is None or owner.person.role is not Role.DIRECTOR:
        raise Malformed("its owner is not a clinical director in it")
    if sum(member.person.role is Role.RECOVERY for member in organisation.members) > 1:
        raise Malformed("it has more than one recovery key")


def _member_fields(member: Member) -> dict[str, object]:
    return {
        "id": member.person.id,
        "name": member.person.name,
        "role": member.person.role.value,
        "since": moment(member.person.since),
        "encryption_key": member.keys.encryption,
        "signing_key": member.keys.signing.hex(),
        "sealed": None if member.sealed is None else _first_seal_fields(member.sealed),
    }


def _first_seal_fields(sealed: SealedIdentity) -> dict[str, object]:
    """Return a seal of format 1 as format 2 carries it on: it stays bound to the name and role of its day."""
    return {
        "name": sealed.bound["name"],
        "role": sealed.bound["role"],
        "kdf": kdf_fields(sealed),
        "nonce": sealed.nonce.hex(),
        "ciphertext": sealed.ciphertext.hex(),
    }


def _read_member(value: object, vault: str, written_in: int) -> Member:
    fields = Fields(value, "id", "name", "role", "since", "encryption_key", "signing_key", "sealed")
    role = fields.text("role")
    if role not in {known.value for known in Role}:
        raise Malformed("a person's role is unknown")
    recipient = fields.text("encryption_key")
    if _RECIPIENT.fullmatch(recipient) is None:
        raise Malformed("a person's encryption key is not one")
    person = Person(PersonId(fields.id("id")), fields.name("name"), Role(role), fields.moment("since"))
    keys = PublicKeys(recipient, fields.binary("signing_key", SIGNING_KEY_BYTES))
    written = fields.value("sealed")
    if written is None and written_in > 1:
        return Member(person, keys)
    return Member(person, keys, _read_first_seal(written, vault, person, keys, written_in))


def _read_first_seal(value: object, vault: str, person: Person, keys: PublicKeys, written_in: int) -> SealedIdentity:
    """Return a seal of format 1; where format 2 carries it on, the name and role of its day stand with it."""
    day = ("name", "role") if written_in > 1 else ()
    fields = Fields(value, "kdf", "nonce", "ciphertext", *day)
    bound = {
        "kind": "sealed-identity",
        "format": 1,
        "vault": vault,
        "person": person.id,
        "name": fields.text("name") if day else person.name,
        "role": fields.text("role") if day else person.role.value,
        "encryption_key": keys.encryption,
        "signing_key": keys.signing.hex(),
    }
    kdf = Fields(fields.value("kdf"), *KDF_FIELDS)
    return read_sealed(kdf, fields.binary("nonce", NONCE_BYTES), fields.binary("ciphertext"), bound)


def _grant_fields(grant: Grant) -> dict[str, object]:
    return {
        "epoch": grant.epoch,
        "keys": {person: wrapped.hex() for person, wrapped in grant.wrapped.items()},
        "earlier": grant.earlier.hex(),
    }


def _read_grants(value: object, members: tuple[Member, ...], written_in: int) -> tuple[Grant, ...]:
    """Return one grant a section, each wrapped to exactly the people whose role opens it."""
    groups = mapping(value)
    if set(groups) != {section.value for section in Section}:
        raise Malformed("its sections are not the known ones")
    return tuple(_read_grant(section, groups[section.value], members, written_in) for section in Section)


def _read_grant(section: Section, value: object, members: tuple[Member, ...], written_in: int) -> Grant:
    fields = Fields(value, "epoch", "keys", *(("earlier",) if written_in > 1 else ()))
    wrapped = mapping(fields.value("keys"))
    entitled = {member.person.id for member in members if section in member.person.role.sections}
    if set(wrapped) != entitled:
        raise Malformed(f"the {section.value} key is not wrapped to exactly the people entitled to it")
    keys = Fields(wrapped, *wrapped)
    opened_by = {PersonId(checked_id(who)): keys.binary(who) for who in wrapped}
    return Grant(section, fields.number("epoch"), opened_by, fields.binary("earlier") if written_in > 1 else b"")
