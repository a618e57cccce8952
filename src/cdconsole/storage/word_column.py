"""A column of words, most of which come again and again: one number a record, and the words it stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Words:
    """Words of records: ``codes`` [records] are places in ``words``, which are sorted, different, and all in use."""

    codes: NDArray[np.unsignedinteger]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.words == other.words and np.array_equal(self.codes, other.codes)

    __hash__ = None  # type: ignore[assignment]

    def taken(self, places: NDArray[np.intp]) -> Words:
        """Return the words of some records, in the order of ``places``."""
        return _in_use(self.codes[places], self.words)

    def among(self, wanted: Collection[str]) -> NDArray[np.bool_]:
        """Return which records [records] have one of the words, without regard to case and to space around them."""
        plain = {word.strip().casefold() for word in wanted}
        return self.where([word.strip().casefold() in plain for word in self.words])

    def where(self, chosen: Sequence[bool]) -> NDArray[np.bool_]:
        """Return which records have a word that is chosen, one flag for each of ``words``."""
        return np.array(chosen, dtype=np.bool_)[self.codes] if self.words else np.zeros(0, dtype=np.bool_)


def words_of(texts: Iterable[str]) -> Words:
    """Return texts as a column of words."""
    places: dict[str, int] = {}
    codes = np.fromiter((places.setdefault(text, len(places)) for text in texts), np.int64)
    return _renamed(codes, tuple(places))


def joined_words(parts: Sequence[Words]) -> Words:
    """Return several columns one after the other as one."""
    places = {word: place for place, word in enumerate(sorted({word for part in parts for word in part.words}))}
    moved = [np.array([places[word] for word in part.words], dtype=np.int64)[part.codes] for part in parts if len(part)]
    codes = np.concatenate(moved) if moved else np.zeros(0, dtype=np.int64)
    return Words(codes.astype(width(len(places))), tuple(places))


def width(words: int) -> np.dtype[np.unsignedinteger]:
    """Return the smallest form in which each of so many words has a number."""
    return np.dtype(np.min_scalar_type(max(0, words - 1))).newbyteorder("<")


def _in_use(codes: NDArray[np.unsignedinteger], words: tuple[str, ...]) -> Words:
    used = np.bincount(codes, minlength=len(words)) > 0
    if used.all():
        return Words(codes, words)
    kept = tuple(word for word, is_used in zip(words, used.tolist(), strict=True) if is_used)
    return Words((np.cumsum(used) - 1)[codes].astype(width(len(kept))), kept)


def _renamed(codes: NDArray[np.int64], words: tuple[str, ...]) -> Words:
    order = sorted(range(len(words)), key=words.__getitem__)
    places = np.empty(len(words), dtype=np.int64)
    places[order] = np.arange(len(words))
    return Words(places[codes].astype(width(len(words))), tuple(words[place] for place in order))
