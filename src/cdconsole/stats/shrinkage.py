"""Empirical-Bayes shrinkage: what is left of differences between units once chance has had its share.

Source: Marshall RJ. Mapping disease and mortality rates using empirical Bayes estimators. *Applied Statistics*
1991;40:283-94 (the global estimator, in closed form).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cdconsole.domain.comparison import ShrunkenValue


def shrunken_values(
    units: Sequence[str], numerators: npt.ArrayLike, denominators: npt.ArrayLike
) -> tuple[ShrunkenValue, ...]:
    """Return each unit's value drawn towards the whole, with its reliability.

    ``numerators`` are events [units], ``denominators`` expected events or cases [units]; a unit whose denominator is
    nought takes the value of the whole, with reliability 0. Raises ValueError for a negative number, or no
    denominator above 0.
    """
    events, base = np.asarray(numerators, dtype=np.float64), np.asarray(denominators, dtype=np.float64)
    if np.any(events < 0) or np.any(base < 0):
        raise ValueError("counts cannot be negative")
    total = base.sum()
    if not total > 0:
        raise ValueError("nothing to divide by")
    used = base > 0
    whole = float(events[used].sum() / total)
    value = np.divide(events, base, out=np.full_like(base, whole), where=used)
    between = max(0.0, float(np.sum(base * (value - whole) ** 2) / total) - whole / float(base[used].mean()))
    within = np.divide(whole, base, out=np.full_like(base, np.inf), where=used)
    reliability = between / (between + within) if between > 0 else np.zeros_like(base)
    shrunken = whole + (value - whole) * reliability
    return tuple(
        ShrunkenValue(unit, float(top), float(bottom), float(raw) if bottom > 0 else None, float(drawn), float(share))
        for unit, top, bottom, raw, drawn, share in zip(units, events, base, value, shrunken, reliability, strict=True)
    )
