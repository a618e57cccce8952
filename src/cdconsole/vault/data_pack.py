r"""The data pack, ``*.cdpack``: files that only one department can read, signed by who sealed them.

A pack is one line of ASCII, then an age file (version 1, one X25519 recipient):

    cdpack1 cdvkey1_<vault id>_<age recipient>_<check>\\n

The line says whom the pack is for; it is not secret and proves nothing. What age gives back is

* 4 bytes, big-endian: the length of the header
* the header: canonical JSON ``{"payload": {...}, "signature": "<128 hex digits>"}``
* the bytes of the files in the header's order, with nothing between or after them.

The payload is ``{"kind": "data-pack", "format": 1, "vault": id, "sender": {"name": ..., "key": 64 digits},
"period": {"from": "2026-10", "to": "2026-10"} or null, "sequence": 7, "at": moment, "files": [{"name": ...,
"size": bytes, "sha256": 64 digits}, ...]}``; the signature is ``sender.key``'s Ed25519 over the payload's canonical
form. Canonical form, moments and hexadecimal are those of docs/security.md, section 4. What each part must fulfil is
in docs/formats/data-pack.md; a reader refuses anything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyrage
from pyrage import x25519

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.inbox import Doubt, PackFile, PackHeader
from cdconsole.vault.documents import (
    SIGNATURE_BYTES,
    SIGNING_KEY_BYTES,
    Fields,
    LaterVersion,
    Malformed,
    canonical,
    checked_id,
    digest,
    mapping,
    moment,
    sequence,
    signature_holds,
    signed_file,
)
from cdconsole.vault.public_lines import InboxKey
from cdconsole.vault.sender import LARGEST_NUMBER, Sender, is_sender_name

SUFFIX = ".cdpack"
FORMAT = 1
MEGABYTE = 1024 * 1024
LARGEST_PACK = 256 * MEGABYTE
LARGEST_HEADER = MEGABYTE
LONGEST_FILE_NAME = 100
MOST_FILES = 100
_MAGIC, _LATER = b"cdpack1 ", b"cdpack"
_LONGEST_LABEL = 256
_LENGTH_BYTES = 4
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')
_YEARS = range(1900, 2200)


class BadPack(Exception):
    """A pack can't be used: ``doubt`` and ``words`` say why; ``header`` is what its sender signed, if that is known."""

    def __init__(self, doubt: Doubt, words: str, header: PackHeader | None = None) -> None:
        super().__init__(words)
        self.doubt = doubt
        self.words = words
        self.header = header


@dataclass(frozen=True)
class OpenedPack:
    """A genuine pack: what its sender signed, the files' bytes in that order, and the recipient it was sealed to."""

    recipient: str
    header: PackHeader
    contents: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"OpenedPack({self.header.sequence})"


def new_inbox_key() -> tuple[str, str]:
    """Return a new X25519 pair in age's form: the recipient, and the identity that opens what is sealed to it."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def seal(key: InboxKey, sender: Sender, header: PackHeader, contents: Sequence[bytes]) -> bytes:
    """Return the bytes of a pack; ``header`` has the files' sizes and hashes. Nobody but the department can read it."""
    signed = signed_file(_payload(header), sender.sign)
    plain = b"".join((len(signed).to_bytes(_LENGTH_BYTES), signed, *contents))
    label = _MAGIC + key.line.encode("ascii") + b"\n"
    return label + pyrage.encrypt(plain, [x25519.Recipient.from_str(key.recipient)])


def open_pack(data: bytes, vault: str, identities: Mapping[str, str]) -> OpenedPack:
    """Open a pack for the department ``vault`` that holds ``identities`` by their recipients. Raises BadPack.

    What comes back was signed by the key in its header; whether that sender is known is for the caller to say.
    """
    label, sealed = _split(data)
    if label.vault != vault:
        raise BadPack(Doubt.OTHER_DEPARTMENT, "It is sealed for another department.")
    if label.recipient not in identities:
        raise BadPack(Doubt.UNKNOWN_KEY, "It is sealed to a key that this department does not have.")
    try:
        plain = pyrage.decrypt(sealed, [x25519.Identity.from_str(identities[label.recipient])])
    except pyrage.DecryptError:
        raise BadPack(Doubt.DAMAGED, "It is damaged, or was still being copied.") from None
    header, rest = _read_header(plain)
    if header.vault != vault:
        raise BadPack(Doubt.OTHER_DEPARTMENT, "Its sender sealed it for another department.")
    return OpenedPack(label.recipient, header, _files(header, rest))


def is_file_name(name: str) -> bool:
    """Return whether a file in a pack may be called so: any system's plain file name, 1-100 printable characters."""
    return (
        1 <= len(name) <= LONGEST_FILE_NAME
        and name.isprintable()
        and not _NOT_IN_NAMES & set(name)
        and name == name.strip(" .")
    )


def _split(data: bytes) -> tuple[InboxKey, bytes]:
    """Return whom a pack is for, as its first line says, and the age file after it."""
    line, newline, _ = data[:_LONGEST_LABEL].partition(b"\n")
    if not line.startswith(_MAGIC) or not newline:
        if line.startswith(_LATER) and line[len(_LATER) : len(_LATER) + 1].isdigit() and newline:
            raise BadPack(Doubt.LATER_VERSION, "It was sealed by a later version of cdconsole.")
        raise BadPack(Doubt.UNSIGNED, "It is not a sealed data pack: nobody has signed it.")
    text = line.removeprefix(_MAGIC).decode("ascii", errors="replace")
    try:
        key = InboxKey.parse(text)
    except RuleBroken:
        key = None
    if key is None or key.line != text:
        raise BadPack(Doubt.DAMAGED, "It is damaged: its first line does not say whom it is for.")
    return key, data[len(line) + 1 :]


def _read_header(plain: bytes) -> tuple[PackHeader, bytes]:
    length = int.from_bytes(plain[:_LENGTH_BYTES])
    signed, rest = plain[_LENGTH_BYTES : _LENGTH_BYTES + length], plain[_LENGTH_BYTES + length :]
    try:
        if not 0 < length <= LARGEST_HEADER or len(signed) != length:
            raise Malformed("it has no header")
        return _parse(signed), rest
    except LaterVersion:
        raise BadPack(Doubt.LATER_VERSION, "It was sealed by a later version of cdconsole.") from None
    except Malformed as problem:
        raise BadPack(Doubt.UNSIGNED, f"No sender's signature can be relied on: {problem}.") from None


def _parse(signed: bytes) -> PackHeader:
    """Return a header whose signature was made with the key it names. Raises Malformed, LaterVersion."""
    try:
        whole = json.loads(signed)
        exact = canonical(whole) == signed
    except (ValueError, RecursionError) as problem:
        raise Malformed("its header is not complete") from problem
    envelope = Fields(whole, "payload", "signature")
    payload = mapping(envelope.value("payload"))
    form = payload.get("format")
    if payload.get("kind") != "data-pack" or type(form) is not int:
        raise Malformed("its header is not a data pack's")
    if form > FORMAT:
        raise LaterVersion
    if not exact or form != FORMAT:
        raise Malformed("its header has been re-written by another program")
    header = _header(payload)
    signature = envelope.binary("signature", SIGNATURE_BYTES)
    if not signature_holds(bytes.fromhex(header.sender_key), signature, canonical(payload)):
        raise Malformed("its signature does not fit its content")
    return header


def _payload(header: PackHeader) -> dict[str, object]:
    period = header.period
    return {
        "kind": "data-pack",
        "format": FORMAT,
        "vault": header.vault,
        "sender": {"name": header.sender, "key": header.sender_key},
        "period": None if period is None else {"from": period.first.iso(), "to": period.last.iso()},
        "sequence": header.sequence,
        "at": moment(header.made_at),
        "files": [{"name": file.name, "size": file.size, "sha256": file.sha256} for file in header.files],
    }


def _header(payload: dict[str, object]) -> PackHeader:
    names = ("kind", "format", "vault", "sender", "period", "sequence", "at", "files")
    fields = Fields(payload, *names)
    sender = Fields(fields.value("sender"), "name", "key")
    files = tuple(_file(Fields(value, "name", "size", "sha256")) for value in sequence(fields.value("files")))
    name, number = sender.text("name"), fields.number("sequence")
    if not is_sender_name(name):
        raise Malformed("its sender's name cannot be shown")
    if not 1 <= number <= LARGEST_NUMBER:
        raise Malformed("its number is out of range")
    if not 1 <= len(files) <= MOST_FILES or len({file.name.casefold() for file in files}) != len(files):
        raise Malformed("its list of files is faulty")
    return PackHeader(
        vault=checked_id(fields.value("vault")),
        sender=name,
        sender_key=sender.binary("key", SIGNING_KEY_BYTES).hex(),
        sequence=number,
        period=_period(fields.value("period")),
        made_at=fields.moment("at"),
        files=files,
    )


def _file(fields: Fields) -> PackFile:
    name, sha256 = fields.text("name"), fields.binary("sha256", 32)
    if not is_file_name(name):
        raise Malformed("a file has no proper name")
    return PackFile(name, fields.number("size"), sha256.hex())


def _period(value: object) -> Period | None:
    if value is None:
        return None
    fields = Fields(value, "from", "to")
    first, last = (_month(fields.text(name)) for name in ("from", "to"))
    if first > last:
        raise Malformed("its period ends before it begins")
    return Period(first, last)


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        raise Malformed("its period is not in months") from None
    if month.iso() != text or month.year not in _YEARS:
        raise Malformed("its period is not in months")
    return month


def _files(header: PackHeader, rest: bytes) -> tuple[bytes, ...]:
    contents, at = [], 0
    for file in header.files:
        contents.append(rest[at : at + file.size])
        at += file.size
    hashes = [digest(content) for content in contents]
    if at != len(rest) or hashes != [file.sha256 for file in header.files]:
        raise BadPack(Doubt.DAMAGED, "It is damaged: a file in it is not what its sender signed.", header)
    return tuple(contents)
