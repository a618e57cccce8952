"""Definitions as the department keeps them: every version, what uses them, and the templates they can come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cdconsole.domain.measure import Measure, MeasureId

MOST_SHOWN: Final = 6
"""How many charts the clinician page shows at most, so that a conversation can hold them."""


@dataclass(frozen=True)
class DefinitionVersion:
    """One version of a definition, who wrote it, when and why; ``at`` is None where it came with the program."""

    measure: Measure
    is_retired: bool = False
    reason: str = ""
    person: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Definition:
    """A measure with every version of its definition, newest first; ``uses`` says what holds on to it, in words."""

    versions: tuple[DefinitionVersion, ...]
    uses: tuple[str, ...] = ()

    @property
    def newest(self) -> DefinitionVersion:
        """Return the version that holds."""
        return self.versions[0]

    @property
    def measure(self) -> Measure:
        """Return the measure as its newest version has it."""
        return self.newest.measure

    @property
    def id(self) -> MeasureId:
        """Return which measure it is."""
        return self.measure.id

    @property
    def is_retired(self) -> bool:
        """Return whether nothing new is drawn of it."""
        return self.newest.is_retired


@dataclass(frozen=True)
class MeasureTemplate:
    """A definition that can be taken into use; ``has_data`` says whether any of the records it counts is there."""

    measure: Measure
    is_known: bool
    has_data: bool


@dataclass(frozen=True)
class DefinitionList:
    """Every definition and template in the department's order.

    ``shown`` are those that stand on the clinician page, in its order; ``is_chosen`` that somebody chose them.
    """

    definitions: tuple[Definition, ...]
    templates: tuple[MeasureTemplate, ...]
    shown: tuple[MeasureId, ...]
    is_chosen: bool
