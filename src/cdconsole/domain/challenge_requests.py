"""What a person can want of challenges and of the data queries they lead to."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.challenge import (
    Challenge,
    ChallengeDraft,
    ChallengeList,
    ChallengeRecord,
    ChallengeStatus,
    DataQuery,
)
from cdconsole.domain.identity import BatchId
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListChallenges(Request[ChallengeList]):
    """Every challenge, open ones first, with the median turnaround."""


@dataclass(frozen=True)
class ShowChallenge(Request[ChallengeRecord]):
    """One challenge with all that happened to it."""

    challenge: str


@dataclass(frozen=True)
class RaiseChallenge(Command[Challenge]):
    """Raise a challenge in the room."""

    draft: ChallengeDraft

    def __repr__(self) -> str:
        return "RaiseChallenge(...)"


@dataclass(frozen=True)
class DecideChallenge(Command[Challenge]):
    """Decide an open challenge, or withdraw it; ``dissent`` is the other view, kept beside the decision."""

    challenge: str
    status: ChallengeStatus
    decision: str
    dissent: str
    revision: int

    def __repr__(self) -> str:
        return "DecideChallenge(...)"


@dataclass(frozen=True)
class ReopenChallenge(Command[Challenge]):
    """Open a decided challenge again, with a reason."""

    challenge: str
    reason: str
    revision: int

    def __repr__(self) -> str:
        return "ReopenChallenge(...)"


@dataclass(frozen=True)
class AskForData(Command[DataQuery]):
    """Ask an administrator about the records behind a challenge; they see the question, not the claim."""

    challenge: str
    question: str

    def __repr__(self) -> str:
        return "AskForData(...)"


@dataclass(frozen=True)
class ListDataQueries(Request[tuple[DataQuery, ...]]):
    """Every data query, open ones first."""


@dataclass(frozen=True)
class AnswerDataQuery(Command[DataQuery]):
    """Answer an open data query, naming the import that mended the records, if one did."""

    query: str
    answer: str
    batch: BatchId | None
    revision: int

    def __repr__(self) -> str:
        return "AnswerDataQuery(...)"
