from __future__ import annotations

import pytest
from pyrage import x25519

from cdconsole.domain.errors import RuleBroken, UserFacingError, WrongPassphrase
from cdconsole.vault.sealed_file import open_as, open_with, seal_for, seal_with

DATA = b"what is inside"
KEY = x25519.Identity.generate()


def test_that_only_the_recipients_key_opens_it() -> None:
    sealed = seal_for(DATA, str(KEY.to_public()))
    assert DATA not in sealed
    assert open_as(sealed, f"# made today\n{KEY}\n") == DATA
    with pytest.raises(UserFacingError, match="does not open"):
        open_as(sealed, str(x25519.Identity.generate()))
    with pytest.raises(WrongPassphrase):
        open_with(sealed, "one two three four five")


def test_that_only_the_passphrase_opens_it() -> None:
    sealed = seal_with(DATA, "one two three four five")
    assert open_with(sealed, "one two three four five") == DATA
    with pytest.raises(WrongPassphrase):
        open_with(sealed, "one two three four six")
    with pytest.raises(UserFacingError, match="does not open"):
        open_as(sealed, str(KEY))


@pytest.mark.parametrize("text", ["", "# nothing", "AGE-SECRET-KEY-1NONSENSE"])
def test_that_a_key_file_without_a_key_is_refused(text: str) -> None:
    with pytest.raises(UserFacingError, match="no age key"):
        open_as(seal_for(DATA, str(KEY.to_public())), text)


def test_that_a_mistyped_public_key_is_refused() -> None:
    key = str(KEY.to_public())
    with pytest.raises(RuleBroken) as problem:
        seal_for(DATA, key[:-1] + ("q" if key[-1] != "q" else "p"))
    assert problem.value.field == "recipient_key"


def test_that_a_damaged_file_is_refused() -> None:
    sealed = bytearray(seal_for(DATA, str(KEY.to_public())))
    sealed[-1] ^= 1
    with pytest.raises(UserFacingError):
        open_as(bytes(sealed), str(KEY))
