"""The inbox: which data packs lie there, what speaks against each, and what a person decides on them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from cdconsole.domain.calendar import date_text
from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.inbox import (
    Arrival,
    Doubt,
    Finding,
    Inbox,
    InboxPack,
    PackDecision,
    PackHeader,
    PackReceipt,
    PackState,
)
from cdconsole.domain.inbox_requests import (
    AcceptPack,
    AcceptSender,
    AddPackFiles,
    BlockSender,
    MakeInboxKey,
    RemovePack,
    ShowInbox,
    TakeInPack,
)
from cdconsole.domain.pack_rules import first_to_take, judge
from cdconsole.domain.people import Section
from cdconsole.services.pack_files import take_in_files
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import data_packs
from cdconsole.storage.data_packs import InboxKeyPair
from cdconsole.storage.section_file import Reading, Work
from cdconsole.vault.data_pack import BadPack, new_inbox_key, open_pack
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.inbox_folder import InboxFolder, Lying
from cdconsole.vault.public_lines import InboxKey, parse_sender_line

_LOOK_AGAIN = "Look at the inbox again."


@handles(ShowInbox)
def show_inbox(session: Session, _request: ShowInbox, task: Task) -> Inbox:
    """Return every data pack with its state, the known senders and the department's public key."""
    with session.snapshot(Section.RECORDS) as snapshot:
        pairs = data_packs.key_pairs(snapshot)
        return Inbox(
            _line(session, pairs[0].recipient) if _has_key(pairs) else "",
            _packs(session, snapshot, task),
            tuple(data_packs.senders(snapshot, fingerprint).values()),
        )


@handles(MakeInboxKey)
def make_inbox_key(session: Session, _request: MakeInboxKey, _task: Task) -> str:
    """Return the department's public key as senders are given it; make one where there is none."""
    with session.unit_of_work(Section.RECORDS) as work:
        if not _has_key(data_packs.key_pairs(work)):
            data_packs.put_in_force(work, *new_inbox_key())
            work.commit()
    with session.snapshot(Section.RECORDS) as snapshot:
        return _line(session, data_packs.key_pairs(snapshot)[0].recipient)


def renew_inbox_key(work: Work) -> None:
    """Put a new key in force where there was one: whoever has lost access can't read packs sealed from now on.

    The key before stays, to open what was sealed to it. ``work`` is on the records section and is not committed here.
    """
    if _has_key(data_packs.key_pairs(work)):
        data_packs.put_in_force(work, *new_inbox_key())


@handles(AddPackFiles)
def add_pack_files(session: Session, request: AddPackFiles, _task: Task) -> tuple[str, ...]:
    """Copy files into the inbox and return their names there. Raises UserFacingError; those before stay added."""
    session.require(Section.RECORDS)
    inbox = _folder(session)
    try:
        return tuple(inbox.add(Path(path)) for path in request.paths)
    finally:
        session.announce(ChangeSet(frozenset({Topic.INBOX})))


@handles(AcceptSender)
def accept_sender(session: Session, request: AcceptSender, task: Task) -> str:
    """Take a sender's packs from now on; ``request.key`` may also be the line the sender printed.

    Raises RuleBroken for the line, UserFacingError where no pack of this sender is in the inbox.
    """
    is_line = request.key.strip().startswith("cdv")
    key = parse_sender_line(request.key).hex() if is_line else request.key
    return _decide_on_sender(session, key, task, is_accepted=True)


@handles(BlockSender)
def block_sender(session: Session, request: BlockSender, task: Task) -> str:
    """Take no pack of a sender any more. Raises UserFacingError where nothing is known of this sender."""
    return _decide_on_sender(session, request.key, task, is_accepted=False)


@handles(AcceptPack)
def accept_pack(session: Session, request: AcceptPack, task: Task) -> None:
    """Let a pack wait in spite of what speaks against it.

    Raises RuleBroken (field ``reason``) without a reason, UserFacingError where this pack may not be accepted.
    """
    reason = _given(request.reason)
    with session.unit_of_work(Section.RECORDS, reason=reason) as work:
        pack = _found(_packs(session, work, task), request.sha256)
        if not pack.may_be_accepted:
            raise UserFacingError(f"{pack.file_name} can't be accepted. {pack.reason}", "Remove it from the inbox.")
        accepted = frozenset(finding.doubt for finding in pack.findings)
        before = data_packs.decisions(work).get(pack.sha256)
        accepted |= before.accepted if before else frozenset()
        data_packs.decide(work, _decision(pack, PackState.WAITING, work, accepted), "accepted")
        work.commit()


@handles(TakeInPack)
def take_in_pack(session: Session, request: TakeInPack, task: Task) -> PackReceipt:
    """Import every file of a waiting pack; once all are stored, the pack leaves the inbox.

    Raises UserFacingError where the pack does not wait or another comes first, Cancelled; files stored by then stay.
    """
    task.report(0, 0, "Opening the pack")
    with session.snapshot(Section.RECORDS) as snapshot:
        packs = _packs(session, snapshot, task)
        pack, pairs = _found(packs, request.sha256), data_packs.key_pairs(snapshot)
    if pack.state is not PackState.WAITING:
        raise UserFacingError(f"{pack.file_name} is not waiting to be taken in. {pack.reason}", _LOOK_AGAIN)
    first = first_to_take(pack, packs)
    if first is not None:
        raise UserFacingError(f"{first.file_name} comes before {pack.file_name}.", "Take it in first, or remove it.")
    name, data = _folder(session).read(request.sha256)
    try:
        opened = open_pack(data, session.file.vault.id, {pair.recipient: pair.identity for pair in pairs})
    except BadPack as bad:
        raise UserFacingError(bad.words, _LOOK_AGAIN) from None
    answers = (request.date_order, request.confirm_unattributed)
    receipt = PackReceipt(name, tuple(take_in_files(session, opened, name, answers, task)))
    if receipt.is_whole:
        with session.unit_of_work(Section.RECORDS) as work:
            data_packs.decide(work, _decision(pack, PackState.TAKEN_IN, work), "took in")
            work.commit()
        with suppress(UserFacingError):  # it is known by its content: it can be removed another time
            _folder(session).remove(name)
    return receipt


@handles(RemovePack)
def remove_pack(session: Session, request: RemovePack, task: Task) -> None:
    """Take a file out of the inbox; a pack that was not taken in is then refused.

    Raises RuleBroken (field ``reason``) for a waiting pack without a reason, UserFacingError.
    """
    with session.unit_of_work(Section.RECORDS, reason=request.reason.strip()) as work:
        packs = _packs(session, work, task)
        pack = next((each for each in packs if each.file_name == request.file_name and each.is_here), None)
        if pack is None or pack.sha256 != request.sha256:
            raise UserFacingError(f"{request.file_name} is not in the inbox any more.", _LOOK_AGAIN)
        is_copy = any(finding.doubt in (Doubt.COPY, Doubt.UNREADABLE) for finding in pack.findings)
        is_open = pack.state in (PackState.WAITING, PackState.QUARANTINED)
        if is_open and not is_copy:
            work.reason = work.reason or (pack.reason if pack.findings else _given(""))
            data_packs.decide(work, _decision(pack, PackState.REFUSED, work), "refused")
        else:
            work.audit("removed", "a file of the inbox that was decided before or could not be read")
            work.changed(Topic.INBOX)
        work.commit()
    _folder(session).remove(request.file_name)


@dataclass(frozen=True)
class _Looked:
    """What opening a file of the inbox showed; kept, since opening a large pack takes a second."""

    header: PackHeader | None
    recipient: str
    findings: tuple[Finding, ...]


def _packs(session: Session, reading: Reading, task: Task) -> tuple[InboxPack, ...]:
    """Return the lines of the inbox as the folder and the records stand now."""
    folder, pairs = _folder(session), {pair.recipient: pair for pair in data_packs.key_pairs(reading)}
    arrivals = []
    for lying in folder.files():
        task.report(0, 0, f"Looking at {lying.name}")
        arrivals.append(_arrival(session, folder, lying, pairs))
    senders = data_packs.senders(reading, fingerprint)
    packs = judge(arrivals, data_packs.decisions(reading), senders)
    return tuple(
        pack if pack.header is None else replace(pack, fingerprint=fingerprint(bytes.fromhex(pack.header.sender_key)))
        for pack in packs
    )


def _arrival(session: Session, folder: InboxFolder, lying: Lying, pairs: dict[str, InboxKeyPair]) -> Arrival:
    if lying.problem:
        return Arrival(lying.name, "", lying.size, None, (Finding(Doubt.UNREADABLE, lying.problem),))
    known: dict[tuple[str, frozenset[str]], _Looked] = session.keep("data packs", frozenset(), dict)
    place = (lying.sha256, frozenset(pairs))
    if place not in known:
        known[place] = _look(session, folder.read(lying.sha256)[1], pairs)
    looked = known[place]
    findings, pair = looked.findings, pairs.get(looked.recipient)
    if pair is not None and pair.retired_at is not None:
        retired = date_text(pair.retired_at.astimezone().date())
        words = f"It is sealed to the department's earlier key, given up on {retired}: others may be able to read it."
        findings = (*findings, Finding(Doubt.EARLIER_KEY, words))
    return Arrival(lying.name, lying.sha256, lying.size, looked.header, findings)


def _look(session: Session, data: bytes, pairs: dict[str, InboxKeyPair]) -> _Looked:
    try:
        opened = open_pack(data, session.file.vault.id, {pair.recipient: pair.identity for pair in pairs.values()})
    except BadPack as bad:
        return _Looked(bad.header, "", (Finding(bad.doubt, bad.words),))
    return _Looked(opened.header, opened.recipient, ())


def _decide_on_sender(session: Session, key: str, task: Task, *, is_accepted: bool) -> str:
    with session.unit_of_work(Section.RECORDS) as work:
        known = data_packs.senders(work, fingerprint).get(key)
        headers = [pack.header for pack in _packs(session, work, task) if pack.header is not None]
        names = [header.sender for header in headers if header.sender_key == key]
        if known is None and not names:
            raise UserFacingError("No pack of this sender is in the inbox.", "Add one, then accept its sender.")
        name = known.name if known else names[0]
        data_packs.decide_on_sender(work, key, name, is_accepted=is_accepted)
        work.commit()
    return name


def _decision(pack: InboxPack, state: PackState, work: Work, accepted: frozenset[Doubt] = frozenset()) -> PackDecision:
    return PackDecision(
        pack.sha256, pack.file_name, pack.header, state, accepted, work.reason, work.actor.name, work.at
    )


def _found(packs: tuple[InboxPack, ...], sha256: str) -> InboxPack:
    for pack in packs:
        if pack.sha256 == sha256 and pack.is_here:
            return pack
    raise UserFacingError("That pack is not in the inbox any more.", _LOOK_AGAIN)


def _given(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("A reason is needed: it is kept with the pack and in the audit trail.", "Say why.", "reason")
    return reason.strip()


def _has_key(pairs: tuple[InboxKeyPair, ...]) -> bool:
    return bool(pairs) and pairs[0].retired_at is None


def _line(session: Session, recipient: str) -> str:
    return InboxKey(session.file.vault.id, recipient).line


def _folder(session: Session) -> InboxFolder:
    return InboxFolder(session.file.vault.folder)
