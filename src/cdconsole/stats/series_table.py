"""Series one under another as columns, cut into phases, and phases of one length taken as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cdconsole.stats.rules import BoolArray

PlaceArray = npt.NDArray[np.int64]
Column = npt.NDArray[np.float64]
Cell = TypeVar("Cell", bound=np.generic)

_BLOCK_POINTS = 600_000
"""Points worked on together: few enough to take little room beside the table, enough to make the calls worth while."""


@dataclass(frozen=True, eq=False)
class SeriesTable:
    """The rows of all series: ``starts`` [series + 1] says where each begins, and where the last ends.

    ``days`` [rows] are ordinals as of ``date.toordinal``, rising within a series. ``value`` [rows] is NaN for a gap;
    ``size`` and ``spread`` [rows] are as in ``limits.Sample``, empty for charts that need none.
    """

    starts: PlaceArray
    days: PlaceArray
    value: Column
    size: Column
    spread: Column

    @classmethod
    def of_subgroups(cls, starts: PlaceArray, days: PlaceArray, values: Column) -> SeriesTable:
        """Return one row for the values of each series and day: their mean, their number, their standard deviation.

        Rows come in as in the table, several to a day; values that are missing do not count.
        """
        is_first = np.diff(days, prepend=-1) != 0
        is_first[starts[:-1][starts[:-1] < len(days)]] = True
        group = np.cumsum(is_first) - 1
        groups = int(group[-1]) + 1 if len(group) else 0
        present = ~np.isnan(values)
        size = np.bincount(group, weights=present, minlength=groups).astype(np.float64)
        total = np.bincount(group, weights=np.where(present, values, 0.0), minlength=groups)
        average = np.divide(total, size, out=np.full(groups, np.nan), where=size > 0)
        squares = np.bincount(group, weights=np.where(present, values - average[group], 0.0) ** 2, minlength=groups)
        variance = np.divide(squares, size - 1, out=np.full(groups, np.nan), where=size > 1)
        groups_before = np.concatenate([[0], np.cumsum(is_first)])
        return cls(groups_before[starts], days[is_first], average, size, np.sqrt(variance))

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return len(self.value)

    def on_any(self, dates: Sequence[date]) -> BoolArray:
        """Return [rows]: which lie on one of these dates."""
        if not dates:
            return np.zeros(self.rows, dtype=np.bool_)
        return np.isin(self.days, [on.toordinal() for on in dates])

    def phase_starts(self, rebase: Sequence[date]) -> PlaceArray:
        """Return [phases + 1]: where each phase begins, and where the last ends."""
        if not rebase:
            return self.starts
        return np.union1d(self.starts, np.flatnonzero(self.on_any(rebase)))


@dataclass(frozen=True, eq=False)
class Block:
    """Phases of one length; ``rows`` is [phases, points], or one slice where they stand under one another."""

    phases: PlaceArray
    length: int
    rows: PlaceArray | slice

    def take(self, column: npt.NDArray[Cell]) -> npt.NDArray[Cell]:
        """Return a column [rows] as [points, phases]."""
        return np.ascontiguousarray(column[self.rows].reshape(len(self.phases), self.length).T)

    def put(self, column: npt.NDArray[Cell], values: npt.NDArray[Cell]) -> None:
        """Write [points, phases], or [1, phases] for every point, into a column [rows]."""
        across = values.T
        if isinstance(self.rows, slice):
            column[self.rows].reshape(len(self.phases), self.length)[:] = across
        else:
            column[self.rows] = across


def blocks(phase_starts: PlaceArray) -> Iterator[Block]:
    """Yield the phases in blocks of one length."""
    lengths = np.diff(phase_starts)
    for length in np.flatnonzero(np.bincount(lengths)).tolist():
        places = np.flatnonzero(lengths == length)
        together = max(1, _BLOCK_POINTS // length)
        for first in range(0, len(places), together):
            yield _block(places[first : first + together], phase_starts, length)


def _block(phases: PlaceArray, phase_starts: PlaceArray, length: int) -> Block:
    begins = phase_starts[phases]
    first, end = int(begins[0]), int(begins[-1]) + length
    if end - first == len(phases) * length:
        return Block(phases, length, slice(first, end))
    return Block(phases, length, begins[:, np.newaxis] + np.arange(length))
