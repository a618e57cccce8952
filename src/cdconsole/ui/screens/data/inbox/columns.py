"""The columns of the packs, the senders, and the files of a pack that was taken in. No Qt."""

from __future__ import annotations

from cdconsole.domain.calendar import date_text
from cdconsole.domain.inbox import InboxPack, PackSender, TakenFile
from cdconsole.ui.tables.column import Alignment, Column


def _state(pack: InboxPack) -> str:
    return pack.state.value


def _file(pack: InboxPack) -> str:
    return pack.file_name


def _sender(pack: InboxPack) -> str:
    return pack.header.sender if pack.header else ""


def _number(pack: InboxPack) -> str:
    return f"{pack.header.sequence:,}" if pack.header else ""


def _number_key(pack: InboxPack) -> object:
    return pack.header.sequence if pack.header else 0


def _months(pack: InboxPack) -> str:
    return pack.header.months if pack.header else ""


def _months_key(pack: InboxPack) -> object:
    period = pack.header.period if pack.header else None
    return "" if period is None else period.first.iso()


def _reason(pack: InboxPack) -> str:
    return pack.reason


PACK_COLUMNS: tuple[Column[InboxPack], ...] = (
    Column("State", _state, width=110),
    Column("Pack", _file, width=220, tooltip=_file),
    Column("From", _sender, width=150, tooltip=_sender),
    Column("No.", _number, _number_key, Alignment.RIGHT, width=60),
    Column("Months", _months, _months_key, width=150),
    Column("Why", _reason, tooltip=_reason),
)


def _name(sender: PackSender) -> str:
    return sender.name


def _words(sender: PackSender) -> str:
    return sender.fingerprint


def _standing(sender: PackSender) -> str:
    what = "Accepted" if sender.is_accepted else "Blocked"
    return f"{what} by {sender.person}, {date_text(sender.at.astimezone().date())}"


SENDER_COLUMNS: tuple[Column[PackSender], ...] = (
    Column("Sender", _name, width=160, tooltip=_name),
    Column("Six words", _words, width=380, tooltip=_words),
    Column("Standing", _standing, tooltip=_standing),
)


def _taken(file: TakenFile) -> str:
    return file.name


def _outcome(file: TakenFile) -> str:
    return file.sentence


TAKEN_COLUMNS: tuple[Column[TakenFile], ...] = (
    Column("File", _taken, width=220, tooltip=_taken),
    Column("What became of it", _outcome, tooltip=_outcome),
)
