"""Says for which days an extract looks complete, so that half a month is not charted as a fall in activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from cdconsole.domain.calendar import Month

LAST_DAYS = 3
A_TENTH = 0.1


def covered_days(admissions: Mapping[date, int]) -> tuple[date, date] | None:
    """Return the first and last day that a file with so many admissions a day covers, or None if no whole month.

    A month counts as covered if it has at least a tenth of the busiest month's admissions: the few long stays that
    began years before, or the few rows of a month that follows, do not stretch the cover. It begins with the first
    admission of the first such month. The newest such month counts only if somebody was admitted in its last
    three days; otherwise the cover ends with the month before.
    """
    if not admissions:
        return None
    counts: Counter[Month] = Counter()
    for on, many in admissions.items():
        counts[Month.of(on)] += many
    busy = [month for month, count in counts.items() if count >= A_TENTH * max(counts.values())]
    first, last = min(busy), max(busy)
    newest = max(on for on in admissions if Month.of(on) == last)
    if newest.day <= last.days - LAST_DAYS:
        last = last - 1
    if last < first:
        return None
    return min(on for on in admissions if Month.of(on) == first), last.last
