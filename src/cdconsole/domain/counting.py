"""How records become a measure's numerator and denominator: what is counted, for whom, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Source(Enum):
    """Which records a measure counts; the value is how people read it."""

    SPELLS = "Spells"
    TAKE = "Take reviews"
    CLINICS = "Clinics"
    THEATRE = "Theatre lists"
    ENDOSCOPY = "Endoscopy lists"
    WARD_LIST = "Ward list"
    JOB_PLANS = "Job plans and delivered sessions"
    COUNTS = "Reported counts"


class Form(Enum):
    """How the value of a month follows from its records.

    COUNT: the sum of numerators, beside DCC PA-weeks. SHARE: numerators / denominators, each 0 or 1 a record, so 0-1.
    RATIO: sum of numerators / sum of denominators. MEDIAN: of the numerators of its records (quantile type 7).
    """

    COUNT = "count"
    SHARE = "share"
    RATIO = "ratio"
    MEDIAN = "median"


class Attribution(Enum):
    """Whose figure a record counts in."""

    DISCHARGING = "Discharging clinician"
    ADMITTING = "Admitting clinician"
    EPISODE = "Each episode for its own clinician"
    SHARED = "Everybody who had an episode in it"
    OPERATING = "Operating clinician"
    REVIEWING = "Reviewing clinician"


class Exclusion(Enum):
    """What a department can leave out of a measure of spells, beyond what the measure itself leaves out."""

    DEATHS = "Deaths"
    SELF_DISCHARGES = "Self-discharges"
    UNDER_A_DAY = "Discharged on the day of admission"
    ELECTIVE = "Elective admissions"
    EMERGENCY = "Emergency admissions"


class Calculation(Enum):
    """The ways of counting that the program knows. ``NOT_KEPT``: the definition was kept in words only."""

    NOT_KEPT = "Not kept"
    SPELLS = "Spells discharged"
    LENGTH_OF_STAY = "Length of stay"
    LONG_STAYS = "Inpatients who have stayed long"
    BEFORE_MIDDAY = "Discharged before a time of day"
    DAY_CASES = "Elective work done as day cases"
    READMISSIONS = "Emergency readmissions"
    ADMITTED_ON_TAKE = "Admitted, of patients reviewed on take"
    SAME_DAY_ON_TAKE = "Discharged the same day, of patients reviewed on take"
    DID_NOT_ATTEND = "Appointments not attended"
    FOLLOW_UPS_PER_NEW = "Follow-up attendances for each new one"
    SLOTS_FILLED = "Slots filled, of those in delivered clinics"
    THEATRE_UNCAPPED = "Touch time of planned time, overruns included"
    THEATRE_CAPPED = "Touch time within planned hours, of planned time"
    LATE_START_MINUTES = "Minutes late, over all lists"
    LATE_STARTS = "Lists that started late"
    EARLY_FINISH_MINUTES = "Minutes finished early, over all lists"
    OVERRUN_MINUTES = "Minutes overrun, over all lists"
    CANCELLED_ON_THE_DAY = "Booked cases cancelled on the day"
    COMPLETE_COLONOSCOPIES = "Complete colonoscopies"
    ADENOMA_DETECTION = "Colonoscopies with an adenoma"
    WITHDRAWAL_MINUTES = "Withdrawal time of colonoscopies without a polyp"
    POLYPS_RETRIEVED = "Polyps retrieved, of polyps found"
    BOWEL_PREPARATION = "Colonoscopies with adequate bowel preparation"
    COLONOSCOPIES = "Colonoscopies"
    POINTS_PER_LIST = "Endoscopy points for each delivered list"
    PREDICTED_IN_TIME = "Predicted discharge date recorded in time"
    PREDICTED_CURRENT = "Predicted discharge date not passed"
    PREDICTED_RIGHT = "Discharged as first predicted"
    PREDICTED_BIAS = "Days between first prediction and discharge"
    REVISED_WITHOUT_REASON = "Predictions revised without a reason"
    SHARE_OF_WORK = "Share of work beside share of delivered DCC sessions"
    SESSIONS_DELIVERED = "Sessions delivered, of those planned"
    REPORTED = "Counts reported to the department"

    @property
    def traits(self) -> Traits:
        """Return where it counts, how, and what a definition may choose."""
        return _TRAITS[self]


@dataclass(frozen=True)
class Traits:
    """What a way of counting needs. ``threshold`` names the number a definition chooses, empty where there is none.

    ``attributions`` are those that can be chosen, the usual one first; nothing where the source leaves no choice.
    """

    source: Source
    form: Form
    threshold: str = ""
    attributions: tuple[Attribution, ...] = ()
    has_exclusions: bool = False
    needs_times: bool = False


_OF_SPELLS = (Attribution.DISCHARGING, Attribution.ADMITTING, Attribution.SHARED)
_OF_EPISODES = (*_OF_SPELLS[:2], Attribution.EPISODE, Attribution.SHARED)  # where an episode can be counted by itself
_ON_TAKE = (Attribution.REVIEWING,)
_OPERATING = (Attribution.OPERATING,)


def _spells(
    form: Form, threshold: str = "", attributions: tuple[Attribution, ...] = _OF_SPELLS, *, needs_times: bool = False
) -> Traits:
    return Traits(Source.SPELLS, form, threshold, attributions, has_exclusions=True, needs_times=needs_times)


def _theatre(form: Form, threshold: str = "") -> Traits:
    return Traits(Source.THEATRE, form, threshold, _OPERATING)


def _endoscopy(form: Form) -> Traits:
    return Traits(Source.ENDOSCOPY, form, "", _OPERATING)


def _ward(form: Form, threshold: str = "") -> Traits:
    return Traits(Source.WARD_LIST, form, threshold, (Attribution.DISCHARGING,))


_TRAITS: Final[dict[Calculation, Traits]] = {
    Calculation.NOT_KEPT: Traits(Source.COUNTS, Form.RATIO),
    Calculation.SPELLS: _spells(Form.COUNT, attributions=_OF_EPISODES),
    Calculation.LENGTH_OF_STAY: _spells(Form.MEDIAN, attributions=_OF_EPISODES),
    Calculation.LONG_STAYS: _spells(Form.SHARE, "Longer than this many days"),
    Calculation.BEFORE_MIDDAY: _spells(Form.SHARE, "Before this hour of the day", needs_times=True),
    Calculation.DAY_CASES: _spells(Form.SHARE),
    Calculation.READMISSIONS: _spells(Form.SHARE, "Within this many days, the day of discharge counting as the first"),
    Calculation.ADMITTED_ON_TAKE: Traits(Source.TAKE, Form.SHARE, "", _ON_TAKE),
    Calculation.SAME_DAY_ON_TAKE: Traits(Source.TAKE, Form.SHARE, "", _ON_TAKE),
    Calculation.DID_NOT_ATTEND: Traits(Source.CLINICS, Form.SHARE),
    Calculation.FOLLOW_UPS_PER_NEW: Traits(Source.CLINICS, Form.RATIO),
    Calculation.SLOTS_FILLED: Traits(Source.CLINICS, Form.SHARE),
    Calculation.THEATRE_UNCAPPED: _theatre(Form.SHARE),
    Calculation.THEATRE_CAPPED: _theatre(Form.SHARE),
    Calculation.LATE_START_MINUTES: _theatre(Form.RATIO),
    Calculation.LATE_STARTS: _theatre(Form.SHARE, "More than this many minutes"),
    Calculation.EARLY_FINISH_MINUTES: _theatre(Form.RATIO),
    Calculation.OVERRUN_MINUTES: _theatre(Form.RATIO),
    Calculation.CANCELLED_ON_THE_DAY: _theatre(Form.SHARE),
    Calculation.COMPLETE_COLONOSCOPIES: _endoscopy(Form.SHARE),
    Calculation.ADENOMA_DETECTION: _endoscopy(Form.SHARE),
    Calculation.WITHDRAWAL_MINUTES: _endoscopy(Form.RATIO),
    Calculation.POLYPS_RETRIEVED: _endoscopy(Form.SHARE),
    Calculation.BOWEL_PREPARATION: _endoscopy(Form.SHARE),
    Calculation.COLONOSCOPIES: _endoscopy(Form.COUNT),
    Calculation.POINTS_PER_LIST: _endoscopy(Form.RATIO),
    Calculation.PREDICTED_IN_TIME: _ward(Form.SHARE, "Within this many hours of admission"),
    Calculation.PREDICTED_CURRENT: _ward(Form.SHARE),
    Calculation.PREDICTED_RIGHT: _ward(Form.SHARE, "Within this many days of the date"),
    Calculation.PREDICTED_BIAS: _ward(Form.MEDIAN),
    Calculation.REVISED_WITHOUT_REASON: _ward(Form.SHARE),
    Calculation.SHARE_OF_WORK: Traits(Source.JOB_PLANS, Form.RATIO),
    Calculation.SESSIONS_DELIVERED: Traits(Source.JOB_PLANS, Form.SHARE),
    Calculation.REPORTED: Traits(Source.COUNTS, Form.RATIO),
}


@dataclass(frozen=True)
class Counting:
    """How a definition counts.

    ``threshold`` is the number its calculation asks for, in the unit that names it. ``specialties`` keeps spells of
    these only, all where empty; ``wards_left_out`` are compared without regard to case. ``count_of`` says which
    reported count it is.
    """

    calculation: Calculation = Calculation.NOT_KEPT
    attribution: Attribution = Attribution.DISCHARGING
    threshold: float | None = None
    exclusions: tuple[Exclusion, ...] = ()
    specialties: tuple[str, ...] = ()
    wards_left_out: tuple[str, ...] = ()
    count_of: str = ""

    @property
    def source(self) -> Source:
        """Return which records it counts."""
        return self.calculation.traits.source

    @property
    def form(self) -> Form:
        """Return how the value of a month follows from its records."""
        return self.calculation.traits.form
