"""The individual performance review (IPR): recognition, frozen charts, notes, goals, agreement, lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.attribution import Channel
from cdconsole.domain.calendar import Period, moment_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.goal_follow_up import BeforeAfter, GoalGroup, SustainCheck
from cdconsole.domain.identity import ClinicianId, GoalId, ReviewId
from cdconsole.domain.measure import MeasureChart, MeasureId
from cdconsole.domain.rectification import Rectification, RectifiedKind, RectifiedRecord

MONTHS_BETWEEN_REVIEWS = 3
"""Feedback that is repeated every three months works, and fades where it stops (Trebble et al. 2015)."""


class NoteKind(Enum):
    """Who a text belongs to; the clinical director's own note is marked as opinion."""

    RECOGNITION = "Recognition"
    CLINICIAN_VIEW = "The clinician's own view"
    DIRECTOR_NOTE = "Clinical director's note (opinion)"
    AGREED_FACTS = "Agreed facts"
    CLINICIAN_COMMENT = "The clinician's comment"


class Domain(Enum):
    """The four domains of the review (Trebble et al. 2013)."""

    OBJECTIVES = "Performance against objectives"
    BEHAVIOUR = "Behaviour and leadership"
    TALENT = "Talent management"
    FUTURE = "Future objectives"


class Party(Enum):
    """The two people of a review."""

    DIRECTOR = "Clinical director"
    CLINICIAN = "Clinician"


class Agreement(Enum):
    """How a person marked the record; dissent is kept."""

    NOT_MARKED = "Not yet marked"
    AGREED = "Agreed"
    AGREED_WITH_COMMENT = "Agreed with comment"
    NOT_AGREED = "Not agreed"


@dataclass(frozen=True)
class ReviewNote:
    """One authored, time-stamped text; ``domain`` None where the note stands for the whole review.

    ``author`` typed it: of a clinician's words that is the clinician where a signed reply brought them, and whoever
    entered them in the room otherwise.
    """

    kind: NoteKind
    text: str
    author: str
    at: datetime
    revision: int
    domain: Domain | None = None
    channel: Channel = Channel.IN_PERSON

    @property
    def source(self) -> str:
        """Return whose words these are and how they came here."""
        if self.channel is Channel.SIGNED_REPLY:
            return f"{self.author}, by a signed reply"
        return f"In person, entered by {self.author}" if self.kind in CLINICIANS_WORDS else self.author


CLINICIANS_WORDS = (NoteKind.CLINICIAN_VIEW, NoteKind.CLINICIAN_COMMENT)
"""The notes that hold the clinician's own words."""


@dataclass(frozen=True)
class AgreementMark:
    """How one person marked the record, and when; ``cleared`` says which earlier mark fell because the text changed.

    ``person`` entered it, or took the signed reply in. A signed mark has the SHA-256 of its ``reply`` and the
    fingerprint of the ``content`` it was given to, see ``ReviewContent``.
    """

    party: Party
    agreement: Agreement
    comment: str
    at: datetime | None
    cleared: str = ""
    channel: Channel = Channel.IN_PERSON
    person: str = ""
    reply: str = ""
    content: str = ""

    @property
    def how(self) -> str:
        """Return how the mark was given, in words; nothing where there is none."""
        if self.at is None:
            return ""
        if self.channel is Channel.SIGNED_REPLY:
            return f"{self.channel.value}, taken in by {self.person}"
        return f"{self.channel.value}{f' by {self.person}' if self.person else ''}"

    def fallen(self) -> AgreementMark:
        """Return the mark taken back, because what it was given to has changed since; its comment stays."""
        if self.at is None:
            return self
        fell = f"{self.agreement.value} on {moment_text(self.at)}, before the record changed"
        return AgreementMark(self.party, Agreement.NOT_MARKED, self.comment, None, fell)


class PdsaAct(Enum):
    """What was decided at the end of a PDSA cycle."""

    OPEN = "Still running"
    ADOPT = "Adopt"
    ADAPT = "Adapt"
    ABANDON = "Abandon"


@dataclass(frozen=True)
class PdsaCycle:
    """One plan-do-study-act cycle of a goal, from the day it started."""

    id: str
    started: date
    plan: str
    prediction: str
    do: str = ""
    study: str = ""
    act: PdsaAct = PdsaAct.OPEN


class GoalStatus(Enum):
    """What became of a goal."""

    OPEN = "Open"
    ACHIEVED = "Achieved"
    CHANGED = "Changed"
    STOPPED = "Stopped"


@dataclass(frozen=True)
class Goal:
    """A specific goal tied to a measure, or with a stated reason why none fits.

    ``baseline`` is frozen at agreement, in the measure's unit (fractions for percent); ``target`` may be None where
    only a direction is agreed. ``from_review`` is the review that set it. A goal of a group has a ``group``,
    and neither a clinician nor a review; its measure is the whole team's.
    """

    id: GoalId
    clinician_id: ClinicianId
    from_review: ReviewId
    text: str
    action: str
    measure: MeasureId | None
    no_measure_reason: str
    baseline: float | None
    baseline_text: str
    target: float | None
    support: str
    due: date
    status: GoalStatus = GoalStatus.OPEN
    outcome: str = ""
    cycles: tuple[PdsaCycle, ...] = ()
    revision: int = 1
    group: GoalGroup | None = None

    def checked(self) -> Goal:
        """Return the goal, or raise RuleBroken naming the field at fault."""
        if not self.text.strip():
            raise RuleBroken("A goal needs words.", "Say what will be different.", "text")
        if not self.action.strip():
            raise RuleBroken("A goal needs an action.", "Say who will do what; “improve” alone is not one.", "action")
        if self.measure is None and not self.no_measure_reason.strip():
            raise RuleBroken("A goal needs a measure.", "Choose one, or say why none fits.", "measure")
        return self


@dataclass(frozen=True)
class FrozenCharts:
    """The charts exactly as they were that day; replays without the records.

    ``votes_text`` as on the clinician's page.
    """

    frozen_at: datetime
    period: Period
    charts: tuple[MeasureChart, ...]
    job_plan: str
    data_to: str
    votes_text: str = ""


class Conversation(Enum):
    """What a conversation is: the quarterly review, one that the clinician asked for, or another."""

    QUARTERLY = "Quarterly review"
    ASKED_FOR = "Asked for by the clinician"
    OTHER = "Other conversation"


class ReviewStatus(Enum):
    """Where a review is."""

    PREPARING = "Preparing"
    LOCKED = "Agreed and locked"


@dataclass(frozen=True)
class Review:
    """One review of one clinician, whole; ``topic`` is what a conversation that is not quarterly is about."""

    id: ReviewId
    clinician_id: ClinicianId
    clinician: str
    started: datetime
    held_on: date | None
    status: ReviewStatus
    notes: tuple[ReviewNote, ...]
    charts: FrozenCharts | None
    goals: tuple[Goal, ...]
    carried_forward: tuple[Goal, ...]
    marks: tuple[AgreementMark, ...]
    addenda: tuple[ReviewNote, ...] = ()
    next_on: date | None = None
    revision: int = 1
    kind: Conversation = Conversation.QUARTERLY
    topic: str = ""
    rectifications: tuple[Rectification, ...] = ()

    def note(self, kind: NoteKind, domain: Domain | None = None) -> ReviewNote | None:
        """Return the newest text of a kind, if any."""
        found = [note for note in self.notes if note.kind is kind and note.domain is domain]
        return found[-1] if found else None

    def mark(self, party: Party) -> AgreementMark:
        """Return how a person marked the record."""
        for mark in self.marks:
            if mark.party is party:
                return mark
        return AgreementMark(party, Agreement.NOT_MARKED, "", None)

    @property
    def may_lock(self) -> bool:
        """Return whether both people have marked it and it is still open."""
        marked = all(self.mark(party).agreement is not Agreement.NOT_MARKED for party in Party)
        return marked and self.status is ReviewStatus.PREPARING


@dataclass(frozen=True)
class ReviewContent:
    """What a mark of agreement is given to: the notes, goals and charts of one review.

    The clinician's own notes are as they were before their signed replies: what they say themselves does not change
    what they agree to. Charts are without the team's lines, so that a clinician's own pack can hold it all.
    """

    review: ReviewId
    notes: tuple[ReviewNote, ...]
    goals: tuple[Goal, ...]
    carried_forward: tuple[Goal, ...]
    charts: FrozenCharts | None


@dataclass(frozen=True)
class ReviewRow:
    """One line of the list of reviews: every clinician appears, reviewed or not.

    ``review_id``, ``status`` and ``last_review`` are of the quarterly reviews; ``conversation`` says what the newest
    other conversation is and how it stands.
    """

    clinician_id: ClinicianId
    clinician: str
    grade: str
    review_id: ReviewId | None
    status: str
    last_review: date | None
    next_due: date | None
    open_goals: int
    conversation_id: ReviewId | None = None
    conversation: str = ""


@dataclass(frozen=True)
class GoalProgress:
    """One goal with its measure drawn again since agreement.

    ``clinician`` is whose goal it is: a person's or a group's name. ``comparisons`` are at the agreement and at each
    PDSA cycle. ``check`` is the look back a year after it was achieved, done or waited for.
    """

    goal: Goal
    clinician: str
    chart: MeasureChart | None
    now_text: str
    agreed_on: date
    comparisons: tuple[BeforeAfter, ...] = ()
    check: SustainCheck | None = None


@dataclass(frozen=True)
class Recognition:
    """A thank-you: a first-class record. ``measured`` is what it rests on, with n and denominator, as it was then."""

    id: str
    clinician_id: ClinicianId
    clinician: str
    text: str
    author: str
    at: datetime
    measure: MeasureId | None = None
    measured: str = ""
    rectifications: tuple[Rectification, ...] = ()


def rectified_title(record: RectifiedRecord) -> str:
    """Return which record a correction is about, in words."""
    if record.kind is not RectifiedKind.NOTE:
        return f"Addendum {record.part}" if record.kind is RectifiedKind.ADDENDUM else record.kind.value
    kind, domain = record.note_names
    return f"{NoteKind[kind].value}, {Domain[domain].value.lower()}" if domain else NoteKind[kind].value
