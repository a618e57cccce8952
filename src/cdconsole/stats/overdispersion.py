"""Additive over-dispersion of funnels: how far units differ by more than chance, and limits that allow for it.

Sources: Spiegelhalter DJ. Funnel plots for comparing institutional performance. *Stat Med* 2005;24:1185-202, and
Handling over-dispersion of performance indicators. *Qual Saf Health Care* 2005;14:347-51; for ratios NHS Digital's
SHMI and the CQC's method as FunnelPlotR 0.6.0 has them, except that CQC limits are squared back here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cdconsole.domain.funnel import FunnelKind, Overdispersion, Spread
from cdconsole.stats.distributions import normal_below
from cdconsole.stats.rules import BoolArray, FloatArray

Z_95, Z_998 = 1.959964, 3.090232
"""As FunnelPlotR rounds them."""

_OUTER_SHARE = (0.1, 0.9)


@dataclass(frozen=True)
class Scale:
    """A scale on which values vary evenly round the target.

    ``forward`` and ``back`` go to it and return; ``error`` is a value's standard error there, by denominator and
    target; ``least`` is what a numerator counts as at least, for a logarithm needs something.
    """

    forward: Callable[[FloatArray], FloatArray]
    back: Callable[[FloatArray], FloatArray]
    error: Callable[[FloatArray, float], FloatArray]
    least: float = 0.0


def scale_for(kind: FunnelKind, method: Overdispersion = Overdispersion.AUTO) -> Scale:
    """Return arcsine for proportions, log for rates and ratios, square root for ratios by CQC."""
    if kind is FunnelKind.PROPORTION:
        return _ARCSINE
    if kind is FunnelKind.RATE:
        return _LOG_RATE
    return _SQUARE_ROOT if method is Overdispersion.CQC else _LOG_RATIO


def spread(
    numerator: FloatArray, denominator: FloatArray, target: float, kind: FunnelKind, method: Overdispersion
) -> Spread:
    """Return phi and tau squared of units [units] with denominators above 0, for a method other than NONE.

    phi is the mean square of the z-scores after the outer tenths are pulled in (SHMI: left out). tau squared is by
    DerSimonian and Laird round the target, nought where phi is below (k - 1) / k.
    """
    named = method
    if method is Overdispersion.AUTO and kind is FunnelKind.RATIO:
        named = Overdispersion.SHMI
    z, error = _z_scores(numerator, as_published(denominator, named), target, kind, named)
    if named is Overdispersion.SHMI:
        kept = _inner_tenths(z)
        z, error = z[kept], error[kept]
    else:
        z = np.clip(z, *np.quantile(z, _OUTER_SHARE))
    units = len(z)
    square = float(np.sum(z**2))
    weight = error**-2.0
    room = float(np.sum(weight) - np.sum(weight**2) / np.sum(weight))
    tau2 = max(0.0, (square - (units - 1)) / room) if units > 1 else 0.0
    return Spread(square / units, tau2, named)


def as_published(denominator: FloatArray, method: Overdispersion) -> FloatArray:
    """Return the denominators a method calculates with: SHMI's are to two decimals, unless that leaves nothing."""
    rounded = np.round(denominator, 2)
    return np.where((method is Overdispersion.SHMI) & (rounded > 0), rounded, denominator)


def adjusted_limits(denominator: FloatArray, target: float, scale: Scale, tau2: float, z: float) -> FloatArray:
    """Return [2, units], lower and upper limit: target +/- z sqrt(error^2 + tau^2) on the scale, and back."""
    reach = z * np.sqrt(scale.error(denominator, target) ** 2 + tau2)
    centre = scale.forward(np.asarray(target))
    return np.stack([scale.back(centre - reach), scale.back(centre + reach)])


def adjusted_tail(
    numerator: FloatArray, denominator: FloatArray, target: float, scale: Scale, tau2: float
) -> FloatArray:
    """Return how often a value lies this far or further on its side of the target, by the normal law on the scale.

    At most 0.025 exactly where the value lies on or beyond a 95% limit of ``adjusted_limits``.
    """
    value = scale.forward(np.maximum(numerator, scale.least) / denominator)
    distance = np.abs(value - scale.forward(np.asarray(target)))
    return normal_below(-distance / np.sqrt(scale.error(denominator, target) ** 2 + tau2))


def _z_scores(
    numerator: FloatArray, denominator: FloatArray, target: float, kind: FunnelKind, method: Overdispersion
) -> tuple[FloatArray, FloatArray]:
    scale = scale_for(kind, method)
    centre = scale.forward(np.asarray(target))
    if kind is FunnelKind.RATE:  # here the error is that of the value itself, with half an event added
        value = np.log((numerator + 0.5) / (denominator + 0.5))
        error = _rate_error(numerator, denominator)
    else:
        value = scale.forward(np.maximum(numerator, scale.least) / denominator)
        error = scale.error(denominator, target)
    return (value - centre) / error, error


def _inner_tenths(z: FloatArray) -> BoolArray:
    """Return which units SHMI keeps: ranks, ties sharing theirs, outside the lowest and highest tenth."""
    _, place, count = np.unique(z, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    tenth = np.floor(rank * 10 / (len(z) + 1))
    return (tenth > 0) & (tenth < 9)


def _rate_error(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    return np.sqrt(numerator / (numerator + 0.5) ** 2 + denominator / (denominator + 0.5) ** 2)


def _from_arcsine(angle: FloatArray) -> FloatArray:
    return np.sin(np.clip(angle, 0.0, np.pi / 2)) ** 2


_ARCSINE = Scale(lambda share: np.arcsin(np.sqrt(share)), _from_arcsine, lambda cases, _: 0.5 / np.sqrt(cases))
_LOG_RATIO = Scale(np.log, np.exp, lambda expected, target: 1 / np.sqrt(target * expected), least=0.5)
_LOG_RATE = Scale(np.log, np.exp, lambda base, target: _rate_error(target * base, base), least=0.5)
_SQUARE_ROOT = Scale(np.sqrt, lambda root: np.maximum(root, 0.0) ** 2, lambda expected, _: 0.5 / np.sqrt(expected))
