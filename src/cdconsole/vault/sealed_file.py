"""Seal one file with age for somebody outside the department, and open it again; any age program can do the same."""

from __future__ import annotations

import pyrage
from pyrage import passphrase as passphrases
from pyrage import x25519

from cdconsole.domain.errors import RuleBroken, UserFacingError, WrongPassphrase


def recipient_of(key: str) -> x25519.Recipient:
    """Return whose age public key a text is. Raises RuleBroken (field ``recipient_key``), also for a slip of typing."""
    try:
        return x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise RuleBroken("That is not an age public key.", "Ask the recipient for it again.", "recipient_key") from None


def seal_for(data: bytes, recipient_key: str) -> bytes:
    """Return data that only the holder of an age key can open. Raises RuleBroken (field ``recipient_key``)."""
    return pyrage.encrypt(data, [recipient_of(recipient_key)])


def seal_with(data: bytes, passphrase: str) -> bytes:
    """Return data that a passphrase opens (age's scrypt recipient)."""
    return passphrases.encrypt(data, passphrase)


def open_with(data: bytes, passphrase: str) -> bytes:
    """Return what a passphrase sealed. Raises WrongPassphrase, also where it was sealed otherwise or is damaged."""
    try:
        return passphrases.decrypt(data, passphrase)
    except pyrage.DecryptError:
        raise WrongPassphrase(
            "The passphrase does not open this file.",
            "Type all five words with single spaces. If they are right, the file is damaged or sealed to a key.",
        ) from None


def open_as(data: bytes, key_text: str) -> bytes:
    """Return what was sealed to an age key; ``key_text`` is the text of its key file.

    Raises UserFacingError where there is no key in it, or another than the file is sealed to.
    """
    lines = [line.strip() for line in key_text.splitlines()]
    try:
        keys = [x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise UserFacingError("There is no age key in the key file.", "It has a line that begins AGE-SECRET-KEY-1.")
    try:
        return pyrage.decrypt(data, keys)
    except pyrage.DecryptError:
        raise UserFacingError(
            "This key does not open the file.", "Give the key it was sealed to. If it is that one, the file is damaged."
        ) from None
