"""Everything the reviews screen shows: the list of reviews, and the room in which one is held. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from cdconsole.domain.calendar import date_text, months_on
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure, MeasureChart, MeasureId
from cdconsole.domain.own_line import own_line
from cdconsole.domain.preparation import ConversationAids, Preparation
from cdconsole.domain.rectification import RectifiedRecord, of_record
from cdconsole.domain.review import (
    MONTHS_BETWEEN_REVIEWS,
    Agreement,
    Conversation,
    Goal,
    Party,
    Recognition,
    Review,
    ReviewRow,
    ReviewStatus,
)
from cdconsole.ui.corrections.state import corrections_text
from cdconsole.ui.follow_up.closing import Closing
from cdconsole.ui.form_dialog.state import FormState
from cdconsole.ui.screens.reviews.drafts import Draft, NoteKey
from cdconsole.ui.screens.reviews.search.state import SearchState
from cdconsole.ui.thanking.state import ThankForm

HELD_ON, NEXT_ON = "held_on", "next_on"


class Step(Enum):
    """Where the conversation is."""

    RECOGNISE = "Recognise"
    THEIR_VIEW = "Their view"
    DATA = "The data"
    DISCUSS = "Discuss"
    AGREE = "Agree"


class LockQuestion(Enum):
    """What stands between the button and the lock."""

    NONE = ""
    NO_RECOGNITION = "No recognition is recorded; lock anyway?"
    NEXT_DAY = "Nobody has set the day of the next review. Is it {day}?"


@dataclass(frozen=True)
class ListedReview:
    """One line of the list, read on a day."""

    row: ReviewRow
    today: date

    @property
    def is_preparing(self) -> bool:
        """Return whether a review is in preparation."""
        return self.row.status == ReviewStatus.PREPARING.value


@dataclass(frozen=True)
class GoalEntry:
    """What stands in the form of a goal; ``target`` as typed."""

    text: str
    action: str
    measure: MeasureId | None
    no_measure_reason: str
    target: str
    support: str
    due: date


@dataclass(frozen=True)
class GoalForm:
    """The form of a goal: what it was filled from, what is wrong with it."""

    editing: Goal
    problems: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    is_busy: bool = False


@dataclass(frozen=True)
class TalkForm:
    """The form of a conversation beside the quarterly review: with whom, and what is wrong with it."""

    clinician: ClinicianId
    name: str
    kind: Conversation = Conversation.ASKED_FOR
    problem: str = ""
    is_about_topic: bool = False
    is_busy: bool = False


@dataclass(frozen=True)
class SheetState:
    """The preparation sheet of a clinician, None while it is read; ``notice`` says what came of something."""

    clinician: ClinicianId
    preparation: Preparation | None = None
    notice: str = ""


@dataclass(frozen=True)
class Thanks:
    """Every thank-you ``given``, newest first, and the form while somebody is writing one."""

    given: tuple[Recognition, ...] = ()
    is_loading: bool = True
    problem: str = ""
    form: ThankForm | None = None

    def to(self, clinician: ClinicianId) -> tuple[Recognition, ...]:
        """Return what one clinician was thanked for."""
        return tuple(one for one in self.given if one.clinician_id == clinician)


@dataclass(frozen=True)
class RoomState:
    """The review room. ``reviews`` are all of this clinician, newest first; ``drafts`` are the boxes of this one.

    ``thanks`` are this clinician's thank-yous, newest first. ``aids`` lie beside the notes; ``printed_text`` says what
    came of printing.
    """

    review: Review
    today: date
    director: str
    reviews: tuple[Review, ...] = ()
    thanks: tuple[Recognition, ...] = ()
    drafts: Mapping[NoteKey, Draft] = field(default_factory=dict)
    step: Step = Step.RECOGNISE
    chart_at: int = 0
    is_presenting: bool = False
    goal_form: GoalForm | None = None
    closing: Closing | None = None
    mark_problems: Mapping[Party, str] = field(default_factory=dict)
    date_problems: Mapping[str, str] = field(default_factory=dict)
    lock_question: LockQuestion = LockQuestion.NONE
    lock_problem: str = ""
    addendum_problem: str = ""
    addenda_sent: int = 0
    correction_form: FormState | None = None
    correction_said: str = ""
    aids: ConversationAids = field(default_factory=ConversationAids)
    printed_text: str = ""

    @property
    def is_quarterly(self) -> bool:
        """Return whether it is the quarterly review, after which the next is due."""
        return self.review.kind is Conversation.QUARTERLY

    @property
    def presented(self) -> MeasureChart | None:
        """Return the chart that is shown, as others in the room may see it."""
        return None if self.chart is None else own_line(self.chart)

    @property
    def presented_facts(self) -> tuple[str, ...]:
        """Return what else is said of the chart in presenter mode: when it was frozen, how good its data are."""
        frozen, chart = self.review.charts, self.presented
        if frozen is None or chart is None:
            return ()
        when = f"Frozen {date_text(frozen.frozen_at.astimezone().date())}, data to {frozen.data_to}"
        quality = f"Data quality: {chart.quality}" if chart.quality else ""
        return (when, quality, *map(str, chart.challenges), chart.chart.limits_text.rstrip("."))

    @property
    def lock_question_text(self) -> str:
        """Return what is asked before the lock."""
        return self.lock_question.value.format(day=date_text(self.next_on))

    @property
    def is_locked(self) -> bool:
        """Return whether the review only takes addenda."""
        return self.review.status is ReviewStatus.LOCKED

    @property
    def charts(self) -> tuple[MeasureChart, ...]:
        """Return the frozen charts."""
        return () if self.review.charts is None else self.review.charts.charts

    @property
    def chart(self) -> MeasureChart | None:
        """Return the chart that is shown."""
        return self.charts[self.chart_at] if self.chart_at < len(self.charts) else None

    @property
    def place_text(self) -> str:
        """Return ``2 of 4``."""
        return f"{self.chart_at + 1} of {len(self.charts)}" if self.charts else ""

    @property
    def last(self) -> Review | None:
        """Return the locked conversation before this one, of whatever kind."""
        return next(self._held_before(), None)

    @property
    def last_quarterly(self) -> Review | None:
        """Return the quarterly review before this one."""
        return next((review for review in self._held_before() if review.kind is Conversation.QUARTERLY), None)

    def _held_before(self) -> Iterator[Review]:
        ids = [review.id for review in self.reviews]
        older = self.reviews[ids.index(self.review.id) + 1 :] if self.review.id in ids else ()
        return (review for review in older if review.status is ReviewStatus.LOCKED)

    @property
    def thanks_since_last(self) -> tuple[Recognition, ...]:
        """Return the thank-yous since the day of the last quarterly review, that day's too.

        A locked review holds its own words. None before the clinician's reviews are read: until then nobody knows
        which was the last. A conversation between two reviews uses none up.
        """
        if self.is_locked or self.review.id not in {review.id for review in self.reviews}:
            return ()
        since = None if self.last_quarterly is None else self.last_quarterly.held_on
        return tuple(one for one in self.thanks if since is None or thanked_on(one) >= since)

    @property
    def held_on(self) -> date:
        """Return the day the review was held; today until another day is chosen."""
        return self.review.held_on or self.today

    @property
    def next_on(self) -> date | None:
        """Return the day of the next review; three months on until another is chosen.

        A conversation of another kind sets none unless somebody says so.
        """
        return self.review.next_on or (self.usual_next_on if self.is_quarterly else None)

    @property
    def usual_next_on(self) -> date:
        """Return the day three months after this conversation."""
        return months_on(self.held_on, MONTHS_BETWEEN_REVIEWS)

    @property
    def missing_marks(self) -> str:
        """Return who has still to mark the record, in words; nothing once both have."""
        names = {Party.DIRECTOR: "the clinical director", Party.CLINICIAN: self.review.clinician}
        missing = [names[p] for p in Party if self.review.mark(p).agreement is Agreement.NOT_MARKED]
        return f"Still to mark it: {' and '.join(missing)}." if missing else ""

    def corrections(self, key: NoteKey) -> str:
        """Return what was asked to be corrected in one note, in words."""
        return corrected_in(self.review, key)

    def measure(self, measure: MeasureId | None) -> Measure | None:
        """Return the definition of a measure as it was when the charts were frozen."""
        return next((chart.measure for chart in self.charts if chart.measure.id == measure), None)


@dataclass(frozen=True)
class ReviewsState:
    """The list, the room while somebody is in it, and the search while somebody searches."""

    today: date
    rows: tuple[ReviewRow, ...] = ()
    chosen: ClinicianId | None = None
    is_loading: bool = True
    is_opening: bool = False
    problem: str = ""
    thanks: Thanks = field(default_factory=Thanks)
    room: RoomState | None = None
    sheet: SheetState | None = None
    talk: TalkForm | None = None

    @property
    def is_presenting(self) -> bool:
        """Return whether others may be looking at the window."""
        return self.room is not None and self.room.is_presenting

    search: SearchState | None = None

    @property
    def listed(self) -> tuple[ListedReview, ...]:
        """Return the lines of the list."""
        return tuple(ListedReview(row, self.today) for row in self.rows)

    @property
    def chosen_row(self) -> ListedReview | None:
        """Return the line the buttons speak of."""
        return next((each for each in self.listed if each.row.clinician_id == self.chosen), None)


def corrected_in(review: Review, key: NoteKey) -> str:
    """Return what was asked to be corrected in one note of a review, in words."""
    return corrections_text(of_record(review.rectifications, RectifiedRecord.note(review.id, *key)))


def thanked_on(recognition: Recognition) -> date:
    """Return the day somebody was thanked, on this computer's calendar."""
    return recognition.at.astimezone().date()


def review_title(review: Review) -> str:
    """Return a review as a chooser lists it: by the day it was held, or begun; its kind where it is not quarterly."""
    kind = "" if review.kind is Conversation.QUARTERLY else f"{review.kind.value}: "
    if review.held_on is not None and review.status is ReviewStatus.LOCKED:
        said = f"Held {date_text(review.held_on)}"
    else:
        said = f"In preparation since {date_text(review.started.astimezone().date())}"
    return f"{kind}{said[:1].lower()}{said[1:]}" if kind else said
