"""Turn a passphrase into a key slowly enough that guessing is hopeless."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from cdconsole.domain.errors import CannotOpenDepartment, UserFacingError

KEY_BYTES = 32
SALT_BYTES = 16
MEMORY_BOUNDS_KIB = (19 * 1024, 1024 * 1024)
TIME_BOUNDS = (1, 10)
LANES_BOUNDS = (1, 16)


@dataclass(frozen=True)
class KdfParameters:
    """What one Argon2id derivation costs. The default takes about a second on a hospital laptop."""

    memory_kib: int = 256 * 1024
    time_cost: int = 3
    lanes: int = 4

    def checked(self) -> KdfParameters:
        """Return these parameters if a file may ask for them.

        Bounded both ways: a weakened file must not make guessing cheap, a hostile one must not exhaust the computer.
        Raises CannotOpenDepartment outside 19 MiB-1 GiB, 1-10 passes, 1-16 lanes.
        """
        asked = (
            (self.memory_kib, MEMORY_BOUNDS_KIB),
            (self.time_cost, TIME_BOUNDS),
            (self.lanes, LANES_BOUNDS),
        )
        if not all(low <= value <= high for value, (low, high) in asked):
            raise CannotOpenDepartment(
                "The department asks for passphrase settings that are not safe to use.",
                "Its list of people has been altered. Restore the department from a backup.",
            )
        return self

    def derive(self, passphrase: str, salt: bytes) -> bytes:
        """Return the 32-byte key of a passphrase (NFKC, UTF-8) and a 16-byte salt: Argon2id version 1.3 (RFC 9106).

        Raises UserFacingError where the computer has too little memory free.
        """
        try:
            return hash_secret_raw(
                normalised(passphrase).encode("utf-8", "surrogatepass"),
                salt,
                time_cost=self.time_cost,
                memory_cost=self.memory_kib,
                parallelism=self.lanes,
                hash_len=KEY_BYTES,
                type=Type.ID,
            )
        except HashingError as problem:
            raise UserFacingError(
                f"This computer could not set aside {self.memory_kib // 1024} MiB of memory to check the passphrase.",
                "Close other programs and try again.",
            ) from problem


def normalised(passphrase: str) -> str:
    """Return the passphrase in the one form that counts (NFKC), so that every keyboard's ``é`` is the same."""
    return unicodedata.normalize("NFKC", passphrase)
