"""A sender and the packs they seal, for the tests of the format."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cdconsole.domain.calendar import Month, Period
from cdconsole.domain.inbox import PackFile, PackHeader
from cdconsole.vault.data_pack import seal
from cdconsole.vault.documents import digest
from cdconsole.vault.public_lines import InboxKey
from cdconsole.vault.sender import Sender, create_sender

VAULT, OTHER_VAULT = "ab" * 16, "cd" * 16
FILES = {"spells.csv": b"spell,patient\nS1,9434765919\n", "plans.csv": b"clinician,activity,pas\n"}
OCTOBER = Period(Month(2026, 10), Month(2026, 10))


def a_sender(folder: Path, name: str = "BI team") -> Sender:
    return create_sender(folder / f"{name}.key", name)


def a_header(sender: Sender, sequence: int = 1, **changes: Any) -> PackHeader:
    files = tuple(PackFile(name, len(content), digest(content)) for name, content in FILES.items())
    known: dict[str, Any] = {"vault": VAULT, "period": OCTOBER, "made_at": datetime(2026, 11, 1, tzinfo=UTC)}
    known |= {"sender": sender.name, "sender_key": sender.key.hex(), "sequence": sequence, "files": files}
    return PackHeader(**(known | changes))


def sealed(recipient: str, sender: Sender, sequence: int = 1, **changes: Any) -> bytes:
    header = a_header(sender, sequence, **changes)
    return seal(InboxKey(VAULT, recipient), sender, header, tuple(FILES.values()))
