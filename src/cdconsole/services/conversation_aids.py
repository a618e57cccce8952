"""What lies beside the notes of a conversation: optional prompts, and what the department itself calls a concern."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from cdconsole.domain.conversation_requests import ShowConversationAids
from cdconsole.domain.people import Section
from cdconsole.domain.preparation import ConversationAids, Prompt
from cdconsole.domain.resources import resource_text
from cdconsole.domain.review import Domain
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task
from cdconsole.storage import framework

_PROMPTS_FILE = "framework/prompts.json"


@handles(ShowConversationAids)
def show_conversation_aids(session: Session, _request: ShowConversationAids, _task: Task) -> ConversationAids:
    """Return the prompts and the definition of a concern. Raises NotEntitled for an administrator."""
    session.require(Section.REVIEW)
    return conversation_aids(session)


def conversation_aids(session: Session) -> ConversationAids:
    """Return the prompts, and the definition of a concern in the newest charter; the one place both are read."""
    shipped = json.loads(resource_text(_PROMPTS_FILE))
    with session.snapshot(Section.RECORDS) as snapshot:
        charter = framework.charter(snapshot)
    concern = charter.definition_of_concern.strip()
    return ConversationAids(
        prompts=_prompts(shipped["prompts"]),
        of_domains=tuple((domain, _prompts(shipped["domains"].get(domain.name, ()))) for domain in Domain),
        concern=concern,
        concern_origin=f"Charter, version {charter.version}" if concern else "",
    )


def _prompts(records: Iterable[Mapping[str, str]]) -> tuple[Prompt, ...]:
    return tuple(Prompt(record["phase"], record["question"]) for record in records)
