"""The values of a funnel plot, as `stats` returns them and charts draw them. Nobody in it is ranked or judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FunnelKind(Enum):
    """What numerator and denominator are.

    PROPORTION: cases with the event, of all cases. RATIO: events observed, and events expected (a standardised ratio).
    RATE: two independent counts, one per the other.
    """

    PROPORTION = "proportion"
    RATIO = "ratio"
    RATE = "rate"


class Overdispersion(Enum):
    """How limits allow for units that differ by more than chance for reasons nobody adjusted for.

    AUTO: additive, on the scale that suits the kind (arcsine, log; for a ratio as SHMI). SHMI and CQC: two ways for
    ratios, on the log and the square-root scale. All: Spiegelhalter 2005 and 2012.
    """

    NONE = "none"
    AUTO = "auto"
    SHMI = "shmi"
    CQC = "cqc"


class FunnelLimits(Enum):
    """How limits without over-dispersion are drawn.

    INTERPOLATED: through the exact distribution (Spiegelhalter 2005). CONTINUOUS: the approximations of FunnelPlotR.
    """

    INTERPOLATED = "interpolated"
    CONTINUOUS = "continuous"


class FunnelFlag(Enum):
    """Where a value lies. TOO_FEW: fewer than 5 cases, or than 1 expected event. NONE may be too few, too."""

    NONE = ""
    LOW_95 = "low_95"
    HIGH_95 = "high_95"
    LOW_998 = "low_998"
    HIGH_998 = "high_998"
    TOO_FEW = "too_few"

    @property
    def words(self) -> str:
        """Return the flag in words: a place to look at the data first, never a verdict."""
        return {
            "": "Within the limits",
            "low_95": "Below the 95% limit",
            "high_95": "Above the 95% limit",
            "low_998": "Below the 99.8% limit: look at the data first",
            "high_998": "Above the 99.8% limit: look at the data first",
            "too_few": "Too few to say better, worse or the same",
        }[self.value]


@dataclass(frozen=True)
class LimitPair:
    """A lower and an upper limit, or the two ends of an interval; None where there are none."""

    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class FunnelUnit:
    """One unit. ``value`` is None where the denominator is nought; without a funnel, limits are its own interval.

    ``tail_probability``: how often chance alone gives this value or one further from the target on the same side.
    """

    unit: str
    numerator: float
    denominator: float
    value: float | None
    inner: LimitPair
    outer: LimitPair
    flag: FunnelFlag = FunnelFlag.NONE
    tail_probability: float | None = None
    is_too_few: bool = False
    """Never flagged: fewer than 10 expected events, 5 cases or 5 units."""

    @property
    def words(self) -> str:
        """Return where the value lies, or that it is too few to say."""
        return FunnelFlag.TOO_FEW.words if self.is_too_few else self.flag.words


@dataclass(frozen=True)
class Spread:
    """What the units differ by beyond chance: ``phi`` (1 where chance explains all) and the variance ``tau2``."""

    phi: float
    tau2: float
    method: Overdispersion


@dataclass(frozen=True)
class Funnel:
    """A whole funnel plot, units in the order given.

    ``target`` is None where there are too few units for a funnel; ``inner`` and ``outer`` of the units are then their
    own 95% and 99.8% intervals. ``spread`` is None where over-dispersion was not asked for or can't be judged;
    ``is_adjusted`` says whether limits and flags allow for it. ``notes`` say the rest in plain words.
    """

    units: tuple[FunnelUnit, ...]
    kind: FunnelKind
    target: float | None
    spread: Spread | None
    is_adjusted: bool
    notes: tuple[str, ...] = ()

    @property
    def is_funnel(self) -> bool:
        """Return whether units stand beside a target, or only each with its own interval."""
        return self.target is not None


@dataclass(frozen=True)
class FunnelCurve:
    """The limits of a funnel at the given ``denominators``, to be drawn as lines."""

    denominators: tuple[float, ...]
    lower95: tuple[float, ...]
    upper95: tuple[float, ...]
    lower998: tuple[float, ...]
    upper998: tuple[float, ...]
