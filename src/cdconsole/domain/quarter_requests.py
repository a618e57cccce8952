"""What a person can want of a quarter."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import Quarter
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.printed import Printed
from cdconsole.domain.quarter import (
    InterpretationWords,
    QuarterFreeze,
    QuarterPage,
    QuarterReading,
    Release,
    ReleaseMode,
    Whose,
)
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ShowQuarter(Request[QuarterPage]):
    """Where a quarter stands; None is the newest that has all its data. ``version`` 0 is the newest freeze."""

    quarter: Quarter | None = None
    version: int = 0


@dataclass(frozen=True)
class FreezeQuarter(Command[QuarterFreeze]):
    """Keep everybody's charts and the team's as they are; once more, with a reason, as the next version."""

    quarter: Quarter
    reason: str = ""

    def __repr__(self) -> str:
        return "FreezeQuarter(...)"


@dataclass(frozen=True)
class ShowQuarterReading(Request[QuarterReading]):
    """One clinician's frozen quarter, or the team's, with what was made of it."""

    freeze: str
    whose: Whose


@dataclass(frozen=True)
class SaveInterpretation(Command[QuarterReading]):
    """Autosave what was made of one chart, or of the whole (``measure`` None); ``revision`` is the one edited, or 0."""

    freeze: str
    whose: Whose
    measure: MeasureId | None
    words: InterpretationWords
    revision: int

    def __repr__(self) -> str:
        return "SaveInterpretation(...)"


@dataclass(frozen=True)
class ReleaseQuarter(Command[Release]):
    """Record that figures with their interpretation were released, or why not (``reason``)."""

    freeze: str
    whose: Whose
    mode: ReleaseMode
    reason: str = ""

    def __repr__(self) -> str:
        return "ReleaseQuarter(...)"


@dataclass(frozen=True)
class PrintQuarterReading(Request[Printed]):
    """One clinician's quarter, or the team's, as a document; refused until it is interpreted."""

    freeze: str
    whose: Whose
