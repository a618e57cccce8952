"""One person's keys, and how a passphrase seals them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519

from cdconsole.domain.errors import WrongPassphrase
from cdconsole.domain.people import Person
from cdconsole.vault.documents import FORMAT, SIGNING_KEY_BYTES, Fields, canonical
from cdconsole.vault.kdf import SALT_BYTES, KdfParameters

NONCE_BYTES = 12


@dataclass(frozen=True)
class PublicKeys:
    """What everybody may know of a person: the age recipient and the Ed25519 public key."""

    encryption: str
    signing: bytes


@dataclass(frozen=True)
class SealedIdentity:
    """A person's private keys under AES-256-GCM, with what is needed to derive the key from the passphrase."""

    kdf: KdfParameters
    salt: bytes
    nonce: bytes
    ciphertext: bytes


class Identity:
    """A person's private keys, and the owner's public key they trust. Lives in the worker's memory only."""

    def __init__(self, decryption: x25519.Identity, signing: Ed25519PrivateKey, owner_key: bytes) -> None:
        self._decryption = decryption
        self._signing = signing
        self.owner_key = owner_key

    @classmethod
    def generate(cls, owner_key: bytes | None = None) -> Identity:
        """Return new keys that trust an owner, or themselves where this is the owner."""
        signing = Ed25519PrivateKey.generate()
        return cls(x25519.Identity.generate(), signing, owner_key or signing.public_key().public_bytes_raw())

    @property
    def public(self) -> PublicKeys:
        """Return the public halves."""
        return PublicKeys(str(self._decryption.to_public()), self._signing.public_key().public_bytes_raw())

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature of the data."""
        return self._signing.sign(data)

    def open(self, wrapped: bytes) -> bytes:
        """Return what was wrapped to this person. Raises pyrage.DecryptError where it was wrapped to somebody else."""
        return pyrage.decrypt(wrapped, [self._decryption])

    def seal(self, passphrase: str, person: Person, vault: str, kdf: KdfParameters) -> SealedIdentity:
        """Return these keys sealed for one person of one department."""
        inside = canonical(
            {
                "decryption_key": str(self._decryption),
                "signing_seed": self._signing.private_bytes_raw().hex(),
                "owner_key": self.owner_key.hex(),
            }
        )
        empty = SealedIdentity(kdf.checked(), secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES), b"")
        key = AESGCM(kdf.derive(passphrase, empty.salt))
        return replace(empty, ciphertext=key.encrypt(empty.nonce, inside, _bound_to(person, vault, self.public, empty)))


def unseal(sealed: SealedIdentity, passphrase: str, person: Person, vault: str, keys: PublicKeys) -> Identity:
    """Return a person's private keys. Raises WrongPassphrase, also where anything the seal is bound to was altered."""
    key = AESGCM(sealed.kdf.derive(passphrase, sealed.salt))
    try:
        inside = key.decrypt(sealed.nonce, sealed.ciphertext, _bound_to(person, vault, keys, sealed))
    except InvalidTag:
        raise WrongPassphrase(
            f"The passphrase is not right for {person.name}.",
            "Check the name chosen and Caps Lock, and type all the words with their spaces.",
        ) from None
    fields = Fields(json.loads(inside), "decryption_key", "signing_seed", "owner_key")
    return Identity(
        x25519.Identity.from_str(fields.text("decryption_key")),
        Ed25519PrivateKey.from_private_bytes(fields.binary("signing_seed", SIGNING_KEY_BYTES)),
        fields.binary("owner_key", SIGNING_KEY_BYTES),
    )


def kdf_fields(sealed: SealedIdentity) -> dict[str, object]:
    """Return how the key is derived, as files hold it."""
    return {
        "algorithm": "argon2id",
        "memory_kib": sealed.kdf.memory_kib,
        "time_cost": sealed.kdf.time_cost,
        "lanes": sealed.kdf.lanes,
        "salt": sealed.salt.hex(),
    }


def _bound_to(person: Person, vault: str, keys: PublicKeys, sealed: SealedIdentity) -> bytes:
    """Return the associated data: a seal moved to another person, role or department does not open."""
    return canonical(
        {
            "kind": "sealed-identity",
            "format": FORMAT,
            "vault": vault,
            "person": person.id,
            "name": person.name,
            "role": person.role.value,
            "encryption_key": keys.encryption,
            "signing_key": keys.signing.hex(),
            "kdf": kdf_fields(sealed),
        }
    )
