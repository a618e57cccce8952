"""Shows one card, and lets it be printed. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from cdconsole.domain.change_set import ChangeSet
from cdconsole.domain.guidance import Guidance
from cdconsole.domain.guidance_requests import ShowPrintedGuidance
from cdconsole.services.tasks import TaskScope
from cdconsole.ui.printed.presenter import Document


@dataclass(frozen=True)
class GuidanceState:
    """Which card is read, and what came of printing it."""

    chosen: Guidance = Guidance.VARIATION
    said: str = ""


class GuidanceScreen(Protocol):
    """What the presenter asks of its view."""

    def show_state(self, state: GuidanceState) -> None:
        """Show everything anew."""
        ...


class GuidancePresenter:
    """One card is read at a time."""

    def __init__(self, view: GuidanceScreen, scope: TaskScope) -> None:
        self._view = view
        self._scope = scope
        self._state = GuidanceState()

    def start(self) -> None:
        """Show the first card."""
        self._change()

    def visit(self, *, card: str = "", **_ids: str) -> None:
        """Show the card that is named as its enum is."""
        if card in Guidance.__members__:
            self.choose(Guidance[card])

    def changed(self, _changes: ChangeSet) -> None:
        """Nothing of a department is shown here."""

    def close(self) -> None:
        """Hear of nothing any more."""
        self._scope.close()

    def choose(self, guidance: Guidance) -> None:
        """Show a card."""
        if guidance is not self._state.chosen:
            self._change(chosen=guidance, said="")

    def document(self) -> Document:
        """Return the card that is read, as a document."""
        return ShowPrintedGuidance(self._state.chosen), None

    def say(self, words: str) -> None:
        """Show what came of it."""
        self._change(said=words)

    def _change(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)
        self._view.show_state(self._state)
