"""Turns the definition cards into titled lines to read. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cdconsole.domain.change_set import ChangeSet, Topic
from cdconsole.domain.measure import Measure
from cdconsole.domain.requests import ListMeasures
from cdconsole.domain.spc import Improvement
from cdconsole.services.tasks import TaskScope

_BETTER = {Improvement.UP: "Higher", Improvement.DOWN: "Lower", Improvement.NEITHER: "Neither: it is read in context"}


@dataclass(frozen=True)
class MeasureCard:
    """One measure as it is read: a title, its question, and lines of (heading, text)."""

    title: str
    question: str
    lines: tuple[tuple[str, str], ...]
    version: str


class MeasuresScreen(Protocol):
    """What the presenter asks of its view."""

    def show_cards(self, cards: tuple[MeasureCard, ...]) -> None:
        """Show every card."""
        ...


class MeasuresPresenter:
    """Reads the cards once, and again when a definition changes."""

    def __init__(self, view: MeasuresScreen, scope: TaskScope) -> None:
        self._view = view
        self._scope = scope

    def start(self) -> None:
        """Read the cards."""
        self._scope.latest("measures", ListMeasures(), self._show)

    def visit(self, **_ids: str) -> None:
        """Nothing to choose here: every card is shown."""

    def changed(self, changes: ChangeSet) -> None:
        """Read again when a definition changed."""
        if changes.touches(frozenset({Topic.MEASURE})):
            self.start()

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def _show(self, measures: tuple[Measure, ...]) -> None:
        self._view.show_cards(tuple(card_of(measure) for measure in measures))


def card_of(measure: Measure) -> MeasureCard:
    """Return a measure as it is read; lines without a text are left out."""
    lines = (
        ("Counts", measure.numerator),
        ("Out of", measure.denominator),
        ("Leaves out", measure.exclusions),
        ("Belongs to", measure.attribution),
        ("Better", _BETTER[measure.improvement]),
        ("Needs", "Dates with a time of day" if measure.needs_times else ""),
        ("Read beside", measure.balancing),
        ("Known weaknesses", measure.weaknesses),
        ("Source", measure.source),
    )
    return MeasureCard(
        measure.title, measure.question, tuple(line for line in lines if line[1]), f"Version {measure.version}"
    )
