"""Taking a whole import back, and bringing it back: in every table that holds what imports bring."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cdconsole.domain.identity import BatchId
from cdconsole.storage import batches, record_versions, spells
from cdconsole.storage.imported_tables import IMPORTED_TABLES
from cdconsole.storage.record_versions import ImportedTable, Settled
from cdconsole.storage.section_file import Work


def withdraw(work: Work, batch: BatchId) -> None:
    """Take everything a batch brought out of force, for the reason of the work."""
    batches.mark_withdrawn(work, batch)
    _settle(work, record_versions.withdraw, IMPORTED_TABLES[::-1], batch)


def reinstate(work: Work, batch: BatchId) -> None:
    """Put everything a withdrawn batch brought back in force, but for what later batches brought of the same."""
    batches.mark_reinstated(work, batch)
    _settle(work, record_versions.reinstate, IMPORTED_TABLES, batch)


def _settle(
    work: Work,
    act: Callable[[Work, ImportedTable, BatchId], Settled],
    tables: Sequence[ImportedTable],
    batch: BatchId,
) -> None:
    for table in tables:
        done = act(work, table, batch)
        if table is spells.SPELLS:
            for clinician in sorted(done.clinicians):
                spells.rebuild_columns(work, clinician)
