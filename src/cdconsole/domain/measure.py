"""Measures: versioned definition cards, and what a chart of one shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import ClassVar

from cdconsole.domain.attribution import AttributionVote
from cdconsole.domain.calendar import Month, Period, date_text
from cdconsole.domain.chart_marks import CycleMark, GoalMark, LimitMark, PointNote
from cdconsole.domain.clinician import Clinician
from cdconsole.domain.counting import Counting
from cdconsole.domain.goal_follow_up import GoalsDue
from cdconsole.domain.job_plan import Exposure, JobPlanPanel
from cdconsole.domain.spc import ChartKind, Improvement, RuleProfile, SpcChart


class MeasureId(str):
    """Names a measure in files and between records: lower-case words, as "length_of_stay".

    Earlier versions kept names in capitals, one of them shorter; they are read as the names of today.
    """

    __slots__ = ()

    SPELLS: ClassVar[MeasureId]
    LENGTH_OF_STAY: ClassVar[MeasureId]
    BEFORE_MIDDAY: ClassVar[MeasureId]
    DAY_CASE_RATE: ClassVar[MeasureId]

    def __new__(cls, text: str) -> MeasureId:
        """Return the id that a text names."""
        name = text.lower()
        return super().__new__(cls, "discharged_before_midday" if name == "before_midday" else name)


MeasureId.SPELLS = MeasureId("spells")
MeasureId.LENGTH_OF_STAY = MeasureId("length_of_stay")
MeasureId.BEFORE_MIDDAY = MeasureId("discharged_before_midday")
MeasureId.DAY_CASE_RATE = MeasureId("day_case_rate")


class Unit(Enum):
    """How a value is written. A RATE is a number without a unit of its own, as follow-ups for each new patient."""

    COUNT = "count"
    DAYS = "days"
    PERCENT = "percent"
    MINUTES = "minutes"
    RATE = "rate"

    @property
    def tells_counts(self) -> bool:
        """Return whether a value is a count over a count, so that a value and one of them tell the other."""
        return self in (Unit.PERCENT, Unit.RATE)


class Setting(Enum):
    """Where a template is at home."""

    MEDICINE = "Medicine"
    SURGERY = "Surgery"
    ENDOSCOPY = "Endoscopy"
    ACUTE_TAKE = "Acute take"


class Controllable(Enum):
    """Whether the clinician can change it; what nobody can is context, never a goal of one person."""

    YES = "Yes"
    PARTLY = "Partly"
    NO = "No: read as context"


_IN_WORDS = Counting()


@dataclass(frozen=True)
class Measure:
    """A definition: everything needed to reproduce the number, and its known weaknesses.

    ``needs_times`` says that the records need times of day. ``outcome`` is the success critical outcome it serves.
    ``target`` has the value's unit, percent values as fractions 0-1; ``target_origin`` says who set it and when.
    Below ``minimum_n`` records in all, no value is called better, worse or the same. ``lag_days`` is how long records
    take to be complete.
    """

    id: MeasureId
    version: int
    title: str
    question: str
    numerator: str
    denominator: str
    denominator_noun: str
    exclusions: str
    attribution: str
    unit: Unit
    improvement: Improvement
    needs_times: bool
    balancing: str
    weaknesses: str
    source: str
    counting: Counting = _IN_WORDS
    outcome: str = ""
    chart: ChartKind = ChartKind.XMR
    target: float | None = None
    target_origin: str = ""
    minimum_n: int = 5
    lag_days: int = 0
    owner: str = ""
    controllable: Controllable = Controllable.PARTLY
    settings: tuple[Setting, ...] = ()

    @property
    def target_text(self) -> str:
        """Return the target and who set it: ``target 33.0% (NHS England, 2024)``; nothing without one."""
        origin = f" ({self.target_origin})" if self.target_origin else ""
        return "" if self.target is None else f"target {self.value_text(self.target)}{origin}"

    @property
    def context_text(self) -> str:
        """Return what must be said where the clinician can't change it; nothing elsewhere."""
        return "Context: nobody here controls this." if self.controllable is Controllable.NO else ""

    def value_text(self, value: float | None) -> str:
        """Return a value as the reader sees it, with its unit."""
        if value is None:
            return "no data"
        if self.unit is Unit.PERCENT:
            return f"{value * 100:.1f}%"
        if self.unit in (Unit.DAYS, Unit.MINUTES):
            return f"{value:.1f} {self.unit.value}"
        return f"{value:,.2f}" if self.unit is Unit.RATE else f"{value:,.0f}"


@dataclass(frozen=True)
class MonthlyValue:
    """One measure in one month. Percent values are fractions 0-1; a median's numerator is its sum of days."""

    month: Month
    numerator: float
    denominator: float
    value: float | None


@dataclass(frozen=True)
class ChallengeNote:
    """What a challenge leaves on a chart: ``decided`` None while it is open.

    ``outcome`` is where it stands ("Open", "Upheld"), ``words`` the first words of the claim, or of the decision.
    """

    period: Period
    since: date
    decided: date | None
    outcome: str
    words: str

    @property
    def is_open(self) -> bool:
        """Return whether the months are still disputed."""
        return self.decided is None

    def __str__(self) -> str:
        months = str(self.period.first) if len(self.period) == 1 else str(self.period)
        if self.decided is None:
            return f"Under challenge since {date_text(self.since)} ({months}): {self.words}"
        return f"Challenge {self.outcome.lower()} on {date_text(self.decided)} ({months}): {self.words}"


@dataclass(frozen=True)
class MeasureChart:
    """One chart with all that must stand beside it.

    ``unavailable`` is empty, or says why there is no chart ("Not available: dates only ...").
    ``team`` is the team's line, one value a point; ``team_note`` says what it is, or why there is none.
    ``n_text`` names the n and the denominator. ``quality`` is the data-quality mark in words, ``quality_reasons`` why
    it stands so. ``challenges`` are those that are open on any of its months, and those that were upheld.
    ``notes`` are what people wrote on its months, the oldest month first: a note's number is its place. ``cycles`` are
    the PDSA cycles of goals with this measure. ``limit_marks`` are the changes of the limits in its months.
    ``interpreted`` is what a person made of its newest quarter that was released. ``goal`` is what one goal puts on it,
    where it is drawn for that goal.
    """

    measure: Measure
    chart: SpcChart
    reading: str
    n_text: str
    team: tuple[float | None, ...]
    team_note: str
    quality: str
    unavailable: str = ""
    quality_reasons: tuple[str, ...] = ()
    challenges: tuple[ChallengeNote, ...] = ()
    notes: tuple[PointNote, ...] = ()
    cycles: tuple[CycleMark, ...] = ()
    limit_marks: tuple[LimitMark, ...] = ()
    interpreted: str = ""
    goal: GoalMark | None = None

    @property
    def quality_words(self) -> str:
        """Return the mark with its reasons in one text."""
        return " ".join([f"Data quality: {self.quality}.", *self.quality_reasons])

    @property
    def is_disputed(self) -> bool:
        """Return whether any month is under an open challenge."""
        return any(note.is_open for note in self.challenges)

    @property
    def spoken_reading(self) -> str:
        """Return the reading, marked where months of it are disputed."""
        return f"Disputed: {self.reading}" if self.is_disputed and self.reading else self.reading

    def notes_on(self, month: Month) -> tuple[PointNote, ...]:
        """Return the notes on one month."""
        return tuple(note for note in self.notes if note.month == month)

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the month of each point."""
        return tuple(Month.of(point.on) for point in self.chart.points)


@dataclass(frozen=True)
class ClinicianCharts:
    """One clinician's page: job-plan panel left, charts right.

    ``votes_text`` says how many records the clinician's own votes changed, empty if none; ``is_as_recorded`` that the
    charts leave them aside. ``chance`` says how many of the charts chance alone would mark.
    """

    clinician: Clinician
    period: Period
    panel: JobPlanPanel
    charts: tuple[MeasureChart, ...]
    shading: tuple[Exposure, ...]
    profile: RuleProfile
    data_to: str
    votes_text: str = ""
    is_as_recorded: bool = False
    chance: str = ""


@dataclass(frozen=True)
class SpellRecord:
    """One record behind a point, pseudonymised. ``counted`` says what it added to the measure.

    ``key`` names the record to a vote; ``vote`` is what the clinician said of it, if anything.
    """

    pseudonym: str
    admitted: str
    discharged: str
    length_of_stay_days: int | None
    patient_class: str
    admission_method: str
    ward: str
    counted: str
    batch: str
    key: str = ""
    vote: AttributionVote | None = None
    age_band: str = ""
    hrg: str = ""


@dataclass(frozen=True)
class SourceRecord:
    """One record behind a point that is not a spell: a review, an appointment, a list, a stay.

    ``patient`` is the beginning of a pseudonym, empty where it is not of one patient. ``counted`` says what it added
    to the measure, or why it added nothing.
    """

    patient: str
    on: str
    what: str
    counted: str
    batch: str


@dataclass(frozen=True)
class PointRecords:
    """The records behind one point of a clinician's chart, and with whom one of them can be shared.

    Spells are ``records``, which can be voted on; those of any other source are ``others``, None where it is of spells.
    """

    title: str
    summary: str
    records: tuple[SpellRecord, ...]
    colleagues: tuple[Clinician, ...] = ()
    others: tuple[SourceRecord, ...] | None = None

    @property
    def count(self) -> int:
        """Return how many records there are."""
        return len(self.records if self.others is None else self.others)


@dataclass(frozen=True)
class MeasureRow:
    """One row of the measures table: team rows have no clinician. ``quality`` is the data-quality mark's word.

    ``version`` is that of the definition the value was worked out by.
    """

    measure: MeasureId
    clinician: str
    value: MonthlyValue
    quality: str = ""
    version: int = 1


@dataclass(frozen=True)
class OutcomeMeasures:
    """A success critical outcome's title, and the measures that show it."""

    title: str
    measures: tuple[MeasureId, ...]


@dataclass(frozen=True)
class DepartmentOverview:
    """The department page: a sentence, team charts, reviews due and data freshness. No clinician is named.

    ``outcomes`` are those of the framework, in its order, for putting charts under them. ``chance`` says how many
    charts were looked at and how many icons chance alone would give.
    """

    sentence: str
    charts: tuple[MeasureChart, ...]
    period: Period | None
    reviews_due: int
    open_goals: int
    data_to: str
    freshness: str
    stages_done: int
    stages: int
    outcomes: tuple[OutcomeMeasures, ...] = ()
    chance: str = ""
    goals_due: GoalsDue = field(default_factory=GoalsDue)
