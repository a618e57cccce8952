"""Everything the recovery page shows and brings. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cdconsole.ui.own_passphrase.state import OwnPassphrase
from cdconsole.ui.shell.unlock.state import PersonChoice

KEY, PERSON = "key", "person"


@dataclass(frozen=True)
class Recovery:
    """What was typed: the key from the paper, who becomes clinical director, and their new passphrase."""

    key: str
    person: str
    own: OwnPassphrase

    def __repr__(self) -> str:
        return "Recovery(...)"


@dataclass(frozen=True)
class RecoverState:
    """Problems by field (the empty name is the page as a whole); ``refusals`` counts how often it was refused."""

    department: str = ""
    people: tuple[PersonChoice, ...] = ()
    chosen: str = ""
    suggestion: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    busy: str = ""
    refusals: int = 0

    def __repr__(self) -> str:
        return f"RecoverState({self.department!r})"
