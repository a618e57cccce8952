"""Searching what was written in reviews: how texts are compared, and what is found in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.review import Domain, NoteKind

FEWEST_LETTERS = 2
_BEFORE, _AFTER = 50, 130
_IN_WORD = re.compile(r"\w")
_ACCENTS = re.compile("[\u0300-\u036f]")


class WrittenIn(Enum):
    """What kind of record a text is in; the value is how a hit names it."""

    NOTE = "Note"
    ADDENDUM = "Addendum"
    COMMENT = "Comment on the agreement"
    GOAL = "Goal"
    CYCLE = "PDSA cycle"
    THANKS = "Thank-you"
    GROUP_GOAL = "Goal of a group"
    GROUP_CYCLE = "PDSA cycle of a group"
    LOOK_BACK = "Look back at a goal"
    SUPPORT = "Step of support"
    LESSON = "Lesson"
    INTERPRETATION = "Interpretation of a quarter"
    CORRECTION = "Correction"
    CORRECTED_THANKS = "Correction of a thank-you"


@dataclass(frozen=True)
class WrittenText:
    """One text that somebody wrote, and where it is: ``record`` is its own id, ``review`` None outside a review.

    ``on`` is the day of the review, of the cycle's start, of the thank-you, or on which it was written; ``note`` says
    which note of a review. A cycle's and a look back's record is the goal, a correction's what it corrects, and an
    interpretation's the quarter, written ``2026Q3``, with its ``measure``, None for the quarter as a whole. A group's
    goal has the group's name, and what is about nobody has none.
    """

    written_in: WrittenIn
    clinician_id: ClinicianId
    clinician: str
    review: ReviewId | None
    record: str
    on: date
    text: str
    note: tuple[NoteKind, Domain | None] | None = None
    measure: MeasureId | None = None

    def __repr__(self) -> str:
        return f"WrittenText({self.written_in.name})"


@dataclass(frozen=True)
class ReviewHit:
    """A text in which every word was found: a part of it for a list, and where the words are in it and in the whole.

    ``marks`` are starts and lengths in ``snippet``, ``found`` the first in the whole text, both in characters.
    """

    text: WrittenText
    snippet: str
    marks: tuple[tuple[int, int], ...]
    found: tuple[int, int]

    def __repr__(self) -> str:
        return f"ReviewHit({self.text.written_in.name})"


@dataclass(frozen=True)
class ReviewHits:
    """The newest hits, and how many there are."""

    hits: tuple[ReviewHit, ...]
    total: int


def fold(text: str) -> str:
    """Return a text for comparing: in small letters, without accents."""
    return text.lower() if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def wanted_words(text: str) -> tuple[str, ...]:
    """Return the words asked for, each the beginning of a word, folded; none for fewer than two letters."""
    words = re.findall(r"\w+", fold(text))
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ()
    return tuple(dict.fromkeys(words))


def is_found(text: WrittenText, folded: str, words: Sequence[str]) -> bool:
    """Return whether each word is in a text or in the clinician's name, and one at least in the text.

    ``folded`` is ``fold(text.text)``: who searches again and again keeps it.
    """
    missing = [word for word in words if not _is_in(folded, word)]
    if not missing:
        return True
    name = fold(text.clinician)
    return len(missing) < len(words) and all(_is_in(name, word) for word in missing)


def hit_in(text: WrittenText, folded: str, words: Sequence[str]) -> ReviewHit:
    """Return where words are in a text in which they are found."""
    places = _places(text.text)
    starts = [(start, start + len(word)) for word in words for start in _starts(folded, word)]
    marks = sorted({(places[start], places[end]) for start, end in starts})
    first, last = _around(text.text, marks[0])
    before = "…" if first else ""
    snippet = f"{before}{text.text[first:last]}{'…' if last < len(text.text) else ''}"
    inside = [(start - first + len(before), end - start) for start, end in marks if start >= first and end <= last]
    return ReviewHit(text, re.sub(r"\s", " ", snippet), tuple(inside), (marks[0][0], marks[0][1] - marks[0][0]))


def _is_in(folded: str, word: str) -> bool:
    return next(_starts(folded, word), None) is not None


def _starts(folded: str, word: str) -> Iterator[int]:
    """Yield where words of a text begin with a word; a plain search is many times faster than a pattern."""
    at = folded.find(word)
    while at >= 0:
        if at == 0 or not _IN_WORD.match(folded, at - 1):
            yield at
        at = folded.find(word, at + 1)


def _around(text: str, mark: tuple[int, int]) -> tuple[int, int]:
    """Return which part of a text to show round a mark, cut between words."""
    first, last = max(0, mark[0] - _BEFORE), min(len(text), mark[1] + _AFTER)
    if first:
        space = text.find(" ", first, mark[0])
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", mark[1], last)
        last = space if space >= 0 else last
    return first, last


def _places(text: str) -> Sequence[int]:
    """Return where each letter of a folded text is in the text itself, and where the text ends."""
    if text.isascii():
        return range(len(text) + 1)
    return [*(at for at, letter in enumerate(text) for _ in fold(letter)), len(text)]
