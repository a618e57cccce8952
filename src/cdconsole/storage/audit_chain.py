"""The keyed chain that makes an altered, missing or reordered audit event show."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PURPOSE = b"cdconsole audit chain 1"
START = bytes(32)


@dataclass(frozen=True)
class AuditRow:
    """One audit event as stored, without its mac; ``at`` is ISO text in UTC."""

    sequence: int
    id: str
    at: str
    person_id: str
    person: str
    action: str
    subject: str
    reason: str

    def canonical(self) -> bytes:
        """Return the one byte form the mac covers."""
        values = (self.sequence, self.id, self.at, self.person_id, self.person, self.action, self.subject, self.reason)
        return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")


class AuditChain:
    """The chain of one section: mac = HMAC-SHA256(key, previous mac + row), key from the section key by HKDF."""

    def __init__(self, section_key: bytes) -> None:
        self.key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(section_key)

    def mac(self, previous: bytes, row: AuditRow) -> bytes:
        """Return the mac of the event that follows one with ``previous`` as its mac; the first follows START."""
        return mac_under(self.key, previous, row)


def mac_under(key: bytes, previous: bytes, row: AuditRow) -> bytes:
    """Return the mac of an event under one of the chain's own keys, the present one or an earlier one."""
    return hmac.new(key, previous + row.canonical(), sha256).digest()
