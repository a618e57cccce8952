"""Which tables hold what imports bring: withdrawing a batch goes through all of them."""

from __future__ import annotations

from typing import Final

from cdconsole.storage.record_versions import ImportedTable
from cdconsole.storage.spells import SPELLS

IMPORTED_TABLES: Final[tuple[ImportedTable, ...]] = (SPELLS,)
"""In the order in which rows may refer to each other: a record before those that refer to it."""
