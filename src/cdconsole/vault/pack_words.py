"""What the owner of a clinician's pack has said, as canonical JSON: inside a reply and inside a draft alike.

``{"challenges": [{"claim", "evidence", "first": "2026-01", "id", "last", "measure"}], "sent": 0, "votes": [{"comment",
"key", "vote": "MINE", "NOT_MINE", "SHARED" or null}]}``. Where the owner says anything of the review there is also
``"review": {"comment", "id": the review in the pack or null, "mark": {"agreement", "comment", "content": 64 digits} or
null, "view": {"aims", "in_the_way", "proud", "to_discuss"}}``, and ``"read"``, a version from 1, where they have read
the transparency sheet; with either the reply is of format 2. A reader refuses anything else.
docs/formats/clinician-pack.md has it in full.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TypeVar

from cdconsole.domain.attribution import Vote
from cdconsole.domain.calendar import Month
from cdconsole.domain.clinician_pack import LONGEST_TEXT, PackChallenge, PackDraft, PackVote
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.pack_review import QUESTIONS, PackMark, SelfView, checked_answer
from cdconsole.domain.review import Agreement
from cdconsole.vault.documents import Fields, Malformed, canonical, mapping, sequence

_MOST_VOTES = 100_000
_MOST_CHALLENGES = 100
_LONGEST_KEY = 128
_FINGERPRINT_BYTES = 32
_SINCE_2 = ("review", "read")

T = TypeVar("T")


def write_words(draft: PackDraft) -> bytes:
    """Return a draft's bytes."""
    votes = [
        {"key": one.key, "vote": None if one.vote is None else one.vote.name, "comment": one.comment}
        for one in draft.votes
    ]
    challenges = [
        {
            "id": one.id,
            "measure": one.measure,
            "first": one.first.iso(),
            "last": one.last.iso(),
            "claim": one.claim,
            "evidence": one.evidence,
        }
        for one in draft.challenges
    ]
    words: dict[str, object] = {"votes": votes, "challenges": challenges, "sent": draft.sent}
    if draft.read:
        words["read"] = draft.read
    if not draft.says_nothing_of_review:
        words["review"] = {
            "id": draft.review,
            "view": vars(draft.view),
            "comment": draft.comment,
            "mark": None if draft.mark is None else vars(draft.mark) | {"agreement": draft.mark.agreement.name},
        }
    return canonical(words)


def format_of(draft: PackDraft) -> int:
    """Return the format a reply with these words is written in: 2 where it says more than of records and charts."""
    return 1 if draft.says_nothing_of_review and not draft.read else 2


def read_words(body: bytes) -> PackDraft:
    """Return the draft that ``write_words`` wrote. Raises Malformed."""
    try:
        found = mapping(json.loads(body))
        fields = Fields(found, "votes", "challenges", "sent", *(name for name in _SINCE_2 if name in found))
        votes = tuple(_vote(Fields(one, "key", "vote", "comment")) for one in sequence(fields.value("votes")))
        challenges = tuple(
            _challenge(Fields(one, "id", "measure", "first", "last", "claim", "evidence"))
            for one in sequence(fields.value("challenges"))
        )
        read = fields.number("read") if "read" in found else 0
        draft = PackDraft(votes, challenges, fields.number("sent"), read=read)
        if "review" in found:
            draft = _with_review(draft, Fields(fields.value("review"), "id", "view", "comment", "mark"))
    except (ValueError, KeyError, RecursionError, RuleBroken) as problem:
        raise Malformed("what it says cannot be read") from problem
    _only_once([one.key for one in votes], _MOST_VOTES)
    _only_once([one.id for one in challenges], _MOST_CHALLENGES)
    return draft


def _with_review(draft: PackDraft, fields: Fields) -> PackDraft:
    view, mark = Fields(fields.value("view"), *QUESTIONS), fields.value("mark")
    about = None if fields.value("id") is None else ReviewId(fields.id("id"))
    if about is None and (mark is not None or fields.text("comment")):
        raise Malformed("it does not say which review it is about")
    return replace(
        draft,
        review=about,
        view=SelfView(**{name: view.text(name) for name in QUESTIONS}).checked(),
        comment=checked_answer(fields.text("comment"), "comment"),
        mark=None if mark is None else _mark(Fields(mark, "content", "agreement", "comment")),
    )


def _mark(fields: Fields) -> PackMark:
    agreement = Agreement[fields.text("agreement")]
    if agreement is Agreement.NOT_MARKED:
        raise Malformed("its mark is none")
    content = fields.binary("content", _FINGERPRINT_BYTES).hex()
    return PackMark(content, agreement, fields.text("comment")).checked()


def _vote(fields: Fields) -> PackVote:
    key, said, comment = fields.text("key"), fields.value("vote"), fields.text("comment")
    if len(key) > _LONGEST_KEY or len(comment) > LONGEST_TEXT:
        raise Malformed("a text in it is too long")
    return PackVote(key, None if said is None else Vote[str(said)], comment)


def _challenge(fields: Fields) -> PackChallenge:
    return PackChallenge(
        id=fields.id("id"),
        measure=MeasureId(fields.text("measure")),
        first=Month.parse(fields.text("first")),
        last=Month.parse(fields.text("last")),
        claim=fields.text("claim"),
        evidence=fields.text("evidence"),
    ).checked()


def _only_once(names: list[str], most: int) -> None:
    if len(names) > most or len(set(names)) != len(names):
        raise Malformed("it says something twice, or too much")
