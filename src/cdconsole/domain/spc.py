"""The values of a statistical process control (SPC) chart, as `stats` returns them and charts draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class ChartKind(Enum):
    """The kinds of control chart, and the run chart; the value is what a command line says."""

    XMR = "xmr"
    MR = "mr"
    RUN = "run"
    P = "p"
    PP = "pp"
    U = "u"
    UP = "up"
    C = "c"
    G = "g"
    T = "t"
    IPRIME = "iprime"
    XBAR = "xbar"
    S = "s"


class RuleProfile(Enum):
    """A named set of limits and rules; printed on every chart.

    MDC: mean +/- 2.66 mean moving range, no screening, two-of-three counts points beyond the limits,
    trial limits and no icon below 13 points (NHS England Making Data Count).
    PLOTTHEDOTS: as the R package NHSRplotthedots 0.2.2 (screened moving ranges).
    """

    MDC = "mdc"
    PLOTTHEDOTS = "plotthedots"

    @property
    def title(self) -> str:
        """Return the profile as printed on a chart."""
        return {"mdc": "Making Data Count rules", "plotthedots": "NHSRplotthedots rules"}[self.value]


class Improvement(Enum):
    """Which way is better; NEITHER where a change needs explaining and nothing more."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class SpecialCause(Enum):
    """Which rule a point meets; the first that applies, in this order."""

    NONE = ""
    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


class SpecialDirection(Enum):
    """What a special cause means, given which way is better."""

    NONE = ""
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class VariationIcon(Enum):
    """The variation icon: the type of the last point only. NONE where limits are trial limits."""

    NONE = ""
    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"

    @property
    def words(self) -> str:
        """Return what stands beside the icon: an icon never goes without a word."""
        return {
            "": "No icon yet",
            "common_cause": "Common-cause variation",
            "improvement_high": "Special cause: improvement, high",
            "improvement_low": "Special cause: improvement, low",
            "concern_high": "Special cause: concern, high",
            "concern_low": "Special cause: concern, low",
            "neutral_high": "Special cause: high",
            "neutral_low": "Special cause: low",
        }[self.value]


class AssuranceIcon(Enum):
    """Whether the last limits lie on one side of the target; NONE without a target."""

    NONE = ""
    CONSISTENT_PASS = "consistent_pass"  # noqa: S105 - a state, not a password
    CONSISTENT_FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class SpcPoint:
    """One point. ``value`` None is a gap, not bridged by moving ranges; limits are None where there are none."""

    on: date
    value: float | None
    phase: int
    centre: float | None
    lower: float | None
    upper: float | None
    special_cause: SpecialCause = SpecialCause.NONE
    direction: SpecialDirection = SpecialDirection.NONE
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class SpcChart:
    """A whole XmR chart. ``notes`` say in plain words why limits or icon are missing or on trial."""

    points: tuple[SpcPoint, ...]
    profile: RuleProfile
    improvement: Improvement
    icon: VariationIcon
    assurance: AssuranceIcon
    target: float | None
    is_trial: bool
    notes: tuple[str, ...] = ()
