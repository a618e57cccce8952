"""Sets two frozen quarters side by side: value, n, icon in words, and what is new, gone or goes on."""

from __future__ import annotations

from cdconsole.domain.calendar import Period, Quarter
from cdconsole.domain.quarter import ComparedMeasure, FrozenFigures, FrozenMeasure
from cdconsole.domain.spc import VariationIcon

NOT_THERE = "Not frozen then"
EARLIER = "Special cause earlier in the quarter"
_CHANGES = {
    (False, True): "New special cause",
    (True, False): "Special cause gone",
    (True, True): "Special cause goes on",
    (False, False): "",
}


def compared(before: tuple[Quarter, FrozenFigures], now: tuple[Quarter, FrozenFigures]) -> tuple[ComparedMeasure, ...]:
    """Return a line for each measure of either quarter, in the order of the later one."""
    (then, earlier), (quarter, later) = before, now
    ids = dict.fromkeys(one.chart.measure.id for each in (later, earlier) for one in each.measures)
    lines = []
    for measure in ids:
        old, new = earlier.measure(measure), later.measure(measure)
        title = next(one.chart.measure.title for one in (new, old) if one is not None)
        was, is_now = (
            old is not None and old.is_special(then.period),
            new is not None and new.is_special(quarter.period),
        )
        change = _CHANGES[was, is_now]
        if old is not None and new is not None and old.chart.measure.version != new.chart.measure.version:
            changed = f"definition changed from version {old.chart.measure.version} to {new.chart.measure.version}"
            change = f"{change}; {changed}" if change else changed[:1].upper() + changed[1:]
        lines.append(
            ComparedMeasure(
                title, _value(old), _value(new), icon_words(old, then.period), icon_words(new, quarter.period), change
            )
        )
    return tuple(lines)


def icon_words(one: FrozenMeasure | None, quarter: Period) -> str:
    """Return the icon of a chart in words, which is of its last month, or that an earlier month was flagged.

    Nothing where there is no chart.
    """
    if one is None or one.figure is None:
        return ""
    icon = one.chart.chart.icon
    return EARLIER if icon is VariationIcon.COMMON_CAUSE and one.is_special(quarter) else icon.words


def _value(one: FrozenMeasure | None) -> str:
    if one is None:
        return NOT_THERE
    return one.chart.unavailable if one.figure is None else one.figure.words
