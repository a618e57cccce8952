"""A note as it stands in its box, beside what is stored of it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.identity import ReviewId
from cdconsole.domain.review import Domain, NoteKind, ReviewNote
from cdconsole.ui.saving.settle import Settle

NoteKey = tuple[NoteKind, Domain | None]
RECOGNITION: NoteKey = (NoteKind.RECOGNITION, None)
THEIR_VIEW: NoteKey = (NoteKind.CLINICIAN_VIEW, None)
THEIR_AIMS: NoteKey = (NoteKind.CLINICIAN_VIEW, Domain.TALENT)
DISCUSSION: tuple[NoteKey, ...] = tuple((NoteKind.DIRECTOR_NOTE, domain) for domain in Domain)
AGREED_FACTS: NoteKey = (NoteKind.AGREED_FACTS, None)
THEIR_COMMENT: NoteKey = (NoteKind.CLINICIAN_COMMENT, None)
NOTE_KEYS = (RECOGNITION, THEIR_VIEW, THEIR_AIMS, *DISCUSSION, AGREED_FACTS, THEIR_COMMENT)


@dataclass(frozen=True)
class Draft:
    """``text`` is in the box and grew from ``stored`` at ``revision``; ``sending`` is on its way to the file.

    ``author`` is whose words are stored, and how they came here. ``theirs`` is what somebody else stored meanwhile:
    nothing is sent until the person has chosen.
    """

    review: ReviewId
    key: NoteKey
    text: str = ""
    stored: str = ""
    revision: int = 0
    author: str = ""
    saved_at: datetime | None = None
    sending: str | None = None
    is_due: bool = False
    problem: str = ""
    theirs: ReviewNote | None = None

    def __repr__(self) -> str:
        return f"Draft({self.key[0].name})"

    @property
    def is_unsaved(self) -> bool:
        """Return whether the box holds words that are neither stored nor on their way."""
        return self.text != (self.stored if self.sending is None else self.sending)

    @property
    def saved_text(self) -> str:
        """Return who saved it and when, or nothing before that and while it differs from what is stored."""
        if self.saved_at is None or self.text != self.stored:
            return ""
        return f"Saved {self.saved_at.astimezone():%H:%M}"

    @property
    def authored_text(self) -> str:
        """Return whose words these are and from when."""
        return "" if self.saved_at is None else f"{self.author}, {moment_text(self.saved_at)}"

    def typed(self, text: str) -> Draft:
        """Return the draft with other words in the box."""
        return replace(self, text=text)

    def sent(self) -> Draft:
        """Return the draft with its words on their way."""
        return replace(self, sending=self.text, is_due=False, problem="")

    def answered(self, note: ReviewNote | None) -> Draft:
        """Return the draft after its words were stored; what was typed since stays."""
        arrived = replace(self, sending=None)
        return arrived if note is None else _on_footing(arrived, note)

    def refused(self, problem: str) -> Draft:
        """Return the draft after its words were not stored."""
        return replace(self, sending=None, is_due=False, problem=problem)

    def met(self, note: ReviewNote | None) -> Draft:
        """Return the draft after the stored note was read: newer words come in where none here would be lost."""
        if note is None or note.revision <= self.revision or self.sending is not None:
            return self
        if not self.is_unsaved or self.text == note.text:
            return replace(_on_footing(self, note), text=note.text)
        return replace(self, theirs=note)

    def settled(self, choice: Settle) -> Draft:
        """Return the draft after the person chose between two texts."""
        if self.theirs is None:
            return self
        texts = {
            Settle.MINE: self.text,
            Settle.THEIRS: self.theirs.text,
            Settle.BOTH: f"{self.theirs.text}\n\n{self.text}",
        }
        return replace(_on_footing(self, self.theirs), text=texts[choice])


def _on_footing(draft: Draft, note: ReviewNote) -> Draft:
    """Return a draft that grows from a stored note."""
    return replace(
        draft,
        stored=note.text,
        revision=note.revision,
        author=note.source,
        saved_at=note.at,
        problem="",
        theirs=None,
    )
