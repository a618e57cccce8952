"""Funnel plots: units of one kind beside a target, with limits that narrow as numbers grow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
import numpy.typing as npt

from cdconsole.domain.estimate import IntervalMethod
from cdconsole.domain.funnel import (
    Funnel,
    FunnelCurve,
    FunnelFlag,
    FunnelKind,
    FunnelLimits,
    FunnelUnit,
    LimitPair,
    Overdispersion,
    Spread,
)
from cdconsole.domain.small_numbers import (
    LEAST_CASES,
    LEAST_EVENTS,
    LEAST_EVENTS_95,
    LEAST_EVENTS_998,
    LEAST_UNITS_FUNNEL,
    LEAST_UNITS_SPREAD,
    TOO_FEW,
    many_looks_words,
)
from cdconsole.stats.funnel_limits import TAIL_95, TAIL_998, chance_limits, exact_tail
from cdconsole.stats.intervals import intervals
from cdconsole.stats.overdispersion import (
    Z_95,
    Z_998,
    adjusted_limits,
    adjusted_tail,
    as_published,
    scale_for,
    spread,
)
from cdconsole.stats.rules import BoolArray, FloatArray

LEVELS = (0.95, 0.998)

_FLAGS = tuple(FunnelFlag)
_LOW_95, _LOW_998, _TOO_FEW = (
    _FLAGS.index(flag) for flag in (FunnelFlag.LOW_95, FunnelFlag.LOW_998, FunnelFlag.TOO_FEW)
)


@dataclass(frozen=True)
class FunnelOptions:
    """What a funnel is of and round which ``target``: None is the whole of all units, or 1 for a ratio."""

    kind: FunnelKind
    overdispersion: Overdispersion = Overdispersion.AUTO
    target: float | None = None
    limits: FunnelLimits = FunnelLimits.INTERPOLATED


def funnel(
    units: Sequence[str], numerators: npt.ArrayLike, denominators: npt.ArrayLike, options: FunnelOptions
) -> Funnel:
    """Return the funnel of ``units``, each named once, with numerator and denominator [units].

    Below 5 units with a denominator there is none: each value has its own intervals. Over-dispersion is judged from
    10 units on, and allowed for where phi is above 1. Raises ValueError for what ``check_counts`` refuses.
    """
    numerator = np.asarray(numerators, dtype=np.float64)
    denominator = np.asarray(denominators, dtype=np.float64)
    check_counts(numerator, denominator, options)
    usable = np.flatnonzero(denominator > 0)
    empty = len(units) - len(usable)
    notes = [f"{_units(empty)} with a denominator of nought: no value."] if empty else []
    events, base = numerator[usable], denominator[usable]
    target = _target(events, base, options)
    found = None
    is_funnel = len(usable) >= LEAST_UNITS_FUNNEL
    if not is_funnel:
        nothing, _ = _nothing_said(base, target, options.kind)
        judged = _Judged(_own_intervals(events, base, options.kind), nothing, np.ones(len(usable), dtype=np.bool_))
        notes.append(
            f"{_units(len(usable))} with a value, too few for a funnel ({LEAST_UNITS_FUNNEL} are needed): "
            "the limits are each value's own interval."
        )
    elif not _can_differ(target, options.kind):
        judged = _Judged(np.full((4, len(usable)), np.nan), *_nothing_said(base, target, options.kind))
        notes.append(f"{'Every case has' if target else 'No unit has'} an event: nothing to compare, and no limits.")
    else:
        found = _spread(events, base, target, options, notes)
        judged = _judged(events, base, target, options, found)
        notes += _small_number_notes(judged.is_too_few)
    members = _members(units, numerator, denominator, usable, judged)
    shown = target if is_funnel else None
    return Funnel(members, options.kind, shown, found, is_adjusted=_is_adjusted(found), notes=tuple(notes))


def funnel_curve(
    of: Funnel, denominators: npt.ArrayLike, limits: FunnelLimits = FunnelLimits.INTERPOLATED
) -> FunnelCurve:
    """Return the limits of a funnel at denominators above 0 (whole ones for a proportion), to draw them as lines."""
    base = np.asarray(denominators, dtype=np.float64)
    if of.target is None or not _can_differ(of.target, of.kind):
        raise ValueError("this funnel has no limits")
    lines = _lines(base, of.target, FunnelOptions(of.kind, limits=limits), of.spread)
    return FunnelCurve(tuple(base.tolist()), *(tuple(line) for line in lines.tolist()))


def check_counts(numerator: FloatArray, denominator: FloatArray, options: FunnelOptions) -> None:
    """Raise ValueError for a negative or fractional count, a part above the whole, or something out of nothing."""
    if options.overdispersion in (Overdispersion.SHMI, Overdispersion.CQC) and options.kind is not FunnelKind.RATIO:
        raise ValueError("shmi and cqc are for ratios")
    if np.any(numerator < 0) or np.any(denominator < 0):
        raise ValueError("counts cannot be negative")
    if np.any(numerator % 1 != 0) or (options.kind is not FunnelKind.RATIO and np.any(denominator % 1 != 0)):
        raise ValueError("counts must be whole numbers")
    if np.any(numerator[denominator == 0] > 0):
        raise ValueError("events out of nought")
    if options.kind is FunnelKind.PROPORTION and np.any(numerator > denominator):
        raise ValueError("a part cannot be larger than the whole")


@dataclass(frozen=True, eq=False)
class _Judged:
    """[..., units]: four ``lines`` in the order of the output, ``flags`` as places in _FLAGS, where no flag may be."""

    lines: FloatArray
    flags: npt.NDArray[np.intp]
    is_too_few: BoolArray
    tails: FloatArray | None = None


def _target(events: FloatArray, base: FloatArray, options: FunnelOptions) -> float:
    if options.target is not None:
        return options.target
    if options.kind is FunnelKind.RATIO:
        return 1.0
    return float(events.sum() / base.sum()) if len(base) else 0.0


def _can_differ(target: float, kind: FunnelKind) -> bool:
    return 0 < target < 1 if kind is FunnelKind.PROPORTION else target > 0


def _spread(
    events: FloatArray, base: FloatArray, target: float, options: FunnelOptions, notes: list[str]
) -> Spread | None:
    """Return what the units differ by, where it was asked for and can be judged, and note what it led to."""
    if options.overdispersion is Overdispersion.NONE:
        return None
    if len(base) < LEAST_UNITS_SPREAD:
        notes.append(
            f"Over-dispersion cannot be judged from {_units(len(base))} ({LEAST_UNITS_SPREAD} are needed): "
            "the limits are without it."
        )
        return None
    found = spread(events, base, target, options.kind, options.overdispersion)
    numbers = f"phi {found.phi:.3g}, tau squared {found.tau2:.3g}"
    if _is_adjusted(found):
        notes.append(f"Limits and flags allow for over-dispersion ({numbers}).")
    else:
        notes.append(
            f"The units differ no more than chance explains ({numbers}): the limits are without over-dispersion."
        )
    return found


def _is_adjusted(found: Spread | None) -> bool:
    return found is not None and found.phi > 1


def _judged(
    events: FloatArray, base: FloatArray, target: float, options: FunnelOptions, found: Spread | None
) -> _Judged:
    value = events / base
    if found is not None and _is_adjusted(found):
        base = as_published(base, found.method)
        tails = adjusted_tail(events, base, target, scale_for(options.kind, found.method), found.tau2)
    else:
        tails = exact_tail(events, base, target, options.kind)
    is_too_few, flags = _flags(value, base, tails, target, options.kind)
    return _Judged(_lines(base, target, options, found), flags, is_too_few, tails)


def _lines(base: FloatArray, target: float, options: FunnelOptions, found: Spread | None) -> FloatArray:
    if found is None or not _is_adjusted(found):
        return chance_limits(base, target, options.kind, options.limits)
    scale = scale_for(options.kind, found.method)
    return np.concatenate([adjusted_limits(base, target, scale, found.tau2, z) for z in (Z_95, Z_998)])


def _flags(
    value: FloatArray, base: FloatArray, tails: FloatArray, target: float, kind: FunnelKind
) -> tuple[BoolArray, npt.NDArray[np.intp]]:
    """Return where no flag may be, and each unit's place in _FLAGS by its tail probability."""
    expected = _expected(base, target, kind)
    nothing, is_too_few = _nothing_said(base, target, kind)
    is_high = (value > target).astype(np.intp)
    is_outer = (tails <= TAIL_998) & (expected >= LEAST_EVENTS_998)
    flags = np.where(is_outer, _LOW_998 + is_high, np.where(tails <= TAIL_95, _LOW_95 + is_high, 0))
    return is_too_few, np.where(is_too_few, nothing, flags)


def _nothing_said(base: FloatArray, target: float, kind: FunnelKind) -> tuple[npt.NDArray[np.intp], BoolArray]:
    """Return TOO_FEW or no flag for each unit, and where the numbers are too small for any other."""
    expected = _expected(base, target, kind)
    is_few_cases = (base < LEAST_CASES) & (kind is not FunnelKind.RATIO)  # a ratio does not say how many cases it has
    flags = np.where(is_few_cases | (expected < LEAST_EVENTS), _TOO_FEW, 0)
    return flags, is_few_cases | (expected < LEAST_EVENTS_95)


def _expected(base: FloatArray, target: float, kind: FunnelKind) -> FloatArray:
    """Return expected events; of a proportion the rarer outcome's, so that deaths and survivors are judged alike."""
    return base * (min(target, 1 - target) if kind is FunnelKind.PROPORTION else target)


def _own_intervals(events: FloatArray, base: FloatArray, kind: FunnelKind) -> FloatArray:
    """Return [4, units]: each value's own 95% and 99.8% interval, for a rate from its share of both counts."""
    lines = []
    for level in LEVELS:
        if kind is FunnelKind.RATE:
            share = intervals(events, events + base, IntervalMethod.CLOPPER_PEARSON, level)
            lines += [share.lower / (1 - share.lower), share.upper / (1 - share.upper)]
        else:
            method = IntervalMethod.WILSON if kind is FunnelKind.PROPORTION else IntervalMethod.BYAR
            own = intervals(events, base, method, level)
            lines += [own.lower, own.upper]
    return np.stack(lines)


def _members(
    units: Sequence[str], numerator: FloatArray, denominator: FloatArray, usable: npt.NDArray[np.intp], judged: _Judged
) -> tuple[FunnelUnit, ...]:
    places = {int(place): row for row, place in enumerate(usable)}
    lines = [[None if isnan(limit) else limit for limit in line] for line in judged.lines.tolist()]
    members = []
    for place, (unit, top, bottom) in enumerate(zip(units, numerator.tolist(), denominator.tolist(), strict=True)):
        row = places.get(place)
        if row is None:
            nothing = LimitPair(None, None)
            members.append(FunnelUnit(unit, top, bottom, None, nothing, nothing, FunnelFlag.TOO_FEW, is_too_few=True))
            continue
        inner, outer = LimitPair(lines[0][row], lines[1][row]), LimitPair(lines[2][row], lines[3][row])
        tail = None if judged.tails is None else float(judged.tails[row])
        flag, is_too_few = _FLAGS[judged.flags[row]], bool(judged.is_too_few[row])
        members.append(FunnelUnit(unit, top, bottom, top / bottom, inner, outer, flag, tail, is_too_few))
    return tuple(members)


def _small_number_notes(is_too_few: BoolArray) -> list[str]:
    few = int(np.count_nonzero(is_too_few))
    judged = len(is_too_few) - few
    notes = []
    if few:
        have = "unit has" if few == 1 else "units have"
        notes.append(f"{few:,} of {len(is_too_few):,} {have} fewer than {LEAST_EVENTS_95} expected events: {TOO_FEW}.")
    return [*notes, many_looks_words(judged)] if judged else notes


def _units(count: int) -> str:
    return f"{count:,} unit{'' if count == 1 else 's'}"
