"""Say a public key in six ordinary words, so that two people can compare it by telephone."""

from __future__ import annotations

from hashlib import sha256

from cdconsole.vault.passphrase import words

WORDS = 6


def fingerprint(public_key: bytes) -> str:
    """Return six words of EFF's large list for a public key: 77 bits of its SHA-256."""
    number = int.from_bytes(sha256(public_key).digest())
    listed = words()
    found = []
    for _ in range(WORDS):
        number, at = divmod(number, len(listed))
        found.append(listed[at])
    return " ".join(found)
