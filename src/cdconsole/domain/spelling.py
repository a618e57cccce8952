"""Which words of a text are looked up, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"(?<![\w@.])[^\W\d_]+(?:['’][^\W\d_]+)*(?![\w@]|\.\w)")
_LONGEST = 64


@dataclass(frozen=True)
class CheckedWords:
    """Of the words asked about: those spelt wrongly, and those that are right because the department added them."""

    misspelt: frozenset[str]
    added: frozenset[str]

    def __repr__(self) -> str:
        return f"CheckedWords({len(self.misspelt)} misspelt)"


def words_to_check(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each word of a text begins, and the word.

    Left out: abbreviations in capitals (CT, PAs), single letters, and what has a digit, an @ or a full stop inside.
    """
    for found in _WORD.finditer(text):
        word = found[0]
        if 1 < len(word) <= _LONGEST and not word.removesuffix("s").isupper():
            yield found.start(), word


def is_word(text: str) -> bool:
    """Return whether a text is one word that could be looked up."""
    return [word for _, word in words_to_check(text)] == [text]
