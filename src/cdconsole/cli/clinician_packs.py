"""``cdconsole clinician-pack``: make a clinician's own pack, and take in its signed reply."""

from __future__ import annotations

import argparse
from pathlib import Path

from cdconsole.cli.unlocking import add_department, named_clinician, opened
from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician_pack import DAYS_VALID
from cdconsole.domain.clinician_pack_requests import (
    AcceptPackReply,
    ListClinicianPacks,
    MakeClinicianPack,
    PreviewClinicianPack,
    PreviewPackReply,
    RefusePackReply,
    RevokeClinicianPack,
)
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.pack_review import ReviewShare
from cdconsole.domain.requests import ListClinicians
from cdconsole.services.registry import answer
from cdconsole.services.tasks import Task

_SHARES = {
    "whole": ReviewShare.WHOLE,
    "without-opinion": ReviewShare.WITHOUT_OPINION,
    "none": ReviewShare.NOTHING,
}
Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it


def add_clinician_packs(commands: Commands[argparse.ArgumentParser]) -> None:
    """Add ``clinician-pack`` with what it can do, and ``open-pack``, which a clinician types."""
    own = commands.add_parser("open-pack", help="open your own sealed pack in a window")
    own.add_argument("file", metavar="FILE.cdvp")
    own.set_defaults(command=_open)
    group = commands.add_parser("clinician-pack", help="a clinician's own sealed pack, and the signed reply to it")
    kinds = group.add_subparsers(required=True, metavar="WHAT")
    make = kinds.add_parser("make", help="write a pack; prints the passphrase to hand over by other means")
    add_department(make)
    make.add_argument("clinician", metavar="CLINICIAN", help="the clinician's name")
    make.add_argument("--output", type=Path, required=True, metavar="OUT.cdvp")
    make.add_argument("--months", type=int, default=12, metavar="N")
    make.add_argument("--days", type=int, default=DAYS_VALID, metavar="N", help="how long it opens")
    make.add_argument(
        "--review",
        choices=tuple(_SHARES),
        default="whole",
        help="how much of the review in preparation goes in; a mark is asked for a whole one only",
    )
    make.set_defaults(command=_make)
    listing = kinds.add_parser("list", help="list the packs that were made, or revoke one")
    add_department(listing)
    listing.add_argument("--revoke", metavar="PACK", help="take no reply to this pack; needs --reason")
    listing.add_argument("--reason", default="", metavar="WHY")
    listing.set_defaults(command=_list)
    reply = kinds.add_parser("reply", help="look at a signed reply; with --accept take it in")
    add_department(reply)
    reply.add_argument("file", metavar="FILE.cdvr")
    way = reply.add_mutually_exclusive_group()
    way.add_argument("--accept", action="store_true")
    way.add_argument("--refuse", metavar="WHY")
    reply.set_defaults(command=_reply)


def _open(options: argparse.Namespace) -> int:
    from cdconsole import app

    if not app.has_screen():
        raise UserFacingError("There is no screen to open a window on.", "Run it in a desktop session.")
    return app.open_window(options.file)


def _make(options: argparse.Namespace) -> int:
    with opened(options) as session:
        clinician = named_clinician(answer(session, ListClinicians(), Task()), options.clinician)
        path = str(options.output.resolve())
        order = MakeClinicianPack(clinician.id, path, options.months, options.days, _SHARES[options.review])
        for line in answer(session, PreviewClinicianPack(order.clinician, order.months, order.share), Task()):
            print(f"  {line}")
        made = answer(session, order, Task())
    print(f"{made.path}: opens until {date_text(made.pack.expires)}, and is entered in the export log")
    print(f"passphrase: {made.passphrase}")
    print("Shown only now. Hand it over by other means than the file, with these six words to compare:")
    print(made.fingerprint)
    return 0


def _list(options: argparse.Namespace) -> int:
    with opened(options) as session:
        if options.revoke:
            answer(session, RevokeClinicianPack(options.revoke, options.reason), Task())
        names = {one.id: one.name for one in answer(session, ListClinicians(), Task())}
        for pack in answer(session, ListClinicianPacks(), Task()):
            print(f"{pack.id}  {names.get(pack.clinician_id, 'Not in the records')}  {pack.standing}")
    return 0


def _reply(options: argparse.Namespace) -> int:
    path = str(Path(options.file).resolve())
    with opened(options) as session:
        seen = answer(session, PreviewPackReply(path), Task())
        print(seen.sentence)
        for brought in seen.brought:
            print(f"  {brought.title.lower()}: {' '.join(brought.text.split())}")
            print(f"    {brought.becomes}")
        for comment in seen.comments:
            print(f"  comment: {comment}")
        for challenge in seen.challenges:
            print(f"  challenge, {challenge.first} to {challenge.last}: {challenge.claim}")
        if options.accept:
            answer(session, AcceptPackReply(path, seen.sha256), Task())
            print("Taken in.")
        elif options.refuse is not None:
            answer(session, RefusePackReply(path, seen.sha256, options.refuse), Task())
            print("Refused.")
        else:
            print("Nothing was changed. Add --accept to take it in, or --refuse WHY.")
    return 0
