"""What a review may ask: prompts by domain, as a work stream has made them its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.identity import WorkStreamId
from cdconsole.domain.review import Domain
from cdconsole.domain.work_stream import FIRST


@dataclass(frozen=True)
class PromptSection:
    """Questions of one domain of the review; without a domain, general ones."""

    domain: Domain | None
    questions: tuple[str, ...]

    @property
    def title(self) -> str:
        """Return the section as the reader sees it."""
        return "In general" if self.domain is None else self.domain.value


@dataclass(frozen=True)
class ReviewForm:
    """The prompts of a work stream; version 0 came with the program."""

    sections: tuple[PromptSection, ...]
    version: int = 0
    person: str = ""
    at: datetime | None = None
    stream: WorkStreamId = FIRST
