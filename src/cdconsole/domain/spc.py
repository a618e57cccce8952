"""The values of a statistical process control (SPC) chart, as `stats` returns them and charts draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from cdconsole.domain.calendar import Month


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


class ChartKind(Enum):
    """What is counted or measured, and so how limits are found."""

    XMR = "xmr"
    MR = "mr"
    RUN = "run"
    P = "p"
    P_PRIME = "pp"
    U = "u"
    U_PRIME = "up"
    C = "c"
    G = "g"
    T = "t"
    I_PRIME = "iprime"
    XBAR = "xbar"
    S = "s"

    @property
    def title(self) -> str:
        """Return the kind as printed on a chart."""
        return _TITLES.get(self.value, f"{self.value.capitalize()} chart")

    @property
    def needs_denominator(self) -> bool:
        """Return whether each value is a numerator over a denominator that its limits depend on."""
        return self in (ChartKind.P, ChartKind.P_PRIME, ChartKind.U, ChartKind.U_PRIME, ChartKind.I_PRIME)

    @property
    def has_subgroups(self) -> bool:
        """Return whether the values of one date are one subgroup."""
        return self in (ChartKind.XBAR, ChartKind.S)

    @property
    def centre_noun(self) -> str:
        """Return what the centre line is."""
        return "median" if self in (ChartKind.RUN, ChartKind.G) else "mean"


_TITLES = {
    "xmr": "XmR chart",
    "mr": "Moving range chart",
    "pp": "P' chart (Laney)",
    "up": "U' chart (Laney)",
    "iprime": "I' chart",
}


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
    """One point. ``value`` None is a gap, not bridged by moving ranges; limits are None where there are none.

    ``near_lower`` and ``near_upper`` lie two thirds of the way to the limits, before these are cut off at what is
    possible: the rule two of three counts what lies beyond. An excluded point is drawn; limits and runs leave it out.
    """

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
    near_lower: float | None = None
    near_upper: float | None = None
    is_excluded: bool = False


@dataclass(frozen=True)
class RunsAnalysis:
    """The runs of one phase about its median: points on the median do not count, nor do gaps and excluded points.

    A run longer than ``longest_run_limit``, or fewer crossings than ``crossings_limit``, is a signal: the
    phase's, not one point's.
    """

    useful_points: int
    longest_run: int
    longest_run_limit: int
    crossings: int
    crossings_limit: int

    @property
    def is_signal(self) -> bool:
        """Return whether chance alone seldom makes runs so long or crossings so few."""
        return self.longest_run > self.longest_run_limit or self.crossings < self.crossings_limit


@dataclass(frozen=True)
class SpcChart:
    """A whole control or run chart. ``notes`` say in plain words why limits or icon are missing or on trial.

    ``runs`` holds one analysis a phase on a run chart, and nothing on the others.
    """

    points: tuple[SpcPoint, ...]
    profile: RuleProfile
    improvement: Improvement
    icon: VariationIcon
    assurance: AssuranceIcon
    target: float | None
    is_trial: bool
    notes: tuple[str, ...] = ()
    kind: ChartKind = ChartKind.XMR
    runs: tuple[RunsAnalysis, ...] = ()

    @property
    def limits_text(self) -> str:
        """Return where a person had the limits begin anew and which months they leave out; no reason, nobody's name."""
        begun = [str(Month.of(later.on)) for earlier, later in pairwise(self.points) if later.phase != earlier.phase]
        out = [str(Month.of(point.on)) for point in self.points if point.is_excluded]
        said = (("Limits changed from", begun), ("Left out of the limits:", out))
        return " ".join(f"{words} {', '.join(months)}." for words, months in said if months)
