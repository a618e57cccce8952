"""The columns of the rounds of the trust pulse. No Qt."""

from __future__ import annotations

from cdconsole.domain.pulse import PulseRound
from cdconsole.ui.tables.column import Column


def key_of(held: PulseRound) -> str:
    """Return a round's key."""
    return str(held.quarter)


def _answers(held: PulseRound) -> str:
    return f"{held.responses} of {held.clinicians}"


def _answers_key(held: PulseRound) -> int:
    return held.responses


def _first(held: PulseRound) -> str:
    return held.share_text(0)


def _second(held: PulseRound) -> str:
    return held.share_text(1)


def _third(held: PulseRound) -> str:
    return held.share_text(2)


ROUND_COLUMNS: tuple[Column[PulseRound], ...] = (
    Column("Round", key_of, width=90),
    Column("Answered", _answers, _answers_key, width=110),
    Column("Question 1: agree", _first, width=170),
    Column("Question 2: agree", _second, width=170),
    Column("Question 3: agree", _third),
)
