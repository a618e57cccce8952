"""How a chart is to be drawn, and which rules and limits that means for its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.spc import ChartKind, Improvement, RuleProfile, SpecialCause
from cdconsole.stats.limits import Screening
from cdconsole.stats.rules import ALL_RULES, RULES, RuleSet

MINIMUM_BASELINE = 12
"""The fewest points limits may be fixed after."""

_SCREENED = frozenset({ChartKind.XMR, ChartKind.T, ChartKind.P_PRIME, ChartKind.U_PRIME, ChartKind.I_PRIME})

# Moving ranges overlap, so runs on them mean nothing. Counts between events and standard deviations are too skewed for
# a line at two deviations to mean what it does elsewhere. A run chart has no limits, and a test of its own.
_APPLIED = {
    ChartKind.MR: frozenset({SpecialCause.OUTSIDE}),
    ChartKind.G: ALL_RULES - {SpecialCause.TWO_OF_THREE},
    ChartKind.S: ALL_RULES - {SpecialCause.TWO_OF_THREE},
    ChartKind.RUN: frozenset(),
}


@dataclass(frozen=True)
class ChartOptions:
    """How to draw a chart. ``screen`` None leaves screening to the profile.

    Each date of ``rebase`` starts a new phase, with limits and rules of its own. ``fix_after`` takes the limits of a
    phase from its first that many rows. Points on ``excluded`` dates are drawn and may lie outside the limits, but
    limits and runs are what they would be without them. Raises UserFacingError for a baseline too short to give limits.
    """

    profile: RuleProfile = RuleProfile.MDC
    improvement: Improvement = Improvement.NEITHER
    screen: bool | None = None
    target: float | None = None
    rebase: tuple[date, ...] = ()
    fix_after: int | None = None
    kind: ChartKind = ChartKind.XMR
    excluded: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a baseline too short to give limits."""
        if self.fix_after is not None and self.fix_after < MINIMUM_BASELINE:
            raise UserFacingError(
                f"Limits cannot be fixed after {self.fix_after} points.",
                f"Choose {MINIMUM_BASELINE} or more, or leave the limits unfixed.",
            )

    @property
    def rules(self) -> RuleSet:
        """Return the rules of the profile."""
        return RULES[self.profile]

    @property
    def applied(self) -> frozenset[SpecialCause]:
        """Return which of them this kind of chart has."""
        return _APPLIED.get(self.kind, ALL_RULES)

    @property
    def screening(self) -> Screening:
        """Return how moving ranges are screened; nothing is screened where limits do not come from moving ranges."""
        asked = self.rules.screens if self.screen is None else self.screen
        return Screening(self.rules, asked and self.kind in _SCREENED)

    @property
    def meaning(self) -> Improvement:
        """Return which way is better for what is drawn: neither where it is variation and not level."""
        return Improvement.NEITHER if self.kind in (ChartKind.MR, ChartKind.S) else self.improvement
