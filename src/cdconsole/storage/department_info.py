"""What the records section knows of its department: its name and the key of its pseudonyms."""

from __future__ import annotations

import secrets

from cdconsole.domain.identity import new_id
from cdconsole.storage.section_file import Reading, Work

PSEUDONYM_KEY_BYTES = 32


def begin(work: Work, department: str, specialty: str) -> None:
    """Store a new department's names, a random pseudonym key and its first work stream."""
    work.execute(
        "INSERT INTO department (id, name, specialty, pseudonym_key, created_at) VALUES (?, ?, ?, ?, ?)",
        (new_id(), department, specialty, secrets.token_bytes(PSEUDONYM_KEY_BYTES), work.at.isoformat()),
    )
    work.execute("INSERT INTO work_stream (id, title, revision) VALUES (?, ?, 1)", (new_id(), specialty))
    work.audit("created", f"department {department}")


def pseudonym_key(reading: Reading) -> bytes:
    """Return the 32 random bytes that turn patient identifiers into pseudonyms; they never leave the section."""
    [(key,)] = reading.rows("SELECT pseudonym_key FROM department")
    return bytes(key)
