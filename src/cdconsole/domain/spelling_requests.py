"""What a window can want of the spelling check."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.requests import Command, Request
from cdconsole.domain.spelling import CheckedWords


@dataclass(frozen=True)
class CheckWords(Request[CheckedWords]):
    """Look words up: in the dictionary, the hospital's and the department's words, and the names of its people."""

    words: frozenset[str]

    def __repr__(self) -> str:
        return f"CheckWords({len(self.words)} words)"


@dataclass(frozen=True)
class SuggestWords(Request[tuple[str, ...]]):
    """Return at most five words that may have been meant, the likeliest first."""

    word: str

    def __repr__(self) -> str:
        return "SuggestWords(...)"


@dataclass(frozen=True)
class AddWord(Command[None]):
    """Have a word count as right in this department from now on."""

    word: str

    def __repr__(self) -> str:
        return "AddWord(...)"


@dataclass(frozen=True)
class TakeOutWord(Command[None]):
    """Have a word that was added count as right no longer; a word that was not is left alone."""

    word: str

    def __repr__(self) -> str:
        return "TakeOutWord(...)"
