"""An interpretation as it stands in its boxes, beside what is stored of it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.measure import MeasureId
from cdconsole.domain.quarter import Interpretation, InterpretationWords, Whose
from cdconsole.ui.saving.settle import Settle

Place = tuple[str, Whose, MeasureId | None]
"""Of which freeze, whose, and which chart; None is the quarter as a whole."""


@dataclass(frozen=True)
class Draft:
    """``words`` are in the boxes and grew from ``stored`` at ``revision``; ``sending`` are on their way to the file.

    ``theirs`` is what somebody else stored meanwhile: nothing is sent until the person has chosen.
    """

    place: Place
    words: InterpretationWords = field(default_factory=InterpretationWords)
    stored: InterpretationWords = field(default_factory=InterpretationWords)
    revision: int = 0
    saved: str = ""
    sending: InterpretationWords | None = None
    is_due: bool = False
    problem: str = ""
    theirs: Interpretation | None = None

    def __repr__(self) -> str:
        return "Draft(...)"

    @property
    def is_unsaved(self) -> bool:
        """Return whether the boxes hold what is neither stored nor on its way."""
        return self.words != (self.stored if self.sending is None else self.sending)

    @property
    def saved_text(self) -> str:
        """Return whose words these are and from when; nothing while they differ from what is stored."""
        return self.saved if self.words == self.stored else ""

    def typed(self, words: InterpretationWords) -> Draft:
        """Return the draft with other words in the boxes."""
        return replace(self, words=words)

    def sent(self) -> Draft:
        """Return the draft with its words on their way."""
        return replace(self, sending=self.words, is_due=False, problem="")

    def answered(self, found: Interpretation | None) -> Draft:
        """Return the draft after its words were stored; what was typed since stays."""
        arrived = replace(self, sending=None)
        return arrived if found is None else _on_footing(arrived, found)

    def refused(self, problem: str) -> Draft:
        """Return the draft after its words were not stored."""
        return replace(self, sending=None, is_due=False, problem=problem)

    def met(self, found: Interpretation | None) -> Draft:
        """Return the draft after what is stored was read: newer words come in where none here would be lost."""
        if found is None or found.revision <= self.revision or self.sending is not None:
            return self
        if not self.is_unsaved or self.words == found.words:
            return replace(_on_footing(self, found), words=found.words)
        return replace(self, theirs=found)

    def settled(self, choice: Settle) -> Draft:
        """Return the draft after the person chose between two texts."""
        if self.theirs is None:
            return self
        words = self.words if choice is Settle.MINE else self.theirs.words
        return replace(_on_footing(self, self.theirs), words=words)


def _on_footing(draft: Draft, found: Interpretation) -> Draft:
    """Return a draft that grows from a stored interpretation."""
    saved = f"{found.author}'s interpretation, saved {moment_text(found.at)}"
    return replace(draft, stored=found.words, revision=found.revision, saved=saved, problem="", theirs=None)
