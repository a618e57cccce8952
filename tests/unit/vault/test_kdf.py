from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret

from cdconsole.domain.errors import CannotOpenDepartment, UserFacingError
from cdconsole.vault import KdfParameters, kdf

CHEAP = KdfParameters(19456, 1, 1)
SALT = bytes(range(16))
SOURCE = Path(kdf.__file__).parents[1]


def test_that_the_key_is_what_the_standard_encoding_of_argon2id_holds() -> None:
    encoded = hash_secret(b"acid angular bobcat", SALT, 1, 19456, 1, 32, Type.ID).decode()
    assert encoded.startswith("$argon2id$v=19$m=19456,t=1,p=1$")
    assert CHEAP.derive("acid angular bobcat", SALT) == base64.b64decode(encoded.rsplit("$", 1)[1] + "=")


def test_that_two_ways_to_type_a_letter_give_one_key() -> None:
    assert CHEAP.derive("caf\u00e9", SALT) == CHEAP.derive("cafe\u0301", SALT)
    assert CHEAP.derive("cafe", SALT) != CHEAP.derive("caf\u00e9", SALT)


def test_that_salt_and_every_cost_change_the_key() -> None:
    costs = [CHEAP, KdfParameters(19457, 1, 1), KdfParameters(19456, 2, 1), KdfParameters(19456, 1, 2)]
    assert len({cost.derive("acid", SALT) for cost in costs} | {CHEAP.derive("acid", bytes(16))}) == 5


@pytest.mark.parametrize("bounds", [(19456, 1, 1), (1048576, 10, 16), (262144, 3, 4)])
def test_that_parameters_within_the_bounds_are_accepted(bounds: tuple[int, int, int]) -> None:
    assert KdfParameters(*bounds).checked() == KdfParameters(*bounds)


@pytest.mark.parametrize(
    "bounds", [(19455, 1, 1), (1048577, 1, 1), (19456, 0, 1), (19456, 11, 1), (19456, 1, 0), (19456, 1, 17)]
)
def test_that_parameters_outside_the_bounds_are_refused(bounds: tuple[int, int, int]) -> None:
    with pytest.raises(CannotOpenDepartment, match="not safe"):
        KdfParameters(*bounds).checked()


def test_that_new_people_get_256_mib_and_nothing_in_the_program_asks_for_less() -> None:
    assert KdfParameters() == KdfParameters(262144, 3, 4)
    callers = [path for path in SOURCE.rglob("*.py") if SOURCE / "vault" not in path.parents]
    assert callers
    for path in callers:
        assert not re.search(r"KdfParameters\([^)]", path.read_text(encoding="utf-8")), path


def test_that_too_little_memory_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(kdf, "hash_secret_raw", refuse)
    with pytest.raises(UserFacingError, match="19 MiB of memory"):
        CHEAP.derive("acid angular", SALT)
