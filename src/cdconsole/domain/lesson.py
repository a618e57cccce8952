"""The learning log: what happened, what was learned and what changed, with nobody named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.measure import MeasureId

_NUMBER = re.compile(r"(?<!\w)(?:\d{3}[ -]\d{3}[ -]\d{4}|[A-Za-z]{0,3}-?\d{5,12}[A-Za-z]?)(?!\w)", re.ASCII)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.ASCII)
_STYLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Master|Mx|Dr|Prof|Professor|Doctor)\b\.? [A-Z]")
_STYLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "doctor", "sir", "dame"})
_SHORTEST_NAME = 3


@dataclass(frozen=True)
class Lesson:
    """One version of a lesson; ``id`` is the same in every version, ``reason`` says why it was retired."""

    id: str
    title: str
    happened: str
    learned: str
    changed: str
    measure: MeasureId | None = None
    work_stream: str = ""
    author: str = ""
    at: datetime | None = None
    version: int = 0
    is_retired: bool = False
    reason: str = ""

    def checked(self, names: Iterable[str]) -> Lesson:
        """Return the lesson, or raise RuleBroken naming the field at fault.

        ``names`` are those of the department's clinicians: none of them may be in it, nor what looks like a patient's
        number, a postcode or anybody's name after a title. That finds slips; whether somebody could be guessed is for
        the author to judge.
        """
        named = _name_parts(names)
        for field, words in self._needed:
            if not words.strip():
                raise RuleBroken(f"“{FIELD_TITLES[field]}” is empty.", "A sentence is enough.", field)
        for field, words in (*self._needed, ("work_stream", self.work_stream), ("reason", self.reason)):
            _check_nobody_named(words, field, named)
        return self

    @property
    def _needed(self) -> tuple[tuple[str, str], ...]:
        return (
            ("title", self.title),
            ("happened", self.happened),
            ("learned", self.learned),
            ("changed", self.changed),
        )


FIELD_TITLES = {
    "title": "Title",
    "happened": "What happened",
    "learned": "What was learned",
    "changed": "What changed",
    "work_stream": "Work stream",
    "reason": "Reason",
}


def _name_parts(names: Iterable[str]) -> frozenset[str]:
    """Return every part of the names that could give somebody away: given names and surnames, no titles, initials."""
    parts = (part for name in names for part in re.findall(r"[^\W\d_]+", name))
    return frozenset(part for part in parts if len(part) >= _SHORTEST_NAME and part.lower() not in _STYLES)


def _check_nobody_named(text: str, field: str, named: frozenset[str]) -> None:
    """Raise RuleBroken where a text names somebody; the message says where, and never repeats what stands there."""
    found = [
        *((match.start(), "a clinician's name") for match in re.finditer(r"[^\W\d_]+", text) if _is_name(match, named)),
        *((match.start(), "what looks like a patient's number") for match in _NUMBER.finditer(text)),
        *((match.start(), "what looks like a postcode") for match in _POSTCODE.finditer(text)),
        *((match.start(), "what looks like somebody's name") for match in _STYLED.finditer(text)),
    ]
    if found:
        place, what = min(found)
        word = len(text[:place].split()) + 1
        raise RuleBroken(
            f"“{FIELD_TITLES[field]}” has {what} at word {word}.",
            "The learning log names nobody: say it without.",
            field,
        )


def _is_name(match: re.Match[str], named: frozenset[str]) -> bool:
    """Return whether a word is part of a name: written as the name is, or all in capitals, so that “ward” is none."""
    word = match.group()
    return word in named or (word.isupper() and word.title() in named)
