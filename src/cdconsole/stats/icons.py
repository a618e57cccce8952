"""What a signal means, given which way is better: direction, variation icon, assurance icon."""

from __future__ import annotations

import numpy as np

from cdconsole.domain.spc import AssuranceIcon, Improvement, SpecialDirection, VariationIcon
from cdconsole.stats.rules import tolerance

_BETTER_SIDE = {Improvement.UP: 1, Improvement.DOWN: -1}


def direction_of(side: int, improvement: Improvement) -> SpecialDirection:
    """Return what a special cause on ``side`` (1 high, -1 low, 0 none) means."""
    if side == 0:
        return SpecialDirection.NONE
    if improvement is Improvement.NEITHER:
        return SpecialDirection.NEUTRAL_HIGH if side > 0 else SpecialDirection.NEUTRAL_LOW
    is_better = side == _BETTER_SIDE[improvement]
    return SpecialDirection.IMPROVEMENT if is_better else SpecialDirection.CONCERN


def is_high(direction: SpecialDirection, improvement: Improvement) -> bool:
    """Return whether a special cause of this direction lies on the high side."""
    if improvement is Improvement.NEITHER:
        return direction is SpecialDirection.NEUTRAL_HIGH
    return (direction is SpecialDirection.IMPROVEMENT) == (improvement is Improvement.UP)


def variation_icon(direction: SpecialDirection, improvement: Improvement) -> VariationIcon:
    """Return the icon of a last point with this direction."""
    if direction is SpecialDirection.NONE:
        return VariationIcon.COMMON_CAUSE
    if improvement is Improvement.NEITHER:
        return VariationIcon(direction.value)
    side = "high" if is_high(direction, improvement) else "low"
    return VariationIcon(f"{direction.value}_{side}")


def assurance_icon(lower: float, upper: float, target: float | None, improvement: Improvement) -> AssuranceIcon:
    """Return whether the limits lie on one side of the target; a target on a limit is inconsistent."""
    if target is None or improvement is Improvement.NEITHER:
        return AssuranceIcon.NONE
    slack = float(tolerance(np.float64((lower + upper) / 2)))
    if target > upper + slack:
        return AssuranceIcon.CONSISTENT_FAIL if improvement is Improvement.UP else AssuranceIcon.CONSISTENT_PASS
    if target < lower - slack:
        return AssuranceIcon.CONSISTENT_PASS if improvement is Improvement.UP else AssuranceIcon.CONSISTENT_FAIL
    return AssuranceIcon.INCONSISTENT
