"""Offer strong passphrases, and refuse the ones that guessing programs try first."""

from __future__ import annotations

import secrets
from functools import cache
from itertools import pairwise

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.resources import resource_text
from cdconsole.vault.kdf import normalised

WORDS = 5
SHORTEST = 14
FEWEST_DIFFERENT = 5
_STEPS_PER_JUMP = 3
_WALKS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn")


def suggest_passphrase() -> str:
    """Return five words drawn at random from the EFF large wordlist: 64.6 bits."""
    return " ".join(secrets.choice(words()) for _ in range(WORDS))


def check_own_choice(passphrase: str, field: str = "passphrase") -> None:
    """Refuse a passphrase that is short, well known or a pattern.

    Raises RuleBroken, naming the ``field``, with what to do; the passphrase itself is never in the message.
    """
    chosen = normalised(passphrase)
    if len(chosen) < SHORTEST:
        raise _refused(f"The passphrase has {len(chosen)} characters; at least {SHORTEST} are needed.", field)
    bare = _bare(chosen)
    if len(set(chosen.casefold())) < FEWEST_DIFFERENT:
        raise _refused(f"The passphrase uses fewer than {FEWEST_DIFFERENT} different characters.", field)
    if bare in _denied() or bare.rstrip("0123456789") in _denied():
        raise _refused("The passphrase is a well-known phrase, one of the first that a guessing program tries.", field)
    if _repeats(bare) or _walks(bare):
        raise _refused("The passphrase is a repeat or a walk along the keyboard, easily guessed.", field)


def _refused(message: str, field: str) -> RuleBroken:
    return RuleBroken(message, "Use the five words offered, or choose several words unrelated to you.", field)


def _bare(text: str) -> str:
    """Return what is left without regard to case, spaces and punctuation."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _repeats(text: str) -> bool:
    """Return whether a text of at most half the length, over and over, makes this one."""
    return any(text[period:] == text[:-period] for period in range(1, len(text) // 2 + 1))


def _walks(text: str) -> bool:
    """Return whether nearly every step goes to a neighbouring key or letter, forwards or backwards."""
    neighbours = _neighbours()
    jumps = sum(pair not in neighbours for pair in pairwise(text))
    return jumps * (_STEPS_PER_JUMP + 1) <= len(text)


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    forwards = {pair for walk in _WALKS for pair in pairwise(walk)}
    same = {(letter, letter) for walk in _WALKS for letter in walk}
    return frozenset(forwards | {(second, first) for first, second in forwards} | same)


@cache
def words() -> tuple[str, ...]:
    """Return EFF's large word list, 7,776 words."""
    return tuple(resource_text("words/eff_large_wordlist.txt").split())


@cache
def _denied() -> frozenset[str]:
    lines = resource_text("words/denied_passphrases.txt").splitlines()
    return frozenset(_bare(normalised(line)) for line in lines if line and not line.startswith("#"))
