"""What a person can want of notes on charts."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.annotation import Annotation
from cdconsole.domain.calendar import Month
from cdconsole.domain.identity import ClinicianId
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.requests import Command


@dataclass(frozen=True)
class Annotate(Command[Annotation]):
    """Write a note on a month of a clinician's chart, or of the team's (None)."""

    clinician: ClinicianId | None
    measure: MeasureId
    month: Month
    text: str

    def __repr__(self) -> str:
        return "Annotate(...)"


@dataclass(frozen=True)
class WithdrawAnnotation(Command[Annotation]):
    """Take a note off its chart; ``revision`` is the one that was seen."""

    annotation: str
    revision: int


@dataclass(frozen=True)
class PutBackAnnotation(Command[Annotation]):
    """Put a withdrawn note back on its chart."""

    annotation: str
    revision: int
