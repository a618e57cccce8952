"""What lies beside the notes of a conversation: optional prompts, and what the department itself calls a concern."""

from __future__ import annotations

from collections.abc import Iterable

from cdconsole.domain.conversation_requests import ShowConversationAids
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.people import Section
from cdconsole.domain.preparation import ConversationAids, Prompt
from cdconsole.domain.review import Domain
from cdconsole.domain.work_stream import FIRST, WorkStream, stream_of
from cdconsole.services.registry import handles
from cdconsole.services.review_forms import prompts
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import charters, work_streams

_PHASES = ("Relationship", "Reaction", "Content", "Coaching")


@handles(ShowConversationAids)
def show_conversation_aids(session: Session, request: ShowConversationAids, _task: Task) -> ConversationAids:
    """Return the prompts and the definition of a concern. Raises NotEntitled for an administrator."""
    session.require(Section.REVIEW)
    return conversation_aids(session, request.clinician)


def conversation_aids(session: Session, clinician: ClinicianId) -> ConversationAids:
    """Return the prompts of a clinician's work stream, and the definition of a concern in its newest charter."""
    with session.snapshot(Section.RECORDS) as snapshot:
        stream = stream_of(clinician, work_streams.everything(snapshot))
        charter = charters.newest(snapshot, stream.id)
    questions = {section.domain: _prompts(section.questions) for section in prompts(session, stream.id)}
    concern = charter.definition_of_concern.strip()
    return ConversationAids(
        prompts=questions.get(None, ()),
        of_domains=tuple((domain, questions.get(domain, ())) for domain in Domain),
        concern=concern,
        concern_origin=f"{_charter_of(stream)}, version {charter.version}" if concern else "",
    )


def _charter_of(stream: WorkStream) -> str:
    return "Charter" if stream.id == FIRST else f"Charter of {stream.title}"


def _prompts(questions: Iterable[str]) -> tuple[Prompt, ...]:
    """Return the questions; one that begins with a phase of the conversation and a colon is of that phase."""
    found = []
    for question in questions:
        phase, colon, rest = question.partition(": ")
        is_of_phase = bool(colon) and phase in _PHASES
        found.append(Prompt(phase, rest[:1].upper() + rest[1:]) if is_of_phase else Prompt("", question))
    return tuple(found)
