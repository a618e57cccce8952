"""Who seals data packs: a signing key in a file of their own, and the numbers given out, kept beside it.

The key file is canonical JSON ``{"kind": "pack-sender", "format": 1, "name": ..., "signing_seed": 64 digits}``. Beside
``KEYFILE`` the folder ``KEYFILE.numbers`` has one empty file ``<vault id>-<number>`` for each number given out: making
a file is the one act that two programs can't both succeed in, and nothing that was written can be half there.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.vault.documents import SIGNING_KEY_BYTES, Fields, Malformed, canonical

FORMAT = 1
LARGEST_NUMBER = 999_999_999
LONGEST_SENDER = 100
_LARGEST_FILE = 4096
_NUMBERED = re.compile(r"([0-9a-f]{32})-(\d{6,9})")


class Sender:
    """A sender's name and private key. The key shows in no text."""

    def __init__(self, path: Path, name: str, signing: Ed25519PrivateKey) -> None:
        self.name = name
        self._numbers = path.with_name(f"{path.name}.numbers")
        self._signing = signing

    def __repr__(self) -> str:
        return f"Sender({self.name})"

    @property
    def key(self) -> bytes:
        """Return the Ed25519 public key."""
        return self._signing.public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Return the sender's Ed25519 signature of the data."""
        return self._signing.sign(data)

    def take_number(self, vault: str) -> int:
        """Return the next number for a department, given out to nobody else. Raises UserFacingError."""
        try:
            self._numbers.mkdir(mode=0o700, exist_ok=True)
            given = [match for path in self._numbers.iterdir() if (match := _NUMBERED.fullmatch(path.name))]
            number = max((int(match[2]) for match in given if match[1] == vault), default=0)
            while True:
                number += 1
                try:
                    (self._numbers / f"{vault}-{number:06d}").touch(mode=0o600, exist_ok=False)
                except FileExistsError:
                    continue  # another program took it meanwhile
                return number
        except OSError as problem:
            raise UserFacingError(
                f"The numbers of sent packs can't be kept in {self._numbers} ({problem.strerror}).",
                "Nothing was sealed. Keep the sender's key file in a folder where you may write.",
            ) from problem

    def give_back(self, vault: str, number: int) -> None:
        """Take back a number under which nothing was sealed. Raises UserFacingError."""
        try:
            (self._numbers / f"{vault}-{number:06d}").unlink(missing_ok=True)
        except OSError as problem:
            raise UserFacingError(
                f"Number {number} was given out and no pack has it.", "Tell the department when you send the next."
            ) from problem


def create_sender(path: Path, name: str) -> Sender:
    """Make a sender's key file, readable by its owner only.

    Raises RuleBroken for the name or where the file is there already, UserFacingError where the disk refuses.
    """
    name = name.strip()
    if not is_sender_name(name):
        raise RuleBroken("The sender's name is empty or can't be shown.", f"Use 1-{LONGEST_SENDER} characters.", "name")
    signing = Ed25519PrivateKey.generate()
    seed = signing.private_bytes_raw().hex()
    content = canonical({"kind": "pack-sender", "format": FORMAT, "name": name, "signing_seed": seed})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise RuleBroken(
            f"{path} is there already.", "Use it, or choose another name for the new key file.", "sender"
        ) from None
    except OSError as problem:
        raise UserFacingError(f"{path} can't be written ({problem.strerror}).", "Choose another folder.") from problem
    return Sender(path, name, signing)


def load_sender(path: Path) -> Sender:
    """Read a sender's key file. Raises UserFacingError where there is none or it is no such file."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE)
    except FileNotFoundError:
        raise UserFacingError(
            f"There is no sender's key file {path}.",
            'Make one first: `cdconsole seal --new-sender "Name of your team" --sender KEYFILE`.',
        ) from None
    except OSError as problem:
        raise UserFacingError(f"{path} can't be read ({problem.strerror}).", "Check the file.") from problem
    try:
        fields = Fields(json.loads(content), "kind", "format", "name", "signing_seed")
        name, seed = fields.name("name"), fields.binary("signing_seed", SIGNING_KEY_BYTES)
        if (fields.text("kind"), fields.number("format")) != ("pack-sender", FORMAT) or not is_sender_name(name):
            raise Malformed("it is of another kind")
    except (ValueError, RecursionError, Malformed):
        raise UserFacingError(
            f"{path} is not a sender's key file, or is damaged.", "Restore it, or make a new one under another name."
        ) from None
    return Sender(path, name, Ed25519PrivateKey.from_private_bytes(seed))


def is_sender_name(name: str) -> bool:
    """Return whether a text can be a sender's name: 1-100 printable characters without spaces around them."""
    return 1 <= len(name) <= LONGEST_SENDER and name.isprintable() and name == name.strip()
