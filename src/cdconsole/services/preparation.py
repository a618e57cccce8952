"""The preparation sheet: what a director reads in ten minutes before a review, in plain sentences, by domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Month, date_text, months_on
from cdconsole.domain.conversation_requests import ShowPreparation
from cdconsole.domain.errors import UserFacingError
from cdconsole.domain.measure import ClinicianCharts, MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.preparation import ConversationAids, Preparation, PreparedLine, PreparedPart
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.domain.review import (
    MONTHS_BETWEEN_REVIEWS,
    Conversation,
    Domain,
    Goal,
    GoalStatus,
    NoteKind,
    Recognition,
    Review,
    ReviewStatus,
)
from cdconsole.services.challenge_notes import challenge_notes
from cdconsole.services.charts import clinician_charts
from cdconsole.services.conversation_aids import conversation_aids
from cdconsole.services.definitions import on_clinician_page, title_of
from cdconsole.services.department_data import department_data
from cdconsole.services.goal_figures import since
from cdconsole.services.prepared_charts import Beside, Signal, best_quarters, signal_line, signals_since
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.review_list import next_due
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import goals, recognitions, reviews
from cdconsole.storage.reviews import ReviewOutline
from cdconsole.storage.section_file import Reading

_MONTHS_WITHOUT_REVIEW = 6
_CHANCE = "A best quarter is partly chance: it shows what has been possible, not what is usual or asked for."
_LOOK = "Worth a look before you thank them: ask how it came about. A chart by itself is no reason for praise."


@dataclass(frozen=True)
class _Known:
    """What the review section holds of one clinician, and the charts beside it."""

    page: ClinicianCharts
    reviews: tuple[Review, ...]
    goals: tuple[tuple[Goal, date], ...]
    thanks: tuple[Recognition, ...]
    due: date | None
    today: date

    @property
    def last(self) -> Review | None:
        """Return the last quarterly review that was held."""
        held = (one for one in self.reviews if one.status is ReviewStatus.LOCKED)
        return next((one for one in held if one.kind is Conversation.QUARTERLY), None)

    @property
    def open_reviews(self) -> tuple[Review, ...]:
        """Return the conversations in preparation, the quarterly one first."""
        found = (one for one in self.reviews if one.status is ReviewStatus.PREPARING)
        return tuple(sorted(found, key=lambda one: list(Conversation).index(one.kind)))

    @property
    def first_month(self) -> Month:
        """Return the first month that is new: that of the last review, or six months back."""
        if self.last is not None and self.last.held_on is not None:
            return Month.of(self.last.held_on)
        return self.page.period.last - (_MONTHS_WITHOUT_REVIEW - 1)

    def written(self, kind: NoteKind, domain: Domain | None = None) -> PreparedLine | None:
        """Return the newest text of a kind, and when it was written."""
        notes = (note for review in self.reviews if (note := review.note(kind, domain)) is not None)
        note = next((one for one in notes if one.text.strip()), None)
        return None if note is None else PreparedLine(note.text, (f"Written {date_text(note.at.date())}.",))


@handles(ShowPreparation)
def show_preparation(session: Session, request: ShowPreparation, task: Task) -> Preparation:
    """Return the sheet. Raises NotEntitled for an administrator, UserFacingError for nobody in particular."""
    session.require(Section.REVIEW)
    known = _read(session, request, task)
    looked(session, Looking.REVIEW, request.clinician)
    signals = signals_since(known.page.charts, known.first_month)
    aids = conversation_aids(session, request.clinician)
    plans = department_data(session).plans.get(request.clinician, ())
    beside = Beside(plans, known.page.panel.exposures)
    quarterly = next((one.id for one in known.open_reviews if one.kind is Conversation.QUARTERLY), None)
    return Preparation(
        clinician_id=request.clinician,
        clinician=known.page.clinician.name,
        grade=known.page.clinician.grade.value,
        standing=_standing(known),
        made_on=known.today,
        data_to=known.page.data_to,
        parts=(
            *_before(known, signals),
            *_objectives(known, tuple(signal_line(one, beside) for one in signals)),
            PreparedPart("Open challenges", _challenges(session, request), Domain.OBJECTIVES),
            *_concern(aids),
            *_behaviour(known, aids),
            *_talent(known, aids),
            *_future(known, aids),
        ),
        in_preparation=quarterly,
    )


def _read(session: Session, request: ShowPreparation, task: Task) -> _Known:
    clinician = request.clinician
    with session.snapshot(Section.REVIEW) as snapshot:
        own = [one for one in reviews.outlines(snapshot) if one.clinician_id == clinician]
        known = _needed(snapshot, own)
        spoken_of = _goals(snapshot, request, known)
        thanks = tuple(one for one in recognitions.everybody(snapshot) if one.clinician_id == clinician)
    shown = [measure.id for measure in on_clinician_page(session)]
    wanted = dict.fromkeys([*shown, *(goal.measure for goal, _ in spoken_of if goal.measure is not None)])
    page = clinician_charts(session, ShowClinicianCharts(clinician, measures=tuple(wanted)), task)
    if not page.clinician.is_attributable:
        raise UserFacingError("Unattributed work has nobody to review.", "Choose a clinician.")
    return _Known(page, known, spoken_of, thanks, next_due(own), session.clock.today())


def _needed(snapshot: Reading, newest_first: Iterable[ReviewOutline]) -> tuple[Review, ...]:
    """Return the reviews in preparation and the newest that was held of each kind, newest first."""
    found, kinds = [], set[Conversation]()
    for outline in newest_first:
        if outline.status is ReviewStatus.PREPARING or outline.kind not in kinds:
            found.append(reviews.without_charts(snapshot, outline.id))
        if outline.status is ReviewStatus.LOCKED:
            kinds.add(outline.kind)
    return tuple(found)


def _goals(snapshot: Reading, request: ShowPreparation, known: Iterable[Review]) -> tuple[tuple[Goal, date], ...]:
    """Return the goals that are open and those of the last reviews, each with the day it was agreed."""
    held = {one.id for one in known if one.status is ReviewStatus.LOCKED}
    every = goals.everybody(snapshot, include_closed=True)
    own = (goal for goal in every if goal.clinician_id == request.clinician)
    wanted = (goal for goal in own if goal.status is GoalStatus.OPEN or goal.from_review in held)
    return tuple((goal, reviews.agreed_on(snapshot, goal.from_review)) for goal in wanted)


def _standing(known: _Known) -> str:
    if known.last is None:
        return "No review has been held yet."
    last = f"Last held {date_text(known.last.held_on)}."
    if known.due is None:
        return last
    days = (known.due - known.today).days
    when = f"{-days} day{'s' if days < -1 else ''} ago" if days < 0 else "today" if days == 0 else f"in {days} days"
    return f"Due {date_text(known.due)}, {when}. {last}"


def _before(known: _Known, signals: Iterable[Signal]) -> Iterator[PreparedPart]:
    since_day = None if known.last is None else known.last.held_on
    thanks = [one for one in known.thanks if since_day is None or one.at.astimezone().date() >= since_day]
    lines = [PreparedLine(one.text, (f"{one.author}, {date_text(one.at.astimezone().date())}",)) for one in thanks]
    better = [one for one in signals if one.is_improvement]
    lines += [PreparedLine(one.sentence, (_LOOK,), one.chart.measure.id) for one in better]
    since_then = "" if known.last is None else " since the last review"
    nothing = f"No thank-you is recorded{since_then}. What did they do that others felt?"
    yield PreparedPart("Recognition to give", tuple(lines) or (PreparedLine(nothing),))
    asked = [one for one in known.open_reviews if one.kind is not Conversation.QUARTERLY]
    if asked:
        lines = [PreparedLine(f"{one.kind.value}: {one.topic}", (f"Begun {_day(one)}.",)) for one in asked]
        yield PreparedPart("Conversations that stand open", tuple(lines))
    view = next((one.note(NoteKind.CLINICIAN_VIEW) for one in known.open_reviews), None)
    given = PreparedLine("Not given yet. Ask for it before you meet: what they are proud of, and what gets in the way.")
    if view is not None and view.text.strip():
        given = PreparedLine(view.text, (f"Written {date_text(view.at.astimezone().date())}.",))
    yield PreparedPart("Their own view", (given,))


def _day(review: Review) -> str:
    return date_text(review.started.astimezone().date())


def _objectives(known: _Known, changed: tuple[PreparedLine, ...]) -> Iterator[PreparedPart]:
    domain = Domain.OBJECTIVES
    what = tuple(_goal_line(known, goal, agreed) for goal, agreed in known.goals)
    yield PreparedPart("Goals and what became of them", what or (PreparedLine("No goals were agreed."),), domain)
    drawn = sum(not chart.unavailable for chart in known.page.charts)
    quiet = f"None of the {drawn} charts shows special-cause variation since {known.first_month}: nothing to explain."
    lines = changed or (PreparedLine(quiet),)
    yield PreparedPart(f"What changed in the charts since {known.first_month}", lines, domain)


def _concern(aids: ConversationAids) -> Iterator[PreparedPart]:
    concern = PreparedLine("The charter does not say yet what this department calls a concern.")
    if aids.concern:
        concern = PreparedLine(aids.concern, (aids.concern_origin,))
    yield PreparedPart("What this department calls a concern", (concern,), Domain.OBJECTIVES)
    yield _prompts(Domain.OBJECTIVES, aids)


def _challenges(session: Session, request: ShowPreparation) -> tuple[PreparedLine, ...]:
    found = tuple(
        PreparedLine(f"{title_of(session, measure)}. {note}", measure=measure)
        for (who, measure), notes in challenge_notes(session).items()
        for note in notes
        if who == request.clinician and note.is_open
    )
    return found or (PreparedLine("None."),)


def _behaviour(known: _Known, aids: ConversationAids) -> Iterator[PreparedPart]:
    facts = known.written(NoteKind.AGREED_FACTS)
    line = facts or PreparedLine("Nothing was agreed as fact so far. No measure speaks of this domain.")
    yield PreparedPart("Agreed facts of last time", (line,), Domain.BEHAVIOUR)
    yield _prompts(Domain.BEHAVIOUR, aids)


def _talent(known: _Known, aids: ConversationAids) -> Iterator[PreparedPart]:
    aims = known.written(NoteKind.CLINICIAN_VIEW, Domain.TALENT)
    lines = [aims or PreparedLine("Not written down yet: ask what they want to become better at, and known for.")]
    interests = ", ".join(known.page.clinician.interests)
    if interests:
        lines.append(PreparedLine(f"Special interests: {interests}."))
    yield PreparedPart("Their aims and strengths", tuple(lines), Domain.TALENT)
    best = best_quarters(known.page.charts)
    if best:
        yield PreparedPart("Their own best quarter", (*best, PreparedLine(_CHANCE)), Domain.TALENT)
    yield _prompts(Domain.TALENT, aids)


def _future(known: _Known, aids: ConversationAids) -> Iterator[PreparedPart]:
    soon = months_on(known.today, MONTHS_BETWEEN_REVIEWS)
    ahead = [
        PreparedLine(f"Goal due {date_text(goal.due)}: {goal.text}.")
        for goal, _ in known.goals
        if goal.status is GoalStatus.OPEN and goal.due <= soon
    ]
    ahead.append(PreparedLine(f"The review after this one would be due about {date_text(soon)}."))
    yield PreparedPart("The next three months", tuple(ahead), Domain.FUTURE)
    yield _prompts(Domain.FUTURE, aids)


def _goal_line(known: _Known, goal: Goal, agreed_on: date) -> PreparedLine:
    charts: dict[MeasureId, str] = {chart.measure.id: since(chart, agreed_on) for chart in known.page.charts}
    beside = [f"Agreed {date_text(agreed_on)}. {goal.action.rstrip('.')}."]
    if goal.measure is None:
        beside.append(f"No measure fits: {goal.no_measure_reason.rstrip('.')}.")
    else:
        beside.append(f"At agreement: {goal.baseline_text.rstrip('.')}.")
        beside.append(f"Since: {charts.get(goal.measure, 'no data').rstrip('.')}.")
    if goal.support:
        beside.append(f"The department gives: {goal.support.rstrip('.')}.")
    is_open = goal.status is GoalStatus.OPEN
    how = f"Open, due {date_text(goal.due)}" if is_open else f"{goal.status.value}: {goal.outcome}"
    return PreparedLine(f"{goal.text.rstrip('.')}. {how.rstrip('.')}.", tuple(beside), goal.measure)


def _prompts(domain: Domain, aids: ConversationAids) -> PreparedPart:
    return PreparedPart("You might ask", tuple(PreparedLine(prompt.question) for prompt in aids.of(domain)), domain)
