"""Raise, look into and decide challenges; ask administrators about records, and take their answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from statistics import median

from cdconsole.domain.audit_trail import Looking
from cdconsole.domain.calendar import Period
from cdconsole.domain.challenge import (
    Challenge,
    ChallengeDraft,
    ChallengeList,
    ChallengeRecord,
    ChallengeRow,
    ChallengeStatus,
    ChallengeStep,
    DataQuery,
)
from cdconsole.domain.challenge_requests import (
    AnswerDataQuery,
    AskForData,
    DecideChallenge,
    ListChallenges,
    ListDataQueries,
    RaiseChallenge,
    ReopenChallenge,
    ShowChallenge,
)
from cdconsole.domain.errors import RuleBroken, UserFacingError
from cdconsole.domain.identity import ClinicianId, new_id
from cdconsole.domain.people import Section
from cdconsole.services.definitions import title_of
from cdconsole.services.reading_trail import looked
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import batches, challenges, clinicians, data_queries
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Work

_TEAM = "Team"
_WHAT = "The challenge"


def raise_challenge(work: Work, draft: ChallengeDraft, clinician: str) -> Challenge:
    """Store a challenge in a unit of work on the review section; ``clinician`` is the name it is about.

    Raises RuleBroken naming the field at fault.
    """
    challenge = Challenge(
        id=new_id(),
        clinician_id=draft.clinician,
        measure=draft.measure,
        period=Period(draft.first, draft.last),
        claim=draft.claim,
        evidence=draft.evidence,
        channel=draft.channel,
        raised_by=draft.raised_by.strip() or clinician,
        raised_at=work.at,
    ).checked()
    work.audit("raised a challenge for", draft.clinician or "the team")
    return challenges.add(work, challenge)


@handles(RaiseChallenge)
def raise_in_person(session: Session, request: RaiseChallenge, _task: Task) -> Challenge:
    """Store a challenge that was raised in the room.

    Raises RuleBroken naming the field at fault, UserFacingError for a clinician who is not there.
    """
    whose = _names(session).get(request.draft.clinician)
    if whose is None:
        raise UserFacingError("That clinician is not in this department.", "Choose one from the list.")
    with session.unit_of_work(Section.REVIEW) as work:
        raised = raise_challenge(work, request.draft, "" if request.draft.clinician is None else whose)
        work.commit()
    return raised


@handles(ListChallenges)
def list_challenges(session: Session, _request: ListChallenges, _task: Task) -> ChallengeList:
    """Return every challenge and the median turnaround of the decided ones, in days."""
    with session.snapshot(Section.REVIEW) as snapshot:
        found = challenges.everything(snapshot)
    names = _names(session)
    days = [one.turnaround_days for one in found if one.turnaround_days is not None]
    return ChallengeList(tuple(_row(session, one, names) for one in found), median(days) if days else None, len(days))


@handles(ShowChallenge)
def show_challenge(session: Session, request: ShowChallenge, _task: Task) -> ChallengeRecord:
    """Return one challenge with its steps and data queries. Raises UserFacingError if it is not there."""
    with session.snapshot(Section.REVIEW) as snapshot:
        challenge = challenges.by_id(snapshot, request.challenge)
        steps = challenges.steps(snapshot, challenge.id)
    with session.snapshot(Section.RECORDS) as snapshot:
        queries = data_queries.of_challenge(snapshot, challenge.id)
    if challenge.clinician_id is not None:
        looked(session, Looking.CHALLENGE, challenge.clinician_id)
    every = sorted((*steps, *(step for query in queries for step in _query_steps(query))), key=_moment)
    return ChallengeRecord(_row(session, challenge, _names(session)), tuple(every), queries)


@handles(DecideChallenge)
def decide_challenge(session: Session, request: DecideChallenge, _task: Task) -> Challenge:
    """Decide or withdraw an open challenge.

    Raises RuleBroken where it is not open, nothing is decided or words are missing, StaleEdit.
    """
    decision = request.decision.strip()
    if request.status is ChallengeStatus.OPEN:
        raise RuleBroken("Nothing is decided yet.", "Choose how the challenge ends.", "status")
    if not decision:
        raise RuleBroken("A decision needs words.", "Say what was decided and why, in plain words.", "decision")
    with session.unit_of_work(Section.REVIEW) as work:
        before = challenges.by_id(work, request.challenge)
        check_revision(before.revision, request.revision, _WHAT)
        if not before.is_open:
            raise RuleBroken("The challenge is decided already.", "Open it again first.", "status")
        ended = replace(
            before,
            status=request.status,
            decision=decision,
            dissent=request.dissent.strip(),
            decided_by=work.actor.name,
            decided_at=work.at,
        )
        after = challenges.change(work, before, ended)
        work.audit("decided a challenge for", after.clinician_id or "the team")
        work.commit()
    return after


@handles(ReopenChallenge)
def reopen_challenge(session: Session, request: ReopenChallenge, _task: Task) -> Challenge:
    """Open a decided challenge again; the decision before stays in its history. Raises RuleBroken, StaleEdit."""
    reason = request.reason.strip()
    if not reason:
        raise RuleBroken("Opening a challenge again needs a reason.", "Say what is new.", "reason")
    with session.unit_of_work(Section.REVIEW) as work:
        before = challenges.by_id(work, request.challenge)
        check_revision(before.revision, request.revision, _WHAT)
        if before.is_open:
            raise RuleBroken("The challenge is open.", "Decide it instead.", "reason")
        undecided = replace(before, decision="", dissent="", decided_by="", decided_at=None)
        again = replace(undecided, status=ChallengeStatus.OPEN, reopened=reason)
        after = challenges.change(work, before, again)
        work.audit("opened again a challenge for", after.clinician_id or "the team")
        work.commit()
    return after


@handles(AskForData)
def ask_for_data(session: Session, request: AskForData, _task: Task) -> DataQuery:
    """Store a question to the administrators; it carries whose and which months, never the claim.

    Raises RuleBroken without a question or where the challenge is decided.
    """
    question = request.question.strip()
    if not question:
        raise RuleBroken("There is no question yet.", "Say what is to be looked up or mended.", "question")
    with session.snapshot(Section.REVIEW) as snapshot:
        challenge = challenges.by_id(snapshot, request.challenge)
    if not challenge.is_open:
        raise RuleBroken("The challenge is decided.", "Open it again first.", "question")
    with session.unit_of_work(Section.RECORDS) as work:
        asked = data_queries.add(
            work,
            DataQuery(
                id=new_id(),
                subject=challenge.id,
                clinician_id=challenge.clinician_id,
                whose="",
                measure=challenge.measure,
                period=challenge.period,
                question=question,
                asked_by=work.actor.name,
                asked_at=work.at,
            ),
        )
        work.audit("asked a data query about", challenge.clinician_id or "the team")
        work.commit()
    return asked


@handles(ListDataQueries)
def list_data_queries(session: Session, _request: ListDataQueries, _task: Task) -> tuple[DataQuery, ...]:
    """Return every data query, open ones first."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return data_queries.everything(snapshot)


@handles(AnswerDataQuery)
def answer_data_query(session: Session, request: AnswerDataQuery, _task: Task) -> DataQuery:
    """Answer a data query. Raises RuleBroken without words, for an unknown import or a second answer; StaleEdit."""
    answer = request.answer.strip()
    if not answer:
        raise RuleBroken("There is no answer yet.", "Say what was found, and what was mended.", "answer")
    with session.unit_of_work(Section.RECORDS) as work:
        before = data_queries.by_id(work, request.query)
        check_revision(before.revision, request.revision, "The data query")
        if not before.is_open:
            raise RuleBroken("The data query is answered already.", "Load the list again.", "answer")
        if request.batch is not None and request.batch not in {batch.id for batch in batches.list_batches(work)}:
            raise RuleBroken("That import is no longer there.", "Choose another, or none.", "batch")
        answered = replace(before, answer=answer, batch=request.batch, answered_by=work.actor.name, answered_at=work.at)
        after = data_queries.change(work, before, answered)
        work.audit("answered a data query about", after.clinician_id or "the team")
        work.commit()
    return after


def _names(session: Session) -> dict[ClinicianId | None, str]:
    with session.snapshot(Section.RECORDS) as snapshot:
        return {None: _TEAM} | {one.id: one.name for one in clinicians.all_clinicians(snapshot)}


def _row(session: Session, challenge: Challenge, names: dict[ClinicianId | None, str]) -> ChallengeRow:
    whose = names.get(challenge.clinician_id, "A clinician who is not in the records")
    return ChallengeRow(challenge, whose, title_of(session, challenge.measure))


def _query_steps(query: DataQuery) -> tuple[ChallengeStep, ...]:
    asked = ChallengeStep(query.asked_at, query.asked_by, "Data asked", query.question)
    if query.answered_at is None:
        return (asked,)
    mended = f" (mended by {query.batch_name})" if query.batch_name else ""
    return asked, ChallengeStep(query.answered_at, query.answered_by, "Answered", f"{query.answer}{mended}")


def _moment(step: ChallengeStep) -> datetime:
    return step.at
