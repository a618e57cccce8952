"""What the search page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.review_search import FEWEST_LETTERS, ReviewHit, ReviewHits, WrittenIn, WrittenText

_FEW = f"Type at least {FEWEST_LETTERS} letters. Words may be cut short, and a clinician's name narrows the search."
_ON_GOALS = frozenset({WrittenIn.CYCLE, WrittenIn.GROUP_GOAL, WrittenIn.GROUP_CYCLE, WrittenIn.LOOK_BACK})
_NONE = "Nothing found. Every word must be in the same text; a clinician's name may be one of them."


@dataclass(frozen=True)
class SearchState:
    """What was typed and what came of it; ``found`` is None until an answer is there."""

    text: str = ""
    found: ReviewHits | None = None
    problem: str = ""

    @property
    def hits(self) -> tuple[ReviewHit, ...]:
        """Return the lines of the list."""
        return () if self.found is None else self.found.hits

    @property
    def said(self) -> str:
        """Return what stands under the field."""
        if self.problem:
            return self.problem
        if len(self.text.strip()) < FEWEST_LETTERS:
            return _FEW
        if self.found is None:
            return "Searching…"
        if not self.found.total:
            return _NONE
        texts = f"{self.found.total:,} {'text' if self.found.total == 1 else 'texts'}, the newest first"
        return texts if len(self.hits) == self.found.total else f"{texts}; the first {len(self.hits):,} are shown"


def where_text(hit: ReviewHit) -> str:
    """Return what kind of text a hit is, and which note."""
    if hit.text.note is None or hit.text.written_in is not WrittenIn.NOTE:
        return hit.text.written_in.value
    kind, domain = hit.text.note
    return kind.value if domain is None else domain.value


def screen_of(text: WrittenText) -> tuple[str, dict[str, str]] | None:
    """Return on which other screen a text stands, with the ids to go there; None where it is on this one."""
    if text.written_in in _ON_GOALS:
        return "goals", {"goal": text.record}
    if text.written_in is WrittenIn.SUPPORT:
        return "support", {"page": "support", "clinician": text.clinician_id}
    if text.written_in is WrittenIn.LESSON:
        return "support", {"lesson": text.record}
    if text.written_in is WrittenIn.INTERPRETATION:
        of_measure = {} if text.measure is None else {"measure": text.measure}
        return "governance", {"page": "quarters", "quarter": text.record, "whose": text.clinician_id, **of_measure}
    return None
