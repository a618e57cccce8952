"""Say a chart in words: what a point is, what an icon means, and the whole chart as a table."""

from __future__ import annotations

from collections.abc import Iterable

from cdconsole.domain.calendar import Month, date_text
from cdconsole.domain.chart_marks import PointNote
from cdconsole.domain.counting import Form
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import Measure, MeasureChart, Unit
from cdconsole.domain.record_distribution import QuarterBox
from cdconsole.domain.small_numbers import small_month_words
from cdconsole.domain.spc import AssuranceIcon, SpcPoint, SpecialCause, SpecialDirection

TABLE_HEADER = (
    "Month",
    "Value",
    "Numerator",
    "Denominator",
    "Mean",
    "Lower limit",
    "Upper limit",
    "Team",
    "Special cause",
    "Marked",
)
_CAUSES = {
    SpecialCause.OUTSIDE: "outside the limits",
    SpecialCause.TREND: "trend",
    SpecialCause.TWO_OF_THREE: "two of three near a limit",
    SpecialCause.SHIFT: "shift",
}
_DIRECTIONS = {
    SpecialDirection.IMPROVEMENT: "improvement",
    SpecialDirection.CONCERN: "concern",
    SpecialDirection.NEUTRAL_HIGH: "high",
    SpecialDirection.NEUTRAL_LOW: "low",
}
_ASSURANCE = {
    AssuranceIcon.CONSISTENT_PASS: "Consistently meets the target",
    AssuranceIcon.CONSISTENT_FAIL: "Consistently misses the target",
    AssuranceIcon.INCONSISTENT: "May or may not meet the target",
}


def assurance_words(icon: AssuranceIcon) -> str:
    """Return what stands beside an assurance icon; nothing without a target."""
    return _ASSURANCE.get(icon, "")


def special_cause_text(point: SpcPoint) -> str:
    """Return ``shift (improvement)``, or nothing for common cause."""
    cause, direction = _CAUSES.get(point.special_cause, ""), _DIRECTIONS.get(point.direction, "")
    return f"{cause} ({direction})" if cause and direction else cause


def point_text(charted: MeasureChart, index: int, *, with_team: bool = True) -> str:
    """Return one point as a sentence: ``Mar 2026: 41.0% (34 of 83 discharges), team 38.2%``."""
    point, measure = charted.chart.points[index], charted.measure
    text = f"{charted.months[index]}: {measure.value_text(point.value)}{_counts_text(point, measure)}"
    team = charted.team[index] if with_team and index < len(charted.team) else None
    if team is not None:
        text += f", team {level_text(measure, team)}"
    cause = special_cause_text(point)
    return f"{text}. Special cause: {cause}" if cause else text


def point_lines(
    charted: MeasureChart, index: int, exposures: Iterable[Exposure] = (), *, with_team: bool = True
) -> tuple[str, ...]:
    """Return everything there is to say of one point, a line each: as ``point_text``, then what else its month holds.

    That is that it has few cases, changes of the limits, exposures, open challenges, PDSA cycles, and notes with their
    numbers on the chart.
    """
    month = charted.months[index]
    disputed = (str(each) for each in charted.challenges if each.is_open and month in each.period.months)
    cycles = (str(each) for each in charted.cycles if each.month == month)
    notes = (note_text(place, each) for place, each in enumerate(charted.notes, 1) if each.month == month)
    said = point_text(charted, index, with_team=with_team)
    changes = (str(each) for each in charted.limit_marks if each.month == month)
    small = _small_month(charted.chart.points[index], charted.measure)
    return (said, *small, *changes, *map(exposure_text, exposures), *disputed, *cycles, *notes)


def _small_month(point: SpcPoint, measure: Measure) -> tuple[str, ...]:
    """Return that a month has too few cases for its value to say much; a count's denominator is no cases."""
    cases = 0.0 if measure.counting.form is Form.COUNT else point.denominator or 0.0
    words = small_month_words(cases, measure.denominator_noun)
    return (words,) if words else ()


def note_text(number: int, note: PointNote) -> str:
    """Return a note with the number it has on the chart."""
    return f"Note {number}, {note}"


def goal_text(charted: MeasureChart) -> str:
    """Return ``Goal agreed 18 Aug 2026: baseline 41.2%, target 50.0%`` where a chart is drawn for a goal."""
    goal = charted.goal
    if goal is None:
        return ""
    levels = (("baseline", goal.baseline), ("target", goal.target))
    said = [f"{name} {level_text(charted.measure, value)}" for name, value in levels if value is not None]
    return f"{goal}: {', '.join(said)}" if said else str(goal)


def level_text(measure: Measure, value: float) -> str:
    """Return a mean, limit, team value or target: a value's text, with a decimal place where values are whole."""
    return f"{value:,.1f}" if measure.unit is Unit.COUNT else measure.value_text(value)


def exposure_text(exposure: Exposure) -> str:
    """Return ``Leave, 3 Aug 2026 - 14 Aug 2026``; the note stays in the log."""
    return f"{exposure.kind.value}, {date_text(exposure.first)} - {date_text(exposure.last)}"


def box_text(measure: Measure, box: QuarterBox) -> str:
    """Return a quarter's box: ``2026Q1: median 6.0 days, quartiles 3.0 days and 10.0 days, n 1,900``."""
    lower, median, upper = (measure.value_text(value) for value in (box.lower, box.median, box.upper))
    return f"{box.quarter}: median {median}, quartiles {lower} and {upper}, n {box.n:,}"


def chart_description(charted: MeasureChart) -> str:
    """Return what a screen reader says of a chart: the reading, what is challenged, the icon's words and the n."""
    if charted.unavailable:
        return charted.unavailable
    parts = (
        charted.spoken_reading,
        charted.interpreted,
        *map(str, charted.challenges),
        *map(str, charted.limit_marks),
        goal_text(charted),
        *map(str, charted.cycles),
        *(note_text(number, note) for number, note in enumerate(charted.notes, 1)),
        charted.chart.icon.words,
        assurance_words(charted.chart.assurance),
        charted.n_text,
        charted.measure.target_text.replace("target", "Target", 1),
        charted.measure.context_text,
        charted.quality_words,
        *charted.chart.notes,
    )
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def table_rows(charted: MeasureChart) -> tuple[tuple[str, ...], ...]:
    """Return the chart as a header and one row a month, oldest first, every cell as text."""
    return (TABLE_HEADER, *(_row(charted, index) for index in range(len(charted.chart.points))))


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def _counts_text(point: SpcPoint, measure: Measure) -> str:
    if point.denominator is None:
        return ""
    denominator = f"{_amount(point.denominator)} {measure.denominator_noun}"
    if measure.unit is Unit.PERCENT and point.numerator is not None:
        return f" ({point.numerator:,.0f} of {denominator})"
    return f" ({denominator})"


def _row(charted: MeasureChart, index: int) -> tuple[str, ...]:
    point, measure = charted.chart.points[index], charted.measure
    team = charted.team[index] if index < len(charted.team) else None
    values = (point.centre, point.lower, point.upper, team)
    month = charted.months[index]
    is_disputed = any(note.is_open and month in note.period.months for note in charted.challenges)
    return (
        f"{month} (disputed)" if is_disputed else str(month),
        measure.value_text(point.value),
        "" if point.numerator is None else _amount(point.numerator),
        "" if point.denominator is None else _amount(point.denominator),
        *("" if value is None else level_text(measure, value) for value in values),
        special_cause_text(point),
        "; ".join(_marked(charted, month)),
    )


def _marked(charted: MeasureChart, month: Month) -> list[str]:
    changes = [str(each) for each in charted.limit_marks if each.month == month]
    cycles = [f"{each.label}: {each.plan}" for each in charted.cycles if each.month == month]
    return changes + cycles + [f"{each.text} ({each.author})" for each in charted.notes if each.month == month]
