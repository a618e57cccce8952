"""Write random bytes so that a person can copy them from paper: Crockford's base 32 in groups of four, with a check."""

from __future__ import annotations

from cdconsole.domain.errors import RuleBroken

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = _DIGITS + "*~$=U"
_READ_AS = str.maketrans("OIL", "011", " -\t\n")
_BITS = 5
_GROUP = 4


def written(data: bytes) -> str:
    """Return the bytes as ``8H3K-...-W2QX-7``: five bits a character, and the number modulo 37 as the last.

    The length in bits must be a multiple of five. Source: Crockford, Base 32 Encoding.
    """
    number = int.from_bytes(data)
    characters = "".join(_DIGITS[number >> shift & 31] for shift in range(len(data) * 8 - _BITS, -1, -_BITS))
    groups = [characters[at : at + _GROUP] for at in range(0, len(characters), _GROUP)]
    return "-".join((*groups, _CHECKS[number % 37]))


def read(text: str, size: int, field: str) -> bytes:
    """Return the ``size`` bytes that somebody typed from paper; case, spaces, hyphens and O, I, L don't matter.

    Raises RuleBroken for the field where a character is missing, mistyped or swapped; the text is not in the message.
    """
    typed = text.upper().translate(_READ_AS)
    expected = size * 8 // _BITS + 1
    if len(typed) != expected:
        raise _mistyped(f"It has {len(typed)} characters instead of {expected}.", field)
    if any(character not in _DIGITS for character in typed[:-1]) or typed[-1] not in _CHECKS:
        raise _mistyped("It holds a character that no such code has.", field)
    number = 0
    for character in typed[:-1]:
        number = number << _BITS | _DIGITS.index(character)
    if _CHECKS[number % 37] != typed[-1]:
        raise _mistyped("A character is wrong, or two have changed places.", field)
    return number.to_bytes(size)


def _mistyped(why: str, field: str) -> RuleBroken:
    return RuleBroken(why, "Compare it with the paper, group by group.", field)
