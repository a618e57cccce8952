"""Data packs on the command line: `seal` for who sends them, without any department; `inbox` for who takes them in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cdconsole.cli.date_order import add_date_order, date_order
from cdconsole.cli.unlocking import add_department, opened
from cdconsole.domain.calendar import Month, Period, SystemClock
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.inbox import InboxPack, PackHeader, PackState
from cdconsole.domain.inbox_requests import (
    AcceptPack,
    AcceptSender,
    AddPackFiles,
    MakeInboxKey,
    RemovePack,
    ShowInbox,
    TakeInPack,
)
from cdconsole.services.places import data_home
from cdconsole.services.registry import answer
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


def add_seal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sender's command."""
    seal = commands.add_parser("seal", help="seal files for a department; only the department can read them")
    seal.add_argument("files", nargs="*", type=Path, metavar="FILE")
    seal.add_argument("--to", default="", metavar="KEY", help="the department's public key, cdvkey1_...")
    seal.add_argument("--sender", type=Path, metavar="KEYFILE", help="the sender's key file (one of this computer's)")
    seal.add_argument("--new-sender", metavar="NAME", help="make the key file first, for a sender of this name")
    seal.add_argument(
        "--period", type=_period, metavar="MONTH[:MONTH]", help="which months: 2026-10 or 2026-04:2026-09"
    )
    seal.add_argument("--output", type=Path, metavar="OUT.cdpack", help="a name of its own in this folder if not given")
    seal.set_defaults(command=_seal)


def add_inbox(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the department's command."""
    inbox = commands.add_parser("inbox", help="list the data packs of a department, and decide on them")
    add_department(inbox)
    inbox.add_argument("--key", action="store_true", help="print the department's public key, for its senders")
    inbox.add_argument("--add", nargs="+", metavar="FILE", default=[], help="copy files into the inbox")
    inbox.add_argument(
        "--accept-sender", metavar="PACK|LINE", help="take packs of this sender, once you compared the six words"
    )
    inbox.add_argument("--accept", metavar="PACK", help="let a quarantined pack wait; needs --reason")
    inbox.add_argument("--take", metavar="PACK", help="import every file of a waiting pack")
    inbox.add_argument("--remove", metavar="PACK", help="take a file out of the inbox")
    inbox.add_argument("--reason", default="", metavar="WHY")
    add_date_order(inbox)
    inbox.add_argument("--unattributed", action="store_true", help="confirm: no column names the clinician")
    inbox.set_defaults(command=_inbox)


def _seal(options: argparse.Namespace) -> int:
    from cdconsole.services.sealing import SealOrder, make_sender, seal_files

    sender = options.sender or data_home() / "sender.key"
    if options.new_sender is not None:
        made = make_sender(sender, options.new_sender)
        print(f"sender's key file: {sender}")
        print(f"public line: {made.line}")
        print(f"Tell the clinical director these six words, by telephone or in person: {made.fingerprint}")
        if not options.files:
            return 0
    if not options.files or not options.to:
        print("cdconsole seal: name the files, and the department's public key with --to", file=sys.stderr)
        return 2
    order = SealOrder(options.to, sender, tuple(options.files), options.period, options.output)
    receipt = seal_files(order, SystemClock())
    print(f"{receipt.path}: {_said(receipt.header)}")
    return 0


def _inbox(options: argparse.Namespace) -> int:
    with opened(options) as session:
        if options.key:
            print(answer(session, MakeInboxKey(), Task()))
        for name in answer(session, AddPackFiles(tuple(options.add)), Task()) if options.add else ():
            print(f"{name}: added")
        _decide(session, options)
        if options.take:
            return _take(session, options)
        if not options.key:
            _print_inbox(session)
    return 0


def _decide(session: Session, options: argparse.Namespace) -> None:
    if options.accept_sender:
        wanted = options.accept_sender
        if not wanted.startswith("cdv"):
            header = _named(session, wanted).header
            if header is None:
                raise UserFacingError(f"Nobody's signature on {wanted} holds.", "Remove it from the inbox.")
            wanted = header.sender_key
        print(f"{answer(session, AcceptSender(wanted), Task())}: accepted as a sender")
    if options.accept:
        answer(session, AcceptPack(_named(session, options.accept).sha256, options.reason), Task())
        print(f"{options.accept}: accepted")
    if options.remove:
        pack = _named(session, options.remove)
        answer(session, RemovePack(pack.file_name, pack.sha256, options.reason), Task())
        print(f"{options.remove}: removed")


def _take(session: Session, options: argparse.Namespace) -> int:
    pack = _named(session, options.take)
    receipt = answer(session, TakeInPack(pack.sha256, date_order(options), options.unattributed), Task())
    for file in receipt.files:
        print(f"{receipt.pack}: {file.name}: {file.sentence}")
    if not receipt.is_whole:
        print("The pack stays in the inbox: not every file of it could be stored.", file=sys.stderr)
    return 0 if receipt.is_whole else 1


def _named(session: Session, name: str) -> InboxPack:
    for pack in answer(session, ShowInbox(), Task()).packs:
        if pack.file_name == name and pack.is_here:
            return pack
    raise UserFacingError(f"There is no {name} in the inbox.", "`cdconsole inbox DEPT` lists what is there.")


def _print_inbox(session: Session) -> None:
    inbox = answer(session, ShowInbox(), Task())
    if not inbox.packs:
        print("The inbox is empty. Senders seal for it with the key that --key prints.")
    for pack in inbox.packs:
        print(f"{pack.state.value:<12} {pack.file_name}  {_said(pack.header) if pack.header else ''}".rstrip())
        if pack.reason:
            print(f"             {pack.reason}")
        if pack.awaits_sender and pack.state is PackState.QUARANTINED:
            print(f"             the sender's six words: {pack.fingerprint}")


def _said(header: PackHeader) -> str:
    files = "1 file" if len(header.files) == 1 else f"{len(header.files)} files"
    period = f", {header.months}" if header.period else ""
    return f"number {header.sequence:,} of {header.sender}, {files}{period}"


def _period(text: str) -> Period:
    first, _, last = text.partition(":")
    try:
        period = Period(Month.parse(first), Month.parse(last or first))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if not len(period):
        raise argparse.ArgumentTypeError(f"{text} ends before it begins")
    return period
