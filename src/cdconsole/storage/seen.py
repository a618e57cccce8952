"""What this computer has seen of a department last: an older folder put in its place shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cdconsole.domain.errors import OlderThanSeen
from cdconsole.storage.dirty_marker import sync_file
from cdconsole.vault import Vault
from cdconsole.vault.generations import commit_hash


class SeenCommit:
    """The newest commit that this computer has opened, published or fetched: its number, hash and sections."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "seen.json"

    def check(self, vault: Vault) -> None:
        """Refuse a department older than what was seen, or one that has taken another way since. Raises OlderThanSeen.

        The hash of a commit that was seen can't be compared once it is pruned. A section's generation can be for ever:
        it never falls, so an older section shows even where the commits between were taken away.
        """
        if not self._path.exists():
            return
        seen = json.loads(self._path.read_text(encoding="ascii"))
        number, sha256 = int(seen["number"]), str(seen["sha256"])
        now = vault.number
        stored = vault.generation.commit
        there = stored.sha256 if stored and now == number else commit_hash(vault.store, number)
        if now < number:
            why = (
                f"The department was at save {number} when this computer saw it last, and the folder is at save {now}."
            )
        elif there not in (None, sha256):
            why = f"Save {number} in this folder is not the one that this computer has seen."
        elif older := _fallen(seen["sections"], _generations(vault)):
            why = f"The {' and '.join(older)} section is older than this computer has seen it."
        else:
            return
        raise OlderThanSeen(
            f"{why} An older copy may have been put in its place.",
            "Ask who looks after the drive, and the clinical director. Open it all the same if you know why.",
        )

    def note(self, vault: Vault) -> None:
        """Remember where the department stands."""
        stored = vault.generation.commit
        if stored is None:
            return
        seen = {"number": stored.value.number, "sha256": stored.sha256, "sections": _generations(vault)}
        fresh = self._path.with_suffix(".noting")
        fresh.write_text(json.dumps(seen), encoding="ascii")
        sync_file(fresh)
        fresh.replace(self._path)


def _generations(vault: Vault) -> dict[str, int]:
    """Return which commit brought each section."""
    entries = vault.commit.sections.values() if vault.commit else ()
    return {entry.section.value: entry.generation for entry in entries}


def _fallen(seen: Mapping[str, int], now: Mapping[str, int]) -> list[str]:
    return [section for section, generation in seen.items() if now.get(section, 0) < generation]
