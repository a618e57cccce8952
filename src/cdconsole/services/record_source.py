"""A source of measures over records of one kind, read when a measure first asks and kept until one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from cdconsole.domain.calendar import Month, Period, date_text
from cdconsole.domain.change_set import Topic
from cdconsole.domain.counting import Calculation, Counting, Form
from cdconsole.domain.extract import ExtractKind
from cdconsole.domain.identity import BatchId, ClinicianId
from cdconsole.domain.measure import Measure, SourceRecord
from cdconsole.domain.people import Section
from cdconsole.domain.quality_mark import Filled
from cdconsole.services.covered_months import covered_months
from cdconsole.services.monthly_values import Counted, Flags, MonthlyMeasure, by_month
from cdconsole.services.session import Session
from cdconsole.services.source_records import Whose
from cdconsole.services.tallies import Tally, within
from cdconsole.storage import batches, record_columns
from cdconsole.storage.section_file import Reading

Records = TypeVar("Records")
_NOT_KEPT = "Not available: this definition says in words only what is counted. Choose on its card how it is counted."


class Rule(NamedTuple, Generic[Records]):
    """One way of counting, and in words what a unit counted as: ``said`` of an event, ``other`` of none.

    ``{n}`` and ``{d}`` in the words stand for what the unit added to numerator and denominator.
    """

    tally: Callable[[Records, Counting], Tally]
    said: str
    other: str = ""

    def words(self, numerator: float, denominator: float) -> str:
        """Return what a unit counted as."""
        chosen = self.said if numerator or not self.other else self.other
        return chosen.format(n=f"{numerator:,.4g}", d=f"{denominator:,.4g}")


class Asked(NamedTuple):
    """Which records to read: those counted in ``period``, or all; with patients to tell of them one by one."""

    now: datetime
    period: Period | None = None
    with_patients: bool = False


class Reach(NamedTuple):
    """How far a source goes: whether it has any record, whose first is of which day, and the months it covers."""

    has_any: bool
    people: Mapping[ClinicianId, int]
    months: frozenset[Month]


def reach_of(kind: ExtractKind) -> Callable[[Reading, date], Reach]:
    """Return what finds the reach of an imported kind."""

    def reach(reading: Reading, _today: date) -> Reach:
        has_any, people = record_columns.has_any(reading, kind), record_columns.first_days(reading, kind)
        return Reach(has_any, people, covered_months(reading, kind))

    return reach


class Line(NamedTuple):
    """One unit as a person reads it: whose it was (of a patient the beginning of the pseudonym), when, and what."""

    patient: str
    what: str
    batch: str


@dataclass(frozen=True)
class Recipe(Generic[Records]):
    """How one kind of record becomes a source.

    ``noun`` names the records ("theatre lists"), ``brought`` says how they come to be there, ``advice`` how to bring
    some. ``reach`` is asked before any record is read. ``line`` tells of the unit at a place.
    """

    noun: str
    topics: frozenset[Topic]
    reach: Callable[[Reading, date], Reach]
    read: Callable[[Reading, Asked], Records]
    rules: Mapping[Calculation, Rule[Records]]
    line: Callable[[Records, Calculation, int], Line]
    section: Section = Section.RECORDS
    brought: str = "been imported"
    advice: str = "Import them on Data."


@dataclass
class _Kept(Generic[Records]):
    """What was read, and what was worked out from it."""

    records: Records
    tallies: dict[Counting, Tally] = field(default_factory=dict)
    monthly: dict[tuple[Whose, Counting, Period], MonthlyMeasure] = field(default_factory=dict)


class RecordSource(Generic[Records]):
    """The records of one kind as a source of measures. Nobody votes on them: they count as recorded."""

    def __init__(self, session: Session, recipe: Recipe[Records]) -> None:
        self._session = session
        self._recipe = recipe

    @property
    def months(self) -> frozenset[Month]:
        """Return the months that imports cover whole."""
        return self._reach.months

    @property
    def people(self) -> Mapping[ClinicianId, int]:
        """Return everybody who has records, each with the day of the first, as a proleptic ordinal."""
        return self._reach.people

    def unavailable(self, whose: Whose, measure: Measure) -> str:
        """Return why a measure can't be drawn, in a sentence, and what to do; nothing where it can."""
        if measure.counting.calculation is Calculation.NOT_KEPT:
            return _NOT_KEPT
        noun = self._recipe.noun
        if not self._reach.has_any:
            return f"Not available: no {noun} have {self._recipe.brought}. {self._recipe.advice}"
        if whose is not None and whose not in self.people:
            return f"Not available: no {noun} have {self._recipe.brought} for this clinician."
        if not self.months:
            return f"Not available: the {noun} that have {self._recipe.brought} cover no whole month yet."
        return self._nothing_counts(whose, measure)

    def counted(self, whose: Whose, measure: Measure, *, as_recorded: bool = False) -> Counted:  # noqa: ARG002
        """Return the units that count."""
        return self._tally(measure.counting).counted(whose)

    def monthly(self, whose: Whose, measure: Measure, period: Period, *, as_recorded: bool = False) -> MonthlyMeasure:
        """Return a measure by month; months that no import covers are gaps."""
        kept, key = self._kept, (whose, measure.counting, period)
        if key not in kept.monthly:
            counted = self.counted(whose, measure, as_recorded=as_recorded)
            gaps = np.array([month not in self.months for month in period])
            if measure.counting.form is Form.COUNT:
                gaps |= self._unknown(whose, measure.counting, period)
            kept.monthly[key] = by_month(counted, measure.counting.form, period).without(gaps)
        return kept.monthly[key]

    def n_text(self, whose: Whose, measure: Measure, period: Period, usual: str) -> str:
        """Return the n of a chart, and how many units were left out for what they lack."""
        tally = self._tally(measure.counting)
        lacking, every = tally.left_out(whose, period)
        if not lacking or tally.lacking is None:
            return usual
        return f"{usual}; left out: {lacking:,} of {every:,} {tally.lacking.noun} without {tally.lacking.what}"

    def filled(self, whose: Whose, measure: Measure, period: Period) -> Iterator[Filled]:
        """Yield how far what the measure needs is recorded."""
        tally = self._tally(measure.counting)
        if tally.lacking is not None:
            lacking, every = tally.left_out(whose, period)
            _, _, what = tally.lacking.what.partition(" ")  # without its article
            yield Filled(what.capitalize(), every, every - lacking)

    def shown(self, clinician: ClinicianId, measure: Measure, period: Period) -> tuple[SourceRecord, ...]:
        """Return a clinician's units of a period, newest first, each with what it counted as."""
        recipe, calculation = self._recipe, measure.counting.calculation
        rule = recipe.rules[calculation]
        with self._session.snapshot(recipe.section) as snapshot:
            records = recipe.read(snapshot, Asked(self._now, period, with_patients=True))
        with self._session.snapshot(Section.RECORDS) as snapshot:
            names = {batch.id: batch.file_name for batch in batches.list_batches(snapshot)}
        tally = rule.tally(records, measure.counting)
        places = within(tally.units, clinician, period)
        newest_first = places[np.argsort(-tally.units.day[places], kind="stable")]
        return tuple(
            SourceRecord(
                line.patient[:8],
                date_text(date.fromordinal(int(tally.units.day[place]))),
                line.what,
                said,
                names.get(BatchId(line.batch), ""),
            )
            for place in newest_first.tolist()
            if (said := _said(rule, tally, place))
            for line in [recipe.line(records, calculation, place)]
        )

    def _nothing_counts(self, whose: Whose, measure: Measure) -> str:
        """Return why there is no chart where no record counts, because of what it is or of what it lacks."""
        tally = self._tally(measure.counting)
        places = tally.units.of(whose)
        if tally.counts[places].any():
            return ""
        if tally.lacking is None or not tally.lacking.flags[places].any():
            return f"Not available: nothing that this measure counts is among the {self._recipe.noun}."
        return f"Not available: none of the {tally.lacking.noun} imported has {tally.lacking.what}."

    def _unknown(self, whose: Whose, counting: Counting, period: Period) -> Flags:
        """Return the months of which a count of 0 is not known: nothing counts, and something lacks what it takes."""
        left_out = [self._tally(counting).left_out(whose, Period(month, month)) for month in period]
        return np.array([0 < lacking == every for lacking, every in left_out])

    def _tally(self, counting: Counting) -> Tally:
        kept = self._kept
        if counting not in kept.tallies:
            kept.tallies[counting] = self._recipe.rules[counting.calculation].tally(kept.records, counting)
        return kept.tallies[counting]

    @property
    def _kept(self) -> _Kept[Records]:
        return self._session.keep(f"{self._recipe.noun}, read", self._recipe.topics, self._read)

    def _read(self) -> _Kept[Records]:
        with self._session.snapshot(self._recipe.section) as snapshot:
            return _Kept(self._recipe.read(snapshot, Asked(self._now)))

    @property
    def _now(self) -> datetime:
        return self._session.clock.now().astimezone().replace(tzinfo=None)

    @property
    def _reach(self) -> Reach:
        return self._session.keep(f"{self._recipe.noun}, reach", self._recipe.topics, self._measure_reach)

    def _measure_reach(self) -> Reach:
        with self._session.snapshot(self._recipe.section) as snapshot:
            return self._recipe.reach(snapshot, self._session.clock.today())


def _said(rule: Rule[Records], tally: Tally, place: int) -> str:
    """Return what a unit counted as, or that it did not and why; nothing where the measure is not about it."""
    if tally.counts[place]:
        denominator = 1.0 if tally.denominator is None else float(tally.denominator[place])
        return rule.words(float(tally.numerator[place]), denominator)
    if tally.lacking is not None and tally.lacking.flags[place]:
        return f"not counted: without {tally.lacking.what}"
    return ""
