"""The groups that cases fall into: age bands, ways of admission, procedure groups, declared before anybody looks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cdconsole.domain.activity import AdmissionKind
from cdconsole.services.hrg_chapters import group_words
from cdconsole.storage.spell_columns import ADMISSION_CODES, CaseColumns
from cdconsole.storage.word_column import Words

_NOT_RECORDED = "Not recorded"
_BANDS = ((19, "0 - 19"), (39, "20 - 39"), (64, "40 - 64"), (74, "65 - 74"), (84, "75 - 84"))
_OLDEST = "85 and over"
_LETTERS = 2  # of an HRG: its subchapter
_ADMISSIONS = tuple(kind.value for kind in ADMISSION_CODES)

Groups = npt.NDArray[np.int64]


def _by_words(words: Words, group_of: Callable[[str], str], groups: dict[str, int]) -> Groups:
    places = [groups.setdefault(group_of(word), len(groups)) for word in words.words]
    return np.array(places, dtype=np.int64)[words.codes] if places else np.zeros(0, dtype=np.int64)


def ages(columns: CaseColumns, groups: dict[str, int]) -> Groups:
    """Return each record's age band [records] as a place in ``groups``, where bands not known yet are added."""
    return _by_words(columns.age_band, _age, groups)


def admissions(columns: CaseColumns, groups: dict[str, int]) -> Groups:
    """Return each record's way of admission, likewise."""
    places = [groups.setdefault(kind, len(groups)) for kind in _ADMISSIONS]
    return np.array(places, dtype=np.int64)[columns.admission]


def procedures(columns: CaseColumns, groups: dict[str, int]) -> Groups:
    """Return each record's subchapter of the HRG, likewise."""
    return _by_words(columns.hrg, lambda hrg: group_words(hrg[:_LETTERS]) or _NOT_RECORDED, groups)


def chapters(columns: CaseColumns, groups: dict[str, int]) -> Groups:
    """Return each record's chapter of the HRG, likewise."""
    return _by_words(columns.hrg, lambda hrg: hrg[:1].upper() or _NOT_RECORDED, groups)


def _age(band: str) -> str:
    digits = "".join(letter if letter.isdigit() else " " for letter in band).split()
    if not digits:
        return _NOT_RECORDED
    return next((words for oldest, words in _BANDS if int(digits[0]) <= oldest), _OLDEST)


def place_of(group: str) -> tuple[bool, int, str]:
    """Return what a group sorts by: as numbers and letters run, what is not recorded last."""
    start = group.split(" ", maxsplit=1)[0]
    return group == AdmissionKind.UNKNOWN.value, int(start) if start.isdigit() else 0, group
