"""Signed replies to clinicians' own packs: looked at, then taken in or refused; each counts once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cdconsole.domain.attribution import AttributionVote, Channel, GivenVote, Vote
from cdconsole.domain.calendar import date_text
from cdconsole.domain.challenge import ChallengeDraft
from cdconsole.domain.clinician_pack import ClinicianPack, PackDraft, PackVote, ReplyPreview
from cdconsole.domain.clinician_pack_requests import AcceptPackReply, PreviewPackReply, RefusePackReply
from cdconsole.domain.errors import ImportRefused, RuleBroken
from cdconsole.domain.people import Section
from cdconsole.services.attribution import store_votes
from cdconsole.services.challenges import raise_challenge
from cdconsole.services.department_data import department_data
from cdconsole.services.pack_reviews import ReviewReply
from cdconsole.services.pack_sheet import sheet_brought, store_read
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import attribution, clinician_packs, spells
from cdconsole.vault.clinician_pack import BadReply, SignedReply, open_reply, pack_of_reply
from cdconsole.vault.documents import Malformed, digest
from cdconsole.vault.pack_words import read_words

_LARGEST = 16 * 1024 * 1024
_ASK = "Ask the clinician to save their reply again and send it."


@dataclass(frozen=True)
class _Reply:
    """A genuine reply that has not been counted yet, with what it would change."""

    sha256: str
    pack: ClinicianPack
    signed: SignedReply
    clinician: str
    given: tuple[GivenVote, ...]
    review: ReviewReply
    preview: ReplyPreview


@handles(PreviewPackReply)
def preview(session: Session, request: PreviewPackReply, _task: Task) -> ReplyPreview:
    """Return what a reply says and would change. Raises NotEntitled, ImportRefused where it can't be relied on."""
    session.require(Section.REVIEW)
    return _read(session, request.path).preview


@handles(AcceptPackReply)
def accept(session: Session, request: AcceptPackReply, _task: Task) -> ReplyPreview:
    """Store the votes, then the rest, and count the reply; return what was done.

    Votes that were stored before an interruption change nothing the second time; challenges, self-view, comment and
    mark are stored in the one step that counts the reply. Raises what ``preview`` raises, ImportRefused where another
    file lies there now, StaleEdit.
    """
    session.require(Section.REVIEW)
    found = _same(session, request.path, request.sha256)
    with session.unit_of_work(Section.RECORDS, reason="signed reply") as work:
        store_votes(work, found.pack.clinician_id, found.given, Channel.SIGNED_REPLY)
        store_read(work, found.pack.clinician_id, found.review.words.read, found.signed)
        work.commit()
    with session.unit_of_work(Section.REVIEW, reason="signed reply") as work:
        for one in found.preview.challenges:
            draft = ChallengeDraft(
                *(found.pack.clinician_id, one.measure, one.first, one.last, one.claim, one.evidence),
                channel=Channel.SIGNED_REPLY,
            )
            raise_challenge(work, draft, found.clinician)
        ids = [one.id for one in found.preview.challenges]
        found.review.store(work)
        clinician_packs.accept(work, found.pack, (found.sha256, found.signed.sequence), ids)
        work.audit("took in the signed reply of", found.pack.clinician_id)
        work.commit()
    return found.preview


@handles(RefusePackReply)
def refuse(session: Session, request: RefusePackReply, _task: Task) -> None:
    """Keep that a reply was refused, and why. Raises RuleBroken (field ``reason``), and what ``accept`` raises."""
    session.require(Section.REVIEW)
    reason = request.reason.strip()
    if not reason:
        raise RuleBroken("A reason is needed: it is kept with the reply.", "Say why.", "reason")
    found = _same(session, request.path, request.sha256)
    with session.unit_of_work(Section.REVIEW, reason=reason) as work:
        clinician_packs.refuse(work, found.pack, (found.sha256, found.signed.sequence), reason)
        work.audit("refused the signed reply of", found.pack.clinician_id)
        work.commit()


def _same(session: Session, path: str, sha256: str) -> _Reply:
    found = _read(session, path)
    if found.sha256 != sha256:
        raise ImportRefused("Another file lies there now.", "Look at it again before you decide.")
    return found


def _read(session: Session, path: str) -> _Reply:
    data = _bytes(Path(path))
    sha256 = digest(data)
    pack, signed, words = _genuine(session, data, sha256)
    whose = department_data(session).clinicians.get(pack.clinician_id)
    if whose is None:
        raise ImportRefused("The clinician of this pack is not in the department any more.", "Refuse the reply.")
    with session.snapshot(Section.RECORDS) as snapshot:
        before = attribution.votes_of(snapshot, pack.clinician_id)
        own = spells.keys_of(snapshot, pack.clinician_id)
        brought = sheet_brought(snapshot, words.read)
    of_review = ReviewReply(pack, signed, words, sha256, whose.name, session.person.name)
    with session.snapshot(Section.REVIEW) as snapshot:
        raised = clinician_packs.raised(snapshot, pack.id)
        brought = (*of_review.brought(snapshot), *brought)
    told = [one for one in words.votes if one.vote is not None or one.key in before]
    given = tuple(_given(one, before.get(one.key)) for one in told if one.key in own)
    counts = Counter(one.vote for one in given)
    seen = ReplyPreview(
        clinician=whose.name,
        pack=pack,
        sha256=sha256,
        at=signed.at,
        mine=counts[Vote.MINE],
        not_mine=counts[Vote.NOT_MINE],
        shared=counts[Vote.SHARED],
        changing=sum(1 for one in given if _says_new(one, before.get(one.source_key))),
        gone=len(told) - len(given),
        comments=tuple(one.comment for one in given if one.comment),
        challenges=tuple(one for one in words.challenges if one.id not in raised),
        brought=brought,
    )
    return _Reply(sha256, pack, signed, whose.name, given, of_review, seen)


def _genuine(session: Session, data: bytes, sha256: str) -> tuple[ClinicianPack, SignedReply, PackDraft]:
    """Return a reply that counts, and its pack. Raises ImportRefused saying why it does not."""
    vault = session.file.vault.id
    try:
        name = pack_of_reply(data, vault)
        with session.snapshot(Section.REVIEW) as snapshot:
            pack = clinician_packs.by_id(snapshot, name)
            if pack is None:
                raise BadReply("It is a reply to a pack that this department did not make.")
            signed = open_reply(data, clinician_packs.reply_lock(snapshot, vault, name))
            decided = clinician_packs.decided(snapshot, sha256)
        words = read_words(signed.body)
    except (BadReply, Malformed) as bad:
        raise ImportRefused(f"This reply can't be taken in. {str(bad)[:1].upper()}{str(bad)[1:]}", _ASK) from None
    if pack.revoked_at is not None:
        raise ImportRefused(f"This reply is to a pack that was revoked. {pack.revoke_reason}", "Make a new pack.")
    if decided:
        raise ImportRefused(f"This very reply was {decided} before.", "There is nothing more to do.")
    if signed.sequence <= pack.replied:
        raise ImportRefused("A later reply to the same pack was taken in before.", "The later one stands.")
    if signed.at.date() > pack.expires:
        raise ImportRefused(f"This reply was made after its pack expired on {date_text(pack.expires)}.", "Make a new.")
    return pack, signed, words


def _given(one: PackVote, before: AttributionVote | None) -> GivenVote:
    """Return a vote to be stored; with whom a record is shared stays as it was known, while the vote does."""
    if before is None:
        return GivenVote(one.key, one.vote, one.comment)
    other = before.with_clinician if before.vote is one.vote else None
    return GivenVote(one.key, one.vote, one.comment, other, before.revision)


def _says_new(one: GivenVote, before: AttributionVote | None) -> bool:
    return before is None or (one.vote, one.comment.strip()) != (before.vote, before.comment)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise ImportRefused(f"{path.name} is larger than a reply can be.", "Check the file.")
        return path.read_bytes()
    except OSError as problem:
        raise ImportRefused(f"{path.name} can't be read ({problem.strerror}).", "Check the file.") from problem
