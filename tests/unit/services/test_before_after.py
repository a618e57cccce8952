from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from cdconsole.domain.calendar import Month
from cdconsole.domain.counting import Calculation, Counting
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId, MonthlyValue, Unit
from cdconsole.services.before_after import before_after
from cdconsole.services.charts import spc_chart
from cdconsole.services.definitions import BY_ID

SHARE, MEDIAN, COUNT = (
    BY_ID[measure] for measure in (MeasureId.BEFORE_MIDDAY, MeasureId.LENGTH_OF_STAY, MeasureId.SPELLS)
)
RATE = replace(SHARE, unit=Unit.RATE, denominator_noun="new", counting=Counting(Calculation.FOLLOW_UPS_PER_NEW))
LAST = Month(2026, 10)
AGREED = date(2026, 6, 10)
AGREEMENT = "the agreement"


def charted(measure: Measure, counted: Sequence[tuple[float, float]], last: Month = LAST) -> MeasureChart:
    """Return the chart of (numerator, denominator) a month up to ``last``; of a median they are (value, cases)."""
    first = last - (len(counted) - 1)
    is_share = measure.unit in (Unit.PERCENT, Unit.RATE)
    values = tuple(
        MonthlyValue(first + place, n, d, (n / d if d else None) if is_share else n)
        for place, (n, d) in enumerate(counted)
    )
    return MeasureChart(measure, spc_chart(measure, values), "", "n", (), "", "")


def test_that_a_share_is_compared_with_its_counts_and_its_range() -> None:
    found = before_after(charted(SHARE, [(40, 97)] * 3 + [(50, 100)] + [(47, 100)] * 4), AGREED, AGREEMENT)
    assert found.before == "Before: 41.2% (120 of 291 discharges, Mar - May 2026)."
    assert found.since == "Since: 47.0% (188 of 400 discharges, Jul - Oct 2026)."
    assert found.difference == (
        "The difference is between -1.7 and +13.1 percentage points with 95% confidence: the months so far do not rule "
        "out chance."
    )
    assert found.cautions == (
        "Unadjusted: the mix of patients may have changed.",
        "The two do not cover the same seasons.",
    )


def test_that_a_clear_difference_is_called_higher_or_lower_and_nothing_more() -> None:
    higher = before_after(charted(SHARE, [(30, 100)] * 7 + [(60, 100)] * 4), AGREED, AGREEMENT).difference
    assert higher.endswith(
        "points with 95% confidence: higher than before by more than chance alone would easily give."
    )
    lower = before_after(charted(SHARE, [(60, 100)] * 7 + [(30, 100)] * 4), AGREED, AGREEMENT).difference
    assert lower.endswith("lower than before by more than chance alone would easily give.")


def test_that_months_that_scatter_more_than_chance_widen_the_range() -> None:
    wild = [(20, 100), (60, 100), (25, 100), (65, 100), (20, 100)]
    found = before_after(
        charted(SHARE, [*wild, (40, 100), (70, 100), (30, 100), (80, 100)]), date(2026, 7, 1), "PDSA 1"
    )
    assert "the months vary more than chance would have them, so that range is too narrow" in found.difference
    assert found.difference.endswith("percentage points: the months so far do not rule out chance.")


def test_that_a_rate_is_a_ratio_and_a_median_or_a_count_is_compared_by_months() -> None:
    rate = before_after(charted(RATE, [(20, 10)] * 4 + [(18, 10)] * 4), AGREED, AGREEMENT)
    assert rate.before == "Before: 2.00 (60 in 30 new, Mar - May 2026)."
    assert rate.difference.startswith("The rate since is between 0.63 and 1.29 times the rate before, with 95%")
    stays = [(4, 30), (5, 28), (4.5, 33), (6, 30), (4, 31), (5, 30), (4.5, 30), (5.5, 32)]
    stay = before_after(charted(MEDIAN, stays), AGREED, AGREEMENT)
    assert stay.before == "Before: 4.5 days (mean of 3 months, Mar - May 2026; 91 inpatient spells)."
    assert stay.difference.startswith("The difference is between -0.9 and +1.4 days with 95% confidence: ")
    count = before_after(charted(COUNT, [(30, 10.5), (34, 10.5), (31, 10.5), (36, 10.5)] * 2), AGREED, AGREEMENT)
    assert " a month with 95% confidence: " in count.difference


def test_that_minutes_of_theatre_are_never_counted_as_cases() -> None:
    minutes = replace(SHARE, denominator_noun="planned minutes", counting=Counting(Calculation.THEATRE_CAPPED))
    found = before_after(charted(minutes, [(4000, 5000), (4100, 5000), (3900, 5000)] * 3), AGREED, AGREEMENT)
    assert found.before.startswith("Before: 80.0% (mean of ")


@pytest.mark.parametrize(
    ("at", "said"), [(date(2026, 8, 3), "5 before and 2 since"), (date(2027, 1, 4), "8 before and 0")]
)
def test_that_too_few_months_say_nothing_of_a_difference(at: date, said: str) -> None:
    found = before_after(charted(SHARE, [(40, 100)] * 8), at, AGREEMENT)
    assert found.difference.startswith(f"Too few months to say: {said}")
    assert (found.on_chart, found.cautions) == ("", ())


def test_that_a_shift_is_said_with_where_it_began() -> None:
    level = [(40, 100), (44, 100), (38, 100), (42, 100)]
    shifted = charted(SHARE, [*level * 4, *[(70 + step % 3, 100) for step in range(8)]])
    after = before_after(shifted, date(2026, 2, 10), AGREEMENT).on_chart
    assert after.startswith("On the chart: a shift, 7 months or more on one side of the mean, from Mar 2026. Outside ")
    late = before_after(shifted, date(2026, 6, 10), "PDSA 1").on_chart
    assert late == (
        "On the chart: a shift, 7 months or more on one side of the mean, from Mar 2026, before PDSA 1. "
        "Outside the limits since: Jul 2026, Aug 2026, Sep 2026, Oct 2026."
    )
    steady = before_after(charted(SHARE, level * 6), AGREED, AGREEMENT).on_chart
    assert steady == "On the chart: no shift since the agreement."
    few = before_after(charted(SHARE, level * 2), AGREED, AGREEMENT).on_chart
    assert few == "On the chart: limits are still on trial, so no shift can be told."


def test_that_a_baseline_at_an_extreme_warns_of_the_way_back_to_the_mean() -> None:
    months = [(40, 100), (41, 100), (39, 100), (40, 100), (41, 100), (40, 100)] * 3
    found = before_after(charted(SHARE, [*months[:-5], (10, 100), *months[:5]]), date(2026, 6, 10), AGREEMENT)
    assert "May 2026, just before, was unusually low: after such a month the next ones tend back" in found.cautions[-1]


def test_that_months_left_out_of_the_limits_are_left_out_and_that_is_said() -> None:
    drawn = charted(SHARE, [(90, 100), (40, 100), (40, 100), (42, 100)] + [(42, 100)] * 5)
    points = list(drawn.chart.points)
    points[0] = replace(points[0], is_excluded=True)
    found = before_after(replace(drawn, chart=replace(drawn.chart, points=tuple(points))), AGREED, AGREEMENT)
    assert found.before == "Before: 40.7% (122 of 300 discharges, Mar - May 2026)."
    assert found.cautions[-1] == "Months that the limits leave out are left out here too."
