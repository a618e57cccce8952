"""The trust pulse: its questions, and how many agreed in each quarter."""

from __future__ import annotations

from dataclasses import replace

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.people import Section
from cdconsole.domain.pulse import QUESTIONS, PulseBoard, PulseRound, PulseWording
from cdconsole.domain.pulse_requests import SavePulseRound, SavePulseWording, ShowPulse
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import clinicians, pulse
from cdconsole.storage.revisions import check_revision


@handles(ShowPulse)
def show_pulse(session: Session, _request: ShowPulse, _task: Task) -> PulseBoard:
    """Return the questions and every round. Raises NotEntitled for an administrator."""
    with session.snapshot(Section.REVIEW) as snapshot:
        versions, rounds = pulse.wordings(snapshot), pulse.rounds(snapshot)
    with session.snapshot(Section.RECORDS) as snapshot:
        asked = sum(1 for one in clinicians.all_clinicians(snapshot) if one.is_attributable)
    return PulseBoard(versions[0], versions, rounds, asked)


@handles(SavePulseRound)
def save_pulse_round(session: Session, request: SavePulseRound, _task: Task) -> PulseRound:
    """Store a quarter's counts; a round keeps the version of the questions it was first stored under.

    Raises RuleBroken naming the field at fault, StaleEdit.
    """
    wanted = request.round.checked()
    if wanted.quarter > Quarter.of(session.clock.today()):
        raise RuleBroken("This quarter has not begun.", "Choose another.", "quarter")
    with session.unit_of_work(Section.REVIEW) as work:
        before = next((known for known in pulse.rounds(work) if known.quarter == wanted.quarter), None)
        check_revision(0 if before is None else before.revision, wanted.revision, "This round")
        version = pulse.wordings(work)[0].version if before is None else before.wording
        saved = pulse.save_round(work, before, replace(wanted, wording=version))
        work.audit("stored", f"the trust pulse of {saved.quarter}")
        work.commit()
    return saved


@handles(SavePulseWording)
def save_pulse_wording(session: Session, request: SavePulseWording, _task: Task) -> PulseWording:
    """Store another version of the questions. Raises RuleBroken for an empty one, StaleEdit."""
    questions = tuple(question.strip() for question in request.questions)
    for number, question in enumerate(questions, start=1):
        if not question:
            raise RuleBroken(f"Question {number} is empty.", "Type it.", f"question{number}")
    if len(questions) != QUESTIONS:
        raise RuleBroken("The pulse has three questions.", "Type three.", "question1")
    with session.unit_of_work(Section.REVIEW) as work:
        check_revision(pulse.wordings(work)[0].version, request.version, "The wording")
        saved = pulse.save_wording(work, questions)
        work.audit("changed", "the questions of the trust pulse")
        work.commit()
    return saved
