"""The review in a clinician's own pack: what it holds of it, and what its owner answers."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import Enum

from cdconsole.domain.errors import RuleBroken
from cdconsole.domain.review import Agreement, Conversation, Domain, ReviewContent, ReviewNote

LONGEST_ANSWER = 4000


class ReviewShare(Enum):
    """How much of a review in preparation goes into a pack; a mark can be asked for a whole one only."""

    WHOLE = "Whole: they can mark whether they agree"
    WITHOUT_OPINION = "Without the director's notes: no mark can be asked for"
    NOTHING = "Not at all"


@dataclass(frozen=True)
class PackReview:
    """A review in preparation as it stood when the pack was made; ``kind`` and ``topic`` are its conversation's.

    ``own_words`` are what the clinician's earlier signed replies brought.
    """

    content: ReviewContent
    share: ReviewShare
    started: datetime
    held_on: date | None
    next_on: date | None
    own_words: tuple[ReviewNote, ...] = ()
    kind: Conversation = Conversation.QUARTERLY
    topic: str = ""

    @property
    def asks_mark(self) -> bool:
        """Return whether a mark of agreement is asked for: all that it would be given to is here."""
        return self.share is ReviewShare.WHOLE


@dataclass(frozen=True)
class SelfView:
    """What a clinician says of their own work before the meeting; all of it is optional."""

    proud: str = ""
    in_the_way: str = ""
    to_discuss: str = ""
    aims: str = ""

    @property
    def text(self) -> str:
        """Return the answers under their questions, as they stand in the review; nothing where none was given."""
        answers = ((QUESTIONS[each.name], getattr(self, each.name).strip()) for each in fields(self))
        return "\n\n".join(f"{question}\n{answer}" for question, answer in answers if answer)

    def checked(self) -> SelfView:
        """Return it with trimmed answers, or raise RuleBroken naming the field at fault."""
        trimmed = {each.name: checked_answer(getattr(self, each.name), each.name) for each in fields(self)}
        return replace(self, **trimmed)


NO_VIEW = SelfView()

QUESTIONS = {
    "proud": "What am I proud of?",
    "in_the_way": "What got in the way?",
    "to_discuss": "What do I want to discuss?",
    "aims": "What are my own aims?",
}
"""The questions of the self-view, by field."""


def notes_of_view(whole: ReviewNote) -> tuple[ReviewNote, ...]:
    """Return a self-view, as ``SelfView.text`` wrote it, as the notes it stands in: aims, its end, have their own.

    A note that would be empty is left out.
    """
    view, _, aims = f"\n\n{whole.text}".partition(f"\n\n{QUESTIONS['aims']}\n")
    notes = (replace(whole, text=view.strip()), replace(whole, text=aims.strip(), domain=Domain.TALENT))
    return tuple(note for note in notes if note.text)


@dataclass(frozen=True)
class PackMark:
    """A mark of agreement as the pack's owner gave it, to the content with this fingerprint and no other."""

    content: str
    agreement: Agreement
    comment: str = ""

    def checked(self) -> PackMark:
        """Return it with a trimmed comment, or raise RuleBroken naming the field at fault."""
        found = replace(self, comment=checked_answer(self.comment, "mark"))
        if found.agreement is Agreement.AGREED_WITH_COMMENT and not found.comment:
            raise RuleBroken("“Agreed with comment” needs the comment.", "Type it, or choose another mark.", "mark")
        return found


@dataclass(frozen=True)
class PackLook:
    """Somebody opened or exported the owner's data on a day; ``what`` as the audit trail words it."""

    on: date
    person: str
    what: str


@dataclass(frozen=True)
class BroughtBack:
    """One thing that a reply brings back: what it is called, its words, and what becomes of it when it is taken in."""

    title: str
    text: str
    becomes: str


def checked_answer(text: str, field: str) -> str:
    """Return a text without white space around it. Raises RuleBroken naming the field where it is too long."""
    if len(text.strip()) > LONGEST_ANSWER:
        raise RuleBroken(f"A text is longer than {LONGEST_ANSWER:,} characters.", "Shorten it.", field)
    return text.strip()
