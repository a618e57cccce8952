"""A clinician's value beside those of colleagues who are not named: letters that mean nothing beyond one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from string import ascii_uppercase

from cdconsole.domain.measure import Measure

FEWEST_PEERS = 5
"""With fewer, everybody could tell who is who."""

FEWEST_CASES = 5
"""A peer with fewer cases is left out: one patient more or less would move their dot across the picture."""


@dataclass(frozen=True)
class Peer:
    """One unnamed colleague. No number of cases stands here: it would name people."""

    letter: str
    value: float


@dataclass(frozen=True)
class PeerStrip:
    """One measure over the months drawn: ``own`` beside ``peers``, these in the order of their letters.

    ``words`` says what is shown, or why nothing is: then ``peers`` is empty. Letters are dealt at random, so that their
    order says nothing of the values.
    """

    measure: Measure
    own: float | None
    peers: tuple[Peer, ...]
    median: float | None
    upper_quartile: float | None
    words: str

    def dealt_anew(self, rng: Random) -> PeerStrip:
        """Return it with other letters: for what leaves the screen, so that two copies can't be laid side by side."""
        return replace(self, peers=deal([peer.value for peer in self.peers], rng))


def deal(values: list[float], rng: Random) -> tuple[Peer, ...]:
    """Return peers in the order of their letters, the values dealt to them at random."""
    shuffled = list(values)
    rng.shuffle(shuffled)
    return tuple(Peer(letter_of(place), value) for place, value in enumerate(shuffled))


def letter_of(place: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    letters = len(ascii_uppercase)
    return ascii_uppercase[place] if place < letters else letter_of(place // letters - 1) + letter_of(place % letters)
