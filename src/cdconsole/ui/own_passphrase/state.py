"""What was typed where somebody chooses a passphrase. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

PASSPHRASE, AGAIN = "passphrase", "again"


@dataclass(frozen=True)
class OwnPassphrase:
    """A passphrase and the same once more."""

    text: str = ""
    again: str = ""

    def problems(self) -> dict[str, str]:
        """Return what is wrong before anybody is asked, by field; whether it is strong enough the vault says."""
        if not self.text.strip():
            return {PASSPHRASE: "Take the words on offer or type a passphrase of your own."}
        if self.again != self.text:
            return {AGAIN: "This is not the same as above. Type it again, letter for letter."}
        return {}

    def __repr__(self) -> str:
        return "OwnPassphrase(...)"
