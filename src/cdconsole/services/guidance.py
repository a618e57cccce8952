"""Guidance cards as documents."""

from __future__ import annotations

from cdconsole.domain.guidance_requests import ShowPrintedGuidance
from cdconsole.domain.printed import Printed
from cdconsole.services.registry import handles
from cdconsole.services.session import Session
from cdconsole.services.tasks import Task


@handles(ShowPrintedGuidance)
def show_printed_guidance(_session: Session, request: ShowPrintedGuidance, _task: Task) -> Printed:
    """Return a card as a document."""
    return request.guidance.card.printed
