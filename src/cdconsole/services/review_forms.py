"""The prompts that a review may ask, work stream by work stream."""

from __future__ import annotations

import json
from functools import cache

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.framework_requests import SaveReviewForm, ShowReviewForm
from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.people import Section
from cdconsole.domain.resources import resource_text
from cdconsole.domain.review import Domain
from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.domain.work_stream import FIRST
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.services.work_streams import open_stream
from cdconsole.storage import review_forms, work_streams
from cdconsole.storage.section_file import Reading

_FILE = "framework/review_form.json"


@handles(ShowReviewForm)
def show_review_form(session: Session, request: ShowReviewForm, _task: Task) -> ReviewForm:
    """Return the prompts of a work stream. Raises NotEntitled for an administrator."""
    session.require(Section.REVIEW)
    with session.snapshot(Section.RECORDS) as snapshot:
        work_streams.by_id(snapshot, request.stream)
        return form_of(snapshot, request.stream)


@handles(SaveReviewForm)
def save_review_form(session: Session, request: SaveReviewForm, _task: Task) -> ReviewForm:
    """Store the prompts' next version. Raises RuleBroken where no question is left, StaleEdit, NotEntitled."""
    session.require(Section.REVIEW)
    sections = tuple(
        PromptSection(section.domain, questions)
        for section in request.sections
        if (questions := tuple(one.strip() for one in section.questions if one.strip()))
    )
    if not sections:
        raise RuleBroken("No question is left.", "Keep at least one; nobody has to ask it.", "questions")
    with session.unit_of_work(Section.RECORDS) as work:
        open_stream(work, request.stream)
        saved = review_forms.save(work, ReviewForm(sections, request.version, stream=request.stream))
        work.commit()
    return saved


def prompts(session: Session, stream: WorkStreamId = FIRST) -> tuple[PromptSection, ...]:
    """Return the prompts in force, general ones first; they are offered, never asked for."""
    with session.snapshot(Section.RECORDS) as snapshot:
        return form_of(snapshot, stream).sections


def form_of(reading: Reading, stream: WorkStreamId) -> ReviewForm:
    """Return a work stream's form in force."""
    known = review_forms.versions(reading, stream)
    return known[0] if known else ReviewForm(shipped_sections(), stream=stream)


def read_sections(rows: list[dict[str, object]]) -> tuple[PromptSection, ...]:
    """Return prompts as a resource writes them: {"domain": "TALENT" or "", "questions": [...]}."""
    sections = []
    for row in rows:
        domain, questions = str(row["domain"]), row["questions"]
        if not isinstance(questions, list):
            raise TypeError("questions are a list")
        sections.append(PromptSection(Domain[domain] if domain else None, tuple(map(str, questions))))
    return tuple(sections)


@cache
def shipped_sections() -> tuple[PromptSection, ...]:
    """Return the prompts that come with the program."""
    return read_sections(json.loads(resource_text(_FILE))["sections"])
