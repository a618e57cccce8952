"""Leaves a sealed data pack in the inbox, from a sender whom nobody has accepted yet: there is something to decide."""

from __future__ import annotations

from pathlib import Path

from cdconsole.demo.telling import Telling
from cdconsole.domain.inbox_requests import AddPackFiles, MakeInboxKey
from cdconsole.services.sealing import SealOrder, make_sender, seal_files

SENDER = "Business intelligence (invented)"


def receive_pack(telling: Telling, extract: Path, scratch: Path) -> None:
    """Seal an extract as business intelligence would, and put the pack into the inbox."""
    sender = scratch / "sender.key"
    make_sender(sender, SENDER)
    key = telling.ask(MakeInboxKey())
    receipt = seal_files(SealOrder(key, sender, (extract,), output=scratch / "october.cdpack"), telling.session.clock)
    telling.ask(AddPackFiles((str(receipt.path),)))
