"""What a person can want of the definitions of measures."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.definition import Definition, DefinitionList
from cdconsole.domain.measure import Measure, MeasureId
from cdconsole.domain.requests import Command, Request


@dataclass(frozen=True)
class ListDefinitions(Request[DefinitionList]):
    """Every definition with its versions, the templates, and what stands on the clinician page."""


@dataclass(frozen=True)
class AddMeasures(Command[tuple[Definition, ...]]):
    """Take templates into use; ``outcome`` is the id of the outcome they are put under, empty for none."""

    templates: tuple[MeasureId, ...]
    outcome: str = ""


@dataclass(frozen=True)
class EditDefinition(Command[Definition]):
    """Store the next version of a definition; the measure's ``version`` is the one that was edited."""

    measure: Measure
    reason: str


@dataclass(frozen=True)
class CopyDefinition(Command[Definition]):
    """Take a definition into use that differs from the one it was made from; the measure's ``id`` is that one's."""

    measure: Measure
    reason: str


@dataclass(frozen=True)
class RetireMeasure(Command[Definition]):
    """Draw nothing new of a measure; ``version`` is the one that was on screen."""

    measure: MeasureId
    reason: str
    version: int


@dataclass(frozen=True)
class BringBackMeasure(Command[Definition]):
    """Take a retired measure into use again, as it was defined last."""

    measure: MeasureId
    version: int
    reason: str = ""


@dataclass(frozen=True)
class ChooseMeasures(Command[tuple[MeasureId, ...]]):
    """Say which measures stand on the clinician page, in order; none for the first that are in use."""

    measures: tuple[MeasureId, ...]


@dataclass(frozen=True)
class ExportDefinitions(Command[int]):
    """Write every version of every definition as CSV; the result is how many."""

    path: str
