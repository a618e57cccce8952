"""The quarter: where everybody stands, one clinician's frozen charts, and what a person makes of them."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Quarter, date_text, moment_text
from cdconsole.domain.errors import RuleBroken, StaleEdit, UserFacingError
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.people import Section
from cdconsole.domain.quarter import (
    FrozenPart,
    Interpretation,
    QuarterPage,
    QuarterReading,
    QuarterRow,
    months_text,
)
from cdconsole.domain.quarter_requests import SaveInterpretation, ShowQuarter, ShowQuarterReading
from cdconsole.domain.requests import ListReviews
from cdconsole.domain.review import ReviewRow
from cdconsole.services.challenge_notes import challenge_notes
from cdconsole.services.department_data import department_data
from cdconsole.services.exports import complete_quarters
from cdconsole.services.quarter_reading import QuarterStand, reading_of
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.review_list import list_reviews
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import interpretations, quarters
from cdconsole.storage.section_file import Reading


@handles(ShowQuarter)
def show_quarter(session: Session, request: ShowQuarter, task: Task) -> QuarterPage:
    """Return where a quarter stands: its freeze, everybody by name, and what waits.

    Raises NotEntitled, UserFacingError where no quarter is complete or frozen, RuleBroken for one that is neither.
    """
    session.require(Section.REVIEW)
    complete = complete_quarters(department_data(session))
    notes = challenge_notes(session)
    with session.snapshot(Section.REVIEW) as snapshot:
        known = quarters.everything(snapshot)
        every = tuple(sorted({*complete, *(one.quarter for one in known)}, reverse=True))
        if not every:
            raise UserFacingError("No calendar quarter is complete yet.", "Import an extract that covers three months.")
        quarter = request.quarter or every[0]
        if quarter not in every:
            said = f"Nothing is known of {months_text(quarter)}, and it was never frozen."
            raise RuleBroken(said, "Choose another quarter.", "quarter")
        versions = tuple(one for one in known if one.quarter == quarter)
        freeze = next((one for one in versions if request.version in (0, one.version)), None)
        stands = () if freeze is None else QuarterStand.read(snapshot, freeze, notes).rows
    rows = _with_reviews(stands, list_reviews(session, ListReviews(), task), Quarter.of(session.clock.today()))
    if freeze is None:
        rows = tuple(replace(row, is_frozen=False) for row in rows)
    return QuarterPage(
        quarter=quarter,
        quarters=every,
        may_freeze=quarter in complete,
        freeze=freeze,
        versions=versions,
        rows=rows,
        due=_due(rows, is_frozen=freeze is not None),
    )


@handles(ShowQuarterReading)
def show_reading(session: Session, request: ShowQuarterReading, _task: Task) -> QuarterReading:
    """Return one clinician's frozen quarter, or the team's. Raises NotEntitled, UserFacingError, DamagedSection."""
    notes = challenge_notes(session)
    with session.snapshot(Section.REVIEW) as snapshot:
        stand = QuarterStand.read(snapshot, quarters.by_id(snapshot, request.freeze), notes)
        found = reading_of(snapshot, stand, stand.part(request.whose))
    if request.whose is not None:
        looked(session, Looking.CHARTS, request.whose)
    return found


@handles(SaveInterpretation)
def save_interpretation(session: Session, request: SaveInterpretation, _task: Task) -> QuarterReading:
    """Store what a person made of a chart, durable when this returns; words that stand already write nothing.

    What one author types within ten minutes is one sitting, and one audit event. What was released is never
    overwritten. Raises StaleEdit (somebody saved since), RuleBroken (too long), UserFacingError.
    """
    notes = challenge_notes(session)
    words = request.words.checked()
    with session.unit_of_work(Section.REVIEW) as work:
        stand = QuarterStand.read(work, quarters.by_id(work, request.freeze), notes)
        part = stand.part(request.whose)
        figures = _figures(work, stand, part, request.measure)
        before = stand.written.get((request.whose, request.measure))
        if before is not None and (before.words, before.figures) == (words, figures):
            return reading_of(work, stand, part)
        if request.revision != (0 if before is None else before.revision):
            raise _stale(before)
        new = Interpretation(
            *(request.whose, request.measure, words, work.actor.name, work.at, request.revision + 1, figures)
        )
        if interpretations.save(work, stand.freeze.quarter, new):
            work.audit("interpreted the quarter of", request.whose or "the team")
        after = QuarterStand.read(work, stand.freeze, notes)
        found = reading_of(work, after, part)
        work.commit()
    return found


def _figures(reading: Reading, stand: QuarterStand, part: FrozenPart, measure: MeasureId | None) -> str:
    """Return the hash of the figures that an interpretation is of. Raises RuleBroken for a measure not frozen."""
    if measure is None:
        return part.figures
    found = quarters.figures_of(reading, stand.freeze.id, part.whose).measure(measure)
    if found is None or found.figure is None:
        raise RuleBroken("This measure has no chart in the frozen quarter.", "Choose another.", "measure")
    return found.sha256


def _stale(now: Interpretation | None) -> StaleEdit:
    if now is None:
        return StaleEdit("Nothing is stored of this interpretation yet.", "Load the page again.")
    return StaleEdit(
        f"{now.author} saved this interpretation on {moment_text(now.at)}.",
        "Look at their text; yours is still in the box.",
    )


def _with_reviews(
    stands: tuple[QuarterRow, ...], reviews: tuple[ReviewRow, ...], now: Quarter
) -> tuple[QuarterRow, ...]:
    """Return a row for every clinician by name, with when the next review is due; the team's row stays last."""
    found = {row.whose: row for row in stands}
    rows = [
        replace(
            found.pop(review.clinician_id, _without_figures(review)),
            review=_review(review, now),
            is_review_due=_is_due(review, now),
        )
        for review in reviews
    ]
    gone = [row for row in found.values() if row.whose is not None]
    return (*rows, *gone, *(row for row in found.values() if row.whose is None))


def _without_figures(review: ReviewRow) -> QuarterRow:
    name = review.clinician
    return QuarterRow(review.clinician_id, name, has_figures=False, missing=(), release=None, is_disputed=False)


def _is_due(review: ReviewRow, now: Quarter) -> bool:
    return review.next_due is None or review.next_due <= now.period.last.last


def _review(review: ReviewRow, now: Quarter) -> str:
    if review.next_due is None:
        return "No review yet"
    return f"{'Due' if _is_due(review, now) else 'Next'} {date_text(review.next_due)}"


def _due(rows: tuple[QuarterRow, ...], *, is_frozen: bool) -> str:
    """Return what waits, in one sentence."""
    reviews = _count(sum(row.is_review_due for row in rows), "review is due", "reviews are due")
    if not is_frozen:
        return f"Not frozen yet. {reviews} this quarter."
    people = [row for row in rows if row.whose is not None and row.has_figures and row.release is None]
    if not people:
        return f"{reviews} this quarter. Every clinician's figures were released, or it is stated why not."
    written = _count(
        sum(not row.is_interpreted for row in people), "clinician's quarter is", "clinicians' quarters are"
    )
    waiting = _count(sum(row.is_interpreted for row in people), "is", "are")
    return f"{reviews} this quarter; {written} not interpreted; {waiting} interpreted and not released."


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
