"""Join what two people made of one row, column by column. Pure: rows in, a row and what they disagree about out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cdconsole.storage.merging.rules import BOOKKEEPING, QUIET, REVISION, SUPERSEDED, TOGETHER
from cdconsole.storage.merging.tables import Row, Table


@dataclass(frozen=True)
class Disagreement:
    """Columns that say one thing and were changed to different values at both ends; ``base`` None where both added."""

    columns: tuple[str, ...]
    base: Row | None
    ours: Row
    theirs: Row


def joined(table: Table, base: Row | None, ours: Row, theirs: Row) -> tuple[Row, tuple[Disagreement, ...]]:
    """Return the row that holds both people's changes, and what they changed differently, where theirs stands.

    ``base`` is the row both started from, None where both added it. A row that both changed gets a revision above
    both, so that an edit of either form is refused as stale. Of two that came from one source the one that has ended
    stands whole.
    """
    if theirs in (base, ours):
        return ours, ()
    ended = SUPERSEDED.get(table.name, ("", ""))[0]
    if ended and (ours[ended] is None) != (theirs[ended] is None):
        return (theirs if ours[ended] is None else ours) | {REVISION: max(ours[REVISION], theirs[REVISION]) + 1}, ()
    row, disagreements = dict(theirs), []
    for group in _groups(table):
        mine = _part(ours, group)
        if mine in (_part(theirs, group), None if base is None else _part(base, group)):
            continue
        if base is not None and _part(theirs, group) == _part(base, group):
            row |= mine
        elif is_worth_asking(table, group, ours, theirs):
            before = None if base is None else _part(base, group)
            disagreements.append(Disagreement(group, before, mine, _part(theirs, group)))
    if REVISION in row:
        row[REVISION] = max(ours[REVISION], theirs[REVISION]) + 1
    return row, tuple(disagreements)


def is_worth_asking(table: Table, columns: tuple[str, ...], ours: Row, theirs: Row) -> bool:
    """Return whether two rows differ in what people decide, not only in who and when."""
    asked = [name for name in columns if name not in BOOKKEEPING and name not in table.keys]
    return table.name not in QUIET and any(ours[name] != theirs[name] for name in asked)


def _groups(table: Table) -> Iterator[tuple[str, ...]]:
    together = TOGETHER.get(table.name, ())
    yield from together
    grouped = {name for group in together for name in group} | {*table.keys, REVISION}
    yield from ((name,) for name in table.columns if name not in grouped)


def _part(row: Row, columns: tuple[str, ...]) -> Row:
    return {name: row[name] for name in columns}
