"""What a person can want of guidance cards, beside reading one."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.guidance import Guidance
from cdconsole.domain.printed import Printed
from cdconsole.domain.requests import Request


@dataclass(frozen=True)
class ShowPrintedGuidance(Request[Printed]):
    """A card or an exercise as a document."""

    guidance: Guidance
