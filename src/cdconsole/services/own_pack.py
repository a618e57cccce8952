"""Pack mode, for the clinician: open one's own pack without any department, vote, and save a signed reply."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from cdconsole.domain.calendar import date_text
from cdconsole.domain.clinician_pack import REPLY_SUFFIX, OwnPack, PackContent, PackDraft, PackVote
from cdconsole.domain.clinician_pack_requests import OpenOwnPack, SaveOwnDraft, WriteOwnReply
from cdconsole.domain.errors import DamagedSection, RuleBroken, UserFacingError
from cdconsole.services.export_files import checked_target
from cdconsole.services.registry import handles
from cdconsole.services.review_content import content_fingerprint
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage.frozen_json import thaw
from cdconsole.vault.clinician_pack import (
    LARGEST,
    OpenedClinicianPack,
    SignedReply,
    open_draft,
    open_pack,
    seal_draft,
    seal_reply,
)
from cdconsole.vault.documents import Malformed
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.pack_words import format_of, read_words, write_words


@handles(OpenOwnPack)
def open_own(session: Session, request: OpenOwnPack, task: Task) -> OwnPack:
    """Return what a pack holds with the work done on it so far.

    Raises WrongPassphrase, UserFacingError where it can't be read, is damaged or has expired.
    """
    task.report(0, 0, "Checking the passphrase")
    opened = open_pack(_bytes(Path(request.path)), request.passphrase)
    if session.clock.today() > opened.keys.expires:
        on = date_text(opened.keys.expires)
        raise UserFacingError(f"This pack expired on {on}.", "Ask your clinical director for a new one.")
    try:
        content = thaw(opened.content, PackContent)
    except DamagedSection:
        raise UserFacingError("This pack was made by another version of cdconsole.", "Install the newest.") from None
    _open_packs(session)[request.path] = opened
    draft = _draft(session, opened)
    if not draft.votes:
        said = (PackVote(one.key, one.said, one.vote.comment) for one in content.records.records if one.vote)
        draft = draft.said(*said)
    review = content.review
    if review is not None:
        draft = replace(draft, review=review.content.review)
    agreeing_to = content_fingerprint(review.content) if review is not None and review.asks_mark else ""
    return OwnPack(content, draft, fingerprint(opened.signer), agreeing_to)


@handles(SaveOwnDraft)
def save_draft(session: Session, request: SaveOwnDraft, _task: Task) -> None:
    """Keep the work on an open pack, encrypted, in the program's own folder. Raises UserFacingError, RuleBroken."""
    opened = _opened(session, request.path)
    _write(_draft_place(session, opened), seal_draft(opened.keys, write_words(request.draft.checked())))


@handles(WriteOwnReply)
def write_reply(session: Session, request: WriteOwnReply, _task: Task) -> PackDraft:
    """Write the signed reply, that only the department can read. Raises RuleBroken for nothing said, ExportRefused.

    Its sequence is the time in seconds, or one more than the last: a draft that was lost can't make an older reply.
    """
    opened = _opened(session, request.path)
    target = checked_target(Path(request.target), REPLY_SUFFIX)
    draft = _draft(session, opened)
    if draft.says_nothing:
        raise RuleBroken("Nothing has been said yet.", "Tick a record, or write your own view.", "votes")
    at = session.clock.now()
    sent = replace(draft, sent=max(draft.sent + 1, int(at.timestamp())))
    _write(_draft_place(session, opened), seal_draft(opened.keys, write_words(sent)))
    _write(target, seal_reply(opened.keys, SignedReply(sent.sent, at, write_words(sent), format_of(sent))))
    return sent


def _open_packs(session: Session) -> dict[str, OpenedClinicianPack]:
    return session.keep("own packs", frozenset(), dict[str, OpenedClinicianPack])


def _opened(session: Session, path: str) -> OpenedClinicianPack:
    found = _open_packs(session).get(path)
    if found is None:
        raise UserFacingError("The pack is locked.", "Open it with its passphrase first.")
    return found


def _draft(session: Session, opened: OpenedClinicianPack) -> PackDraft:
    """Return the work kept for a pack; none where there is none or it can't be read."""
    try:
        body = open_draft(opened.keys, _draft_place(session, opened).read_bytes())
        return PackDraft() if body is None else read_words(body)
    except (OSError, Malformed):
        return PackDraft()


def _draft_place(session: Session, opened: OpenedClinicianPack) -> Path:
    return session.home / "own-packs" / f"{opened.keys.pack}.draft"


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UserFacingError(f"{path.name} is larger than a pack can be.", "Check the file.")
        return path.read_bytes()
    except OSError as problem:
        raise UserFacingError(f"{path.name} can't be read ({problem.strerror}).", "Check the file.") from problem


def _write(path: Path, data: bytes) -> None:
    """Put a whole file in its place, so that a power cut leaves the old one or the new. Raises UserFacingError."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as problem:
        raise UserFacingError(
            f"{path.name} can't be written in {path.parent} ({problem.strerror}).", "Choose another folder."
        ) from problem
