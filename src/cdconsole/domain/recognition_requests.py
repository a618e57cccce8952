"""What a person can want of the log of thank-yous, beside giving one."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.governance import ExportReceipt
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowThankYouCard(Request[Printed]):
    """One thank-you as a card to hand over."""

    recognition: str


@dataclass(frozen=True)
class ExportRecognitions(Command[ExportReceipt]):
    """Write thank-yous as CSV through the export log; ``only`` these, in the order given, or every one."""

    path: str
    only: tuple[str, ...] | None = None
