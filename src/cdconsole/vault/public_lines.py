"""Public keys as one printable line each, with a check: the department's for its senders, a sender's for a department.

A line is ``<prefix>_<part>..._<check>``, the check being the first 8 hexadecimal digits of the SHA-256 of all before
its underscore. White space, as a mail program breaks a line, does not count.

* ``cdvkey1_<vault id>_<age recipient>``: 32 hexadecimal digits, and an age X25519 recipient ``age1...``
* ``cdvsender1_<key>``: an Ed25519 public key of 64 hexadecimal digits
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import pyrage
from pyrage import x25519

from cdconsole.domain.errors import RuleBroken
from cdconsole.vault.documents import SIGNING_KEY_BYTES, Malformed, checked_id, unhex

_CHECK_DIGITS = 8
_DEPARTMENT, _SENDER = "cdvkey1", "cdvsender1"
_ASK_DEPARTMENT = "Ask the department for it again: it is shown under Data, Inbox, and by `cdconsole inbox DEPT --key`."
_ASK_SENDER = "Ask the sender for it again: `cdconsole seal --new-sender` printed it."


@dataclass(frozen=True)
class InboxKey:
    """A department's public key: which department, and the age recipient to seal to."""

    vault: str
    recipient: str

    @property
    def line(self) -> str:
        """Return it as one printable line."""
        return _with_check(_DEPARTMENT, self.vault, self.recipient)

    @classmethod
    def parse(cls, text: str) -> InboxKey:
        """Read a printed line. Raises RuleBroken (field ``key``) with what is wrong in words."""
        vault, recipient = _parts(text, _DEPARTMENT, 2, _ASK_DEPARTMENT)
        try:
            x25519.Recipient.from_str(recipient)
            return cls(checked_id(vault), recipient)
        except (pyrage.RecipientError, Malformed):
            raise _refused("The department's public key is not one.", _ASK_DEPARTMENT) from None


def sender_line(key: bytes) -> str:
    """Return a sender's Ed25519 public key as one printable line."""
    return _with_check(_SENDER, key.hex())


def parse_sender_line(text: str) -> bytes:
    """Read a sender's printed line. Raises RuleBroken (field ``key``) with what is wrong in words."""
    [digits] = _parts(text, _SENDER, 1, _ASK_SENDER)
    try:
        key = unhex(digits)
    except Malformed:
        key = b""
    if len(key) != SIGNING_KEY_BYTES:
        raise _refused("The sender's public line is not one.", _ASK_SENDER)
    return key


def _with_check(*parts: str) -> str:
    body = "_".join(parts)
    return f"{body}_{_check(body)}"


def _check(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:_CHECK_DIGITS]


def _parts(text: str, prefix: str, count: int, what_to_do: str) -> list[str]:
    line = "".join(text.split())
    whose = "a department's public key" if prefix == _DEPARTMENT else "a sender's public line"
    if not line.startswith(f"{prefix}_"):
        start = prefix.rstrip("1")
        if line.startswith(start) and line[len(start) : len(start) + 1].isdigit():
            raise _refused(f"This is {whose} of a later version.", "Update cdconsole.")
        raise _refused(f"This is not {whose}: that begins with {prefix}_.", what_to_do)
    body, _, check = line.rpartition("_")
    parts = body.split("_")[1:]
    if len(parts) != count or check != _check(body):
        raise _refused(f"There is a typing mistake in {whose}, or a part of it is missing.", what_to_do)
    return parts


def _refused(message: str, what_to_do: str) -> RuleBroken:
    return RuleBroken(message, what_to_do, "key")
