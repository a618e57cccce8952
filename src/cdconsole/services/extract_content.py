"""What can be ticked for a sealed extract, and the files that exactly the ticks make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cdconsole.domain.calendar import date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.extract_manifest import ManifestHeading
from cdconsole.domain.extract_proposal import ExtractChoices, ExtractDraft, ExtractFile, ReviewPart
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import Measure
from cdconsole.domain.people import Section
from cdconsole.domain.rectification import RectifiedRecord, of_record
from cdconsole.domain.requests import ShowClinicianCharts
from cdconsole.domain.review import Domain, Goal, Review, ReviewNote, ReviewStatus
from cdconsole.domain.spc import SpcChart
from cdconsole.exporting.extract_files import (
    exposure_file,
    goals_file,
    job_plan_file,
    measures_file,
    readme_file,
    review_file,
)
from cdconsole.services.challenge_notes import Notes, challenge_notes, disputed
from cdconsole.services.charts import clinician_charts, monthly_values, spc_chart
from cdconsole.services.definitions import definition, in_use, title_of
from cdconsole.services.department_data import DepartmentData, department_data
from cdconsole.services.exposure_weeks import plan_on
from cdconsole.services.limit_changes import limit_marks
from cdconsole.services.quality_marks import measure_marks
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import exposures, goals, reviews

_ALL_MONTHS = 12 * 100


def choices(session: Session, clinician: ClinicianId, task: Task) -> ExtractChoices:
    """Return what can be ticked for one clinician. Raises NotEntitled, UserFacingError for somebody not there."""
    every = tuple(measure.id for measure in in_use(session))
    page = clinician_charts(session, ShowClinicianCharts(clinician, _ALL_MONTHS, measures=every), task)
    locked = _locked_reviews(session, clinician)
    return ExtractChoices(
        clinician=clinician,
        name=page.clinician.name,
        period=page.period,
        measures=tuple((chart.measure.id, chart.measure.title, chart.unavailable) for chart in page.charts),
        has_job_plan=page.panel.plan is not None,
        goals=tuple((goal.id, f"{goal.text} (due {date_text(goal.due)})") for goal in _goals_of(session, locked)),
        reviews=tuple(
            (ReviewPart(review.id, domain), f"{date_text(review.held_on)}: {ReviewPart(review.id, domain).title}")
            for review in locked
            for domain in (None, *Domain)
            if _notes(review, domain)
        ),
    )


def content(session: Session, draft: ExtractDraft, heading: ManifestHeading) -> tuple[ExtractFile, ...]:
    """Return the files that the ticks make and nothing else, the README first.

    Raises RuleBroken (field ``ticks``) where something ticked is not there.
    """
    data = department_data(session)
    charts = _charts(session, data, draft, challenge_notes(session))
    every = measure_marks(session, data, draft.ticks.period) if charts else {}
    marks = {measure: word for (whose, measure), word in every.items() if whose == draft.clinician}
    files = [
        *([measures_file(charts, _left_out(session, draft), marks)] if charts else ()),
        *_operational_files(session, data, draft),
        *_review_files(session, draft),
    ]
    return (readme_file(heading, draft, files, [measure for measure, _ in charts]), *files)


def _charts(
    session: Session, data: DepartmentData, draft: ExtractDraft, notes: Notes
) -> list[tuple[Measure, SpcChart]]:
    """Return each ticked measure's chart over the ticked months alone: limits of other months would tell of them.

    Months under challenge are left out of it.
    """
    ticks, clinician = draft.ticks, draft.clinician
    if not ticks.measures:
        return []
    covered = data.period
    if covered is None or not (covered.first <= ticks.period.first <= ticks.period.last <= covered.last):
        raise RuleBroken("The data do not cover all the months ticked.", f"They go to {data.data_to}.", "ticks")
    charts: list[tuple[Measure, SpcChart]] = []
    limits = limit_marks(session)
    for measure in (definition(session, ticked) for ticked in ticks.measures):
        if data.source(measure).unavailable(clinician, measure):
            raise RuleBroken(f"{measure.title} is not available for this clinician.", "Take its tick away.", "ticks")
        out = disputed(notes.get((clinician, measure.id), ()))
        values = monthly_values(data, clinician, measure, ticks.period)
        shown = tuple(value for value in values if value.month not in out)
        charts.append((measure, spc_chart(measure, shown, limits.get((clinician, measure.id), ()))))
    return charts


def _left_out(session: Session, draft: ExtractDraft) -> str:
    """Return which measures lack which months because they are under challenge; nothing where none does."""
    notes = challenge_notes(session)
    found = [
        f"{title_of(session, measure)} {month}"
        for measure in draft.ticks.measures
        for month in sorted(disputed(notes.get((draft.clinician, measure), ())))
        if month in draft.ticks.period.months
    ]
    return ", ".join(found)


def _operational_files(session: Session, data: DepartmentData, draft: ExtractDraft) -> Iterable[ExtractFile]:
    ticks = draft.ticks
    if ticks.job_plan:
        plan = plan_on(data.plans.get(draft.clinician, ()), ticks.period.last.last.toordinal())
        if plan is None:
            raise RuleBroken("No job plan is in force in these months.", "Take its tick away.", "ticks")
        yield job_plan_file(plan)
    if ticks.exposure:
        with session.snapshot(Section.RECORDS) as snapshot:
            entries = exposures.in_period(snapshot, draft.clinician, ticks.period)
        yield exposure_file(entries, ticks.period)


def _review_files(session: Session, draft: ExtractDraft) -> Iterable[ExtractFile]:
    ticks = draft.ticks
    locked = _locked_reviews(session, draft.clinician) if ticks.goals or ticks.reviews else ()
    agreed = {goal.id: goal for goal in _goals_of(session, locked)}
    by_id = {review.id: review for review in locked}
    if not (set(ticks.goals) <= set(agreed) and {part.review for part in ticks.reviews} <= set(by_id)):
        raise RuleBroken(
            "A goal or review that is ticked is not a locked one of this clinician.", "Tick again.", "ticks"
        )
    if ticks.goals:
        yield goals_file([agreed[goal] for goal in ticks.goals])
    if ticks.reviews:
        parts = [(by_id[part.review], part) for part in ticks.reviews]
        yield review_file(
            [(date_text(review.held_on), part.title, _notes(review, part.domain)) for review, part in parts]
        )


def _locked_reviews(session: Session, clinician: ClinicianId) -> tuple[Review, ...]:
    with session.snapshot(Section.REVIEW) as snapshot:
        found = reviews.of_clinician(snapshot, clinician)
    return tuple(review for review in found if review.status is ReviewStatus.LOCKED)


def _goals_of(session: Session, locked: Iterable[Review]) -> tuple[Goal, ...]:
    """Return the goals that locked reviews agreed, as they stand now."""
    with session.snapshot(Section.REVIEW) as snapshot:
        return tuple(goals.by_id(snapshot, goal.id) for review in locked for goal in review.goals)


def _notes(review: Review, domain: Domain | None) -> tuple[ReviewNote, ...]:
    """Return the texts of one part that hold words, each with corrections asked for; addenda belong to the whole."""
    notes = [note for note in review.notes if note.domain is domain and note.text.strip()]
    found: list[ReviewNote] = []
    for note in notes:
        found += [note, *_corrections(review, note, RectifiedRecord.note(review.id, note.kind, domain))]
    for number, addendum in enumerate(review.addenda if domain is None else (), start=1):
        found += [addendum, *_corrections(review, addendum, RectifiedRecord.addendum(review.id, number))]
    return tuple(found)


def _corrections(review: Review, note: ReviewNote, record: RectifiedRecord) -> Iterator[ReviewNote]:
    """Yield what was asked to be corrected in a text, as texts of their own beside it."""
    for one in of_record(review.rectifications, record):
        yield replace(note, text=one.sentence, author=one.recorded_by, at=one.asked_at)
