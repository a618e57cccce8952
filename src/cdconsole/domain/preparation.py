"""What a director reads before a conversation, on one page, and what lies beside the notes while it is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cdconsole.domain.calendar import date_text
from cdconsole.domain.identity import ClinicianId, ReviewId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.printed import Block, Heading, Paragraph, Printed, PrintedKind
from cdconsole.domain.review import Domain


@dataclass(frozen=True)
class Prompt:
    """A question that may help, and the phase of the conversation it belongs to; nobody has to ask it."""

    phase: str
    question: str

    def __str__(self) -> str:
        return f"{self.phase}: {self.question}"


@dataclass(frozen=True)
class ConversationAids:
    """Prompts for any conversation and for each domain, and the department's own definition of a concern.

    ``concern`` is empty where the charter has none; ``concern_origin`` says which charter it is from.
    """

    prompts: tuple[Prompt, ...] = ()
    of_domains: tuple[tuple[Domain, tuple[Prompt, ...]], ...] = ()
    concern: str = ""
    concern_origin: str = ""

    def of(self, domain: Domain) -> tuple[Prompt, ...]:
        """Return the prompts of one domain."""
        return dict(self.of_domains).get(domain, ())


@dataclass(frozen=True)
class PreparedLine:
    """One plain sentence, what must stand beside it, and the measure whose chart shows it."""

    text: str
    beside: tuple[str, ...] = ()
    measure: MeasureId | None = None


@dataclass(frozen=True)
class PreparedPart:
    """Sentences under a title; ``domain`` None for what comes before the domains."""

    title: str
    lines: tuple[PreparedLine, ...]
    domain: Domain | None = None


@dataclass(frozen=True)
class Preparation:
    """The preparation sheet of one clinician: ``standing`` says when the review is due and when the last was.

    ``in_preparation`` is the quarterly review that is open. Everything on it was read at one moment, ``made_on``.
    """

    clinician_id: ClinicianId
    clinician: str
    grade: str
    standing: str
    made_on: date
    data_to: str
    parts: tuple[PreparedPart, ...]
    in_preparation: ReviewId | None = None

    @property
    def printed(self) -> Printed:
        """Return the sheet as it is printed."""
        return Printed(
            kind=PrintedKind.PREPARATION,
            title=f"To prepare a review: {self.clinician}",
            subtitle=f"{self.grade}. {self.standing}",
            blocks=tuple(self._blocks()),
            footer=f"Confidential: for the reviewer. {date_text(self.made_on)}, data to {self.data_to}",
        )

    def _blocks(self) -> Iterator[Block]:
        domain: Domain | None = None
        for part in self.parts:
            if part.domain is not None and part.domain is not domain:
                yield Heading(part.domain.value)
            domain = part.domain
            yield Heading(part.title, 1 if part.domain is None else 2)
            for line in part.lines:
                yield Paragraph(line.text)
                if line.beside:
                    yield Paragraph("\n".join(line.beside), is_quiet=True)
