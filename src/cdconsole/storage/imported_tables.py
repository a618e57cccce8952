"""Which tables hold what imports bring: withdrawing a batch goes through all of them."""

from __future__ import annotations

from typing import Final

from cdconsole.storage.kind_tables import KIND_TABLES
from cdconsole.storage.record_versions import ImportedTable
from cdconsole.storage.spells import SPELLS

IMPORTED_TABLES: Final[tuple[ImportedTable, ...]] = (SPELLS, *(kept.table for kept in KIND_TABLES.values()))
"""In the order in which rows may refer to each other: a record before those that refer to it."""
