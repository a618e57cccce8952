"""One person's keys, and how a passphrase seals them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519

from cdconsole.domain.errors import WrongPassphrase
from cdconsole.vault.documents import SIGNING_KEY_BYTES, Fields, Malformed, canonical
from cdconsole.vault.kdf import SALT_BYTES, KdfParameters

NONCE_BYTES = 12
_INSIDE = ("decryption_key", "signing_seed", "owner_key")
_PINNED = ("organisation", "organisation_number")
KDF_FIELDS = ("algorithm", "memory_kib", "time_cost", "lanes", "salt")


@dataclass(frozen=True)
class PublicKeys:
    """What everybody may know of a person: the age recipient and the Ed25519 public key."""

    encryption: str
    signing: bytes


@dataclass(frozen=True)
class SealedIdentity:
    """A person's private keys under AES-256-GCM, with what is needed to derive the key from the passphrase.

    ``bound`` is what the seal is bound to: moved to another person or department, or with one public key exchanged,
    it does not open.
    """

    kdf: KdfParameters
    salt: bytes
    nonce: bytes
    ciphertext: bytes
    bound: Mapping[str, object]

    @property
    def associated_data(self) -> bytes:
        """Return what AES-GCM proves beside the ciphertext."""
        return canonical({**self.bound, "kdf": kdf_fields(self)})


@dataclass(frozen=True)
class Pin:
    """Whom a person's keys trust: an owner's public key, and number and SHA-256 of the organisation found genuine."""

    owner_key: bytes
    number: int = 0
    organisation: str = ""


class Identity:
    """A person's private keys, and the owner they trust. Lives in the worker's memory only."""

    def __init__(self, decryption: x25519.Identity, signing: Ed25519PrivateKey, pin: Pin) -> None:
        self._decryption = decryption
        self._signing = signing
        self.pin = pin

    @classmethod
    def generate(cls) -> Identity:
        """Return new keys that trust themselves, until they are made to trust an owner."""
        signing = Ed25519PrivateKey.generate()
        return cls(x25519.Identity.generate(), signing, Pin(signing.public_key().public_bytes_raw()))

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

    def trusting(self, pin: Pin) -> Identity:
        """Return these keys pinned to another owner of the department."""
        return Identity(self._decryption, self._signing, pin)

    def seal(self, passphrase: str, bound: Mapping[str, object], kdf: KdfParameters) -> SealedIdentity:
        """Return these keys sealed under a passphrase, bound to what ``bound`` says."""
        inside = canonical(
            {
                "decryption_key": str(self._decryption),
                "signing_seed": self._signing.private_bytes_raw().hex(),
                "owner_key": self.pin.owner_key.hex(),
                "organisation": self.pin.organisation,
                "organisation_number": self.pin.number,
            }
        )
        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        empty = SealedIdentity(kdf.checked(), salt, nonce, b"", bound)
        key = AESGCM(kdf.derive(passphrase, salt))
        return replace(empty, ciphertext=key.encrypt(nonce, inside, empty.associated_data))


def unseal(sealed: SealedIdentity, passphrase: str, name: str) -> Identity:
    """Return a person's private keys. Raises WrongPassphrase, also where anything the seal is bound to was altered."""
    key = AESGCM(sealed.kdf.derive(passphrase, sealed.salt))
    try:
        inside = key.decrypt(sealed.nonce, sealed.ciphertext, sealed.associated_data)
    except InvalidTag:
        raise WrongPassphrase(
            f"The passphrase is not right for {name}.",
            "Check the name chosen and Caps Lock, and type all the words with their spaces.",
        ) from None
    is_first_format = sealed.bound["format"] == 1
    fields = Fields(json.loads(inside), *_INSIDE, *(() if is_first_format else _PINNED))
    owner_key = fields.binary("owner_key", SIGNING_KEY_BYTES)
    return Identity(
        x25519.Identity.from_str(fields.text("decryption_key")),
        Ed25519PrivateKey.from_private_bytes(fields.binary("signing_seed", SIGNING_KEY_BYTES)),
        Pin(owner_key)
        if is_first_format
        else Pin(owner_key, fields.number("organisation_number"), fields.binary("organisation").hex()),
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


def read_sealed(kdf: Fields, nonce: bytes, ciphertext: bytes, bound: Mapping[str, object]) -> SealedIdentity:
    """Return sealed keys as files hold them. Raises Malformed, or CannotOpenDepartment for unsafe KDF parameters."""
    if kdf.text("algorithm") != "argon2id":
        raise Malformed("its way to derive a key is unknown")
    parameters = KdfParameters(kdf.number("memory_kib"), kdf.number("time_cost"), kdf.number("lanes")).checked()
    return SealedIdentity(parameters, kdf.binary("salt", SALT_BYTES), nonce, ciphertext, bound)
