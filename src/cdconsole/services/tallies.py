"""What measures count one by one, and what each adds: reviews, appointments, cases, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cdconsole.domain.calendar import Period
from cdconsole.domain.identity import ClinicianId
from cdconsole.services.monthly_values import Counted, Flags, Floats
from cdconsole.services.source_records import Whose
from cdconsole.storage.record_columns import Days, RecordColumns, Texts

Places = npt.NDArray[np.intp]
_NOWHERE: Places = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class Units:
    """What is counted one by one. ``day`` [units] are proleptic ordinals; ``places`` which of them are whose.

    A list on which several clinicians worked is a unit of each of them, and once the team's. ``teams`` are the places
    that count for the team, None for all.
    """

    day: Days
    places: Mapping[ClinicianId, Places]
    teams: Places | None = None

    @classmethod
    def of_records(cls, day: Days, whose: Texts) -> Units:
        """Return records as units, each of the one clinician it names."""
        return cls(day, {ClinicianId(one): places for one, places in whose.places().items() if one})

    def of(self, whose: Whose) -> Places:
        """Return the places of a clinician's units, or of everybody's."""
        if whose is not None:
            return self.places.get(whose, _NOWHERE)
        return np.arange(len(self.day)) if self.teams is None else self.teams


class Lacking(NamedTuple):
    """Units that would count if something were recorded: "a decision", of "reviews"; ``flags`` is [units]."""

    what: str
    noun: str
    flags: Flags


@dataclass(frozen=True, eq=False)
class Tally:
    """One way of counting: which ``units`` count, and what each adds to either sum, [units] each.

    ``denominator`` None stands for 1 a unit. ``lacking`` are left out, and said.
    """

    units: Units
    counts: Flags
    numerator: Floats | Flags
    denominator: Floats | None = None
    lacking: Lacking | None = None

    def counted(self, whose: Whose) -> Counted:
        """Return the units of somebody, or of everybody, that count."""
        places = self.units.of(whose)
        places = places[self.counts[places]]
        denominator = None if self.denominator is None else self.denominator[places]
        return Counted(self.units.day[places], self.numerator[places], denominator, places)

    def left_out(self, whose: Whose, period: Period) -> tuple[int, int]:
        """Return how many units of somebody in a period lack what it takes to count, and how many would count."""
        places = within(self.units, whose, period)
        lacking = 0 if self.lacking is None else int(np.count_nonzero(self.lacking.flags[places]))
        return lacking, lacking + int(np.count_nonzero(self.counts[places]))


def within(units: Units, whose: Whose, period: Period) -> Places:
    """Return the places of somebody's units in a period."""
    places = units.of(whose)
    days = units.day[places]
    return places[(days >= period.first.first.toordinal()) & (days <= period.last.last.toordinal())]


@dataclass(frozen=True, eq=False)
class Grouped:
    """Records put together to lists or clinics: ``unit`` [records] is the unit each belongs to."""

    units: Units
    unit: Places

    def total(self, values: npt.NDArray[np.number] | Flags) -> Floats:
        """Return the sums of values [records] in each unit, what is not recorded left out."""
        weights = np.nan_to_num(values.astype(np.float64))
        return np.bincount(self.unit, weights, len(self.units.day)).astype(np.float64, copy=False)

    def largest(self, values: Floats) -> Floats:
        """Return the largest of the values [records] in each unit, NaN where none is recorded."""
        found = np.full(len(self.units.day), np.nan)
        np.fmax.at(found, self.unit, values)
        return found

    def smallest(self, values: Floats) -> Floats:
        """Return the smallest likewise."""
        return -self.largest(-values)

    def any(self, flags: Flags) -> Flags:
        """Return in which units any record is flagged."""
        return self.total(flags) > 0

    def every(self, flags: Flags) -> Flags:
        """Return in which units every record is flagged."""
        return ~self.any(~flags)


def grouped(columns: RecordColumns, day: Days, key: Texts, apart: Sequence[npt.NDArray[np.number]]) -> Grouped:
    """Put records together that are of one list or clinic.

    They are of one day and one identifier; where the file gives no identifier, of one clinician and one of each value
    of ``apart`` [records].
    """
    is_keyed = ~key.among("")
    parts: list[npt.NDArray[np.number]] = [day, key.codes]
    parts += [np.where(is_keyed, 0.0, np.nan_to_num(part.astype(np.float64), nan=-1.0)) for part in apart]
    parts.append(np.where(is_keyed, 0, columns.whose.codes))
    rows = np.column_stack([part.astype(np.float64) for part in parts])
    _, first, unit = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    unit = unit.reshape(-1).astype(np.intp)
    places = {ClinicianId(one): np.unique(unit[records]) for one, records in columns.whose.places().items() if one}
    return Grouped(Units(day[first], places), unit)
