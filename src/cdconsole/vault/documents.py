"""Signed JSON in one exact form, so that every byte of an organisation or commit file counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Generic, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = 1
SIGNING_KEY_BYTES = 32
SIGNATURE_BYTES = 64
_ID = re.compile(r"[0-9a-f]{32}")
LONGEST_NAME = 200

T = TypeVar("T")


class Malformed(Exception):
    """A file does not have the form this module writes; the text says which part."""


class LaterVersion(Exception):
    """A file says that it has a format this version does not know."""


@dataclass(frozen=True)
class Stored(Generic[T]):
    """A value together with the SHA-256, in hexadecimal, of the file that holds it."""

    value: T
    sha256: str


def canonical(value: object) -> bytes:
    """Return the one JSON form: keys sorted by code point, no white space, everything beyond ASCII escaped."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    return sha256(data).hexdigest()


def signed_file(payload: Mapping[str, object], sign: Callable[[bytes], bytes]) -> bytes:
    """Return the bytes of a signed file: the Ed25519 signature covers the payload's canonical form."""
    return canonical({"payload": payload, "signature": sign(canonical(payload)).hex()})


@dataclass(frozen=True)
class SignedDocument:
    """A signed file as read, not yet known to be genuine."""

    payload: dict[str, object]
    signature: bytes

    @property
    def format(self) -> int:
        """Return the format it is written in."""
        return int(str(self.payload["format"]))

    def check(self, public_key: bytes) -> None:
        """Raise Malformed unless the key's owner signed this payload."""
        if not signature_holds(public_key, self.signature, canonical(self.payload)):
            raise Malformed("its signature does not fit its content")


def read_document(data: bytes, kind: str, newest: int = FORMAT) -> SignedDocument:
    """Read a signed file of one kind, of any format up to the newest. Raises Malformed, or LaterVersion above it."""
    try:
        whole = json.loads(data)
        exact = canonical(whole) == data
    except (ValueError, RecursionError) as problem:
        raise Malformed("it is not complete JSON") from problem
    envelope = Fields(whole, "payload", "signature")
    payload = mapping(envelope.value("payload"))
    if payload.get("kind") != kind:
        raise Malformed(f"it is not a {kind}")
    _check_format(payload.get("format"), newest)
    if not exact:
        raise Malformed("it has been re-written by another program")
    return SignedDocument(payload, envelope.binary("signature", SIGNATURE_BYTES))


def _check_format(written: object, newest: int) -> None:
    if type(written) is not int:
        raise Malformed("it does not say its format")
    if written > newest:
        raise LaterVersion
    if written < 1:
        raise Malformed("it has a format that never was")


def signature_holds(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Return whether an Ed25519 signature over the data was made with this key's private half."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def mapping(value: object) -> dict[str, object]:
    """Return a JSON object. Raises Malformed for anything else."""
    if not isinstance(value, dict):
        raise Malformed("a group of fields is missing")
    return value


def sequence(value: object) -> list[object]:
    """Return a JSON array. Raises Malformed for anything else."""
    if not isinstance(value, list):
        raise Malformed("a list is missing")
    return value


def checked_id(value: object) -> str:
    """Return a random id of 32 hexadecimal digits. Raises Malformed for anything else."""
    if not isinstance(value, str) or _ID.fullmatch(value) is None:
        raise Malformed("an id is not 32 hexadecimal digits")
    return value


def moment(at: datetime) -> str:
    """Return a moment as files hold it, in UTC to the second: ``2026-11-23T10:42:00Z``."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def unhex(text: str) -> bytes:
    """Return the bytes of lower-case hexadecimal. Raises Malformed for any other spelling."""
    try:
        value = bytes.fromhex(text)
    except ValueError as problem:
        raise Malformed("a value is not hexadecimal") from problem
    if value.hex() != text:
        raise Malformed("a value is not lower-case hexadecimal")
    return value


class Fields:
    """A JSON object with exactly these fields, read one by one with their types. Every reader raises Malformed."""

    def __init__(self, value: object, *names: str) -> None:
        self._fields = mapping(value)
        if set(self._fields) != set(names):
            raise Malformed("fields are missing or unknown")

    def value(self, name: str) -> object:
        """Return a field as it is."""
        return self._fields[name]

    def text(self, name: str) -> str:
        """Return a text."""
        value = self._fields[name]
        if not isinstance(value, str):
            raise Malformed(f"its {name} is not a text")
        return value

    def name(self, name: str) -> str:
        """Return a name that people read: 1-200 printable characters."""
        value = self.text(name)
        if not value.isprintable() or not 1 <= len(value) <= LONGEST_NAME:
            raise Malformed(f"its {name} cannot be shown")
        return value

    def number(self, name: str) -> int:
        """Return a whole number from 0."""
        value = self._fields[name]
        if type(value) is not int or value < 0:
            raise Malformed(f"its {name} is not a whole number")
        return value

    def binary(self, name: str, size: int | None = None) -> bytes:
        """Return bytes written in lower-case hexadecimal, of a fixed size where one is given."""
        value = unhex(self.text(name))
        if size is not None and len(value) != size:
            raise Malformed(f"its {name} has the wrong length")
        return value

    def flag(self, name: str) -> bool:
        """Return a truth value."""
        value = self._fields[name]
        if not isinstance(value, bool):
            raise Malformed(f"its {name} is neither true nor false")
        return value

    def id(self, name: str) -> str:
        """Return a random id."""
        return checked_id(self._fields[name])

    def moment(self, name: str) -> datetime:
        """Return a moment, in UTC."""
        text = self.text(name)
        try:
            at = datetime.fromisoformat(text)
            exact = at.tzinfo is not None and moment(at) == text
        except (ValueError, OverflowError) as problem:
            raise Malformed(f"its {name} is not a moment") from problem
        if not exact:
            raise Malformed(f"its {name} is not a moment in UTC")
        return at
