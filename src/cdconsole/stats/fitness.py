"""Which values a kind of chart cannot have."""

from __future__ import annotations

import numpy as np

from cdconsole.domain.spc import ChartKind
from cdconsole.stats.rules import BoolArray
from cdconsole.stats.series_table import Column

_COUNTS = frozenset({ChartKind.P, ChartKind.P_PRIME, ChartKind.U, ChartKind.U_PRIME, ChartKind.C, ChartKind.G})
_SHARES = frozenset({ChartKind.P, ChartKind.P_PRIME})


def misfits(kind: ChartKind, value: Column) -> tuple[BoolArray, str]:
    """Return [rows], which values (counts, or counts / denominators) the chart cannot have, and why in words."""
    if kind in _COUNTS and (value < 0).any():
        return value < 0, "a count cannot be less than nought"
    if kind in _SHARES:
        return value > 1, "there cannot be more than there are in all"
    if kind is ChartKind.T:
        return value <= 0, "the time between two events must be more than nought"
    return np.zeros(len(value), dtype=np.bool_), ""
