"""What is shown of things that two people changed at once: how many wait, and the dialog when asked for. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from cdconsole.domain.calendar import moment_text
from cdconsole.domain.conflict import Choice, Conflict, ConflictKind, ConflictSide


@dataclass(frozen=True)
class ConflictsState:
    """``busy`` is the conflict whose choice is being stored; ``problem`` says why the last one could not be."""

    conflicts: tuple[Conflict, ...] = ()
    is_asking: bool = False
    busy: str = ""
    problem: str = ""

    @property
    def said(self) -> str:
        """Return the line of the bar; nothing where nothing waits."""
        count = len(self.conflicts)
        if not count:
            return ""
        return "1 thing was changed by two people." if count == 1 else f"{count} things were changed by two people."


def author_text(side: ConflictSide) -> str:
    """Return who wrote one side and when, as far as that is known."""
    return ", ".join(part for part in (side.person or "Somebody else", side.at and moment_text(side.at)) if part)


def explanation(conflict: Conflict) -> str:
    """Return what stands until somebody chooses."""
    if conflict.takes_addendum:
        return "The review was locked before this text could be stored. It is kept here."
    return {
        ConflictKind.VALUE: f"Until you choose, what {_name(conflict.theirs)} entered holds.",
        ConflictKind.VERSION: f"Until you choose, what {_name(conflict.ours)} entered holds; both are kept.",
        ConflictKind.DELETED: "One person took this out while the other changed it. It is still there.",
        ConflictKind.LEFT_OUT: "This could not be stored beside what was saved meanwhile. It is kept here.",
    }[conflict.kind]


def button_text(conflict: Conflict, choice: Choice) -> str:
    """Return what stands on the button of a choice."""
    if choice is Choice.SEEN:
        return "I have seen it"
    return "Add as an addendum" if conflict.takes_addendum else "This one holds"


def button_name(conflict: Conflict, choice: Choice) -> str:
    """Return what a screen reader says of the button: which value of what."""
    text = button_text(conflict, choice)
    if choice is Choice.SEEN or conflict.takes_addendum:
        return f"{text}: {conflict.what}"
    side = conflict.ours if choice is Choice.OURS else conflict.theirs
    return f"{text}: {conflict.what}, {side.value}, {author_text(side)}"


def _name(side: ConflictSide) -> str:
    return side.person or "the other person"
