"""British English as the bundled Hunspell dictionary spells it, and the hospital's words beside it.

Read with spylls, but for the stems: reading them its way takes 0.9 s and 86 MB, and that request would keep a note
waiting as long. Here a stem becomes one of spylls' words when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cdconsole.domain.resources import resource_path, resource_text

if TYPE_CHECKING:
    from spylls.hunspell.data.aff import Aff
    from spylls.hunspell.data.dic import Word
    from spylls.hunspell.readers.aff import Context

_DICTIONARY, _HOSPITAL_WORDS = "spelling/en_GB", "words/hospital_words.txt"
_CLOSEST, _MOST_SUGGESTIONS, _SHORT = 120, 5, 6

Words = Mapping[str, str]
"""Words as they are written, by their casefolded form."""


class Lexicon:
    """What is spelt rightly, and what may have been meant by what is not.

    ``also`` are further words than the dictionary's and the hospital's; capitals are forgiven in those.
    """

    def __init__(self) -> None:
        from spylls.hunspell.algo.lookup import Lookup
        from spylls.hunspell.algo.suggest import Suggest
        from spylls.hunspell.readers import read_aff
        from spylls.hunspell.readers.file_reader import BaseReader

        # Not with its reader of files, which leaves them open.
        with resource_path(f"{_DICTIONARY}.aff").open(encoding="utf-8-sig") as file:
            lines = BaseReader(file)
            lines.reset_encoding = _is_known
            affixes, context = read_aff(lines)
        self._stems = _Stems(resource_path(f"{_DICTIONARY}.dic"), affixes, context)
        self._lookup = Lookup(affixes, self._stems)
        self._suggest = Suggest(affixes, self._stems, self._lookup)
        self._hospital = hospital_words()

    def knows(self, word: str, also: Words) -> bool:
        """Return whether a word is spelt rightly."""
        plain = word.replace("’", "'").casefold()
        forms = (plain, plain.removesuffix("'s"))
        return any(form in words for form in forms for words in (also, self._hospital)) or bool(self._lookup(word))

    def suggest(self, word: str, also: Words) -> tuple[str, ...]:
        """Return at most five words that may have been meant, the likeliest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        beside = {**self._hospital, **also}
        farthest = 1 if len(word) < _SHORT else 2
        near = process.extract(
            *(word.casefold(), list(beside)), scorer=DamerauLevenshtein.distance, score_cutoff=farthest, limit=2
        )
        self._suggest.words_for_ngram = self._stems.closest(word)
        found = [_in_case_of(word, beside[plain]) for plain, _distance, _place in near]
        found += islice(self._suggest(word), _MOST_SUGGESTIONS)
        return tuple(dict.fromkeys(found))[:_MOST_SUGGESTIONS]


class _Stems:
    """Stands for spylls' list of words: the same questions, answered from the lines of the file."""

    def __init__(self, path: Path, affixes: Aff, context: Context) -> None:
        self._affixes, self._context = affixes, context
        self._flags: dict[str, list[str]] = {}
        self._with_capitals: dict[str, list[str]] | None = None
        for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:  # the first says how many there are
            stem, _, flags = line.partition("\t")[0].partition("/")
            self._flags.setdefault(stem, []).append(flags)
        self._words_of = lru_cache(maxsize=4096)(self._read)
        self.words: tuple[Word, ...] = ()  # what Suggest is made with; closest() gives it better

    def homonyms(self, stem: str, *, ignorecase: bool = False) -> list[Word]:
        """Return the words with this stem; ``ignorecase`` asks for it in small letters."""
        if not ignorecase:
            return self._words_of(stem)
        if self._with_capitals is None:
            self._with_capitals = {}
            for other in self._flags:
                if other != other.lower():
                    self._with_capitals.setdefault(other.lower(), []).append(other)
        return [word for each in (stem, *self._with_capitals.get(stem, ())) for word in self._words_of(each)]

    def has_flag(self, stem: str, flag: str, *, for_all: bool = False) -> bool:
        """Return whether any, or all, of the words with this stem have a flag."""
        having = [flag in word.flags for word in self.homonyms(stem)]
        return bool(having) and (all(having) if for_all else any(having))

    def closest(self, word: str) -> list[Word]:
        """Return the words that look most like one that is spelt wrongly, of those that may be suggested."""
        from rapidfuzz import fuzz, process

        unwanted = {self._affixes.NOSUGGEST, self._affixes.ONLYINCOMPOUND, self._affixes.FORBIDDENWORD}
        near = process.extract(word.lower(), self._flags.keys(), scorer=fuzz.ratio, limit=_CLOSEST)
        found = [one for stem, _score, _key in near for one in self._words_of(stem)]
        return [one for one in found if not unwanted & one.flags]

    def _read(self, stem: str) -> list[Word]:
        from spylls.hunspell.data.dic import Word

        captype = self._affixes.casing.guess(stem)
        flags = self._flags.get(stem, ())
        return [Word(stem, {*self._context.parse_flags(each)}, {}, [], captype) for each in flags]


def hospital_words() -> Words:
    """Return the hospital's words that come with the program."""
    lines = resource_text(_HOSPITAL_WORDS).splitlines()
    return {word.casefold(): word for line in lines if not line.startswith("#") for word in line.split()}


def _is_known(_encoding: str) -> None:
    """Go on reading: both files are UTF-8."""


def _in_case_of(word: str, found: str) -> str:
    return found[:1].upper() + found[1:] if word[:1].isupper() else found
