"""The trust pulse: three questions on a scale of five steps, answered without names, once a quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.errors import RuleBroken

STEPS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
QUESTIONS = 3
FEWEST_SHOWN = 5
TOO_FEW = "too few to show"
_AGREEING = slice(3, 5)
_DEFAULT = (
    "The data shown about my work were right.",
    "The conversation about them helped me.",
    "I would use them for my own improvement.",
)

Counts = tuple[int, ...]
"""How many chose each step of one question, from ``Strongly disagree`` on."""


@dataclass(frozen=True)
class PulseWording:
    """One version of the three questions; version 0 comes with the program."""

    version: int = 0
    questions: tuple[str, ...] = _DEFAULT
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class PulseRound:
    """One quarter's answers as counts; ``clinicians`` is how many were asked, ``wording`` the version they read."""

    quarter: Quarter
    wording: int
    clinicians: int
    counts: tuple[Counts, ...]
    revision: int = 0

    @property
    def responses(self) -> int:
        """Return how many answered, by the question that most answered."""
        return max(map(sum, self.counts))

    def answered(self, question: int) -> int:
        """Return how many answered one question (0-2)."""
        return sum(self.counts[question])

    def agreeing(self, question: int) -> int:
        """Return how many agreed, or strongly agreed, with one question."""
        return sum(self.counts[question][_AGREEING])

    def is_shown(self, question: int) -> bool:
        """Return whether enough answered that nobody's answer can be guessed."""
        return self.answered(question) >= FEWEST_SHOWN

    def share(self, question: int) -> float | None:
        """Return the share agreeing, 0-1; None where too few answered."""
        return self.agreeing(question) / self.answered(question) if self.is_shown(question) else None

    def share_text(self, question: int) -> str:
        """Return ``67% (6 of 9)``, or that too few answered."""
        share = self.share(question)
        if share is None:
            return TOO_FEW
        return f"{share * 100:.0f}% ({self.agreeing(question)} of {self.answered(question)})"

    def checked(self) -> PulseRound:
        """Return the round, or raise RuleBroken naming the field at fault."""
        if self.clinicians < 1:
            raise RuleBroken("Nobody was asked.", "Say how many clinicians the sheet went to.", "clinicians")
        for number, counts in enumerate(self.counts, start=1):
            field = f"counts{number}"
            if len(counts) != len(STEPS) or any(count < 0 for count in counts):
                raise RuleBroken("These are not five counts.", "Type five numbers, such as 0 1 2 4 3.", field)
            if sum(counts) > self.clinicians:
                raise RuleBroken("More answered than were asked.", "Check the counts.", field)
        if not self.responses:
            raise RuleBroken("There are no answers yet.", "Type the counts of the sheet.", "counts1")
        return self


@dataclass(frozen=True)
class PulseBoard:
    """The questions in force, every version of them, and every round, oldest first."""

    wording: PulseWording
    versions: tuple[PulseWording, ...]
    rounds: tuple[PulseRound, ...]
    clinicians: int
