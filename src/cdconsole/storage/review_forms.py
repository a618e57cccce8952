"""Store versions of the prompts of work streams. They are no one's data, so they lie with the records."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from cdconsole.domain.change_set import Topic
from cdconsole.domain.identity import WorkStreamId, new_id
from cdconsole.domain.review import Domain
from cdconsole.domain.review_form import PromptSection, ReviewForm
from cdconsole.storage.revisions import check_revision
from cdconsole.storage.section_file import Reading, Work


def versions(reading: Reading, stream: WorkStreamId) -> tuple[ReviewForm, ...]:
    """Return every stored version, newest first."""
    rows = reading.rows(
        "SELECT sections, version, person, at FROM conversation_form WHERE stream = ? ORDER BY version DESC", (stream,)
    )
    return tuple(
        ReviewForm(_sections(text), version, person, datetime.fromisoformat(at), stream)
        for text, version, person, at in rows
    )


def save(work: Work, edited: ReviewForm) -> ReviewForm:
    """Store the next version; its ``version`` is the one that was edited. Raises StaleEdit."""
    known = versions(work, edited.stream)
    check_revision(known[0].version if known else 0, edited.version, "The form")
    after = replace(edited, version=edited.version + 1, person=work.actor.name, at=work.at)
    written = [[section.domain.name if section.domain else "", section.questions] for section in after.sections]
    work.execute(
        "INSERT INTO conversation_form (id, stream, version, sections, at, person) VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(new_id(), after.stream, after.version, json.dumps(written, ensure_ascii=False)),
            *(work.at.isoformat(), work.actor.name),
        ),
    )
    work.audit("saved", f"questions for conversations, version {after.version}")
    work.changed(Topic.FRAMEWORK)
    return after


def _sections(text: str) -> tuple[PromptSection, ...]:
    return tuple(
        PromptSection(Domain[domain] if domain else None, tuple(questions)) for domain, questions in json.loads(text)
    )
