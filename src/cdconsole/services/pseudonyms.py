"""Keyed hashes in place of identifiers, made in the worker: the reader never has the department's key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

_CHARACTERS = 32


@dataclass(frozen=True)
class Pseudonyms:
    """Turns identifiers into keyed hashes: the same patient gives the same pseudonym in this department only."""

    key: bytes = field(repr=False)

    def of(self, kind: str, identifiers: Iterable[str]) -> list[str]:
        """Return 128 bits of HMAC-SHA256 of each as hexadecimal, what it identifies hashed with it; nothing for ''."""
        begun = hmac.new(self.key, f"{kind}:".encode(), hashlib.sha256)
        found = []
        for identifier in identifiers:
            mac = begun.copy()
            mac.update(identifier.encode())
            found.append(mac.hexdigest()[:_CHARACTERS] if identifier else "")
        return found
