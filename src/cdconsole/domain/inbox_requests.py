"""What a person can want of the inbox: see it, hand out its key, and decide on packs and their senders."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.extract import DateOrder
from cdconsole.domain.inbox import Inbox, PackReceipt
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowInbox(Request[Inbox]):
    """Every data pack with its state, who seals them, and the department's public key."""


@dataclass(frozen=True)
class MakeInboxKey(Command[str]):
    """The department's public key as senders are given it; made where there is none yet."""


@dataclass(frozen=True)
class AddPackFiles(Command[tuple[str, ...]]):
    """Copy files into the inbox; the result is their names there."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class AcceptSender(Command[str]):
    """Take packs of the sender with this signing key from now on; the result is their name."""

    key: str


@dataclass(frozen=True)
class BlockSender(Command[str]):
    """Take no pack of this sender any more; the result is their name."""

    key: str


@dataclass(frozen=True)
class AcceptPack(Command[None]):
    """Let a quarantined pack be taken in all the same."""

    sha256: str
    reason: str


@dataclass(frozen=True)
class TakeInPack(Command[PackReceipt]):
    """Import every file of a waiting pack."""

    sha256: str
    date_order: DateOrder = DateOrder.AUTOMATIC
    confirm_unattributed: bool = False


@dataclass(frozen=True)
class RemovePack(Command[None]):
    """Take a file out of the inbox; a pack that was not taken in is then refused for good."""

    file_name: str
    sha256: str
    reason: str = ""
