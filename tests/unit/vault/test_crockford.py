from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdconsole.domain.errors import RuleBroken
from cdconsole.vault.crockford import read, written
from cdconsole.vault.fingerprint import fingerprint
from cdconsole.vault.membership import suggest_introduction, suggest_recovery_key
from cdconsole.vault.passphrase import words

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.sampled_from((10, 20)).flatmap(lambda size: st.binary(min_size=size, max_size=size))


@given(CODES)
def test_that_what_is_written_reads_back_however_it_is_typed(data: bytes) -> None:
    code = written(data)
    assert read(code, len(data), "code") == data
    body, check = code[:-1], code[-1]
    for typed in (
        code.lower(),
        code.replace("-", " "),
        code.replace("-", ""),
        f" {code}\n",
        body.replace("0", "o").replace("1", "l") + check,
        body.replace("0", "O").replace("1", "I") + check,
    ):
        assert read(typed, len(data), "code") == data


@given(CODES, st.data())
def test_that_every_single_wrong_character_is_found(data: bytes, drawn: st.DataObject) -> None:
    code = written(data)
    place = drawn.draw(st.sampled_from([at for at, character in enumerate(code) if character != "-"]))
    last = place == len(code) - 1
    for wrong in (DIGITS + "*~$=U") if last else DIGITS:
        if wrong != code[place]:
            with pytest.raises(RuleBroken) as refused:
                read(code[:place] + wrong + code[place + 1 :], len(data), "code")
            assert refused.value.field == "code"
            assert code not in str(refused.value)


@given(CODES)
def test_that_every_swap_of_two_neighbours_is_found(data: bytes) -> None:
    code = written(data).replace("-", "")
    for at, (first, second) in enumerate(pairwise(code)):
        if first != second:
            with pytest.raises(RuleBroken):
                read(code[:at] + second + first + code[at + 2 :], len(data), "code")


@pytest.mark.parametrize("typed", ["", "8H3K", "U" * 17, "é" * 17, "0" * 16 + "!", "0" * 18, "0" * 33])
def test_that_what_is_no_such_code_is_refused_in_words(typed: str) -> None:
    with pytest.raises(RuleBroken, match=r"characters instead of 17|character that no such code has") as refused:
        read(typed, 10, "code")
    assert "group by group" in refused.value.what_to_do


def test_that_the_form_is_crockfords() -> None:
    """Source: Crockford, Base 32 Encoding: most significant digit first, the number modulo 37 as the check."""
    assert written(bytes(10)) == "0000-0000-0000-0000-0"
    assert written((36).to_bytes(10)) == "0000-0000-0000-0014-U"
    assert written((2**80 - 1).to_bytes(10)) == f"ZZZZ-ZZZZ-ZZZZ-ZZZZ-{(DIGITS + '*~$=U')[(2**80 - 1) % 37]}"


def test_that_codes_have_80_bits_and_recovery_keys_160() -> None:
    introductions, recovery = {suggest_introduction() for _ in range(50)}, {suggest_recovery_key() for _ in range(50)}
    assert len(introductions) == len(recovery) == 50
    assert {len(code.replace("-", "")) for code in introductions} == {17}
    assert {len(code.replace("-", "")) for code in recovery} == {33}


def test_that_a_fingerprint_is_six_words_that_never_change() -> None:
    """People have written these words down: another way to make them would look like another clinical director."""
    assert fingerprint(bytes(range(32))) == "eloquent impure crablike tripod porthole elderly"
    assert len({fingerprint(bytes([number]) * 32) for number in range(256)}) == 256
    assert set(fingerprint(b"key").split()) <= set(words())
