"""What the records themselves say of each stage, beside its checklist; they tick nothing and name no clinician."""

from __future__ import annotations

from collections.abc import Iterator

from cdconsole.domain.calendar import date_text
from cdconsole.domain.framework import Framework, SigningParty, StageFacts
from cdconsole.domain.framework_requests import ShowStageFacts
from cdconsole.domain.people import Section
from cdconsole.domain.requests import ListReviews
from cdconsole.domain.work_stream import WorkStream
from cdconsole.services.challenge_notes import challenge_notes
from cdconsole.services.definitions import in_use
from cdconsole.services.framework import read_framework
from cdconsole.services.outcome_tree import tied_measures
from cdconsole.services.ownership import key_sentence, ownership_board, read_sentence
from cdconsole.services.registry import handles
from cdconsole.services.review_list import list_reviews
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, clinicians, job_plans, stage_counts


@handles(ShowStageFacts)
def show_stage_facts(session: Session, request: ShowStageFacts, task: Task) -> tuple[StageFacts, ...]:
    """Return a few sentences for each stage; stages 5 to 8 only for those who hold a key to what they are about."""
    framework = read_framework(session, request.stream)
    told = [
        StageFacts(1, tuple(_charter(framework))),
        StageFacts(2, tuple(_reading(session, framework.stream))),
        StageFacts(3, tuple(_outcomes(session, framework))),
        StageFacts(4, tuple(_data(session, framework.stream))),
    ]
    if session.person.role.may_review:
        told += [StageFacts(number, words) for number, words in enumerate(_review(session, framework.stream, task), 5)]
    return tuple(told)


def _charter(framework: Framework) -> Iterator[str]:
    charter = framework.charter
    if not charter.version:
        yield "No charter is written yet."
        return
    for party in SigningParty:
        signature = charter.signature(party)
        who = party.value.lower()
        if signature is None:
            yield f"The charter, version {charter.version}, is not signed by the {who}."
        else:
            yield f"The charter, version {charter.version}, is signed by the {who}: {date_text(signature.signed_on)}."


def _reading(session: Session, stream: WorkStream) -> Iterator[str]:
    with session.snapshot(Section.RECORDS) as snapshot:
        board = ownership_board(session, snapshot)
    rows = tuple(row for row in board.rows if stream.has(row.clinician.id))
    yield read_sentence(rows, board.transparency)
    yield read_sentence(rows, board.ownership)
    yield key_sentence(board.key_holders)


def _outcomes(session: Session, framework: Framework) -> Iterator[str]:
    every = framework.outcomes
    bare = [one for one in every if not one.measures and not one.parked]
    parked = sum(one.parked is not None for one in every)
    yield f"{_many(len(every), 'outcome')}, {parked} of them parked."
    if bare:
        yield f"Without a measure and not parked: {'; '.join(one.title for one in bare)}."
    elif every:
        yield "Each has a measure or is parked."
    with session.snapshot(Section.RECORDS) as snapshot:
        tied = tied_measures(snapshot)
    loose = [measure.title for measure in in_use(session) if measure.id not in tied]
    if loose:
        yield f"In use without an outcome: {'; '.join(loose)}."


def _data(session: Session, stream: WorkStream) -> Iterator[str]:
    today = session.clock.today()
    measures = in_use(session)
    owned = sum(bool(measure.owner) for measure in measures)
    with session.snapshot(Section.RECORDS) as snapshot:
        people = [one for one in clinicians.all_clinicians(snapshot) if one.is_attributable and stream.has(one.id)]
        planned = sum(job_plans.current(snapshot, one.id, today) is not None for one in people)
        imports = batches.list_batches(snapshot)
    yield f"{_many(len(measures), 'measure')} in use, each with a whole definition; {owned} name an owner."
    yield f"{planned} of {len(people)} clinicians have a job plan in force."
    yield f"Last import: {date_text(imports[0].at.astimezone().date())}." if imports else "Nothing is imported yet."


def _review(session: Session, stream: WorkStream, task: Task) -> Iterator[tuple[str, ...]]:
    """Yield the facts of stages 5, 6, 7 and 8."""
    notes = [
        note
        for (who, _), every in challenge_notes(session).items()
        if who is None or stream.has(who)
        for note in every
        if note.is_open
    ]
    yield (f"{_many(len(notes), 'challenge')} open; the charts say so." if notes else "No challenge is open.",)
    with session.snapshot(Section.REVIEW) as snapshot:
        counts = stage_counts.review_counts(snapshot)
    yield (f"{_many(counts.interpretations, 'interpretation')} written, {_many(counts.releases, 'release')} recorded.",)
    today = session.clock.today()
    rows = [row for row in list_reviews(session, ListReviews(), task) if stream.has(row.clinician_id)]
    agreed = sum(row.last_review is not None for row in rows)
    ahead = sum(row.next_due is not None and row.next_due > today for row in rows)
    yield (
        f"{agreed} of {len(rows)} clinicians have an agreed review; for {ahead} the next date is still ahead.",
        f"{_many(sum(row.open_goals for row in rows), 'goal')} open.",
    )
    yield (
        f"{_many(counts.thanks, 'thank-you')} kept.",
        f"{_many(counts.sustain_checks, 'check')} made of whether an improvement held.",
    )


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
