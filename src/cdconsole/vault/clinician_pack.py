r"""A clinician's own pack, ``*.cdvp``, the signed reply to it, ``*.cdvr``, and the draft of that reply.

A pack is one line of canonical JSON ``{"format": 1, "kdf": {"lanes", "memory_kib", "time_cost"}, "kind":
"clinician-pack", "nonce": 24 digits, "salt": 32 digits}\n`` and then AES-256-GCM under the Argon2id key of a
passphrase, with that line as associated data. Inside are 4 bytes, big-endian, the length of a header; the header; and
the content.

The header is a signed document (docs/security.md, section 4): payload ``{"kind": "clinician-pack", "format": 1,
"vault", "pack", "signer": public key, "expires", "content": SHA-256, "reply_to": age recipient, "reply_seed",
"draft_key"}``. Its signature proves who made it to whoever compares the signer's six words; the reply's key is new with
each pack.

A reply is one line ``cdvr1 <vault id> <pack id>\n`` and an age file to ``reply_to``. Inside is a document signed with
the reply's key: payload ``{"kind": "pack-reply", "format": 1 or 2, "vault", "pack", "sequence", "at", "body"}``, the
body being the hexadecimal of what ``pack_words`` writes in that format.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyrage import x25519

from cdconsole.domain.errors import UserFacingError, WrongPassphrase
from cdconsole.vault.documents import (
    FORMAT,
    SIGNING_KEY_BYTES,
    Fields,
    LaterVersion,
    Malformed,
    canonical,
    digest,
    moment,
    read_document,
    signed_file,
)
from cdconsole.vault.kdf import KEY_BYTES, SALT_BYTES, KdfParameters

KIND, REPLY_KIND = "clinician-pack", "pack-reply"
NEWEST_REPLY = 2
LARGEST = 64 * 1024 * 1024
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_LONGEST_LABEL = 1024
_REPLY_MAGIC = "cdvr1"
_DAMAGED = "It is damaged, or not whole."


class BadReply(Exception):
    """A reply can't be relied on; the text says why in words."""


@dataclass(frozen=True)
class PackKeys:
    """What is new with every pack: its id, who it is to reply to, and the keys of the reply and of the draft."""

    vault: str
    pack: str
    expires: date
    reply_to: str
    reply_seed: bytes
    draft_key: bytes

    @property
    def reply_key(self) -> bytes:
        """Return the public half of the key that signs the reply."""
        return Ed25519PrivateKey.from_private_bytes(self.reply_seed).public_key().public_bytes_raw()

    def __repr__(self) -> str:
        return f"PackKeys({self.pack})"


@dataclass(frozen=True)
class OpenedClinicianPack:
    """A pack as it was signed: its keys, the public key that signed it, and the content's bytes."""

    keys: PackKeys
    signer: bytes
    content: bytes

    def __repr__(self) -> str:
        return f"OpenedClinicianPack({self.keys.pack})"


@dataclass(frozen=True)
class ReplyLock:
    """What the department keeps to take in a reply: the identity that opens it and the key that signed it."""

    vault: str
    pack: str
    identity: str
    reply_key: bytes

    def __repr__(self) -> str:
        return f"ReplyLock({self.pack})"


@dataclass(frozen=True)
class SignedReply:
    """A reply whose signature holds; ``format`` is that of its body."""

    sequence: int
    at: datetime
    body: bytes
    format: int = FORMAT


def new_keys(vault: str, pack: str, expires: date) -> tuple[PackKeys, ReplyLock]:
    """Return the keys of a new pack, and what the department keeps of them."""
    identity = x25519.Identity.generate()
    keys = PackKeys(
        *(vault, pack, expires, str(identity.to_public())),
        reply_seed=Ed25519PrivateKey.generate().private_bytes_raw(),
        draft_key=secrets.token_bytes(KEY_BYTES),
    )
    return keys, ReplyLock(vault, pack, str(identity), keys.reply_key)


@dataclass(frozen=True)
class PackSeal:
    """How a pack is sealed: under which passphrase, at what cost, signed by whom with which public key."""

    passphrase: str
    kdf: KdfParameters
    sign: Callable[[bytes], bytes]
    signer: bytes

    def __repr__(self) -> str:
        return "PackSeal(...)"


def seal_pack(keys: PackKeys, content: bytes, seal: PackSeal) -> bytes:
    """Return the bytes of a pack."""
    payload = {
        "kind": KIND,
        "format": FORMAT,
        "vault": keys.vault,
        "pack": keys.pack,
        "signer": seal.signer.hex(),
        "expires": keys.expires.isoformat(),
        "content": digest(content),
        "reply_to": keys.reply_to,
        "reply_seed": keys.reply_seed.hex(),
        "draft_key": keys.draft_key.hex(),
    }
    header = signed_file(payload, seal.sign)
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    cost = {"memory_kib": seal.kdf.memory_kib, "time_cost": seal.kdf.time_cost, "lanes": seal.kdf.lanes}
    label = canonical({"kind": KIND, "format": FORMAT, "kdf": cost, "salt": salt.hex(), "nonce": nonce.hex()}) + b"\n"
    plain = len(header).to_bytes(_LENGTH_BYTES) + header + content
    return label + AESGCM(seal.kdf.derive(seal.passphrase, salt)).encrypt(nonce, plain, label)


def open_pack(data: bytes, passphrase: str) -> OpenedClinicianPack:
    """Return what a passphrase opens. Raises WrongPassphrase, also where it is damaged; UserFacingError."""
    line, newline, sealed = data.partition(b"\n")
    try:
        if not newline or len(line) > _LONGEST_LABEL:
            raise Malformed("it has no first line")
        label = Fields(json.loads(line), "kind", "format", "kdf", "salt", "nonce")
        if label.text("kind") != KIND:
            raise Malformed("it is of another kind")
        if label.number("format") > FORMAT:
            raise LaterVersion
        cost = Fields(label.value("kdf"), "memory_kib", "time_cost", "lanes")
        kdf = KdfParameters(*(cost.number(name) for name in ("memory_kib", "time_cost", "lanes"))).checked()
        salt, nonce = label.binary("salt", SALT_BYTES), label.binary("nonce", _NONCE_BYTES)
    except LaterVersion:
        raise UserFacingError(
            "This pack was made by a later version of cdconsole.", "Install the newest version."
        ) from None
    except (Malformed, ValueError, RecursionError, UserFacingError):
        raise UserFacingError("This is not a clinician's pack, or is damaged.", "Ask for it again.") from None
    key = kdf.derive(passphrase, salt)
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, line + newline)
    except InvalidTag:
        raise WrongPassphrase(
            "The passphrase does not open this pack.",
            "Type all five words with single spaces. If they are right, the pack is damaged: ask for it again.",
        ) from None
    try:
        return _inside(plain)
    except (Malformed, LaterVersion, ValueError):
        raise UserFacingError("Nobody's signature on this pack holds.", "Ask the department for it again.") from None


def seal_reply(keys: PackKeys, reply: SignedReply) -> bytes:
    """Return the bytes of a reply that only the department can read."""
    payload = {
        "kind": REPLY_KIND,
        "format": reply.format,
        "vault": keys.vault,
        "pack": keys.pack,
        "sequence": reply.sequence,
        "at": moment(reply.at),
        "body": reply.body.hex(),
    }
    document = signed_file(payload, Ed25519PrivateKey.from_private_bytes(keys.reply_seed).sign)
    label = f"{_REPLY_MAGIC} {keys.vault} {keys.pack}\n".encode("ascii")
    return label + pyrage.encrypt(document, [x25519.Recipient.from_str(keys.reply_to)])


def pack_of_reply(data: bytes, vault: str) -> str:
    """Return the id of the pack that a reply says it belongs to. Raises BadReply."""
    line, _, _ = data[:_LONGEST_LABEL].partition(b"\n")
    words = line.decode("ascii", errors="replace").split(" ")
    if len(words) != 3 or words[0] != _REPLY_MAGIC:
        raise BadReply("It is not a reply to a clinician's pack.")
    if words[1] != vault:
        raise BadReply("It is a reply to another department.")
    return words[2]


def open_reply(data: bytes, lock: ReplyLock) -> SignedReply:
    """Return what a reply says, once it is proved to come from the pack. Raises BadReply."""
    _, _, sealed = data.partition(b"\n")
    try:
        document = read_document(
            pyrage.decrypt(sealed, [x25519.Identity.from_str(lock.identity)]), REPLY_KIND, NEWEST_REPLY
        )
        document.check(lock.reply_key)
        fields = Fields(document.payload, "kind", "format", "vault", "pack", "sequence", "at", "body")
        reply = SignedReply(fields.number("sequence"), fields.moment("at"), fields.binary("body"), document.format)
        if (fields.id("vault"), fields.id("pack")) != (lock.vault, lock.pack):
            raise BadReply("It belongs to another pack than it says.")
    except pyrage.DecryptError:
        raise BadReply(_DAMAGED) from None
    except LaterVersion:
        raise BadReply("It was made by a later version of cdconsole.") from None
    except Malformed as problem:
        raise BadReply(f"It was not signed by the pack it says: {problem}.") from None
    return reply


def seal_draft(keys: PackKeys, body: bytes) -> bytes:
    """Return a draft that only the open pack can read."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(keys.draft_key).encrypt(nonce, body, keys.pack.encode("ascii"))


def open_draft(keys: PackKeys, data: bytes) -> bytes | None:
    """Return a draft's bytes; None where it is damaged or another pack's."""
    with suppress(InvalidTag, ValueError):
        nonce = data[:_NONCE_BYTES]
        return AESGCM(keys.draft_key).decrypt(nonce, data[_NONCE_BYTES:], keys.pack.encode("ascii"))
    return None


def _inside(plain: bytes) -> OpenedClinicianPack:
    length = int.from_bytes(plain[:_LENGTH_BYTES])
    header, content = plain[_LENGTH_BYTES : _LENGTH_BYTES + length], plain[_LENGTH_BYTES + length :]
    document = read_document(header, KIND)
    fields = Fields(
        document.payload,
        *("kind", "format", "vault", "pack", "signer", "expires", "content", "reply_to", "reply_seed", "draft_key"),
    )
    signer = fields.binary("signer", SIGNING_KEY_BYTES)
    document.check(signer)
    if fields.text("content") != digest(content):
        raise Malformed("its content is not what was signed")
    keys = PackKeys(
        *(fields.id("vault"), fields.id("pack"), date.fromisoformat(fields.text("expires")), fields.text("reply_to")),
        reply_seed=fields.binary("reply_seed", KEY_BYTES),
        draft_key=fields.binary("draft_key", KEY_BYTES),
    )
    return OpenedClinicianPack(keys, signer, content)
