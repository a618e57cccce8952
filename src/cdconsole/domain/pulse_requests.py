"""What a person can want of the trust pulse."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.pulse import PulseBoard, PulseRound, PulseWording
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowPulse(Request[PulseBoard]):
    """The questions and every round."""


@dataclass(frozen=True)
class SavePulseRound(Command[PulseRound]):
    """Store a quarter's counts (revision 0: its first), under the questions in force or those it had."""

    round: PulseRound


@dataclass(frozen=True)
class SavePulseWording(Command[PulseWording]):
    """Store another version of the three questions; ``version`` is the one that was edited."""

    questions: tuple[str, ...]
    version: int
