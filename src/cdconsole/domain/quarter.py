"""A quarter: figures frozen, what people made of them, and to whom they were released, the clinician first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cdconsole.domain.calendar import MONTH_NAMES, Period, Quarter, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.job_plan import Exposure
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.spc import SpecialCause, VariationIcon

Whose = ClinicianId | None
"""Whose figures: None is the team."""

LONGEST_TEXT = 4000
NOTHING_SPECIAL = "Nothing special: common-cause variation on every chart."
"""What may be taken over where no chart has a special cause; it is never stored unless a person takes it."""


class Cause(Enum):
    """What is considered before a signal is read as anybody's doing; the value is its name on the screen."""

    CASE_MIX = "Case mix"
    ROLE = "Role and job plan"
    SYSTEM = "System"
    DATA = "Data"
    CHANCE = "Chance"

    @property
    def question(self) -> str:
        """Return what to ask oneself."""
        return {
            Cause.CASE_MIX: "Were these patients of another kind than usual?",
            Cause.ROLE: "Did the role, the job plan or leave change?",
            Cause.SYSTEM: "Did beds, staff, lists or a pathway change?",
            Cause.DATA: "Is it counted rightly, coded and attributed as it was?",
            Cause.CHANCE: "How often would chance alone do this?",
        }[self]


@dataclass(frozen=True)
class QuarterFigure:
    """A measure over the three months: its value in the measure's unit, and words with n and denominator."""

    numerator: float
    denominator: float
    value: float | None
    words: str


@dataclass(frozen=True)
class FrozenMeasure:
    """One chart as it was frozen. ``figure`` is None where there is no chart.

    ``case_mix`` sets the observed beside what is expected for this mix of patients, where that can be worked out;
    ``sha256`` is that of the points, limits and figure: what an interpretation is of.
    """

    chart: MeasureChart
    figure: QuarterFigure | None
    case_mix: str
    sha256: str

    def is_special(self, quarter: Period) -> bool:
        """Return whether a month of the quarter is flagged; too few points or cases flag nothing."""
        spc = self.chart.chart
        if spc.runs and spc.runs[-1].is_signal:
            return True
        flagged = any(point.on in quarter and point.special_cause is not SpecialCause.NONE for point in spc.points)
        return flagged and spc.icon is not VariationIcon.NONE


@dataclass(frozen=True)
class FrozenFigures:
    """Everything frozen of one clinician, or of the team: charts, and what stood beside them that day.

    ``period`` are the months drawn, the quarter's are the last three. ``chance``, ``votes_text`` as on the clinician's
    page. ``sha256`` is that of all figures together.
    """

    name: str
    period: Period
    measures: tuple[FrozenMeasure, ...]
    job_plan: str
    exposures: tuple[Exposure, ...]
    chance: str
    votes_text: str
    sha256: str

    @property
    def has_figures(self) -> bool:
        """Return whether there is any chart."""
        return any(not one.chart.unavailable for one in self.measures)

    def measure(self, wanted: MeasureId) -> FrozenMeasure | None:
        """Return one measure, if it was frozen."""
        return next((one for one in self.measures if one.chart.measure.id == wanted), None)


@dataclass(frozen=True)
class FrozenDefinition:
    """Which version of a definition the figures were worked out by."""

    measure: MeasureId
    version: int
    title: str


@dataclass(frozen=True)
class SpecialChart:
    """A chart with a special cause in the quarter: a release waits for its interpretation. ``figures`` is its hash."""

    measure: MeasureId
    title: str
    figures: str


@dataclass(frozen=True)
class FrozenPart:
    """Whose figures are part of a freeze, and what of them needs an interpretation; an empty ``clinician`` is the team.

    ``sha256`` is over all that was frozen, ``figures`` over the figures alone.
    """

    clinician: str
    name: str
    sha256: str
    figures: str
    special: tuple[SpecialChart, ...]

    @property
    def whose(self) -> Whose:
        """Return whose they are."""
        return ClinicianId(self.clinician) if self.clinician else None


@dataclass(frozen=True)
class FrozenContents:
    """What a freeze holds: the hash over this is over everything."""

    quarter: str
    data_to: str
    definitions: tuple[FrozenDefinition, ...]
    parts: tuple[FrozenPart, ...]


@dataclass(frozen=True)
class QuarterFreeze:
    """A quarter that was frozen, without its charts. A later ``version`` has a reason; the earlier is kept."""

    id: str
    quarter: Quarter
    version: int
    data_to: str
    frozen_by: str
    frozen_at: datetime
    reason: str
    sha256: str
    definitions: tuple[FrozenDefinition, ...]
    parts: tuple[FrozenPart, ...]

    @property
    def words(self) -> str:
        """Return when and by whom, in one line."""
        again = f" Version {self.version}: {self.reason}" if self.version > 1 else ""
        on = date_text(self.frozen_at.astimezone().date())
        return (
            f"{months_text(self.quarter)}, frozen on {on} by {self.frozen_by}, data to {self.data_to};"
            f" {len(self.definitions)} definitions.{again}"
        )


@dataclass(frozen=True)
class CauseConsidered:
    """What was thought of one cause; the tick says that somebody did think of it."""

    note: str = ""
    is_considered: bool = False


@dataclass(frozen=True)
class InterpretationWords:
    """What a person typed and ticked: the five causes in the order of ``Cause``, and the conclusion."""

    conclusion: str = ""
    causes: tuple[CauseConsidered, ...] = (CauseConsidered(),) * len(Cause)

    def __repr__(self) -> str:
        return "InterpretationWords(...)"

    @property
    def not_considered(self) -> tuple[Cause, ...]:
        """Return the causes that nobody ticked yet."""
        return tuple(cause for cause, one in zip(Cause, self.causes, strict=True) if not one.is_considered)

    def checked(self) -> InterpretationWords:
        """Return it, or raise RuleBroken where a text is too long or a cause lacks."""
        if len(self.causes) != len(Cause):
            raise RuleBroken("An interpretation considers five causes.", "Load the page again.", "causes")
        if max(len(text) for text in (self.conclusion, *(one.note for one in self.causes))) > LONGEST_TEXT:
            raise RuleBroken(f"A text is longer than {LONGEST_TEXT:,} characters.", "Shorten it.", "conclusion")
        return self


@dataclass(frozen=True)
class Interpretation:
    """What was made of one chart, or of the quarter as a whole where ``measure`` is None.

    ``figures`` is the hash of what was looked at.
    """

    whose: Whose
    measure: MeasureId | None
    words: InterpretationWords
    author: str
    at: datetime
    revision: int
    figures: str
    id: str = ""


class ReleaseMode(Enum):
    """How figures were released; the last says that they were not, and why."""

    IN_PERSON = "in person"
    PRINTED = "printed"
    PACK = "in their own pack"
    NOT_RELEASED = "not released"


@dataclass(frozen=True)
class Release:
    """One release, or the statement why there was none (``reason``).

    ``interpretations`` are the ids of those released; ``sha256`` is over them and the frozen figures.
    """

    freeze: str
    whose: Whose
    mode: ReleaseMode
    released_to: str
    by: str
    at: datetime
    sha256: str
    is_disputed: bool = False
    reason: str = ""
    interpretations: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return it as a state: ``released 3 Nov 2026 in person``."""
        on = date_text(self.at.astimezone().date())
        if self.mode is ReleaseMode.NOT_RELEASED:
            return f"not released, stated {on}: {self.reason}"
        return f"released {on} {self.mode.value}{', marked disputed' if self.is_disputed else ''}"


@dataclass(frozen=True)
class QuarterRow:
    """One line of the quarter's list. ``missing`` is what has still to be written before a release, in words."""

    whose: Whose
    name: str
    has_figures: bool
    missing: tuple[str, ...]
    release: Release | None
    is_disputed: bool
    review: str = ""
    is_review_due: bool = False
    is_frozen: bool = True

    @property
    def is_interpreted(self) -> bool:
        """Return whether nothing has still to be written."""
        return self.has_figures and not self.missing

    @property
    def is_settled(self) -> bool:
        """Return whether it was released, stated why not, or there is nothing to release."""
        return self.release is not None or not self.has_figures

    @property
    def state(self) -> str:
        """Return where it stands, in words."""
        if not self.has_figures:
            return "no figures this quarter" if self.is_frozen else "not frozen"
        disputed = "disputed; " if self.is_disputed else ""
        if self.release is not None:
            return f"{disputed}{self.release.words}"
        return f"{disputed}{'not interpreted' if self.missing else 'interpreted, not released'}"


@dataclass(frozen=True)
class QuarterPage:
    """The quarter that is looked at. ``freeze`` is None where it is not frozen; ``quarters`` can be chosen.

    ``may_freeze`` says that its months have data. The team's row is last. ``due`` says what waits, in one sentence.
    """

    quarter: Quarter
    quarters: tuple[Quarter, ...]
    may_freeze: bool
    freeze: QuarterFreeze | None
    versions: tuple[QuarterFreeze, ...]
    rows: tuple[QuarterRow, ...]
    due: str


@dataclass(frozen=True)
class ComparedMeasure:
    """One measure in two frozen quarters, each with its value, n and denominator, and its icon in words.

    ``change`` says whether a special cause is new, gone or goes on; empty where there is none in either.
    """

    title: str
    before: str
    now: str
    icon_before: str
    icon_now: str
    change: str


@dataclass(frozen=True)
class ContextLine:
    """What the department knows that bears on one cause; what it means is for a person to say."""

    cause: Cause
    label: str
    text: str


@dataclass(frozen=True)
class InterpretedMeasure:
    """One chart to be interpreted, or the quarter as a whole where ``frozen`` is None.

    ``is_needed`` says that a release waits for it, ``missing`` what of it has still to be written, ``is_outdated`` that
    what was written is of other figures.
    """

    title: str
    frozen: FrozenMeasure | None
    context: tuple[ContextLine, ...]
    interpretation: Interpretation | None
    is_needed: bool
    missing: tuple[str, ...]
    is_outdated: bool
    is_disputed: bool
    suggestion: str = ""

    @property
    def measure(self) -> MeasureId | None:
        """Return the measure's id; None of the whole."""
        return None if self.frozen is None else self.frozen.chart.measure.id

    @property
    def state(self) -> str:
        """Return where it stands, in words."""
        parts = ["disputed"] if self.is_disputed else []
        if self.frozen is not None and self.is_needed:
            parts.append("special cause")
        if self.frozen is not None and self.frozen.chart.unavailable:
            parts.append("no chart")
        elif self.is_needed:
            parts.append("not interpreted" if self.missing else "interpreted")
        else:
            parts.append("nothing required" if self.interpretation is None else "interpreted, not required")
        return ", ".join(parts)


@dataclass(frozen=True)
class QuarterReading:
    """One clinician's quarter, or the team's, as the director reads it; ``compared`` with the quarter ``before``."""

    freeze: QuarterFreeze
    row: QuarterRow
    figures: FrozenFigures
    measures: tuple[InterpretedMeasure, ...]
    releases: tuple[Release, ...]
    before: QuarterFreeze | None
    compared: tuple[ComparedMeasure, ...]


@dataclass(frozen=True)
class ReleasedLine:
    """What a clinician is given of one chart, or of the quarter as a whole: the figure, and what was made of it.

    ``written`` says by whom and when.
    """

    title: str
    figure: str
    icon: str
    conclusion: str = ""
    considered: tuple[str, ...] = ()
    written: str = ""
    is_disputed: bool = False


@dataclass(frozen=True)
class ReleasedQuarter:
    """What was released of one quarter to its clinician; ``release`` says when and how."""

    quarter: str
    by: str
    release: str
    lines: tuple[ReleasedLine, ...]


def months_text(quarter: Quarter) -> str:
    """Return a quarter's months: ``Jul-Sep 2026``."""
    first, last = quarter.period.first, quarter.period.last
    return f"{MONTH_NAMES[first.month - 1]}-{MONTH_NAMES[last.month - 1]} {last.year}"


def lacking(found: Interpretation | None, figures: str, *, is_whole: bool) -> tuple[str, ...]:
    """Return what an interpretation of these figures still lacks, in words; nothing where it is whole."""
    words = InterpretationWords() if found is None else found.words
    if found is not None and found.figures != figures:
        return ("to be read again: the figures changed since it was written",)
    if is_whole:
        return () if words.conclusion.strip() else ("one sentence",)
    lacks = tuple(cause.value.lower() for cause in words.not_considered)
    return lacks if words.conclusion.strip() else (*lacks, "the conclusion")
