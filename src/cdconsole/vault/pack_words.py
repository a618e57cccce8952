"""What the owner of a clinician's pack has said, as canonical JSON: inside a reply and inside a draft alike.

``{"challenges": [{"claim", "evidence", "first": "2026-01", "id", "last", "measure"}], "sent": 0, "votes": [{"comment",
"key", "vote": "MINE", "NOT_MINE", "SHARED" or null}]}``. A reader refuses anything else.
"""

from __future__ import annotations

import json
from typing import TypeVar

from cdconsole.domain.attribution import Vote
from cdconsole.domain.calendar import Month
from cdconsole.domain.clinician_pack import LONGEST_TEXT, PackChallenge, PackDraft, PackVote
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import MeasureId
from cdconsole.vault.documents import Fields, Malformed, canonical, sequence

_MOST_VOTES = 100_000
_MOST_CHALLENGES = 100
_LONGEST_KEY = 128

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
    return canonical({"votes": votes, "challenges": challenges, "sent": draft.sent})


def read_words(body: bytes) -> PackDraft:
    """Return the draft that ``write_words`` wrote. Raises Malformed."""
    try:
        fields = Fields(json.loads(body), "votes", "challenges", "sent")
        votes = tuple(_vote(Fields(one, "key", "vote", "comment")) for one in sequence(fields.value("votes")))
        challenges = tuple(
            _challenge(Fields(one, "id", "measure", "first", "last", "claim", "evidence"))
            for one in sequence(fields.value("challenges"))
        )
    except (ValueError, KeyError, RecursionError, RuleBroken) as problem:
        raise Malformed("what it says cannot be read") from problem
    _only_once([one.key for one in votes], _MOST_VOTES)
    _only_once([one.id for one in challenges], _MOST_CHALLENGES)
    return PackDraft(votes, challenges, fields.number("sent"))


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
