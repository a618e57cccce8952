"""Theatre cases put together to lists: planned time, touch time, and when each list began and ended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cdconsole.domain.extract_fields import Field
from cdconsole.domain.sessions import Urgency
from cdconsole.services.monthly_values import Flags, Floats
from cdconsole.services.tallies import Grouped, Places, grouped
from cdconsole.storage.record_columns import MINUTES_A_DAY, RecordColumns


@dataclass(frozen=True, eq=False)
class TheatreLists:
    """Cases, and their lists. Minutes since 1970, NaN where not recorded; [lists] where nothing else is said.

    Touch time of a case runs from the start of the anaesthetic, or where that is not recorded from coming into the
    theatre, until leaving it (Model Health System).
    """

    cases: RecordColumns

    @cached_property
    def lists(self) -> Grouped:
        """Return the cases put together: without an identifier, by clinician, day, place and planned session."""
        moments, numbers = self.cases.moments, self.cases.numbers
        # A start alone may be that of the case: only with an end, or minutes, does it tell lists of a day apart.
        is_session = ~np.isnan(moments[Field.SESSION_END]) | ~np.isnan(numbers[Field.PLANNED_MINUTES])
        start = np.where(is_session, moments[Field.SESSION_START], np.nan)
        key = self.cases.texts[Field.SESSION_KEY]
        apart = (start, self.cases.texts[Field.LOCATION].codes)
        return grouped(self.cases, self.cases.days[Field.SESSION_DATE], key, apart)

    @cached_property
    def is_emergency(self) -> Flags:
        """Return the emergency lists: emergencies are on them, and no planned case."""
        urgency = self.cases.texts[Field.URGENCY]
        return self.lists.any(urgency.among(Urgency.EMERGENCY.name)) & ~self.lists.any(
            urgency.among(Urgency.ELECTIVE.name)
        )

    @cached_property
    def was_cancelled(self) -> Flags:
        """Return the lists of which every case was cancelled."""
        return self.lists.every(self.case_cancelled)

    @cached_property
    def case_cancelled(self) -> Flags:
        """Return the cases [cases] that say they were cancelled."""
        found: Flags = self.cases.numbers[Field.CANCELLED] > 0
        return found

    @cached_property
    def planned_start(self) -> Floats:
        """Return when each list was to begin."""
        return self.lists.smallest(self.cases.moments[Field.SESSION_START])

    @cached_property
    def planned_finish(self) -> Floats:
        """Return when each list was to end: as recorded, past midnight if before its start, or after the minutes."""
        ends = self.lists.largest(self.cases.moments[Field.SESSION_END])
        ends = np.where(ends < self.planned_start, ends + MINUTES_A_DAY, ends)
        return np.where(np.isnan(ends), self.planned_start + self._minutes_said, ends)

    @cached_property
    def planned_minutes(self) -> Floats:
        """Return the minutes of each list: as recorded, or from its planned start to its planned finish."""
        minutes = np.where(np.isnan(self._minutes_said), self.planned_finish - self.planned_start, self._minutes_said)
        return np.where(minutes > 0, minutes, np.nan)

    @cached_property
    def _minutes_said(self) -> Floats:
        return self.lists.largest(self.cases.numbers[Field.PLANNED_MINUTES])

    @cached_property
    def has_beginnings(self) -> Flags:
        """Return the lists of which every case that was not cancelled has a beginning."""
        return self.lists.every(self.case_cancelled | ~np.isnan(self._touch[0]))

    @cached_property
    def has_ends(self) -> Flags:
        """Return the lists of which every case that was not cancelled has an end."""
        return self.lists.every(self.case_cancelled | ~np.isnan(self._touch[1]))

    @cached_property
    def began(self) -> Floats:
        """Return when the first case of each list began."""
        return self.lists.smallest(self._touch[0])

    @cached_property
    def ended(self) -> Floats:
        """Return when the last case of each list left the theatre."""
        return self.lists.largest(self._touch[1])

    @cached_property
    def touch_minutes(self) -> Floats:
        """Return the minutes of each list in which a case was touched, those of two cases at once counted once."""
        start, end = self._touch
        return covered_minutes(self.lists.unit, start, end, len(self.planned_start))

    @cached_property
    def touch_minutes_within(self) -> Floats:
        """Return the same between the planned start and the planned finish."""
        start, end = self._touch
        unit = self.lists.unit
        opens, closes = self.planned_start[unit], self.planned_finish[unit]
        return covered_minutes(
            unit, np.clip(start, opens, closes), np.clip(end, opens, closes), len(self.planned_start)
        )

    @cached_property
    def _touch(self) -> tuple[Floats, Floats]:
        moments = self.cases.moments
        start = np.where(
            np.isnan(moments[Field.ANAESTHETIC_START]), moments[Field.INTO_THEATRE], moments[Field.ANAESTHETIC_START]
        )
        done = ~self.case_cancelled
        return np.where(done, start, np.nan), np.where(done, moments[Field.OUT_OF_THEATRE], np.nan)


def covered_minutes(unit: Places, start: Floats, end: Floats, units: int) -> Floats:
    """Return the minutes of each unit that its intervals [cases] cover together; those without both ends cover none."""
    known = np.flatnonzero(end > start)
    order = known[np.lexsort((start[known], unit[known]))]
    of = unit[order]
    if not of.size:
        return np.zeros(units)
    first = np.full(units, np.inf)
    np.minimum.at(first, of, start[order])
    begins, ends = start[order] - first[of], end[order] - first[of]
    # Each unit's times are lifted above all of the unit before, so that one running maximum serves them all.
    lift = of * (float(ends.max()) + 1.0)
    reached = np.maximum.accumulate(ends + lift)
    before = np.concatenate(([-np.inf], reached[:-1]))
    new = np.maximum(0.0, ends + lift - np.maximum(begins + lift, before))
    return np.bincount(of, new, units).astype(np.float64, copy=False)
