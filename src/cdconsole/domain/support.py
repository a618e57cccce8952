"""Support for a clinician in four rungs: a record in words, blind to numbers, that stops at the formal process.

Rungs after the graduated steps of Vanderbilt University's professional accountability programme, causes after the
themes of NHS Resolution's Practitioner Performance Advice. Nothing here is ever proposed, and nothing moves on by
itself: a person decides each step.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.calendar import MONTH_NAMES, date_text
from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.identity import ClinicianId

FEWEST_CLINICIANS = 5
"""Clinicians below which a count of causes is not said: of fewer, somebody could be guessed."""

SAFETY = (
    "A concern about patients' safety today does not wait for any rung: call the medical director, or the executive "
    "on call, now."
)
STOP_LINE = (
    "The record stops here. Papers of a formal process belong to the organisation's own files under Maintaining High "
    "Professional Standards (MHPS), never into this one."
)
WHOM_TO_CALL = (
    ("Medical director or responsible officer", "decides whether, and how, a formal process begins."),
    ("Human resources", "knows the local policy under MHPS, and who is case manager."),
    (
        "NHS Resolution, Practitioner Performance Advice",
        "advises employers on any concern, however small: there is no threshold for asking. Ask before anything "
        "formal begins.",
    ),
    (
        "BMA, or a defence organisation (MDU, MPS, MDDUS)",
        "for the clinician: tell them, in the first conversation, that they can call.",
    ),
    ("Occupational health", "for anything about health; NHS Practitioner Health for the clinician in confidence."),
)

_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_MONTH = rf"(?:{'|'.join(MONTH_NAMES)})[a-z]*\.?"
_DATES_AND_TIMES = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)?\d{{2}}\b|\b{_DAY}(?: of)? {_MONTH}"
    rf"(?: (?:19|20)\d{{2}})?(?!\w)|\b{_MONTH} (?:{_DAY},? )?(?:19|20)\d{{2}}\b|\b(?:19|20)\d{{2}}\b"
    r"|\b[012]?\d[:.][0-5]\d(?: ?[ap]\.?m\b)?|\b1?\d ?[ap]\.?m\b",
    re.IGNORECASE | re.ASCII,
)
_FIGURE = re.compile(r"[\d%]|\bper ?cent", re.IGNORECASE)


class Rung(Enum):
    """How far support went; the value is what people read."""

    CONVERSATION = "Informal conversation"
    AWARENESS = "Awareness conversation"
    GUIDED = "Guided plan"
    FORMAL = "Formal process"

    @property
    def number(self) -> int:
        """Return 1 to 4."""
        return list(Rung).index(self) + 1

    @property
    def meaning(self) -> str:
        """Return what the rung is, in one sentence."""
        return _MEANINGS[self]


_MEANINGS = {
    Rung.CONVERSATION: "One event, talked over in private, soon.",
    Rung.AWARENESS: "Something seen more than once: both look at it together, and nothing is held against anybody.",
    Rung.GUIDED: "A plan made with the clinical director: what changes, what the department gives, and until when.",
    Rung.FORMAL: "Not kept here: the record stops, and says whom to call.",
}


class SupportCause(Enum):
    """What may lie behind it, as far as it was considered."""

    NOT_CLEAR = "Not yet clear"
    SYSTEM = "System: how the work is arranged"
    RESOURCE = "Resource: staff, beds, time, equipment"
    HEALTH = "Health"
    SKILL = "Skill or training"
    BEHAVIOUR = "Behaviour"
    DATA = "Data: the record may be wrong"


@dataclass(frozen=True)
class SupportStep:
    """One step, as it was recorded; ``is_end`` says that support is no longer needed.

    A step to the formal process holds no words: ``basis``, ``agreed_support``, ``cause`` and ``review_on`` are empty.
    """

    id: str
    clinician_id: ClinicianId
    clinician: str
    rung: Rung
    basis: str
    cause: SupportCause | None
    agreed_support: str
    review_on: date | None
    is_end: bool = False
    author: str = ""
    at: datetime | None = None

    @property
    def title(self) -> str:
        """Return ``Rung 2: Awareness conversation``, or that support ended."""
        return "Support ended" if self.is_end else f"Rung {self.rung.number}: {self.rung.value}"

    def checked(self, today: date) -> SupportStep:
        """Return the step, or raise RuleBroken naming the field at fault."""
        if self.rung is Rung.FORMAL and not self.is_end:
            return self._checked_stop()
        if not self.basis.strip():
            raise RuleBroken("A step needs its basis.", "Say in words what was seen or said.", "basis")
        if not self.is_end and not self.agreed_support.strip():
            raise RuleBroken(
                "A step needs what support is agreed.", "Say what the department will do, by whom.", "agreed_support"
            )
        for field, text in (("basis", self.basis), ("agreed_support", self.agreed_support)):
            check_without_figures(text, field)
        if self.review_on is not None and self.review_on <= today:
            raise RuleBroken("The day to look at it again must be after today.", "Choose a later day.", "review_on")
        return self

    def _checked_stop(self) -> SupportStep:
        for field, text in (("basis", self.basis), ("agreed_support", self.agreed_support)):
            if text.strip():
                raise RuleBroken(
                    "Nothing of a formal process is kept here.",
                    "Leave this empty; the words belong into the organisation's own files.",
                    field,
                )
        return self


@dataclass(frozen=True)
class CauseCount:
    """How many clinicians had a cause considered in any of their steps."""

    cause: SupportCause
    clinicians: int

    @property
    def text(self) -> str:
        """Return the number, or that it is too small to say."""
        if not self.clinicians:
            return "none"
        return f"fewer than {FEWEST_CLINICIANS}" if self.clinicians < FEWEST_CLINICIANS else f"{self.clinicians}"


@dataclass(frozen=True)
class SupportBoard:
    """Every step, newest first, beside the department's own definition of a concern.

    ``people`` are those a step can be recorded for, ``signed`` says who signed the definition.
    """

    steps: tuple[SupportStep, ...]
    people: tuple[tuple[ClinicianId, str], ...]
    concern: str
    signed: str
    causes: tuple[CauseCount, ...]

    def of(self, clinician: ClinicianId) -> tuple[SupportStep, ...]:
        """Return one clinician's steps, newest first."""
        return tuple(step for step in self.steps if step.clinician_id == clinician)


def check_without_figures(text: str, field: str) -> None:
    """Raise RuleBroken where a text holds a figure; days, months, years and times of day are none."""
    without = _DATES_AND_TIMES.sub(lambda found: "x" * len(found.group()), text)
    figure = _FIGURE.search(without)
    if figure is None:
        return
    place = len(text[: figure.start() + 1].split())
    raise RuleBroken(
        f"Word {place} is a figure: beside a step it would soon be read as its reason.",
        "Say in words what was seen. Dates and times of day may stand.",
        field,
    )


def step_lines(step: SupportStep) -> tuple[tuple[str, str], ...]:
    """Return what a step says, as labels and words; nothing for what is empty."""
    lines = (
        ("Basis", step.basis),
        ("Cause considered", "" if step.cause is None else step.cause.value),
        ("Agreed support", step.agreed_support),
        ("To be looked at again", date_text(step.review_on)),
    )
    return tuple((name, words) for name, words in lines if words)
