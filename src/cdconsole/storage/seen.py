"""What this computer has seen of a department last: an older folder put in its place shows."""

from __future__ import annotations

import json
from pathlib import Path

from cdconsole.domain.errors import OlderThanSeen
from cdconsole.storage.dirty_marker import sync_file
from cdconsole.vault import Vault
from cdconsole.vault.generations import commit_hash


class SeenCommit:
    """The number and hash of the newest commit that this computer has opened, published or fetched."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "seen.json"

    def check(self, vault: Vault) -> None:
        """Refuse a department older than what was seen, or one that has taken another way since. Raises OlderThanSeen.

        A commit that was seen and is pruned by now can't be compared any more.
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
        seen = {"number": stored.value.number, "sha256": stored.sha256}
        fresh = self._path.with_suffix(".noting")
        fresh.write_text(json.dumps(seen), encoding="ascii")
        sync_file(fresh)
        fresh.replace(self._path)
